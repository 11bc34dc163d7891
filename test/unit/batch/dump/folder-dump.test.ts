/** The files and the page of a dump: what is in them, and that it can be read back. */
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { kindColour, scaleColour, signColour, spanOf, valueColours } from '../../../../src/batch/dump/colours.ts';
import { drawSlice, sliceArray } from '../../../../src/batch/dump/draw-slice.ts';
import { dumpPage } from '../../../../src/batch/dump/dump-page.ts';
import { DUMP_LIST, DUMP_PAGE, type DumpList, FolderDump } from '../../../../src/batch/dump/folder-dump.ts';
import { AXES } from '../../../../src/batch/thumbnail/view.ts';
import { readCloud } from '../../../../src/engine/index.ts';
import { bytesSource } from '../../formats/read/sources.ts';
import { memoryOutput } from '../memory-folders.ts';

const context = { signal: new AbortController().signal, onEvent: () => undefined };
const frame = { centre: [10, 20, 30], worldPerNorm: 4 } as const;
const SHIFT = [500_000, 0, 0] as const;

/** Points of a helix, normalised, with what may be known of each. */
function helix(count: number) {
  const positions = new Float32Array(3 * count);
  const normals = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) {
    const angle = (20 * i) / count;
    positions.set([0.4 * Math.cos(angle), 0.4 * Math.sin(angle), i / count - 0.5], 3 * i);
    normals.set([Math.cos(angle), Math.sin(angle), 0, 1], 4 * i);
  }
  return { positions, normals };
}

function opened(mostPoints?: number) {
  const folder = memoryOutput();
  const dump = new FolderDump(folder, context, mostPoints);
  dump.place(frame, SHIFT);
  const page = async (): Promise<string> => {
    await dump.finish({ cloud: 'helix.ply', facts: [] });
    return new TextDecoder().decode(folder.files.get(DUMP_PAGE));
  };
  return { folder, dump, page };
}

describe('points', () => {
  it('are PLY in world coordinates, with normals, colours and numbers', async () => {
    const { folder, dump } = opened();
    const { positions, normals } = helix(100);
    const values = { field: { values: Float32Array.from({ length: 100 }, (_, i) => i / 7) } };
    await dump.points('analyse', 'a helix', { positions, normals, values });
    const bytes = folder.files.get('01-analyse-a-helix.ply')!;
    const header = new TextDecoder().decode(bytes).split('end_header')[0]!;
    expect(header).toContain('property double x');
    expect(header).toContain('property float field');
    const cloud = await readCloud(bytesSource('helix.ply', bytes), context);
    expect(cloud.positions).toHaveLength(300);
    expect(cloud.positions[0]! + cloud.shift[0]).toBeCloseTo(500_000 + 10 + 4 * 0.4, 2);
    expect(cloud.positions[2]! + cloud.shift[2]).toBeCloseTo(30 - 4 * 0.5, 2);
    expect([...cloud.normals!.subarray(0, 3)]).toEqual([1, 0, 0]);
    expect([...cloud.colors!.subarray(0, 3)]).toEqual([...scaleColour(0)]);
  });

  it('are thinned beyond the most that is kept, which the page says', async () => {
    const { folder, dump, page } = opened(40);
    await dump.points('clean', 'used', { positions: helix(100).positions });
    const cloud = await readCloud(bytesSource('used.ply', folder.files.get('01-clean-used.ply')!), context);
    expect(cloud.positions).toHaveLength(3 * 34);
    expect(await page()).toContain('34 of 100 points, evenly thinned');
  });

  it('are as many as were there where they come thinned', async () => {
    const { dump, page } = opened();
    await dump.points('level 64', 'band', { positions: helix(10).positions, ofCount: 12_345 });
    expect(await page()).toContain('10 of 12,345 points');
  });

  it.each([
    ['lengths in the unit of the file', { isLength: true }, ['size 4', '12']],
    ['shares as they are', {}, ['size 1', '3']],
  ] as const)('are coloured by %s', async (_, unit, [low, high]) => {
    const { dump, page } = opened();
    const size = { values: [1, 3, 3], ...unit };
    await dump.points('orient', 'sheets', { positions: helix(3).positions, values: { size } });
    expect(await page()).toMatch(new RegExp(`>${low}</li><li><i [^>]*></i>${high}</li>`));
  });

  it('may be none', async () => {
    const { folder, dump, page } = opened();
    const values = { reason: { values: [], kinds: ['far'] } };
    await dump.points('clean', 'left out', { positions: new Float32Array(0), values });
    expect(decode(folder.files.get('01-clean-left-out.png')!).width).toBeGreaterThan(0);
    expect(await page()).toContain('0 points');
  });

  it('are seen in their picture', async () => {
    const { folder, dump } = opened();
    const values = { part: { values: new Uint8Array(3000).fill(2), kinds: 'sets' as const } };
    const { positions } = helix(3000);
    // Facing the eye (AXES of view.ts), and so in full light.
    const normals = Float32Array.from({ length: 12_000 }, (_, i) => [...AXES.back, 0][i % 4]!);
    await dump.points('orient', 'parts', { positions, normals, values });
    const { data, width, height } = decode(folder.files.get('01-orient-parts.png')!);
    const covered = Array.from({ length: width * height }, (_, i) => i).filter((i) => data[4 * i + 3] === 255);
    expect(covered.length).toBeGreaterThan(1000);
    expect([...data.slice(4 * covered[0]!, 4 * covered[0]! + 3)]).toEqual([...kindColour(2)]);
  });
});

