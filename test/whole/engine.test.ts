/** The engine as a whole, on the command line's host: the laws that every run must keep. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCloud, reconstruct } from '../../src/engine/index.ts';
import type { Checkpoint, Host, PointCloud, PreviewMesh, RunEvent } from '../../src/engine/index.ts';
import { type CountedHost, openCountedHost, type Run, run, sameNumbers, sample } from './engine-run.ts';
import { quietContext, TIMED } from '../run-context.ts';
import { staircase } from '../scans/scenes.ts';
import { unaskedHost } from '../scans/unasked-host.ts';
import { flownFile } from '../shapes/flown-lines.ts';
import { torus } from '../shapes/meshes.ts';
import { scanFrom } from '../shapes/posed-scan.ts';
import { plyOf, pointCloudOf, type SampledCloud, sampleCloud } from '../shapes/sampled-cloud.ts';
import { torusPoints } from '../shapes/torus-points.ts';
import { bytesSource } from '../unit/formats/read/sources.ts';

let host: CountedHost;
let bracket: PointCloud;
/** The bracket on its coarsest level, which nobody disturbs. */
let coarse: Run;
beforeAll(async () => {
  host = await openCountedHost();
  bracket = await sample('bracket.ply');
  coarse = await run(bracket, { resolution: 64 }, host);
});
afterAll(() => host[Symbol.asyncDispose]());

describe('a run that succeeds', () => {
  it('gives the same bytes for the same seed, its trust measured or not', async () => {
    const again = await reconstruct(bracket, { resolution: 64 }, host, quietContext, { trust: false });
    expect([coarse.mesh.trust, coarse.report.trust]).toEqual([expect.anything(), expect.anything()]);
    expect([again.mesh.trust, again.report.trust]).toEqual([undefined, null]);
    expect(again.mesh.indices.length).toBeGreaterThan(30_000);
    expect(sameNumbers(again.mesh.positions, coarse.mesh.positions)).toBe(true);
    expect(sameNumbers(again.mesh.indices, coarse.mesh.indices)).toBe(true);
  });

  it('ends every stage, moves forward only, and leaves no buffer', async () => {
    const { events, report } = coarse;
    const shares = events.flatMap((event) => (event.type === 'progressed' ? [event.share] : []));
    expect(shares.length).toBeGreaterThan(20);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBe(1);
    expect(shares.filter((share) => share === 1)).toHaveLength(1);

    const places = (type: 'stage-started' | 'stage-ended') =>
      events.flatMap((event) => (event.type === type ? [`${event.stage} ${event.level ?? ''}`.trim()] : []));
    expect(places('stage-ended')).toEqual(places('stage-started'));
    expect(places('stage-ended')).toEqual(report.stages.map(({ name }) => name));
    expect(events.some((event) => event.type === 'stage-progressed')).toBe(false);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it.each([
    ['moved', 1, [10, -3, 7.5]],
    ['scaled', 3.7, [0, 0, 0]],
  ] as const)('of a %s cloud gives the mesh alike', async (_what, scale, offset) => {
    const place = (value: number, i: number): number => value * scale + offset[i % 3]!;
    const before = coarse;
    const moved = { ...bracket, positions: bracket.positions.map(place) };
    const after = await run(moved, { resolution: 64 }, host);
    const { vertices, edges, triangles, genus } = before.report.topology;
    expect(after.report.topology).toMatchObject({ vertices, edges, triangles, genus, watertight: true });
    // A flat quadrilateral may be cut either way: rounding decides between diagonals of equal merit.
    const others = after.mesh.indices.filter((vertex, i) => vertex !== before.mesh.indices[i]).length;
    expect(others / after.mesh.indices.length).toBeLessThan(0.002);
    // The frame is that of the points: all that differs is float32's rounding of their coordinates.
    const extent = 80 * scale;
    const furthest = after.mesh.positions.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - place(before.mesh.positions[i]!, i))),
      0,
    );
    expect(furthest / extent).toBeLessThan(1e-4);
  });
});

describe('a run that fails', () => {
  it('leaves no buffer, and the device works on', async () => {
    const reason = new Error('the worker is gone');
    const failing: Host = {
      ...host,
      runTask: (task, args) => (task.taskName === 'trimMesh' ? Promise.reject(reason) : host.runTask(task, args)),
    };
    await expect(run(bracket, { resolution: 64 }, failing)).rejects.toBe(reason);
    expect(await host.liveBuffers()).toEqual([]);
    expect((await run(bracket, { resolution: 64 }, host)).report.topology.watertight).toBe(true);
  });

  it('because its points lie on one line says so', async () => {
    const line = { ...bracket, positions: Float32Array.from({ length: 300 }, (_, i) => Math.floor(i / 3)) };
    await expect(run(line, {}, host)).rejects.toMatchObject({ code: 'cloud-degenerate' });
    expect(await host.liveBuffers()).toEqual([]);
  });
});

