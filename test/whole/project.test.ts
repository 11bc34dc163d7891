/**
 * A project as the window saves it: opened again, and run by the command line, it gives the window's mesh to the byte.
 */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileSource } from '../../src/cli/node-files.ts';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { readCloud } from '../../src/engine/index.ts';
import { DEFAULTS } from '../../src/engine/vocabulary.ts';
import type {
  FileRef,
  FinishedRun,
  OpenedProject,
  Outcome,
  ProjectText,
} from '../../src/renderer/worker/engine-api.ts';
import { EngineService } from '../../src/renderer/worker/engine-service.ts';
import { NO_EDITS, NOTHING_LEFT_OUT } from '../../src/renderer/worker/point-acts.ts';
import { runCli } from './cli.ts';

const service = new EngineService(() => openNodeHost({ software: true }));
const ignore = (): void => undefined;
let folder = '';

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.type !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

async function fileRef(path: string, name: string): Promise<FileRef> {
  const blob = await openAsBlob(path);
  return { kind: 'blob', name, size: blob.size, blob };
}

/** A ball of points about `x`, and stray points of another height when asked for. */
function ball(x: number, count: number, strays = 0): string {
  const rows: string[] = [];
  for (let i = 0; i < count; i++) {
    const z = 1 - (2 * (i + 0.5)) / count;
    const turn = i * Math.PI * (3 - Math.sqrt(5));
    const r = Math.sqrt(1 - z * z);
    rows.push(`${x + r * Math.cos(turn)} ${r * Math.sin(turn)} ${z}`);
  }
  for (let i = 0; i < strays; i++) rows.push(`${x + i / strays} 0 3`);
  return `${rows.join('\n')}\n`;
}

