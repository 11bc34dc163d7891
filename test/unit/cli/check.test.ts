/** `gridpull check` from files to its words, exit code and certificate, without a process of its own. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { length, threeLengths } from '../../../src/cli/arguments.ts';
import { checkText, proofLine } from '../../../src/cli/check-text.ts';
import type { Certificate } from '../../../src/batch/certificate.ts';
import { check, type CheckArguments } from '../../../src/cli/commands/check.ts';
import { EXIT, Incomplete } from '../../../src/cli/exit-codes.ts';
import { checkMesh } from '../../../src/engine/finish/check/check-mesh.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import type { MeshFault } from '../../../src/engine/finish/check/mesh-check.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../run-context.ts';
import { cube, FAULTY_MESHES } from '../../shapes/faulty-meshes.ts';
import { objText } from '../../shapes/mesh-bytes.ts';
import { together, torus } from '../../shapes/meshes.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'gridpull-check-'));

function fileOf(mesh: WorldMesh, name = 'mesh.obj', place = folder()): string {
  const path = join(place, name);
  writeFileSync(path, objText(mesh));
  return path;
}

const meshOf = (kind: string): WorldMesh => FAULTY_MESHES.find((fault) => fault.kind === kind)!.mesh;
const run = (path: string, args: CheckArguments = {}): Promise<string> => check(path, args, quietContext);
const failureOf = async (path: string, args: CheckArguments = {}): Promise<Incomplete> => {
  const error = await run(path, args).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Incomplete);
  return error as Incomplete;
};

describe('what is printed', () => {
  it('of a sound mesh: what was checked, what was not, the figures', async () => {
    const path = fileOf(cube(1, 2, 3, 4));
    expect(await run(path)).toBe(
      [
        `${path}: ready to print`,
        '  closed; every edge of two triangles that face the same side, every vertex of one fan; faces outward',
        '  no triangle without an area, there twice, or meeting another beside a shared edge or vertex (exact)',
        '  not checked: thickness (--thickness), size (--build-volume), overhangs, pieces inside one another',
        '  triangles, vertices 12, 8',
        '  components          1, 0 handles',
        '  rims                none',
        '  size                4 × 4 × 4',
        '  from, to            1 2 3, 5 6 7',
        '  area                96',
        '  volume              64',
        '',
      ].join('\n'),
    );
    const more = await run(path, { thickness: 0.5, buildVolume: [10, 10, 10] });
    expect(more).toContain('at most 0.1 % of the surface thinner than 0.5 (by rays)\n  fits into 10 × 10 × 10\n');
    expect(more).toContain('  not checked: overhangs, pieces inside one another\n');
    expect(more).toContain('  thinner than 0.5    0 % of the surface\n  fits                yes\n');
  });

  it('of an open mesh: its rims and what to try, with an exit code of its own', async () => {
    const path = fileOf(meshOf('two rims'));
    const { code, message, text } = await failureOf(path);
    expect(code).toBe(EXIT.notReady);
    expect(code).toBe(7);
    expect(message).toBe(`${path} is not ready to print: open`);
    expect(text).toMatch(
      /: not ready to print\n {2}- not closed: 2 rims of 24 edges, 1 outer border and 1 hole, the longest 6\.2117 long\n/,
    );
    expect(text).toContain('    try: gridpull finish --close all, or reconstruct with a greater --hole-radius');
    expect(text).toContain('  rims                2, longest 6.2117 (12 edges, outer border), 6.2117 (12 edges)\n');
    expect(text).toContain('  volume              none');
  });

  it('of one that runs through itself: where', async () => {
    const { text } = await failureOf(fileOf(together(cube(0, 0, 0, 4), cube(0.5, 2, 4, 1))));
    expect(text).toContain('  - 10 pairs of triangles that run through or onto each other\n');
    expect(text.match(/intersections near (.*)/)![1]!.split('; ')).toHaveLength(10);
  });

  it('has words for every fault', async () => {
    const meshes = FAULTY_MESHES.map(({ mesh }) => mesh);
    const told = new Set<MeshFault>();
    const { positions, indices } = cube(0, 0, 0, 1);
    const odd = {
      positions: Float64Array.from([...positions, NaN, 0, 0]),
      indices: Uint32Array.from([...indices, 0, 1, 8]),
    };
    for (const mesh of [...meshes, odd]) {
      const options = { thinnerThan: 100, samples: 200, buildVolume: [0.1, 0.1, 0.1] as const };
      const found = await checkMesh(mesh, options, INLINE_TASKS, quietContext);
      const text = checkText('x', found);
      expect(text.match(/^ {2}- .{10,}$/gm)).toHaveLength(found.faults.length);
      expect(text.match(/^ {4}try: .{10,}$/gm)).toHaveLength(found.faults.length);
      expect(text).not.toMatch(/undefined|null|NaN/);
      const line = proofLine(found);
      expect(line).toMatch(/^ {2}proof {6}[^\n]+; nothing else$/);
      expect(line.split('; ').length).toBeGreaterThan(found.faults.length);
      for (const fault of found.faults) told.add(fault);
    }
    expect(told.size).toBe(11);
  });
});

describe('the certificate', () => {
  it('holds the hash, the program and all figures, and is the same each time', async () => {
    const place = folder();
    const path = fileOf(torus(20, 10), 'ring.obj', place);
    const target = join(place, 'ring.json');
    await run(path, { certificate: target, thickness: 0.1 });
    const written = readFileSync(target, 'utf8');
    const certificate = JSON.parse(written) as Certificate;
    const bytes = readFileSync(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(certificate).toMatchObject({
      certificate: 1,
      program: 'GridPull 0.1.0',
      mesh: { name: 'ring.obj', bytes: bytes.length, sha256 },
      check: { triangles: 400, genus: 1, faults: [], isReadyToPrint: true, thickness: { thinnerThan: 0.1, share: 0 } },
    });
    const printed = await run(path, { certificate: target, thickness: 0.1, json: true });
    expect(JSON.parse(printed)).toEqual(certificate);
    expect(readFileSync(target, 'utf8')).toBe(written);
    expect(readdirSync(place).sort()).toEqual(['ring.json', 'ring.obj']);
  });

  it('is written of a mesh that is not ready, too', async () => {
    const target = join(folder(), 'hole.json');
    await failureOf(fileOf(meshOf('a hole')), { certificate: target });
    const { check: found } = JSON.parse(readFileSync(target, 'utf8')) as Certificate;
    expect(found).toMatchObject({ faults: ['open'], isReadyToPrint: false, rims: { count: 1 } });
  });

  it('replaces neither the mesh nor what GridPull did not write', async () => {
    const place = folder();
    const path = fileOf(cube(0, 0, 0, 1), 'mesh.obj', place);
    const target = join(place, 'notes.json');
    writeFileSync(target, '{"mine": true}');
    await expect(run(path, { certificate: path })).rejects.toMatchObject({ code: 'option-invalid' });
    await expect(run(path, { certificate: target })).rejects.toMatchObject({ code: 'output-failed' });
    await expect(run(path, { certificate: join(place, 'none', 'x.json') })).rejects.toMatchObject({
      code: 'output-failed',
    });
    expect(readFileSync(target, 'utf8')).toBe('{"mine": true}');
    await run(path, { certificate: target, force: true });
    expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({ certificate: 1 });
  });

  it('is not left behind by a file that is no mesh', async () => {
    const place = folder();
    const path = join(place, 'cloud.obj');
    writeFileSync(path, 'v 0 0 0\nv 1 0 0\n');
    await expect(run(path, { certificate: join(place, 'x.json') })).rejects.toMatchObject({ code: 'mesh-format' });
    expect(readdirSync(place)).toEqual(['cloud.obj']);
  });
});

describe('hostile files', () => {
  it.each([
    ['nothing', ''],
    ['only vertices', 'v 0 0 0\nv 1 0 0\nv 0 1 0\n'],
    ['numbers that are none', 'v nan nan nan\nv 1 0 0\nv 0 1 0\nf 1 2 3\n'],
    ['a vertex that is not there', 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n'],
    ['no mesh at all', '\x00\x01\x02 nothing'],
  ])('%s: a sentence', async (_what, text) => {
    const path = join(folder(), 'mesh.obj');
    writeFileSync(path, text);
    await expect(run(path)).rejects.toMatchObject({
      code: 'mesh-format',
      message: expect.stringMatching(/\.$/) as string,
    });
  });

  it('none', async () => {
    await expect(run(join(folder(), 'none.ply'))).rejects.toMatchObject({ code: 'mesh-format' });
  });
});

it('runs on threads where there is work for them', async () => {
  // 36,000 triangles are several tasks.
  const ring = torus(130, 70);
  const beside = { ...ring, positions: ring.positions.map((value) => value + 0.3) };
  const { text } = await failureOf(fileOf(together(ring, beside)));
  expect(text).toMatch(/- \d{3,} pairs of triangles/);
});

describe('lengths', () => {
  it.each([
    ['0.8', 0.8],
    ['1e-3', 0.001],
  ])('%s', (text, value) => expect(length('--thickness')(text)).toBe(value));
  it.each(['0', '-1', '', 'thin', 'Infinity', '0x10'])('not «%s»', (text) => {
    expect(() => length('--thickness')(text)).toThrow(/--thickness is «.*»; allowed: a length above 0/);
  });
  it('three with commas', () => expect(threeLengths('--build-volume')('220, 220,250.5')).toEqual([220, 220, 250.5]));
  it.each(['220', '220,220', '1,2,3,4', '1,2,0', '1,2,x', '1,,3'])('not three: «%s»', (text) => {
    expect(() => threeLengths('--build-volume')(text)).toThrow(/--build-volume is «.*three lengths/);
  });
});