/** How long after an abort a run may take to reject. */
const PROMPT_MS = 100;

describe('a run that is cancelled', () => {
  /** Few points, as each stage is a run. */
  const small = pointCloudOf({ positions: Float32Array.from(torusPoints(4000, { minor: 0.3 }).flat()) });
  /** Aborts `delayMs` after the start of stage `index`: the stage, how the run ended, and how long after the abort. */
  async function cancelAt(index: number, delayMs: number) {
    const controller = new AbortController();
    const reason = new Error('enough');
    let [started, stage, abortedMs] = [0, '', 0];
    const abort = (): void => {
      abortedMs = performance.now();
      controller.abort(reason);
    };
    const onEvent = (event: RunEvent): void => {
      if (event.type !== 'stage-started' || started++ !== index) return;
      stage = `${event.stage} ${event.level ?? ''}`.trim();
      if (delayMs === 0) abort();
      else setTimeout(abort, delayMs);
    };
    const ended = await reconstruct(small, { resolution: 64 }, host, { signal: controller.signal, onEvent }).then(
      () => (abortedMs === 0 ? 'over before the abort' : 'not cancelled'),
      (error: unknown) => (error === reason ? 'cancelled' : `failed: ${String(error)}`),
    );
    return { stage, ended, tookMs: performance.now() - abortedMs };
  }

  it.each([
    ['at the start of', 0],
    ['30 ms into', 30],
  ])('%s any stage rejects at once with the reason and leaves no buffer', TIMED, async (_when, delayMs) => {
    const { stages } = (await run(small, { resolution: 64 }, host)).report;
    const slow: string[] = [];
    for (const [index, { name }] of stages.entries()) {
      const { stage, ended, tookMs } = await cancelAt(index, delayMs);
      expect(stage).toBe(name);
      expect(await host.liveBuffers(), stage).toEqual([]);
      // What follows the last stages may be over within 30 ms.
      if (delayMs > 0 && index >= stages.length - 3 && ended === 'over before the abort') continue;
      expect(ended, stage).toBe('cancelled');
      if (tookMs > PROMPT_MS) slow.push(`${stage}: ${tookMs.toFixed(0)} ms`);
    }
    expect(slow).toEqual([]);
  });

  it('before it starts does nothing', async () => {
    const signal = AbortSignal.abort('no');
    const events: RunEvent[] = [];
    const cancelled = reconstruct(bracket, {}, host, { signal, onEvent: (event) => events.push(event) });
    await expect(cancelled).rejects.toBe('no');
    expect(events).toEqual([]);
  });
});

