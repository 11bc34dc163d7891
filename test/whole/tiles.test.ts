/**
 * Runs whose finest levels, or whose points, exceed what may be held at a time: limits small enough for the samples.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PointCloud, Reconstruction, RunEvent } from '../../src/engine/index.ts';
import { reconstruct } from '../../src/engine/index.ts';
import type { Checkpoint } from '../../src/engine/run/checkpoint.ts';
import type { DumpedPoints, RunDump } from '../../src/engine/host/run-dump.ts';
import type { WorkLimits } from '../../src/engine/limits.ts';
import { quietContext } from '../run-context.ts';
import { type CountedHost, openCountedHost, sameNumbers, sample } from './engine-run.ts';
import { uniform } from '../gpu/orientation/shapes.ts';
import { DISTANCE, type Point } from '../shapes/samples.ts';

let host: CountedHost;
let cloud: PointCloud;
/** Without limits, for comparison. */
let whole: Reconstruction;
beforeAll(async () => {
  host = await openCountedHost();
  cloud = await sample('bracket.ply');
  whole = await run({});
});
afterAll(() => host[Symbol.asyncDispose]());

const signal = new AbortController().signal;
const OPTIONS = { resolution: 256 } as const;
/** A quarter of what the level of 256 cells takes as a whole. */
const SMALL_BUFFERS: Partial<WorkLimits> = { bufferBytes: 4 * 2 ** 20 };

function run(limits: Partial<WorkLimits>): Promise<Reconstruction> {
  return reconstruct(cloud, OPTIONS, host, quietContext, { limits });
}

/** Mean distance of the vertices from the true surface, the sample's unit. */
function meanDistance(positions: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < positions.length; i += 3) {
    sum += DISTANCE['bracket.ply']!(positions.subarray(i, i + 3) as unknown as Point);
  }
  return (3 * sum) / positions.length;
}