describe('meshes', () => {
  it.each([1, 0])('are PLY of %i triangles', async (triangles) => {
    const { folder, dump, page } = opened();
    const positions = Float32Array.from([0, 0, 0, 0.5, 0, 0, 0, 0.5, 0.1]);
    await dump.mesh('trim', 'final', { positions, indices: Uint32Array.from([0, 1, 2].slice(0, 3 * triangles)) });
    const header = new TextDecoder().decode(folder.files.get('01-trim-final.ply')).split('end_header')[0]!;
    expect(header).toContain(`element face ${triangles}`);
    expect(await page()).toContain(`${triangles} triangles, 3 vertices`);
  });
});

describe('slices', () => {
  const side = 9;
  /** A circle of radius 2.5 voxels about the middle, with nothing beyond 4. */
  const values = Float32Array.from({ length: side * side }, (_, i) => {
    const distance = Math.hypot((i % side) - 4, Math.floor(i / side) - 4);
    return distance > 4 ? NaN : (distance - 2.5) / 10;
  });
  const slice = { axis: 'z', side, values, voxelNorm: 0.1 } as const;

  it('are blue inside, red outside, black between and grey beyond', async () => {
    const { data, width } = decode(await drawSlice(slice, context.signal));
    const zoom = (width - 1) / (side - 1);
    expect(width).toBeGreaterThanOrEqual(456);
    const at = (x: number, y: number): number[] => {
      const pixel = Math.round((side - 1 - y) * zoom) * width + Math.round(x * zoom);
      return [...data.slice(3 * pixel, 3 * pixel + 3)];
    };
    const [red, , blue] = at(4, 4);
    expect(blue! - red!).toBeGreaterThan(50);
    expect(at(7.8, 4)[0]! - at(7.8, 4)[2]!).toBeGreaterThan(20);
    expect(at(0, 0)).toEqual([214, 217, 222]);
    const row = Array.from({ length: width }, (_, x) => at(x / zoom, 4));
    expect(row.filter((colour) => colour.every((part) => part === 0)).length).toBeGreaterThanOrEqual(2);
  });

  it('are arrays that NumPy reads: a header of 128 bytes, then rows', () => {
    const bytes = sliceArray(slice);
    const header = new TextDecoder('latin1').decode(bytes.subarray(0, 128));
    expect([...bytes.subarray(0, 10)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
    expect(header).toContain(`{'descr': '<f4', 'fortran_order': False, 'shape': (9, 9), }`);
    expect(header.endsWith('\n')).toBe(true);
    expect(new Float32Array(bytes.slice(128).buffer)).toEqual(values);
  });

  it('come three at a time', async () => {
    const { folder, dump, page } = opened();
    await dump.field('level 8', 'solved', [slice, { ...slice, axis: 'x' }]);
    const names = ['01-level-8-solved-z.png', '01-level-8-solved-x.png', '01-level-8-solved-z.npy'];
    expect([...folder.files.keys()]).toEqual(expect.arrayContaining(names));
    expect(await page()).toContain('full at 1.6 (4 voxels)');
  });
});

describe('the list', () => {
  it('names every file before it is there, and the page last', async () => {
    const { folder, dump, page } = opened();
    await dump.points('clean', 'used', { positions: helix(10).positions });
    await page();
    const list = JSON.parse(new TextDecoder().decode(folder.files.get(DUMP_LIST))) as DumpList;
    expect([...list.files, DUMP_LIST].sort()).toEqual([...folder.files.keys()].sort());
    expect(folder.written.at(-1)).toBe(DUMP_PAGE);
    expect(folder.written[0]).toBe(DUMP_LIST);
  });

  it('rejects as the folder does', async () => {
    const { folder, dump } = opened();
    folder.refuses = (path) => path.endsWith('.ply');
    const writing = dump.points('clean', 'used', { positions: helix(10).positions });
    await expect(writing).rejects.toMatchObject({ code: 'output-failed' });
  });
});

describe('the page', () => {
  it('says numbers in the unit of the file, in order, one section a stage', async () => {
    const { dump, page } = opened();
    dump.numbers('analyse', { spacingNorm: 0.25, neighbourCount: 12_000, sheetThicknessNorm: Infinity });
    dump.numbers('orient', { parts: 2 });
    dump.numbers('analyse', { reason: 'fine <enough>' });
    const text = await page();
    expect(text).toContain('<dt>spacing</dt><dd>1</dd>');
    expect(text).toContain('<dt>neighbour count</dt><dd>12,000</dd>');
    expect(text).toContain('<dt>sheet thickness</dt><dd>none</dd>');
    expect(text).toContain('fine &lt;enough&gt;');
    expect(text.match(/<section/g)).toHaveLength(2);
    expect(text.indexOf('id="analyse"')).toBeLessThan(text.indexOf('id="orient"'));
  });

  it('asks nothing of a network and runs nothing', () => {
    const item = { title: 'a', pictures: ['a.png'], files: ['a b.ply'], text: '', legend: [] };
    const text = dumpPage({ cloud: '<script>.ply', facts: [] }, [{ stage: 'clean', numbers: [], items: [item] }]);
    expect(text).toContain("default-src 'none'");
    expect(text).toContain('href="a%20b.ply"');
    expect(text).not.toMatch(/<script|https?:|url\(/);
  });

  it('tells what ended the run', () => {
    expect(dumpPage({ cloud: 'a', failure: 'no <memory>', facts: [] }, [])).toContain('ended early: no &lt;memory&gt;');
  });
});

describe('colours', () => {
  it('run over all values but the outermost hundredths', () => {
    const values = Float32Array.from({ length: 1001 }, (_, i) => (i === 1000 ? 1e9 : i));
    expect(spanOf({ values })).toEqual([10, 990]);
    const colours = valueColours({ values });
    expect([...colours.subarray(0, 3)]).toEqual([...scaleColour(0)]);
    expect([...colours.subarray(3000)]).toEqual([...scaleColour(1)]);
  });

  it('are clamped, and one for values that do not differ', () => {
    expect(scaleColour(-1)).toEqual(scaleColour(0));
    expect(scaleColour(7)).toEqual(scaleColour(1));
    expect(signColour(-9)).toEqual(signColour(-1));
    expect([...valueColours({ values: [3, 3] })]).toEqual([...scaleColour(0.5), ...scaleColour(0.5)]);
  });
});
