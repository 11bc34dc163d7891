/** Job files: what may be left out, what comes back, and what each mistake is told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { formatJob, JOB_SCHEMA, parseJob } from '../../../src/batch/job-file.ts';
import { type BatchJob, EMPTY_JOB } from '../../../src/batch/job.ts';
import { failedSidecar } from '../../../src/batch/sidecar-of.ts';
import { formatSidecar } from '../../../src/batch/sidecar-file.ts';
import { ReconstructError } from '../../../src/engine/errors.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { itemOf } from './sidecars.ts';

function refusal(text: string): string {
  try {
    parseJob(text, 'night.json');
  } catch (error) {
    if (error instanceof ReconstructError && error.code === 'option-invalid') return error.message;
    throw error;
  }
  throw new Error(`${text} was not refused`);
}

describe('a job file', () => {
  it('needs nothing but its version', () => {
    expect(parseJob('{"gridpullJob":1}', 'night.json')).toEqual(EMPTY_JOB);
    expect(parseJob('\uFEFF{"gridpullJob":1,"input":{},"output":{}}', 'night.json')).toEqual(EMPTY_JOB);
  });

  it('keeps what it says, in every field', () => {
    const job: BatchJob = {
      gridpullJob: 1,
      input: { folder: null, include: ['**/*.ply'], exclude: ['old/**'] },
      output: { folder: '/meshes', format: 'glb' },
      options: { ...DEFAULTS, resolution: 256, noise: 'none', holeRadius: 0.5 },
      reading: {
        classes: ['ground', 6],
        returns: 'single',
        crop: [0, 0, 1, 4, 4, 2, 30],
        up: [0, 1, 0.1],
        turn: [0, 0, 90],
        scale: 0.001,
        unit: 'm',
        onGround: true,
        columns: ['x', 'y', 'z', '-'],
        partial: true,
      },
      overrides: [
        { files: ['a.ply'], options: { flip: true }, reading: { partial: false }, format: 'obj', output: 'sub/a.obj' },
      ],
    };
    expect(parseJob(formatJob(job), 'night.json')).toEqual(job);
  });

  it('comes back as it was written, whatever options it has', () => {
    const length = fc.oneof(fc.constant('auto' as const), fc.double({ min: 0, max: 1e300, noNaN: true }));
    const options = fc.record(
      {
        preset: fc.constantFrom('default', 'paper'),
        resolution: fc.constantFrom('auto' as const, 64, 128, 2048),
        noise: fc.oneof(fc.constant('none' as const), length),
        holeRadius: length,
        fileNormals: fc.constantFrom('use', 'ignore'),
        sensors: fc.constantFrom('use', 'ignore'),
        alignScans: fc.boolean(),
        flip: fc.boolean(),
        seed: fc.nat(),
        paperSteps: fc.integer({ min: 1, max: 1e9 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(options, options, (some, others) => {
        const overrides = [{ files: ['*.ply'], options: others }];
        const job = { ...EMPTY_JOB, options: some, overrides };
        // −0 has no place in JSON.
        const plain = JSON.parse(JSON.stringify(job)) as unknown;
        expect(parseJob(formatJob(job as BatchJob), 'night.json')).toEqual(plain);
      }),
    );
  });

  it.each([
    ['{', 'night.json is not valid JSON: '],
    ['[1]', 'night.json is [1]; allowed: a job such as {"gridpullJob": 1}.'],
    ['null', 'night.json is null; allowed: a job'],
    ['{}', 'night.json is no job file: it has no gridpullJob; the smallest job is {"gridpullJob": 1}.'],
    ['{"gridpullJob":"1"}', 'night.json: gridpullJob is "1"; allowed: 1.'],
    ['{"gridpullJob":1,"seed":3}', 'night.json: the job has the unknown field "seed"; allowed: gridpullJob, input,'],
    ['{"gridpullJob":1,"__proto__":{}}', 'night.json: the job has the unknown field "__proto__"'],
    ['{"gridpullJob":1,"options":{"resolutoin":9}}', 'options has the unknown field "resolutoin"; allowed: preset,'],
    ['{"gridpullJob":1,"options":{"resolution":500}}', 'options.resolution is 500; allowed: "auto", or a power of'],
    ['{"gridpullJob":1,"options":{"resolution":"256"}}', 'options.resolution is "256"; allowed: "auto", or a power'],
    ['{"gridpullJob":1,"options":{"noise":-1}}', 'options.noise is -1; allowed: "auto", "none", or a length of at'],
    ['{"gridpullJob":1,"options":{"seed":1e999}}', 'options.seed is Infinity; allowed: a whole number from 0'],
    ['{"gridpullJob":1,"options":{"flip":"yes"}}', 'options.flip is "yes"; allowed: true or false.'],
    ['{"gridpullJob":1,"input":{"folder":3}}', 'input.folder is 3; allowed: a path in quotes, or null.'],
    ['{"gridpullJob":1,"input":{"include":"*.ply"}}', 'input.include is "*.ply"; allowed: a list of patterns'],
    ['{"gridpullJob":1,"input":{"include":[]}}', 'input.include is []; allowed: a list of patterns'],
    ['{"gridpullJob":1,"input":{"include":["*.ply","/x"]}}', 'input.include[1] is "/x"; allowed: a pattern relative'],
    [
      '{"gridpullJob":1,"input":{"include":["!(a).ply"]}}',
      'allowed: a pattern without !(…), nor ! in front: what must not match is excluded by another.',
    ],
    ['{"gridpullJob":1,"output":{"format":"fbx"}}', 'output.format is "fbx"; allowed: one of "ply", "ply-ascii"'],
    ['{"gridpullJob":1,"overrides":[{}]}', 'overrides[0].files is missing; allowed: a list of patterns'],
    [
      '{"gridpullJob":1,"overrides":[{"files":["a"],"options":{"noise":"x"}}]}',
      'overrides[0].options.noise is "x"; allowed: "auto", "none"',
    ],
    [
      '{"gridpullJob":1,"overrides":[{"files":["a"],"output":"../a.ply"}]}',
      'overrides[0].output is "../a.ply"; allowed: a path inside the output folder',
    ],
    [
      '{"gridpullJob":1,"overrides":[{"files":["a"],"output":"a.ply","format":"obj"}]}',
      'overrides[0].output is "a.ply"; allowed: a path with the ending of the format beside it.',
    ],
  ])('%s is told what is wrong and what is allowed', (text, message) => {
    expect(refusal(text)).toContain(message);
    expect(refusal(text)).toMatch(/^night\.json.*\.$/s);
  });

  it.each([
    ['up', '"north"', 'an axis such as "+y"'],
    ['up', '[0, 0, 0]', 'an axis such as "+y"'],
    ['turn', '[90]', 'three numbers'],
    ['scale', '0', 'a number above 0'],
    ['unit', '"metres"', 'one of "mm", "cm"'],
    ['onGround', '1', 'true or false'],
  ])('refuses reading.%s %s', (field, value, allowed) => {
    const text = `{"gridpullJob": 1, "reading": {"${field}": ${value}}}`;
    expect(() => parseJob(text, 'night.json')).toThrow(`allowed: ${allowed}`);
  });

  it('refuses a crop box that is none', () => {
    for (const crop of [
      [1, 2, 3],
      [0, 0, 0, 1, -1, 1],
      ['0', 0, 0, 1, 1, 1],
    ]) {
      const text = JSON.stringify({ gridpullJob: 1, reading: { crop } });
      expect(() => parseJob(text, 'night.json')).toThrow(/reading\.crop.*six or seven numbers/);
    }
  });

  it('of a later version is refused for that, whatever else it holds', () => {
    expect(refusal('{"gridpullJob":2,"inputs":[]}')).toBe(
      'night.json is a job of version 2, and this program reads 1; use a newer GridPull.',
    );
  });

  it('never shows a long value whole', () => {
    expect(refusal(JSON.stringify({ gridpullJob: 1, input: 'x'.repeat(5000) })).length).toBeLessThan(200);
  });

  it('describes every field', () => {
    const bare: string[] = [];
    const look = (schema: z.core.JSONSchema.JSONSchema, path: string): void => {
      for (const [name, field] of Object.entries(schema.properties ?? {})) {
        if (typeof field === 'boolean') continue;
        if (!field.description) bare.push(`${path}${name}`);
        look(field, `${path}${name}.`);
      }
      if (typeof schema.items === 'object' && !Array.isArray(schema.items)) look(schema.items, path);
    };
    const schema = z.toJSONSchema(JOB_SCHEMA, { io: 'input' });
    look(schema, '');
    expect(Object.keys(schema.properties ?? {})).toEqual([
      'gridpullJob',
      'input',
      'output',
      'options',
      'reading',
      'overrides',
    ]);
    expect(bare).toEqual([]);
  });
});

describe("a sidecar's text as a job file", () => {
  const item = itemOf({ input: 'a/(1) [new].xyz', output: 'a/(1) [new].ply' });
  const origin = { version: '1.2.3', inputFromOutput: '../scans' };
  const sidecar = failedSidecar(item, { error: new Error('x'), inputSha256: null, warnings: [] }, origin);

  it('is the job of its file', () => {
    expect(parseJob(formatSidecar(sidecar), 'a.ply.json')).toEqual(sidecar.job);
  });

  it('tells mistakes with their place in the sidecar, and later versions', () => {
    expect(refusal(JSON.stringify({ ...sidecar, job: { ...sidecar.job, options: { flip: 1 } } }))).toContain(
      'night.json: job.options.flip is 1; allowed: true or false.',
    );
    expect(refusal('{"gridpullReport":1}')).toBe(
      'night.json is a report without its job; allowed: a job file, or a whole report.',
    );
    expect(refusal('{"gridpullReport":2,"job":{}}')).toContain('is a report of version 2');
  });
});
