/** Measured thresholds of the analysis on the device: a case just below and one just above each. */
import { describe, expect, it } from 'vitest';
import { cleanCloud, markOutliers } from '../../../src/engine/analysis/clean-cloud.ts';
import { nearestOf, planeOf, spacingOf } from '../../reference/analysis.ts';
import { runKernel } from '../device.ts';
import { turningPoint } from '../../thresholds.ts';
import { padded } from '../padded.ts';
import { treeNodes } from '../tree-nodes.ts';
import { context, onDevice } from './shared.ts';
import { stageOf } from '../stage.ts';

/** A square lattice of 7 × 7 points in steps of 1, rows along x, every other point this far above the plane. */
const lattice = (rise = 0): number[][] =>
  Array.from({ length: 49 }, (_, i) => [(i % 7) - 3, Math.floor(i / 7) - 3, i % 2 === 0 ? rise : 0]);
const MIDDLE = 24;

async function isOutlier(points: readonly (readonly number[])[], spacings: readonly number[]): Promise<boolean> {
  const count = points.length;
  const arrays = {
    kd_nodes: await treeNodes(Float32Array.from(points.flat())),
    points: padded(points),
    spacing: Float32Array.from(spacings),
    outliers: new Uint32Array(count),
  };
  const params = { first: 0, count, point_count: count, candidate_spacing: 0 };
  return (await runKernel(markOutliers, count, params, arrays)).outliers[MIDDLE] === 1;
}

describe('an outlier', () => {
  it('has twice the spacing of its neighbours', async () => {
    const withSpacing = (own: number): number[] => lattice().map((_, i) => (i === MIDDLE ? own : 1));
    expect(await isOutlier(lattice(), withSpacing(1.98))).toBe(false);
    expect(await isOutlier(lattice(), withSpacing(2.02))).toBe(true);
  });

  it('is compared with the upper median of twelve neighbours', async () => {
    // The twelve nearest of the middle lie within 2 of it: beside, across a diagonal, two steps away.
    const near = lattice().flatMap(([x = 0, y = 0], i) => (i !== MIDDLE && Math.hypot(x, y) <= 2 ? [i] : []));
    expect(near).toHaveLength(12);
    const wide = (many: number): number[] =>
      lattice().map((_, i) => (i === MIDDLE ? 5 : near.indexOf(i) >= 0 && near.indexOf(i) < many ? 9 : 1));
    expect(await isOutlier(lattice(), wide(5))).toBe(true);
    expect(await isOutlier(lattice(), wide(6))).toBe(false);
  });

  it('has six hundredths of the variance of its twelve nearest across their plane', async () => {
    const shareAt = (rise: number): number => {
      const near = nearestOf(Float32Array.from(lattice(rise).flat()), MIDDLE, 12);
      const [a, b, c] = planeOf(Float32Array.from(lattice(rise).flat()), near, near.squared[11]!).values;
      return a / (a + b + c);
    };
    // Steps of unlike length, so that rises do not change who the twelve nearest are.
    const riseAt = (share: number): number => turningPoint((rise) => shareAt(rise) > share, 0.1, 0.9);
    const even = lattice().map(() => 1);
    expect(await isOutlier(lattice(riseAt(0.0594)), even)).toBe(false);
    expect(await isOutlier(lattice(riseAt(0.0606)), even)).toBe(true);
  });

  it('is looked for from three medians on', async () => {
    // A point above the middle of a lattice: its spacing is what the reference measures, the median is given.
    const points = [...lattice(), [0.1, 0.2, 4]];
    const positions = Float32Array.from(points.flat(), (value) => 0.05 * value);
    const own = spacingOf(positions, points.length - 1);
    using cloud = await onDevice(positions);
    const { gpu, tree, points: buffer, count } = cloud;
    const isKept = async (medians: number): Promise<number | undefined> =>
      (
        await cleanCloud(stageOf(gpu, { context }), {
          tree,
          points: buffer,
          pointCount: count,
          medianSpacing: own / medians,
        })
      ).at(-1);
    expect([await isKept(2.97), await isKept(3.03)]).toEqual([1, 0]);
  });

  it.each([
    [15, 1],
    [16, 0],
  ])('is looked for among sixteen points: of %i the last is kept, %i', async (count, kept) => {
    const points = [...lattice().slice(0, count - 1), [0, 0, 40]];
    using cloud = await onDevice(Float32Array.from(points.flat(), (value) => 0.01 * value));
    expect(
      (
        await cleanCloud(stageOf(cloud.gpu, { context }), { tree: cloud.tree, points: cloud.points, pointCount: count })
      ).at(-1),
    ).toBe(kept);
  });
});
