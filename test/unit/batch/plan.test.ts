/** From a job and a list of files to items: which, in what order, with what options, and under which names. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputEntry } from '../../../src/batch/folders.ts';
import { CLOUD_PATTERN, EMPTY_JOB, type BatchJob } from '../../../src/batch/job.ts';
import { parseJob, formatJob } from '../../../src/batch/job-file.ts';
import { sidecarPath, thumbnailPath } from '../../../src/batch/output-names.ts';
import { compareCodePoints, leftOutOf, parseShard, planBatch, shardOf } from '../../../src/batch/plan.ts';
import { jobOf } from '../../../src/batch/sidecar-of.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';

const filesOf = (...paths: string[]): InputEntry[] => paths.map((path, i) => ({ path, bytes: 10 + i }));
const jobWith = (changes: Partial<BatchJob>, include = ['**/*']): BatchJob => ({
  ...EMPTY_JOB,
  input: { ...EMPTY_JOB.input, include },
  ...changes,
});
const namesOf = (job: BatchJob, ...paths: string[]): Record<string, string> =>
  Object.fromEntries(planBatch(job, filesOf(...paths)).map(({ input, output }) => [input, output]));

/** Names that meet one another often, with what patterns and file systems treat apart. */
const part = fc.oneof(
  fc.constantFrom('scan', 'Scan', 'scan-ply', 'scan-ply-2', 'scan.ply', 'a', 'é', 'e\u0301', 'ſ', 's'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
  fc.string({ unit: fc.constantFrom(...'ab()[]{}*?!+@|\\"^$,.-'), minLength: 1, maxLength: 5 }),
);
const pathArbitrary = fc
  .tuple(fc.array(part, { maxLength: 2 }), part, fc.constantFrom('', '.ply', '.PLY', '.xyz', '.x.y'))
  .map(([folders, stem, ending]) => [...folders, `${stem}${ending}`])
  .filter((parts) => parts.every((name) => !name.startsWith('.') && !name.includes('/') && !name.includes('\0')))
  .map((parts) => parts.join('/'));
/** Paths as a file system has them: no file is a folder, too. */
const pathsArbitrary = fc
  .uniqueArray(pathArbitrary, { maxLength: 12 })
  .map((paths) => paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`))));

describe('the items of a plan', () => {
  it('are the clouds of the folder, sorted by code points', () => {
    const items = planBatch(EMPTY_JOB, filesOf('b.xyz', 'a.ply', 'notes.md', 'sub/c.ply', '😀.pts', 'ﬁ.asc'));
    expect(items.map(({ input }) => input)).toEqual(['a.ply', 'b.xyz', 'ﬁ.asc', '😀.pts']);
    expect(items.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(items[1]).toEqual({
      index: 1,
      input: 'b.xyz',
      inputBytes: 10,
      output: 'b.ply',
      format: 'ply',
      options: DEFAULTS,
    });
  });

  it('leave out documents that only their ending calls clouds, and what else is no cloud, with the reason', () => {
    const paths = ['readme.txt', 'sub/License.TXT', 'notes 2.txt', 'notebook.txt', 'readme.ply', 'a.jpg', 'old/b.ply'];
    const job = jobWith({ input: { folder: '.', include: [`**/${CLOUD_PATTERN}`], exclude: ['old/**'] } });
    expect(Object.keys(namesOf(job, ...paths))).toEqual(['notebook.txt', 'readme.ply']);
    expect(leftOutOf(job, filesOf(...paths, 'meshes/readme.ply'), 'meshes')).toEqual([
      { path: 'a.jpg', reason: 'pattern' },
      { path: 'notes 2.txt', reason: 'document' },
      { path: 'old/b.ply', reason: 'excluded' },
      { path: 'readme.txt', reason: 'document' },
      { path: 'sub/License.TXT', reason: 'document' },
    ]);
    expect(Object.keys(namesOf(jobWith({}, ['readme.txt']), 'readme.txt'))).toEqual(['readme.txt']);
  });

  it('follow the patterns, below where asked, without what is excluded and without the output folder', () => {
    const job = jobWith({ input: { folder: '.', include: [`**/${CLOUD_PATTERN}`], exclude: ['old/**'] } });
    const paths = ['a.ply', 'sub/b.ply', 'old/c.ply', 'meshes/a.ply', 'meshes-2/d.ply'];
    const inputs = planBatch(job, filesOf(...paths), 'meshes').map(({ input }) => input);
    expect(inputs).toEqual(['a.ply', 'meshes-2/d.ply', 'sub/b.ply']);
  });

  it('may have endings in capitals, unless a pattern names one file', () => {
    expect(Object.keys(namesOf(EMPTY_JOB, 'A.PLY', 'b.Xyz'))).toEqual(['A.PLY', 'b.Xyz']);
    expect(Object.keys(namesOf(jobWith({}, ['a.ply']), 'a.PLY', 'a.ply', 'A.ply'))).toEqual(['a.ply']);
    expect(Object.keys(namesOf(jobWith({}, ['./a.ply']), 'a.ply'))).toEqual(['a.ply']);
  });

  it('are not waited for forever, whatever the pattern', () => {
    expect(namesOf(jobWith({}, ['*' + '\\'.repeat(4), 'a.ply']), 'a.ply')).toEqual({ 'a.ply': 'a.ply' });
  });

  it('do not depend on the order of the list', () => {
    fc.assert(
      fc.property(pathsArbitrary, fc.infiniteStream(fc.nat()), (paths, random) => {
        const entries = filesOf(...paths);
        const shuffled = entries
          .map((entry) => ({ entry, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry);
        expect(planBatch(jobWith({}), shuffled)).toEqual(planBatch(jobWith({}), entries));
      }),
    );
  });

  it('take overrides in their order, over the options of the job', () => {
    const job = jobWith({
      options: { noise: 1, seed: 5 },
      overrides: [
        { files: ['b*'], options: { noise: 2, flip: true } },
        { files: ['*.xyz', 'bust.ply'], options: { noise: 3 }, format: 'obj' },
      ],
    });
    const [a, bust] = planBatch(job, filesOf('a.ply', 'bust.ply'));
    expect(a).toMatchObject({ format: 'ply', options: { ...DEFAULTS, noise: 1, seed: 5 } });
    expect(bust).toMatchObject({
      output: 'bust.obj',
      format: 'obj',
      options: { ...DEFAULTS, noise: 3, seed: 5, flip: true },
    });
  });

  it('take what is to be read, with classes by their numbers', () => {
    const job = jobWith({
      reading: { classes: ['ground', 6], returns: 'last' },
      overrides: [{ files: ['b*'], options: {}, reading: { classes: [9], partial: true } }],
    });
    const [a, b] = planBatch(job, filesOf('a.las', 'b.las'));
    expect(a?.reading).toEqual({ classes: [2, 6], returns: 'last' });
    expect(b?.reading).toEqual({ classes: [9], returns: 'last', partial: true });
    // The job of the one file, and with it the sidecar by which it is kept, has the same.
    expect(planBatch(parseJob(formatJob(jobOf(b!, null)), 'b.ply.json'), filesOf('b.las'))[0]?.reading).toEqual(
      b?.reading,
    );
  });

  it('refuse options that have no meaning', () => {
    expect(() => planBatch(jobWith({ options: { resolution: 100 } }), filesOf('a.ply'))).toThrow(/resolution is 100/);
  });
});

describe('code points', () => {
  it('order text as UTF-8 does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});

describe('the names of meshes', () => {
  it('keep the folder and take the ending of the format', () => {
    expect(namesOf({ ...jobWith({}), output: { folder: 'x', format: 'glb' } }, 'a/b.c.xyz', 'plain')).toEqual({
      'a/b.c.xyz': 'a/b.c.glb',
      plain: 'plain.glb',
    });
  });

  it.each([
    [
      ['scan.ply', 'scan.xyz'],
      ['scan-ply.ply', 'scan-xyz.ply'],
    ],
    [
      ['Scan.ply', 'scan.xyz'],
      ['Scan-ply.ply', 'scan-xyz.ply'],
    ],
    [
      ['Scan.ply', 'scan.ply'],
      ['Scan-ply.ply', 'scan-ply-2.ply'],
    ],
    [
      ['scan', 'scan.xyz'],
      ['scan.ply', 'scan-xyz.ply'],
    ],
    [
      ['scan-ply.xyz', 'scan.ply', 'scan.xyz'],
      ['scan-ply.ply', 'scan-ply-2.ply', 'scan-xyz.ply'],
    ],
    // A folder of meshes that is called like a mesh, a sidecar or a picture.
    [
      ['a.ply/b.xyz', 'a.xyz'],
      ['a.ply/b.ply', 'a-xyz.ply'],
    ],
    [
      ['a.ply.json/b.xyz', 'a.xyz'],
      ['a.ply.json/b.ply', 'a-xyz.ply'],
    ],
    [
      ['a.ply.PNG/b.xyz', 'a.xyz'],
      ['a.ply.PNG/b.ply', 'a-xyz.ply'],
    ],
  ])('%j make %j', (inputs, outputs) => {
    expect(Object.values(namesOf(jobWith({}), ...inputs))).toEqual(outputs);
  });

  it('are those that the job gives, and the ending gives the format', () => {
    const overrides = [
      { files: ['a.ply'], options: {}, output: 'b.ply' },
      { files: ['c.ply'], options: {}, output: 'sub/c.stl' },
    ];
    const items = planBatch(jobWith({ overrides }), filesOf('a.ply', 'b.ply', 'c.ply'));
    expect(items.map(({ output, format }) => [output, format])).toEqual([
      ['b.ply', 'ply'],
      ['b-ply.ply', 'ply'],
      ['sub/c.stl', 'stl'],
    ]);
    const asText = { ...jobWith({ overrides }), output: { folder: 'x', format: 'ply-ascii' as const } };
    expect(planBatch(asText, filesOf('a.ply'))[0]).toMatchObject({ output: 'b.ply', format: 'ply-ascii' });
  });

  it.each([
    [['a.ply', 'b.ply'], { files: ['*'], output: 'c.ply' }, /b\.ply shall be c\.ply, but that is the mesh of a\.ply/],
    [['a.ply', 'c.ply/b.ply'], { files: ['a.ply'], output: 'c.ply' }, /but that is a folder of other meshes/],
  ])('%j cannot all be %j', (inputs, override, message) => {
    const job = jobWith({ overrides: [{ ...override, options: {} }] });
    expect(() => planBatch(job, filesOf(...inputs))).toThrow(message);
  });

  it('cannot contradict their format', () => {
    const job = jobWith({
      overrides: [
        { files: ['a.ply'], options: {}, output: 'a.stl' },
        { files: ['*'], options: {}, format: 'obj' },
      ],
    });
    expect(() => planBatch(job, filesOf('a.ply'))).toThrow(/a\.stl and have the format obj/);
  });

  it('are never those of another file, on any file system', () => {
    const fold = (path: string): string => path.normalize('NFC').toLowerCase();
    fc.assert(
      fc.property(pathsArbitrary, (paths) => {
        const items = planBatch(jobWith({}), filesOf(...paths));
        expect(items).toHaveLength(paths.length);
        const files = items.flatMap(({ output }) => [output, sidecarPath(output), thumbnailPath(output)].map(fold));
        expect(new Set(files).size).toBe(files.length);
        for (const { output } of items) {
          const folders = output.split('/').slice(0, -1);
          folders.forEach((_, i) => expect(files).not.toContain(fold(folders.slice(0, i + 1).join('/'))));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the job of one file', () => {
  it('makes that file again, among all others, through its text', () => {
    fc.assert(
      fc.property(pathsArbitrary, (paths) => {
        const entries = filesOf(...paths);
        for (const item of planBatch(jobWith({ options: { seed: 7 } }), entries)) {
          const job = parseJob(formatJob(jobOf(item, '../in')), 'a.json');
          expect(planBatch(job, entries)).toEqual([{ ...item, index: 0 }]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['a.ply', '../in', '../in', '.'],
    ['x/y/a.ply', '../in', '../../../in', '../..'],
    ['x/a.ply', '/data/in', '/data/in', '..'],
    ['x/a.ply', 'C:/data', 'C:/data', '..'],
    ['x/a.ply', null, null, '..'],
    ['x/a.ply', '.', '..', '..'],
  ])('beside %s, with clouds in %s, has folders %s and %s', (path, inputFromOutput, input, output) => {
    const [item] = planBatch(jobWith({}), filesOf(path));
    const job = jobOf(item!, inputFromOutput);
    expect([job.input.folder, job.output.folder]).toEqual([input, output]);
  });
});

it('a unit of the written meshes needs one of the points', () => {
  const asked = (reading: BatchJob['reading']): unknown =>
    planBatch(jobWith({ options: { outputUnit: 'mm' }, ...(reading && { reading }) }), filesOf('a.ply'));
  expect(() => asked(undefined)).toThrow(/only where it is known what they are/);
  expect(asked({ unit: 'm' })).toHaveLength(1);
});

describe('shards', () => {
  it('share all items among them, each one once', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 12 }), (itemCount, count) => {
        const items = planBatch(EMPTY_JOB, filesOf(...Array.from({ length: itemCount }, (_, i) => `${i}.ply`)));
        const shards = Array.from({ length: count }, (_, i) => shardOf(items, { index: i + 1, count }));
        expect(shards.flat().toSorted((a, b) => a.index - b.index)).toEqual(items);
        const sizes = shards.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are read from I/N', () => {
    expect(parseShard('2/5')).toEqual({ index: 2, count: 5 });
    expect(parseShard(' 1 / 1 ')).toEqual({ index: 1, count: 1 });
  });

  it.each(['', '2', '0/5', '6/5', '-1/5', '1.5/2', '1/0', 'a/b', '1/2/3'])('«%s» is none', (text) => {
    expect(() => parseShard(text)).toThrow(/allowed: two whole numbers I\/N/);
  });
});
