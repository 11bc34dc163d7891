import { describe, expect, it } from 'vitest';
import {
  cleanCloud,
  findCandidates,
  listSpacing,
  markOutliers,
  measureSpacing,
} from '../../../src/engine/analysis/clean-cloud.ts';
import type { RunContext } from '../../../src/engine/events.ts';
import { findNearest } from '../../../src/engine/neighbours/find-nearest.ts';
import {
  candidateFlags,
  joinPoints,
  outliersOf,
  planePoints,
  randomNumbers,
  spacingOf,
  spherePoints,
} from '../../reference/analysis.ts';
import { stageOf } from '../stage.ts';
import { context, onDevice } from './shared.ts';

async function clean(positions: Float32Array): Promise<Uint8Array> {
  using cloud = await onDevice(positions);
  const before = cloud.gpu.liveBytes;
  const keep = await cleanCloud(stageOf(cloud.gpu, { context }), {
    tree: cloud.tree,
    points: cloud.points,
    pointCount: cloud.count,
  });
  expect(cloud.gpu.liveBytes).toBe(before);
  return keep;
}

/** Uniform over the cube of side 1.1. */
function clutter(count: number, seed: number): Float32Array {
  const random = randomNumbers(seed);
  return Float32Array.from({ length: 3 * count }, () => 1.1 * (random() - 0.5));
}

const kept = (keep: Uint8Array): number => keep.reduce((sum, flag) => sum + flag, 0);

describe('measure_spacing', () => {
  it.each([1, 2, 9, 63, 64, 65, 700])('is the mean distance to eight neighbours, %i points', async (count) => {
    const positions = clutter(count, count);
    using cloud = await onDevice(positions);
    const { gpu, scope, tree, points } = cloud;
    await gpu.load(measureSpacing);
    const spacing = scope.storage('spacing', 4 * count);
    const buffers = { kd_nodes: tree.nodes, points, spacing };
    // In two parts, so that the second starts past the first point.
    const half = count >> 1;
    gpu
      .commands('test')
      .dispatch(measureSpacing, half, { first: 0, count: half, point_count: count }, buffers)
      .dispatch(measureSpacing, count - half, { first: half, count: count - half, point_count: count }, buffers)
      .submit();
    const found = await gpu.readFloats(spacing, count);
    // Eight float32 roots and sums of lengths near 1.
    for (let i = 0; i < count; i++) expect(Math.abs(found[i]! - spacingOf(positions, i))).toBeLessThan(1e-6);
  });
});

describe('lists of neighbours', () => {
  const listsOf = ({ gpu, scope, tree, points: queries, count }: Awaited<ReturnType<typeof onDevice>>) =>
    findNearest(stageOf(gpu, { scope, context }), { tree, queries, queryCount: count, k: 13 });

  it.each([16, 63, 64, 65, 700])('have the mean distance to eight of them, %i points', async (count) => {
    const positions = clutter(count, count);
    using cloud = await onDevice(positions);
    const { gpu, scope } = cloud;
    await gpu.load(listSpacing);
    const spacing = scope.storage('spacing', 4 * count);
    const buffers = { neighbour_squared: (await listsOf(cloud)).squared, spacing };
    const half = count >> 1;
    gpu
      .commands('test')
      .dispatch(listSpacing, half, { first: 0, count: half, point_count: count }, buffers)
      .dispatch(listSpacing, count - half, { first: half, count: count - half, point_count: count }, buffers)
      .submit();
    const found = await gpu.readFloats(spacing, count);
    for (let i = 0; i < count; i++) expect(Math.abs(found[i]! - spacingOf(positions, i))).toBeLessThan(1e-6);
  });

  it('spare the search, and the same points go', async () => {
    const positions = joinPoints(spherePoints(1200, 1), clutter(60, 2));
    using cloud = await onDevice(positions);
    const { gpu, tree, points, count: pointCount } = cloud;
    const nearest = await listsOf(cloud);
    const keep = await cleanCloud(stageOf(gpu, { context }), { tree, points, pointCount, nearest });
    expect(keep).toEqual(await clean(positions));
    expect(kept(keep)).toBeLessThan(1250);
  });
});

