/** The report of an output folder: what is collected, what rows say, the table read back, the page's promises. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputFolder } from '../../../src/batch/folders.ts';
import { JOB_FILE, REPORT_CSV, REPORT_HTML } from '../../../src/batch/output-names.ts';
import { base64Bytes } from '../../../src/batch/report/base64.ts';
import { EMPTY_JOB } from '../../../src/batch/job.ts';
import { formatJob } from '../../../src/batch/job-file.ts';
import { collectSidecars } from '../../../src/batch/report/collect.ts';
import { CSV_COLUMNS } from '../../../src/batch/report/csv.ts';
import { formatBytes, formatDuration, formatNumber, formatShare } from '../../../src/batch/report/format.ts';
import { fileLink } from '../../../src/batch/report/markup.ts';
import { differences } from '../../../src/batch/report/options-text.ts';
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH } from '../../../src/batch/report/page-script.ts';
import { PIECE_BYTES } from '../../../src/batch/report/piece-writer.ts';
import { readAhead } from '../../../src/batch/report/read-ahead.ts';
import { rowsOf } from '../../../src/batch/report/rows.ts';
import { writeReport } from '../../../src/batch/report/write-report.ts';
import type { Sidecar } from '../../../src/batch/sidecar.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { memoryOutput, type MemoryOutput, sha256, textIn } from './memory-folders.ts';
import { doneSidecar, failedSidecar, filesOf, resultOf } from './report-sidecars.ts';
import { PROOF } from './sidecars.ts';

const { signal } = new AbortController();

/** The smallest PNG: one transparent pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

async function reportOf(
  sidecars: readonly Sidecar[],
  others: Record<string, Uint8Array | string> = {},
): Promise<{ html: string; csv: string; folder: MemoryOutput; counts: { done: number; failed: number } }> {
  const folder = memoryOutput({ ...filesOf(sidecars), ...others });
  const counts = await writeReport(folder, signal);
  return { html: textIn(folder, REPORT_HTML), csv: textIn(folder, REPORT_CSV), folder, counts };
}

/** RFC 4180, written from its grammar: rows of cells. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (!found) throw new Error(`no cell at ${at}: ${text.slice(at, at + 40)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Rows of the table as records by column. */
function recordsOf(csv: string): Record<string, string>[] {
  const [head = [], ...rows] = parseCsv(csv);
  return rows.map((row) => {
    expect(row).toHaveLength(head.length);
    return Object.fromEntries(head.map((name, i) => [name, row[i] ?? '']));
  });
}

async function allOf<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** What stands first in each row of the page: its input. */
const inputsIn = (html: string): string[] =>
  [...html.matchAll(/<span class="input" title="[^"]*">(.*?)<\/span><span class="files">/g)].map(([, name = '']) =>
    name.replace(/<[^>]*>/g, ''),
  );