describe('a level in tiles', () => {
  const shares: number[] = [];
  const checkpoints: Checkpoint[] = [];
  let tiled: Reconstruction;
  beforeAll(async () => {
    const onEvent = (event: RunEvent): void => void (event.type === 'progressed' && shares.push(event.share));
    const onCheckpoint = (checkpoint: Checkpoint): void => void checkpoints.push(checkpoint);
    tiled = await reconstruct(cloud, OPTIONS, host, { signal, onEvent }, { limits: SMALL_BUFFERS, onCheckpoint });
  });

  it('is the surface of the level as a whole, in far less device memory', async () => {
    expect(whole.report.tiles).toBe(0);
    expect(tiled.report.tiles).toBeGreaterThan(3);
    expect(tiled.report.peakGpuBytes).toBeLessThan(0.6 * whole.report.peakGpuBytes);
    const { topology } = tiled.report;
    expect(topology).toMatchObject({ components: 1, watertight: true, orientationConsistent: true });
    expect(topology.genus).toBe(whole.report.topology.genus);
    // Values differ by thousandths of a voxel at the borders of tiles: a few edges are crossed or not.
    expect(Math.abs(topology.triangles / whole.report.topology.triangles - 1)).toBeLessThan(1e-3);
    expect(meanDistance(tiled.mesh.positions) / meanDistance(whole.mesh.positions)).toBeLessThan(1.01);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('is cancelled between tiles without a buffer left', async () => {
    const abort = new AbortController();
    const onEvent = (event: RunEvent): void => {
      if (event.type === 'stage-started' && event.level === 256)
        setTimeout(() => abort.abort(new Error('enough')), 300);
    };
    const running = reconstruct(cloud, OPTIONS, host, { signal: abort.signal, onEvent }, { limits: SMALL_BUFFERS });
    await expect(running).rejects.toThrow('enough');
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('is stopped with the whole level before as the result', async () => {
    const stop = new AbortController();
    const onEvent = (event: RunEvent): void => {
      if (event.type === 'stage-started' && event.level === 256) setTimeout(() => stop.abort(), 300);
    };
    const control = { limits: SMALL_BUFFERS, stop: stop.signal };
    const { report } = await reconstruct(cloud, OPTIONS, host, { signal, onEvent }, control);
    expect(report).toMatchObject({ stoppedEarly: true, resolution: 128, tiles: 0 });
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('goes on from the checkpoint before it to the same bytes, and hands its tiles to a dump', async () => {
    expect(checkpoints.map(({ level }) => level.frame.resolution)).toEqual([64, 128]);
    const control = { limits: SMALL_BUFFERS, resumeFrom: checkpoints[1]! };
    const dumped = new Map<string, DumpedPoints>();
    const dump: RunDump = {
      place: () => undefined,
      numbers: () => undefined,
      points: async (stage, name, points) => void dumped.set(`${stage}: ${name}`, points),
      mesh: async () => undefined,
      field: async () => undefined,
    };
    const resumed = await reconstruct(cloud, OPTIONS, { ...host, dump }, quietContext, control);
    expect(sameNumbers(resumed.mesh.positions, tiled.mesh.positions)).toBe(true);
    expect(sameNumbers(resumed.mesh.indices, tiled.mesh.indices)).toBe(true);
    expect(resumed.mesh.trust).toEqual(tiled.mesh.trust);
    const { values } = dumped.get('level 256: bricks by tile')!.values!['tile']!;
    expect(new Set(Array.from(values)).size).toBe(tiled.report.tiles);
    expect(dumped.get('level 256: bricks at seams')!.positions.length).toBeGreaterThan(0);
  });
});

describe('a cloud of more points than are held at a time', () => {
  const limits: Partial<WorkLimits> = { wholePoints: 20_000, tilePoints: 15_000 };

  it('takes all of them on the finest level', async () => {
    const { mesh, report } = await run(limits);
    expect(report.points).toMatchObject({ inFile: cloud.stats.pointCount, used: cloud.stats.pointCount });
    expect(report.tiles).toBeGreaterThan(3);
    expect(report.topology).toMatchObject({ components: 1, watertight: true, orientationConsistent: true });
    // It is as good as all of them held at once, whose spacing was measured and not derived.
    expect(meanDistance(mesh.positions) / meanDistance(whole.mesh.positions)).toBeLessThan(1.1);
    expect(report.spacing / whole.report.spacing).toBeGreaterThan(0.9);
    expect(report.spacing / whole.report.spacing).toBeLessThan(1.1);
    // Its trust is found of a share of them, and told for all.
    expect(report.trust!.median! / whole.report.trust!.median!).toBeGreaterThan(0.5);
    expect(report.trust!.median! / whole.report.trust!.median!).toBeLessThan(2);
    expect(report.trust!.shareGuessed).toBeLessThan(0.01);
    expect(await host.liveBuffers()).toEqual([]);
  });

  it('counts outliers and copies of the whole cloud, and keeps its colours', async () => {
    const count = cloud.positions.length / 3;
    const strays = 40;
    const positions = new Float32Array(3 * (count + strays + 10));
    positions.set(cloud.positions);
    for (let i = 0; i < 3 * strays; i++) positions[3 * count + i] = 60 * Math.sin(1 + 7.31 * i) ** 2 + 10;
    positions.set(cloud.positions.subarray(0, 30), 3 * (count + strays));
    const colors = new Uint8Array(positions.length);
    for (let i = 0; i < colors.length; i += 3) colors.set([200, 10, 60], i);
    const stats = { ...cloud.stats, pointCount: count + strays + 10, finiteCount: count + strays + 10 };
    const strange = { positions, colors, shift: cloud.shift, stats };
    const { mesh, report } = await reconstruct(strange, OPTIONS, host, quietContext, { limits });
    expect(report.points.duplicate).toBe(10);
    expect(report.points.outlier).toBeGreaterThan(0.5 * strays);
    expect(report.topology).toMatchObject({ components: 1, watertight: true });
    for (let i = 0; i < mesh.colors!.length; i += 3) {
      expect(Math.abs(mesh.colors![i]! - 200)).toBeLessThanOrEqual(1);
    }
  });

  it('goes to the preset paper as a share, and that is said', async () => {
    const options = { preset: 'paper', paperSteps: 60 } as const;
    const { report } = await reconstruct(cloud, options, host, quietContext, { limits });
    expect(report.points.used).toBeLessThanOrEqual(20_000);
    expect(report.warnings.some((warning) => /drawn at random/.test(warning))).toBe(true);
  });
});

describe('two scans of one surface, in more points than are held at a time', () => {
  /** Half axes of an ellipsoid: little surface for its length, so that fine voxels are few. */
  const AXES: Point = [1, 0.25, 0.2];
  const COUNT = 16_000;
  /** .6 of how far apart all points lie, and .3 of what a quarter of them, drawn at random, does. */
  const OFFSET: Point = [0, 0.0042, 0.0056];
  const limits: Partial<WorkLimits> = { wholePoints: COUNT / 4, tilePoints: COUNT / 3 };

  /** Every other point of a scan that was moved by `OFFSET`. */
  function twoScans(): PointCloud {
    const scan = Uint16Array.from({ length: COUNT }, (_, i) => i % 2);
    const positions = new Float32Array(3 * COUNT);
    for (let i = 0; i < COUNT; i++) {
      const x = 2 * uniform(31, i) - 1;
      const turn = 2 * Math.PI * uniform(32, i);
      const ring = Math.sqrt(1 - x * x);
      const at: Point = [x, ring * Math.cos(turn), ring * Math.sin(turn)];
      for (const axis of [0, 1, 2] as const) positions[3 * i + axis] = AXES[axis] * at[axis] + scan[i]! * OFFSET[axis];
    }
    const scans = ['first', 'second'].map((name) => ({ name, pointCount: COUNT / 2 }));
    const bounds = { min: [-1, -0.3, -0.3], max: [1, 0.3, 0.3] } as const;
    const stats = { pointCount: COUNT, finiteCount: COUNT, ...bounds, warnings: [] };
    return { positions, shift: [0, 0, 0], attributes: { scan }, scans, stats };
  }

  /** Mean distance from the ellipsoid moved by a share of the offset: by its value over its slope, exact near to it. */
  function off({ mesh }: Reconstruction, share: number): number {
    let sum = 0;
    for (let i = 0; i < mesh.positions.length; i += 3) {
      const scaled = AXES.map((axis, k) => (mesh.positions[i + k]! - share * OFFSET[k]!) / axis);
      const slope = Math.hypot(...scaled.map((value, k) => (2 * value) / AXES[k]!));
      sum += Math.abs(scaled.reduce((squares, value) => squares + value * value, -1)) / slope;
    }
    return (3 * sum) / mesh.positions.length;
  }

  it('are told for one where the share that finds the sides does not show them', async () => {
    const found = await reconstruct(twoScans(), { resolution: 256 }, host, quietContext, { limits });
    const { layers, noise, tiles, topology } = found.report;
    expect(tiles).toBeGreaterThan(1);
    expect(layers!.offset).toBeGreaterThan(0.7 * 0.007);
    expect(layers!.offset).toBeLessThan(1.2 * 0.007);
    // Half of the points lie up to half the offset to one side of the middle, half to the other.
    expect(noise).toBeGreaterThan(0.3 * 0.007);
    expect(noise).toBeLessThan(0.6 * 0.007);
    expect(topology).toMatchObject({ components: 1, watertight: true, genus: 0 });
    expect(off(found, 0.5)).toBeLessThan(0.15 * 0.007);
  });

  it('are brought together, all of their points', async () => {
    const options = { resolution: 64, alignScans: true } as const;
    const { cloud: aligned, report } = await reconstruct(twoScans(), options, host, quietContext, { limits });
    expect(report.alignment!.scans.map(({ state }) => state)).toEqual(['reference', 'moved']);
    const given = twoScans().positions;
    for (let i = 0; i < COUNT; i++) {
      for (const axis of [0, 1, 2] as const) {
        const shift = aligned.positions[3 * i + axis]! - given[3 * i + axis]!;
        if (Math.abs(shift + (i % 2) * OFFSET[axis]) > 0.1 * 0.007) expect.fail(`point ${i} was moved by ${shift}`);
      }
    }
    expect(report.layers).toBeNull();
  });
});
