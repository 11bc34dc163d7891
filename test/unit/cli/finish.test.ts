/** `gridpull finish` from file to file: the proof of what was made, and the certificate beside it. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/batch/certificate.ts';
import { certify, writeMeshFile } from '../../../src/cli/certificate.ts';
import { check } from '../../../src/cli/commands/check.ts';
import { finish, type FinishArguments } from '../../../src/cli/commands/finish.ts';
import { Incomplete } from '../../../src/cli/exit-codes.ts';
import { FORMATS, MESH_FORMATS } from '../../../src/engine/formats/formats.ts';
import type { MeshCheck } from '../../../src/engine/finish/check/mesh-check.ts';
import { proveMesh } from '../../../src/engine/finish/check/prove-mesh.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { quietContext } from '../../run-context.ts';
import { torus, tubeWall } from '../../shapes/meshes.ts';
import { objText } from '../../shapes/mesh-bytes.ts';

const place = mkdtempSync(join(tmpdir(), 'gridpull-finish-'));
const tube = join(place, 'tube.obj');
writeFileSync(tube, objText(tubeWall(20, 10)));

const run = (mesh: string, args: FinishArguments): Promise<string> => finish(mesh, args, quietContext);
const certificateAt = (path: string): Certificate => JSON.parse(readFileSync(path, 'utf8')) as Certificate;

describe('--cloud', () => {
  it.each<[string, Partial<FinishArguments>, RegExp]>([
    ['is asked for by --trim', { trim: 0.1 }, /^--trim goes by the points/],
    ['is refused where nothing asks for it', { relax: true, cloud: tube }, /^--cloud is for --trim/],
    ['cannot be the output', { trim: 0.1, cloud: join(place, 'out.ply') }, /out\.ply is an input/],
    ['is a file', { trim: 0.1, cloud: join(place, 'none.ply') }, /none\.ply/],
  ])('%s', async (_name, args, message) => {
    const output = join(place, 'out.ply');
    writeFileSync(output, readFileSync(tube));
    await expect(run(tube, { output, force: true, ...args })).rejects.toThrow(message);
    expect(readFileSync(output)).toEqual(readFileSync(tube));
  });

  it('trims a mesh by its own vertices to itself', async () => {
    const output = join(place, 'trimmed.ply');
    const text = await run(tube, { output, trim: 0.01, cloud: tube });
    expect(text).toContain('  trimmed    0 triangles left out, of area 0');
  });
});

describe('--compress', () => {
  it('packs a GLB, and is refused for all else', async () => {
    const [small, plain] = ['small.glb', 'plain.glb'].map((name) => join(place, name));
    await run(tube, { output: small!, smooth: 1, compress: true });
    await run(tube, { output: plain!, smooth: 1 });
    expect(readFileSync(small!).length).toBeLessThan(readFileSync(plain!).length);
    const refused = run(tube, { output: join(place, 'packed.ply'), smooth: 1, compress: true });
    await expect(refused).rejects.toThrow(/^--compress is for GLB, not for .*packed\.ply$/);
  });
});

describe('--texture of an OBJ', () => {
  const pictured = (folder: string): FinishArguments => ({
    output: join(folder, 'small.obj'),
    simplify: '50%',
    texture: 512,
  });

  it('leaves the material and the pictures beside it, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gridpull-texture-'));
    const text = await run(tube, pictured(folder));
    expect(readdirSync(folder).sort()).toEqual(['small.mtl', 'small.obj', 'small.relief.png']);
    expect(text).toContain('  beside     small.relief.png, small.mtl\n');
    // Its own are replaced by those of another run.
    await run(tube, pictured(folder));
  });

  it('is refused where another program left a file of that name, which stays', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gridpull-texture-'));
    const other = join(folder, 'small.mtl');
    writeFileSync(other, 'newmtl stone\n');
    await expect(run(tube, pictured(folder))).rejects.toThrow(/small\.mtl exists, and GridPull did not write it/);
    expect([readdirSync(folder), readFileSync(other, 'utf8')]).toEqual([['small.mtl'], 'newmtl stone\n']);
    await run(tube, { ...pictured(folder), force: true });
    expect(readFileSync(other, 'utf8')).toMatch(/^# written by GridPull\nnewmtl surface$/m);
  });
});

describe('the proof', () => {
  it('is told of every finished mesh, and no file is written unasked', async () => {
    const output = join(place, 'told.ply');
    const text = await run(tube, { output, smooth: 1 });
    expect(text).toMatch(
      /^ {2}proof {6}not closed: 2 rims of 40 edges, 1 outer border and 1 hole, the longest [\d.]+ long; nothing else$/m,
    );
    expect(existsSync(`${output}.certificate.json`)).toBe(false);
    const { proof } = JSON.parse(await run(tube, { output, close: 'all', json: true })) as { proof: MeshCheck };
    expect(proof).toMatchObject({ isReadyToPrint: true, faults: [], components: 1, selfIntersections: { pairs: 0 } });
  });

  it.each(MESH_FORMATS)('and the certificate of %s is what gridpull check writes', async (format) => {
    const shape = torus(24, 12);
    const shifts = [[0, 0, 0] as const, [5e5, 5.8e6, 100] as const];
    for (const [i, shift] of shifts.entries()) {
      const mesh = { ...shape, positions: Float32Array.from(shape.positions), shift };
      const output = join(place, `${format}-${i}.${FORMATS[format].endings[0]}`);
      const written = await writeMeshFile(mesh, format, output, quietContext);
      await certify(written, await proveMesh(mesh, INLINE_TASKS, quietContext), INLINE_TASKS, quietContext);
      const again = join(place, `${format}.json`);
      await check(output, { certificate: again }, quietContext);
      expect(certificateAt(`${output}.certificate.json`)).toEqual(certificateAt(again));
    }
  });

  it('of a mesh that is not ready is one as well', async () => {
    const output = join(place, 'open.stl');
    await run(tube, { output, smooth: 1, certify: true });
    const again = join(place, 'open.json');
    await expect(check(output, { certificate: again }, quietContext)).rejects.toBeInstanceOf(Incomplete);
    expect(certificateAt(`${output}.certificate.json`)).toEqual(certificateAt(again));
  });

  it('is of the file in its own unit and with its own up axis', async () => {
    const output = join(place, 'inches.ply');
    await run(tube, { output, unit: 'in', outputUnit: 'mm', outputUp: 'y', certify: true });
    const again = join(place, 'inches.json');
    await expect(check(output, { certificate: again }, quietContext)).rejects.toBeInstanceOf(Incomplete);
    expect(certificateAt(`${output}.certificate.json`)).toEqual(certificateAt(again));
    const own = join(place, 'own.json');
    await expect(check(tube, { certificate: own }, quietContext)).rejects.toBeInstanceOf(Incomplete);
    const [written, before] = [again, own].map((file) => certificateAt(file).check);
    // Up is y, and what was at the back is in front.
    expect(written!.max[1]).toBeCloseTo(25.4 * before!.max[2], 3);
    expect(written!.min[2]).toBeCloseTo(-25.4 * before!.max[1], 3);
  });

  it('takes the place of no file of somebody else', async () => {
    const output = join(place, 'mine.ply');
    writeFileSync(`${output}.certificate.json`, '{"mine": true}');
    await expect(run(tube, { output, smooth: 1, certify: true })).rejects.toMatchObject({ code: 'output-failed' });
    expect(existsSync(output)).toBe(false);
    await run(tube, { output, smooth: 1, certify: true, force: true });
    expect(certificateAt(`${output}.certificate.json`).mesh.name).toBe('mine.ply');
  });
});