describe('collecting', () => {
  it('takes sidecars of all folders, by code points of their inputs, and nothing else', async () => {
    const inputs = ['b.xyz', 'a/z.xyz', 'B.xyz', '🗿.xyz', 'ﬁ.xyz'];
    const folder = memoryOutput({
      ...filesOf(inputs.map((input) => doneSidecar(input))),
      [JOB_FILE]: '{"gridpullJob":1}',
      'scene.gltf.json': '{"asset":{"version":"2.0"}}',
      'broken.ply.json': '{"gridpullReport":1,',
      'list.json': '[]',
      'huge.ply.json': `{"gridpullReport":1,"filler":"${'x'.repeat(2 ** 20)}"}`,
      'mesh.ply': 'ply',
    });
    const found = await collectSidecars(folder, signal);
    expect(found.map(({ input }) => input.path)).toEqual(['B.xyz', 'a/z.xyz', 'b.xyz', 'ﬁ.xyz', '🗿.xyz']);
  });

  it.each([REPORT_HTML, REPORT_CSV, JOB_FILE])(
    'leaves %s of somebody else alone, and replaces its own',
    async (name) => {
      const folder = memoryOutput({ 'a.ply.json': '{}', [name]: 'mine' });
      await expect(writeReport(folder, signal)).rejects.toMatchObject({
        code: 'output-failed',
        details: { path: name },
      });
      expect([...folder.files.keys()]).toEqual(['a.ply.json', name]);
      folder.files.set(name, new Uint8Array());
      await writeReport(folder, signal);
      if (name === JOB_FILE) folder.files.set(name, Buffer.from(formatJob(EMPTY_JOB)));
      await writeReport(folder, signal);
    },
  );

  it('never opens what is too large for a sidecar', async () => {
    const opened: string[] = [];
    const folder = memoryOutput({ 'huge.json': '', 'small.json': '{}', 'at-most.json': '' });
    const sizes = new Map([
      ['huge.json', 2 ** 26 + 1],
      ['at-most.json', 2 ** 26],
    ]);
    const watched: OutputFolder = {
      ...folder,
      list: async (signal) =>
        (await folder.list(signal)).map(({ path, bytes }) => ({ path, bytes: sizes.get(path) ?? bytes })),
      read: (path) => {
        opened.push(path);
        return folder.read(path);
      },
    };
    expect(await collectSidecars(watched, signal)).toEqual([]);
    expect(opened.sort()).toEqual(['at-most.json', 'small.json']);
  });

  it('finds a mesh beside its sidecar, also where a folder was moved into another', async () => {
    const sidecar = doneSidecar('a.xyz');
    const files = filesOf([sidecar]);
    const folder = memoryOutput({ 'shard-2/a.ply.json': files['a.ply.json']! });
    const [found] = await collectSidecars(folder, signal);
    expect(found).toEqual({ ...sidecar, output: { ...sidecar.output, path: 'shard-2/a.ply' } });
  });

  it('ends with the reason of the signal', async () => {
    const stopped = new Error('enough');
    const controller = new AbortController();
    const folder = memoryOutput(filesOf([doneSidecar('a.xyz'), doneSidecar('b.xyz')]));
    const stopping: OutputFolder = {
      ...folder,
      read: async (path) => {
        controller.abort(stopped);
        return folder.read(path);
      },
    };
    await expect(writeReport(stopping, controller.signal)).rejects.toBe(stopped);
    expect(folder.files.has(REPORT_HTML) || folder.files.has(REPORT_CSV)).toBe(false);
  });
});

describe('reading ahead', () => {
  it('keeps the order, and no more under way than it may', async () => {
    let underWay = 0;
    let most = 0;
    const read = async (item: number): Promise<number> => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, (7 * item) % 5));
      underWay--;
      return item;
    };
    const items = Array.from({ length: 40 }, (_, i) => i);
    expect(await allOf(readAhead(items, 6, read))).toEqual(items);
    expect(most).toBe(6);
  });

  it('rejects as the first of them in their order does', async () => {
    const read = async (item: number): Promise<number> => {
      if (item > 1) throw new Error(`no ${item}`);
      return item;
    };
    await expect(allOf(readAhead([0, 1, 2, 3], 4, read))).rejects.toThrow('no 2');
  });
});

describe('rows', () => {
  it('name the first of the inputs with the same contents', () => {
    const same = { bytes: 1, sha256: sha256('same') };
    const rows = rowsOf([
      doneSidecar('a', { input: { path: 'a', ...same } }),
      doneSidecar('b'),
      doneSidecar('c', { input: { path: 'c', ...same } }),
      failedSidecar('d', 'cloud-empty', 'x', { input: { path: 'd', ...same } }),
      failedSidecar('e', 'cloud-format', 'x', { input: { path: 'e', bytes: 1, sha256: null } }),
      failedSidecar('f', 'cloud-format', 'x', { input: { path: 'f', bytes: 1, sha256: null } }),
    ]);
    expect(rows.map(({ sameAs }) => sameAs)).toEqual([null, null, 'a', 'a', null, null]);
  });

  it('of one input in two formats are no copies of each other', () => {
    const stl = { path: 'a.stl', format: 'stl', bytes: 1, sha256: sha256('stl') } as const;
    const rows = rowsOf([doneSidecar('a.xyz'), doneSidecar('a.xyz', { output: stl })]);
    expect(rows.map(({ sameAs }) => sameAs)).toEqual([null, null]);
  });
});