describe('normals of the file', () => {
  const volume = async (normals: 'outward' | 'inward' | 'random', fileNormals: 'use' | 'ignore' = 'use') => {
    const file = plyOf(sampleCloud(torus(240, 90, 0.35), { points: 4500, seed: 7, normals }));
    const cloud = await readCloud(bytesSource('torus.ply', file), quietContext);
    const { report } = await run(cloud, { resolution: 64, fileNormals }, host);
    const { watertight, genus, signedVolume } = report.topology;
    expect({ watertight, genus }).toEqual({ watertight: true, genus: 1 });
    return { signedVolume, used: report.usedFileNormals, warnings: report.warnings };
  };
  const readableCloud = (cloud: SampledCloud): Promise<PointCloud> =>
    readCloud(bytesSource('torus.ply', plyOf(cloud)), quietContext);
  /** Of the body that a mesh encloses, below zero where it is inside out. */
  const volumeOf = ({ positions, indices }: PreviewMesh): number => {
    let sum = 0;
    for (let i = 0; i < indices.length; i += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => positions.subarray(3 * indices[i + k]!, 3 * indices[i + k]! + 3));
      sum += a![0]! * (b![1]! * c![2]! - b![2]! * c![1]!) + a![1]! * (b![2]! * c![0]! - b![0]! * c![2]!);
      sum += a![2]! * (b![0]! * c![1]! - b![1]! * c![0]!);
    }
    return sum / 6;
  };
  // 2 π² R r², of a surface that chords cut short by less than 1 %.
  const exact = 2 * Math.PI ** 2 * 0.35 ** 2;

  it('that point outward give the mesh', async () => {
    const { signedVolume, used, warnings } = await volume('outward');
    expect(signedVolume / exact).toBeCloseTo(1, 2);
    expect({ used, warnings }).toEqual({ used: true, warnings: [] });
  });

  it('that point inward give the mesh inside out', async () => {
    const { signedVolume, used, warnings } = await volume('inward');
    expect(signedVolume / exact).toBeCloseTo(-1, 2);
    expect(used).toBe(true);
    expect(warnings).toEqual([expect.stringMatching(/^The file's normals point into the closed surface/)]);
  });

  const ring = sampleCloud(torus(240, 90, 0.35), { points: 8000, seed: 7, normals: 'outward' });

  it('that point inward give the same surface, turned round, in previews and after a checkpoint, too', async () => {
    const inward = readableCloud({ positions: ring.positions, normals: ring.normals!.map((value) => -value) });
    const outward = await run(await readableCloud(ring), { resolution: 128 }, host);
    const previews: PreviewMesh[] = [];
    const checkpoints: Checkpoint[] = [];
    const onEvent = (event: RunEvent): void => void (event.type === 'level-ready' && previews.push(event.mesh));
    const control = { previews: true, onCheckpoint: (kept: Checkpoint) => void checkpoints.push(kept) };
    const { signal } = quietContext;
    const options = { resolution: 128, cleanedCloud: true } as const;
    const found = await reconstruct(await inward, options, host, { signal, onEvent }, control);
    expect(sameNumbers(found.mesh.positions, outward.mesh.positions)).toBe(true);
    expect(found.report.topology.signedVolume).toBeCloseTo(-outward.report.topology.signedVolume, 6);
    expect(previews.map(volumeOf)).toEqual([expect.closeTo(-exact, 0)]);
    const again = { resumeFrom: checkpoints[0]! };
    const resumed = await reconstruct(await inward, options, host, quietContext, again);
    expect(sameNumbers(resumed.mesh.indices, found.mesh.indices)).toBe(true);
    // So does the cleaned cloud.
    const { positions, normals } = found.cleaned!;
    expect(outwardShare(positions, normals!)).toBe(0);
    expect(sameNumbers(resumed.cleaned!.normals!, normals!)).toBe(true);
  });

  it('that face a viewpoint are ignored altogether', async () => {
    const facing = ring.normals!.map((value, at) => (ring.normals![3 * Math.floor(at / 3) + 2]! < 0 ? -value : value));
    const cloud = await readableCloud({ positions: ring.positions, normals: facing });
    const without = await run(cloud, { resolution: 64, fileNormals: 'ignore' }, host);
    const { mesh, report } = await run(cloud, { resolution: 64 }, host);
    expect(sameNumbers(mesh.positions, without.mesh.positions)).toBe(true);
    expect(sameNumbers(mesh.indices, without.mesh.indices)).toBe(true);
    expect(report.usedFileNormals).toBe(false);
    expect(report.warnings).toEqual([
      expect.stringMatching(/change from neighbour to neighbour at \d+ % of the points/),
      expect.stringMatching(/^The voxels of 64 cells .* apart: .* a resolution of 128,/),
    ]);
    expect(report.coarse).toEqual({ cause: 'requested', enough: 128 });
  });

  it('that point inward do nothing where they are to be ignored', async () => {
    const { signedVolume, used, warnings } = await volume('inward', 'ignore');
    expect(signedVolume / exact).toBeCloseTo(1, 2);
    expect({ used, warnings }).toEqual({ used: false, warnings: [] });
  });

  it('that are random are ignored with a warning', async () => {
    const { signedVolume, used, warnings } = await volume('random');
    expect(signedVolume / exact).toBeCloseTo(1, 2);
    expect(used).toBe(false);
    expect(warnings).toEqual([expect.stringMatching(/normals .* are ignored/)]);
  });
});

// That it repeats itself is the matter of test/gpu/paper.
it('the preset paper runs, and tells its steps and its loss', async () => {
  const first = await run(bracket, { preset: 'paper', paperSteps: 60 }, host);
  expect(first.report.preset).toBe('paper');
  expect(first.mesh.indices.length).toBeGreaterThan(0);
  const metrics = first.events.flatMap((event) => (event.type === 'metric' ? [event.name] : []));
  expect(new Set(metrics)).toEqual(new Set(['loss', 'step']));
  expect(await host.liveBuffers()).toEqual([]);
});

describe('the cleaned cloud', () => {
  it('faces as the mesh does where each sheet was turned by itself', async () => {
    // Three hillsides beside one another; the sides that are found first are two down and one up.
    const sheets = [
      { at: [0, 0, 0], wave: 0.1 },
      { at: [1.6, 0, 0.6], wave: -0.12 },
      { at: [-1.4, 0, -0.6], wave: -0.1 },
    ] as const;
    const positions = Float32Array.from(
      sheets.flatMap(({ at, wave }) =>
        Array.from({ length: 1600 }, (_, i) => {
          const [x, y] = [(i % 40) / 40 + 0.004 * Math.sin(7 * i), Math.floor(i / 40) / 40 + 0.004 * Math.cos(5 * i)];
          return [x + at[0], y, at[2] + wave * Math.sin(4 * x + 1) * Math.cos(6 * y)];
        }).flat(),
      ),
    );
    const cloud = await readCloud(bytesSource('hills.ply', plyOf({ positions })), quietContext);
    const { cleaned, mesh } = await run(cloud, { resolution: 64, holeRadius: 0, cleanedCloud: true }, host);
    const downIn = (normals: Float32Array): number => normals.filter((z, i) => i % 3 === 2 && z < 0).length;
    expect([downIn(cleaned!.normals!), downIn(mesh.normals!)]).toEqual([0, 0]);
    expect(cleaned!.positions.length).toBe(positions.length);
  });
});

describe('places of scanners that no pose tells', () => {
  it('are the same after a checkpoint, and so is what they free', async () => {
    const recipe = { points: 3000, seed: 3, noise: 0.0003 };
    const { positions } = scanFrom(staircase(), {
      places: [
        [0.6, 0.5, 1.5],
        [0.6, 5.8, 3.9],
      ],
      ...recipe,
    });
    const cloud = pointCloudOf({ positions });
    const checkpoints: Checkpoint[] = [];
    const onCheckpoint = (kept: Checkpoint): void => void checkpoints.push(kept);
    const options = { resolution: 64 } as const;
    const whole = await reconstruct(cloud, options, host, quietContext, { onCheckpoint });
    expect(whole.report.sides).toMatchObject({
      evidence: 'density',
      knownSensors: 0,
      foundPlaces: 2,
      isDoubtful: false,
    });
    const resumed = await reconstruct(cloud, options, host, quietContext, { resumeFrom: checkpoints[0]! });
    expect(resumed.report.sides).toEqual(whole.report.sides);
    expect(sameNumbers(resumed.mesh.positions, whole.mesh.positions)).toBe(true);
    expect(sameNumbers(resumed.mesh.indices, whole.mesh.indices)).toBe(true);
    // What a closed body must not mind, these do: the test below could not fail otherwise.
    const unasked = await reconstruct(cloud, options, unaskedHost(host), quietContext);
    expect(unasked.report.sides.foundPlaces).toBe(0);
    expect(sameNumbers(unasked.mesh.positions, whole.mesh.positions)).toBe(false);
  });

  it('are looked for of a closed body, which keeps every byte', async () => {
    const blind = unaskedHost(host);
    const unasked = await run(bracket, { resolution: 64 }, blind);
    expect([...blind.searches].sort()).toEqual(['findStation', 'roomEvidence', 'stationsWithin']);
    expect(sameNumbers(unasked.mesh.positions, coarse.mesh.positions)).toBe(true);
    expect(sameNumbers(unasked.mesh.indices, coarse.mesh.indices)).toBe(true);
  });

  it.each([
    ['all', 4000],
    ['a share', 1500],
  ])('of an aircraft decide the sides of %s of the points', async (_name, wholePoints) => {
    const cloud: PointCloud = await readCloud(bytesSource('flown.las', flownFile()), quietContext, {});
    const control = { limits: { wholePoints, tilePoints: 3000 } };
    const { report, mesh } = await reconstruct(cloud, { resolution: 64 }, host, quietContext, control);
    expect(report.sides).toMatchObject({ evidence: 'sensors', knownSensors: 2, usedSensors: 2 });
    const up = mesh.normals!.filter((_, at) => at % 3 === 2);
    expect(up.filter((z) => z > 0).length).toBeGreaterThan(0.99 * up.length);
  });
});

/** How many of the normals of a ring about the z axis face away from the ring's middle line. */
function outwardShare(positions: Float32Array, normals: Float32Array): number {
  let outward = 0;
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = positions.subarray(i, i + 3) as unknown as [number, number, number];
    const radius = Math.hypot(x, y);
    const [u, v] = [x - x / radius, y - y / radius];
    if (u * normals[i]! + v * normals[i + 1]! + z * normals[i + 2]! > 0) outward++;
  }
  return outward / (positions.length / 3);
}