async function meshOf({ id }: FinishedRun, trim: number | null): Promise<Uint8Array> {
  const target = { kind: 'memory', name: 'mesh.ply' } as const;
  const { blob } = valueOf(await service.write(id, { format: 'ply', trim }, target, ignore));
  return new Uint8Array(await blob!.arrayBuffer());
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridpull-project-'));
  valueOf(await service.start({ software: true, adapter: null, speeds: {} }));
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('a scene that was put together, cleaned, run and finished', () => {
  let saved: ProjectText;
  let shown: Uint8Array;
  let points: Uint8Array;
  let cleanedCount = 0;
  const OPTIONS = { ...DEFAULTS, resolution: 64, noise: 'none' } as const;
  const TRIM = 0.5;

  beforeAll(async () => {
    await writeFile(join(folder, 'east.xyz'), ball(0, 3000, 40));
    await writeFile(join(folder, 'west.xyz'), ball(3, 2000));
    const [east, west] = [
      await fileRef(join(folder, 'east.xyz'), 'east.xyz'),
      await fileRef(join(folder, 'west.xyz'), 'west.xyz'),
    ];
    const first = valueOf(await service.open({ files: [east] }, ignore)).info;
    const query = { by: 'value', value: 'height', low: 2, high: 4 } as const;
    const about = { cloudId: first.id, crop: null, hiddenScans: [] };
    const selected = valueOf(
      await service.editPoints({ ...about, edits: NO_EDITS, act: { act: 'select', query, mode: 'new' } }),
    );
    const removed = valueOf(await service.editPoints({ ...about, edits: selected.edits, act: { act: 'remove' } }));
    expect(removed.edits.removed?.count).toBe(40);
    // The deleted points of the first are left out before the second is added.
    const leftOut = { removed: removed.edits.removed!.id, crop: null };
    const scene = valueOf(await service.open({ files: [west], onto: first.id, leftOut }, ignore)).info;
    expect(scene.pointsInFile - scene.dropped).toBe(5000);
    const crop = { centre: [0, 0, 0.1], size: [20, 20, 1.7], turn: 0 } as const;
    const run = valueOf(await service.reconstruct(scene.id, OPTIONS, { removed: null, crop }, ignore));
    const finished = valueOf(await service.finish(run.id, { simplify: 800 }, null, ignore));
    shown = await meshOf(finished, TRIM);
    const target = { kind: 'memory', name: 'points.ply' } as const;
    points = new Uint8Array(
      await valueOf(await service.writeCloud(finished.id, OPTIONS, target, ignore)).blob!.arrayBuffer(),
    );
    expect(finished.cleaned).toMatchObject({ hasNormals: true, hasColors: false });
    cleanedCount = finished.cleaned!.points;
    saved = valueOf(
      await service.describeProject({
        version: '1.2.3',
        cloudId: scene.id,
        edits: NO_EDITS,
        crop,
        options: OPTIONS,
        trim: TRIM,
        runId: finished.id,
        view: { cloudVisible: false },
      }),
    );
    await writeFile(join(folder, 'balls.gridpull'), saved.text);
  });

  it('names each scan once, and holds of the points what was taken out of them', () => {
    const project = JSON.parse(saved.text) as { scans: object[]; points: object[]; scene: { do: string }[] };
    expect(project.scans).toMatchObject([{ name: 'east.xyz' }, { name: 'west.xyz' }]);
    expect(project.points).toEqual([{ of: 3040, count: 40, runs: expect.stringMatching(/^.{4,8}$/) as string }]);
    expect(project.scene.map((step) => step.do)).toEqual(['read', 'leave-out', 'read']);
  });

  it("the cleaned points are the run's, within the crop box, with normals that face outward", async () => {
    const name = join(folder, 'points.ply');
    await writeFile(name, points);
    const cloud = await readCloud(await fileSource(name), { signal: new AbortController().signal, onEvent: ignore });
    expect(cloud.stats.finiteCount).toBe(cleanedCount);
    let outward = 0;
    for (let i = 0; i < cleanedCount; i++) {
      const [x, y, z] = [0, 1, 2].map((axis) => cloud.positions[3 * i + axis]! + cloud.shift[axis]!);
      const [nx, ny, nz] = cloud.normals!.subarray(3 * i);
      expect(Math.abs(z! - 0.1)).toBeLessThanOrEqual(0.85 + 1e-6);
      // Of two balls, about 0 and about 3.
      if ((x! - (x! > 1.5 ? 3 : 0)) * nx! + y! * ny! + z! * nz! > 0) outward++;
    }
    expect(outward).toBe(cleanedCount);
  });

  it('the command line writes the same bytes, and finds the scans beside the project', async () => {
    const moved = join(folder, 'moved');
    await mkdir(moved);
    for (const name of ['east.xyz', 'west.xyz', 'balls.gridpull'])
      await copyFile(join(folder, name), join(moved, name));
    const run = await runCli(['run', join(moved, 'balls.gridpull'), '--software', '--quiet']);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(Buffer.compare(await readFile(join(moved, 'balls.ply')), shown)).toBe(0);
  });

  it('the window has the same mesh when it is opened again', async () => {
    // In another order: it is the bytes that tell which is which.
    const offered = [
      null,
      null,
      await fileRef(join(folder, 'west.xyz'), 'elsewhere.xyz'),
      await fileRef(join(folder, 'east.xyz'), 'east.xyz'),
    ];
    const found = valueOf(await service.findScans(saved.text, 'balls.gridpull', offered));
    expect(found.map(({ state, file }) => [state, file?.name])).toEqual([
      ['same', 'east.xyz'],
      ['same', 'elsewhere.xyz'],
    ]);
    const files = found.map(({ file }) => file!);
    const onlyEast = [files[0]!, null, { ...files[0]!, name: 'west.xyz' }];
    const without = valueOf(await service.findScans(saved.text, 'balls.gridpull', onlyEast));
    expect(without.map(({ state }) => state)).toEqual(['same', 'changed']);
    const project: OpenedProject = valueOf(await service.openProject(saved.text, 'balls.gridpull', files, ignore));
    expect(project).toMatchObject({ trim: TRIM, view: { cloudVisible: false }, edits: NO_EDITS });
    const { options, leftOut, finish } = project.mesh!;
    let run = valueOf(await service.reconstruct(project.opened.info.id, options, leftOut, ignore));
    for (const { choice, trim } of finish) run = valueOf(await service.finish(run.id, choice, trim, ignore));
    expect(Buffer.compare(await meshOf(run, project.trim), shown)).toBe(0);
  });
});

it('a run that was not finished again, and has nothing left out, is the run of its options', async () => {
  const cloud = valueOf(await service.open({ files: [await fileRef(join(folder, 'west.xyz'), 'west.xyz')] }, ignore));
  const text = valueOf(
    await service.describeProject({
      version: '1.2.3',
      cloudId: cloud.info.id,
      edits: NO_EDITS,
      crop: NOTHING_LEFT_OUT.crop,
      options: DEFAULTS,
      trim: null,
      runId: null,
      view: {},
    }),
  ).text;
  expect(JSON.parse(text)).toMatchObject({ points: [], removed: null, crop: null, options: {}, mesh: null });
});