describe('the table', () => {
  it('has a row for each file, read back as it was', async () => {
    const result = resultOf({
      report: { points: { inFile: 100, used: 90, notFinite: 1, duplicate: 2, far: 3, outlier: 4 }, peakGpuBytes: 77 },
      topology: { triangles: 1234567, components: 3, boundaryEdges: 12, watertight: false, genus: null },
      fit: { mean: 1.5e-7, percentile95: 0.25, max: 2 },
      peakMemoryBytes: 3e9,
    });
    const warnings = ['one, with "quotes"', 'two'];
    const { csv, counts } = await reportOf([
      doneSidecar('a/ä, "b".xyz', { result, warnings }),
      failedSidecar('c.xyz', 'cloud-format', 'line 3,\r\nat "x"'),
    ]);
    expect(counts).toEqual({ done: 1, failed: 1 });
    const [done, failed] = recordsOf(csv);
    expect(done).toMatchObject({
      input: 'a/ä, "b".xyz',
      state: 'done',
      error: '',
      warnings: warnings.join('\n'),
      points_used: '90',
      points_left_out: '10',
      triangles: '1234567',
      components: '3',
      open_edges: '12',
      watertight: 'false',
      genus: '',
      volume: '',
      mean_distance: '1.5e-7',
      p95_distance: '0.25',
      peak_memory_bytes: '3000000000',
      finished_at: '2026-11-24T03:04:05.678Z',
      input_sha256: sha256('a/ä, "b".xyz'),
    });
    expect(failed).toMatchObject({
      input: 'c.xyz',
      state: 'failed',
      error_code: 'cloud-format',
      error: 'line 3,\r\nat "x"',
      mesh: '',
      triangles: '',
      total_ms: '',
    });
  });

  it('has the proof of a mesh, as the page has', async () => {
    const faults = ['self-intersecting', 'degenerate'] as const;
    const proofs = [PROOF, { ...PROOF, isReadyToPrint: false, faults }];
    const { csv, html } = await reportOf([
      ...proofs.map((proof, i) => doneSidecar(`${i}.xyz`, { result: resultOf({ report: { proof } }) })),
      doneSidecar('2.xyz'),
    ]);
    expect(recordsOf(csv).map(({ proof }) => proof)).toEqual(['ready', 'self-intersecting degenerate', '']);
    expect(html.match(/ready to print|self-intersecting, degenerate/g)).toHaveLength(2);
  });

  it('keeps names and order of its columns, which programs rely on', () => {
    expect(CSV_COLUMNS.map(({ name }) => name).join(' ')).toBe(
      'input state error_code error warnings same_content_as input_bytes input_sha256 mesh format mesh_bytes ' +
        'mesh_sha256 points_in_file points_used points_left_out points_not_finite points_duplicate points_far ' +
        'points_outlier vertices triangles components open_edges non_manifold_edges watertight genus area volume ' +
        'mean_distance p95_distance max_distance resolution voxel spacing noise hole_radius stopped_early preset seed ' +
        'version device finished_at read_ms reconstruct_ms measure_ms draw_ms write_ms total_ms peak_memory_bytes ' +
        'peak_gpu_bytes median_distance lost_points holes_closed holes_open area_guessed proof handles_closed ' +
        'outer_borders',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('has no formula in %j', async (name) => {
    const { csv } = await reportOf([failedSidecar('a.xyz', 'internal', name, { warnings: [name] })]);
    const [row] = recordsOf(csv);
    expect([row?.['error'], row?.['warnings']]).toEqual([`'${name}`, `'${name}`]);
  });

  it.each([
    ['a;=1+1', "a;'=1+1"],
    ['a\t@SUM(A1)\t;-1', "a\t'@SUM(A1)\t;'-1"],
    ['a\n+1\r\n=x', "a\n'+1\r\n'=x"],
    ['a|=x; =y', "a|'=x; =y"],
    ['\r=x', "'\r'=x"],
    ['a=b-c;d+e', 'a=b-c;d+e'],
  ])('has no formula in %j where semicolons or tabs part cells', async (text, expected) => {
    const { csv } = await reportOf([failedSidecar('a.xyz', 'internal', text)]);
    expect(recordsOf(csv)[0]?.['error']).toBe(expected);
    // As a spreadsheet reads it to which quotes behind commas mean nothing.
    for (const cell of csv.split(/[;\t\r\n|]/)) expect(cell).not.toMatch(/^"?[=+\-@]/);
  });

  it('leaves negative numbers numbers', async () => {
    const result = resultOf({ topology: { signedVolume: -2.5 } });
    const { csv } = await reportOf([doneSidecar('a.xyz', { result })]);
    expect(recordsOf(csv)[0]?.['volume']).toBe('-2.5');
  });

  it('holds any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (message) => {
        const { csv } = await reportOf([failedSidecar('a.xyz', 'internal', message)]);
        // But for apostrophes before what might be a formula.
        const told = recordsOf(csv)[0]?.['error']?.replace(/'(?=[=+\-@\t\r\n])/g, '');
        expect(told).toBe(message.replace(/'(?=[=+\-@\t\r\n])/g, ''));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the page', () => {
  it('has failures first, else the order of the inputs', async () => {
    const { html } = await reportOf([
      doneSidecar('a.xyz'),
      failedSidecar('b.xyz', 'cloud-empty', 'b.xyz: the file is empty.'),
      doneSidecar('c.xyz'),
      failedSidecar('d.xyz', 'crashed', 'The process ended.'),
    ]);
    expect(inputsIn(html)).toEqual(['b.xyz', 'd.xyz', 'a.xyz', 'c.xyz']);
    expect(html).toContain('2 of 4\u00a0files failed; all others are done.');
    expect(html).toContain('b.xyz: the file is empty.');
    expect(html).toContain('<dt>Reasons</dt><dd>No points, Process crashed</dd>');
  });

  it('lets no text become markup', async () => {
    const evil = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>&amp;';
    const options = { ...DEFAULTS, resolution: 64 };
    const { html } = await reportOf([
      doneSidecar(`${evil}.xyz`, { warnings: [evil], version: evil, device: evil }),
      doneSidecar('other.xyz', { version: evil, device: evil, options }),
      failedSidecar('z.xyz', evil, evil),
    ]);
    // Its own script and nothing else, in its place at the end.
    expect(html.match(/<script/gi)).toHaveLength(1);
    expect(html).toContain(`<script>${PAGE_SCRIPT}</script></body></html>`);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('allows by its policy its own script only, and no address', () => {
    expect(PAGE_SCRIPT_HASH).toBe(`sha256-${createHash('sha256').update(PAGE_SCRIPT).digest('base64')}`);
    expect(PAGE_SCRIPT).not.toContain('</');
  });

  it('shows each picture, and does without those that are missing or none', async () => {
    const { html } = await reportOf([doneSidecar('a.xyz'), doneSidecar('b.xyz'), doneSidecar('c.xyz')], {
      'a.ply.png': PNG,
      'b.ply.png': '<svg onload="alert(1)"/>',
    });
    expect([...html.matchAll(/src="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      `data:image/png;base64,${PNG.toString('base64')}`,
    ]);
    expect(html.match(/no picture/g)).toHaveLength(2);
  });

  it('links to files beside it, whatever their names', () => {
    expect(fileLink('a b/ü#1?.ply')).toBe('a%20b/%C3%BC%231%3F.ply');
    expect(fileLink('javascript:alert(1)')).toBe('javascript%3Aalert(1)');
    expect(fileLink(`it's "x"\ud800`)).toBe('it&#39;s%20%22x%22%EF%BF%BD');
  });

  it('says once what all files share, and beside a file what is its own', async () => {
    const shared = 'no graphics card was found';
    const { html } = await reportOf([
      doneSidecar('a.xyz', { warnings: [shared] }),
      doneSidecar('b.xyz', { warnings: [shared, 'its own'] }),
      doneSidecar('c.xyz', { warnings: [shared], options: { ...DEFAULTS, resolution: 64, noise: 'none' } }),
    ]);
    expect(html.split(shared)).toHaveLength(2);
    expect(html.split('its own')).toHaveLength(2);
    expect(html).toContain('Computed with resolution 64, no noise');
    expect(html).toContain('<dd>all automatic, seed 1, PLY; other options for 1\u00a0file, named there</dd>');
    expect(html).toContain('All 3 meshes are done.');
  });

  it('says the seed once', async () => {
    const { html } = await reportOf([doneSidecar('a.xyz', { options: { ...DEFAULTS, seed: 7, flip: true } })]);
    expect(html).toContain('<dd>turned inside out, seed 7, PLY</dd>');
  });

  it('of an empty folder says so', async () => {
    const { html, csv, counts } = await reportOf([]);
    expect(counts).toEqual({ done: 0, failed: 0 });
    expect(html).toContain('There are no results in this folder yet.');
    expect(html).not.toContain('<table');
    expect(parseCsv(csv)).toHaveLength(1);
  });

  it('is the same for the same sidecars, whichever order they are found in', async () => {
    const sidecars = [doneSidecar('a.xyz'), failedSidecar('b.xyz', 'internal', 'x'), doneSidecar('c.xyz')];
    const [one, other] = [await reportOf(sidecars), await reportOf(sidecars.toReversed())];
    expect([other.html, other.csv]).toEqual([one.html, one.csv]);
  });

  it('is written anew over the one before, whose text is no sidecar', async () => {
    const { folder, html } = await reportOf([doneSidecar('a.xyz')]);
    await writeReport(folder, signal);
    expect(textIn(folder, REPORT_HTML)).toBe(html);
  });
});

it('2000 files with pictures are written in bounded pieces', async () => {
  const picture = Buffer.concat([PNG, Buffer.alloc(15_000, 1)]);
  const sidecars = Array.from({ length: 2000 }, (_, i) => doneSidecar(`scan-${i}.xyz`));
  const folder = memoryOutput(filesOf(sidecars));
  const pieces = new Map<string, number[]>();
  let picturesAhead = 0;
  let mostAhead = 0;
  const streamed: OutputFolder = {
    ...folder,
    async read(path) {
      if (!path.endsWith('.png')) return folder.read(path);
      mostAhead = Math.max(mostAhead, ++picturesAhead);
      return picture;
    },
    write: async (path, body) => {
      const sizes: number[] = [];
      pieces.set(path, sizes);
      return body({
        async write(bytes) {
          sizes.push(bytes.length);
          // What is read ahead is written before much more is read.
          picturesAhead = 0;
        },
      });
    },
  };
  await writeReport(streamed, signal);
  for (const sizes of pieces.values()) expect(Math.max(...sizes)).toBeLessThanOrEqual(PIECE_BYTES);
  const pageBytes = pieces.get(REPORT_HTML)!.reduce((sum, size) => sum + size, 0);
  expect(pageBytes).toBeGreaterThan(2000 * 4 * Math.ceil(picture.length / 3));
  expect(mostAhead).toBeLessThan(20);
});

it('base64 is what Node makes of it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(Buffer.from(base64Bytes(bytes)).toString()).toBe(Buffer.from(bytes).toString('base64'));
    }),
  );
});

it('numbers are for people', () => {
  const said = [0, 0.000_012_345, 0.012_345, 1.5, 1234.5, 1.5e9].map(formatNumber);
  expect(said).toEqual(['0', '1.23E-5', '0.0123', '1.5', '1,235', '1.5E9']);
  expect([0, 1023, 1536, 5 * 2 ** 30].map(formatBytes)).toEqual([
    '0\u00a0B',
    '1,023\u00a0B',
    '1.5\u00a0KB',
    '5\u00a0GB',
  ]);
  const times = [0, 1234, 59_700, 3_599_900, 7_320_000].map(formatDuration);
  expect(times.map((text) => text.replaceAll('\u00a0', ' '))).toEqual([
    '0 s',
    '1.2 s',
    '1 min 0 s',
    '1 h 0 min',
    '2 h 2 min',
  ]);
  expect([1, 0.99999, 0.5].map(formatShare)).toEqual(['100\u00a0%', '99.9\u00a0%', '50\u00a0%']);
});

it('options are said where they differ', () => {
  expect(differences(DEFAULTS)).toBe('');
  expect(
    differences({
      ...DEFAULTS,
      preset: 'paper',
      resolution: 128,
      noise: 0.25,
      holeRadius: 0,
      fileNormals: 'ignore',
      flip: true,
      seed: 7,
      paperSteps: 100,
    }),
  ).toBe(
    'preset paper, resolution 128, noise 0.25, no holes closed, normals of the file ignored, turned inside out, seed 7, 100 steps',
  );
});