/** A ball with clutter about it: flags of all kinds. */
const cluttered = (): Float32Array =>
  joinPoints(
    spherePoints(1200, 1).map((value) => value / 2),
    clutter(60, 2),
  );

describe('find_candidates', () => {
  it('equals the reference', async () => {
    const positions = cluttered();
    using cloud = await onDevice(positions);
    const { gpu, scope, tree, points, count } = cloud;
    await gpu.load(findCandidates);
    const spacings = Array.from({ length: count }, (_, i) => Math.fround(spacingOf(positions, i)));
    const spacing = scope.upload('spacing', Float32Array.from(spacings));
    const candidates = scope.storage('candidates', 4 * count);
    const buffers = { kd_nodes: tree.nodes, points, spacing, candidates };
    const of = { point_count: count, candidate_spacing: 0.05 };
    // In two parts, so that the second starts past the first point.
    gpu
      .commands('test')
      .dispatch(findCandidates, 700, { first: 0, count: 700, ...of }, buffers)
      .dispatch(findCandidates, count - 700, { first: 700, count: count - 700, ...of }, buffers)
      .submit();
    const found = [...(await gpu.readUints(candidates, count))];
    expect(found).toEqual(candidateFlags(positions, spacings, 0.05));
    expect([1, 2, 4, 8].map((bit) => found.filter((flags) => (flags & bit) !== 0).length > 3)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});

describe('mark_outliers', () => {
  it('equals the reference', async () => {
    const positions = cluttered();
    const keep = await clean(positions);
    const dropped = outliersOf(positions);
    expect([...keep].map((flag) => flag === 0)).toEqual(dropped);
    expect(dropped.filter(Boolean).length).toBeGreaterThan(30);
  });

  it('writes nothing past its count', async () => {
    const positions = clutter(40, 4);
    using cloud = await onDevice(positions);
    const { gpu, scope, tree, points } = cloud;
    await gpu.load(markOutliers);
    const outliers = scope.upload('outliers', new Uint32Array(40).fill(7));
    const candidates = scope.upload('candidates', new Uint32Array(40));
    const params = { first: 10, count: 5, point_count: 40 };
    gpu
      .commands('test')
      .dispatch(markOutliers, 5, params, { kd_nodes: tree.nodes, points, candidates, outliers })
      .submit();
    const expected = new Uint32Array(40).fill(7).fill(0, 10, 15);
    expect(await gpu.readUints(outliers, 40)).toEqual(expected);
  });
});

describe('cleanCloud', () => {
  it.each([0, 1, 15])('keeps all of %i points', async (count) => {
    expect(kept(await clean(clutter(count, 1)))).toBe(count);
  });

  it('keeps every point of a clean sphere', async () => {
    expect(kept(await clean(spherePoints(20_000, 1)))).toBe(20_000);
  });

  it('removes outliers far from the surface, and no surface', async () => {
    // More points than one dispatch takes.
    const surface = 40_000;
    const outlierCount = 800;
    const positions = joinPoints(spherePoints(surface, 2), clutter(outlierCount, 3));
    const keep = await clean(positions);
    expect(kept(keep.subarray(0, surface))).toBeGreaterThan(0.999 * surface);
    const far = Array.from({ length: outlierCount }, (_, j) => surface + j).filter((i) => {
      const radius = Math.hypot(positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!);
      return Math.abs(radius - 0.5) > 0.05;
    });
    expect(far.filter((i) => keep[i] === 0).length).toBeGreaterThanOrEqual(0.95 * far.length);
  });

  it('keeps a flat part five times as sparse as the rest', async () => {
    const dense = spherePoints(20_000, 4).map((value) => value / 4);
    const floor = planePoints(1500, 5, [1, 0, 0], [0, 1, 0]).map((value, i) => (i % 3 === 2 ? value - 0.4 : value));
    const keep = await clean(joinPoints(dense, floor));
    expect(kept(keep)).toBe(21_500);
  });

  it('keeps the sparse end of a bar, round whose edges twelve points reach', async () => {
    // A bar of .05 by .05 whose points are a hundred times as dense at one end as at the other: of these, 83 are thick.
    const random = randomNumbers(7);
    const points: number[] = [];
    while (points.length < 3 * 4000) {
      const [along, around] = [random(), 4 * random()];
      if (random() > 100 ** -along) continue;
      const [side, across] = [Math.floor(around), (around % 1) - 0.5];
      const [y, z] = side < 2 ? [across, side - 0.5] : [side - 2.5, across];
      points.push(along - 0.5, 0.05 * y, 0.05 * z);
    }
    const positions = Float32Array.from(points);
    const keep = await clean(positions);
    const sparse = Array.from(keep, (_, i) => i).filter((i) => positions[3 * i]! > 0.2);
    expect(sparse.length).toBeGreaterThan(100);
    expect(sparse.filter((i) => keep[i] === 0).length).toBeLessThan(0.1 * sparse.length);
  });

  it('removes a heap of few points that stand apart', async () => {
    const heap = clutter(16, 9).map((value, i) => value / 4 + (i % 3 === 0 ? 1 : 0));
    const keep = await clean(joinPoints(spherePoints(4000, 8), heap));
    expect([kept(keep.subarray(0, 4000)), kept(keep.subarray(4000))]).toEqual([4000, 0]);
  });

  it('removes, and tells, strays on a wide ball that are no further from one another than points of a sparse surface', async () => {
    const strays = spherePoints(60, 11);
    const positions = joinPoints(
      spherePoints(3000, 10).map((value) => value / 50),
      strays,
    );
    const warnings: string[] = [];
    using cloud = await onDevice(positions);
    const { tree, points, count: pointCount } = cloud;
    const told: RunContext = {
      ...context,
      onEvent: (event) => event.type === 'warning' && warnings.push(event.message),
    };
    const stage = stageOf(cloud.gpu, { context: told });
    const [keep, kept60] = [
      await cleanCloud(stage, { tree, points, pointCount, positions }),
      await cleanCloud(stage, { tree, points, pointCount }),
    ];
    expect([kept(keep.subarray(0, 3000)), kept(keep.subarray(3000))]).toEqual([3000, 0]);
    // What tells outliers by their neighbours leaves most of them.
    expect(kept(kept60.subarray(3000))).toBeGreaterThan(30);
    expect(warnings).toEqual([expect.stringMatching(/^60 of 3060 points were dropped: they lie scattered/)]);
  });

  it('keeps all where most points coincide', async () => {
    expect(kept(await clean(joinPoints(new Float32Array(3 * 600).fill(0.1), clutter(400, 6))))).toBe(1000);
  });

  it('gives the same flags twice', async () => {
    const positions = joinPoints(spherePoints(3000, 7, 0.01), clutter(100, 8));
    expect(await clean(positions)).toEqual(await clean(positions));
  });

  it('stops when the run is cancelled and leaves no buffer', async () => {
    using cloud = await onDevice(spherePoints(100, 1));
    const before = cloud.gpu.liveBytes;
    const controller = new AbortController();
    const cancelled = { ...context, signal: controller.signal };
    const run = cleanCloud(stageOf(cloud.gpu, { context: cancelled }), {
      tree: cloud.tree,
      points: cloud.points,
      pointCount: cloud.count,
    });
    controller.abort('enough');
    await expect(run).rejects.toBe('enough');
    expect(cloud.gpu.liveBytes).toBe(before);
  });
});
