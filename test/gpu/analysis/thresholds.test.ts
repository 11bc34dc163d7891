/** Measured thresholds of the analysis on the device: a case just below and one just above each. */
import { describe, expect, it } from 'vitest';
import { cleanCloud, findCandidates, markOutliers } from '../../../src/engine/analysis/clean-cloud.ts';
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

/** Flags of each point, for the spacings. */
async function flagsOf(points: readonly (readonly number[])[], spacings: readonly number[]): Promise<Uint32Array> {
  const count = points.length;
  const arrays = {
    kd_nodes: await treeNodes(Float32Array.from(points.flat())),
    points: padded(points),
    spacing: Float32Array.from(spacings),
    candidates: new Uint32Array(count),
  };
  const params = { first: 0, count, point_count: count, candidate_spacing: 0 };
  return (await runKernel(findCandidates, count, params, arrays)).candidates;
}

const [CANDIDATE, LONELY, THICK, UNLIKE_PLANE] = [1, 2, 4, 8];

/** Whether a flag is set in the middle of a lattice. */
const holds = async (flag: number, ...cloud: Parameters<typeof flagsOf>): Promise<boolean> =>
  ((await flagsOf(...cloud))[MIDDLE]! & flag) !== 0;

async function isOutlier(flags: readonly number[]): Promise<boolean> {
  const points = lattice();
  const count = points.length;
  const arrays = {
    kd_nodes: await treeNodes(Float32Array.from(points.flat())),
    points: padded(points),
    candidates: Uint32Array.from(flags),
    outliers: new Uint32Array(count),
  };
  const params = { first: 0, count, point_count: count };
  return (await runKernel(markOutliers, count, params, arrays)).outliers[MIDDLE] === 1;
}

/** The twelve nearest of the middle lie within 2 of it: beside, across a diagonal, two steps away. */
const NEAR = lattice().flatMap(([x = 0, y = 0], i) => (i !== MIDDLE && Math.hypot(x, y) <= 2 ? [i] : []));

describe('an outlier', () => {
  it('is lonely with twice the spacing of its neighbours', async () => {
    const withSpacing = (own: number): number[] => lattice().map((_, i) => (i === MIDDLE ? own : 1));
    expect(await holds(LONELY, lattice(), withSpacing(1.98))).toBe(false);
    expect(await holds(LONELY, lattice(), withSpacing(2.02))).toBe(true);
  });

  it('is compared with the upper median of twelve neighbours', async () => {
    expect(NEAR).toHaveLength(12);
    const wide = (many: number): number[] =>
      lattice().map((_, i) => (i === MIDDLE ? 5 : NEAR.indexOf(i) >= 0 && NEAR.indexOf(i) < many ? 9 : 1));
    expect(await holds(LONELY, lattice(), wide(5))).toBe(true);
    expect(await holds(LONELY, lattice(), wide(6))).toBe(false);
  });

  it('is thick with eight hundredths of the variance of its twelve nearest across their plane', async () => {
    const shareAt = (rise: number): number => {
      const near = nearestOf(Float32Array.from(lattice(rise).flat()), MIDDLE, 12);
      const [a, b, c] = planeOf(Float32Array.from(lattice(rise).flat()), near, near.squared[11]!).values;
      return a / (a + b + c);
    };
    // Steps of unlike length, so that rises do not change who the twelve nearest are.
    const riseAt = (share: number): number => turningPoint((rise) => shareAt(rise) > share, 0.1, 0.9);
    const even = lattice().map(() => 1);
    expect(await holds(THICK, lattice(riseAt(0.0792)), even)).toBe(false);
    expect(await holds(THICK, lattice(riseAt(0.0808)), even)).toBe(true);
  });

  it.each([
    [19, true],
    [20, false],
    [48, false],
    [49, true],
  ])('is unlike a plane with %i others within twice the reach of twelve: %s', async (others, expected) => {
    // Of a lattice whose middle reaches 2 with twelve, 48 others lie within 4; those that are too many go, the last
    // beside.
    const within = [...lattice(), [0, 4, 0], [4, 0, 0], [0, -4, 0], [-4, 0, 0]]
      .filter(([x = 0, y = 0]) => Math.hypot(x, y) <= 4)
      .sort(([x = 0, y = 0], [u = 0, v = 0]) => Math.hypot(x, y) - Math.hypot(u, v));
    expect(within).toHaveLength(49);
    const near = others === 49 ? [...within, [3.1, 0.1, 1]] : within.slice(0, others + 1);
    // Far away, where they are of no use.
    const points = [...near, ...lattice().map(([x = 0, y = 0]) => [x + 100, y, 0])];
    const flags = await flagsOf(
      points,
      points.map(() => 1),
    );
    expect((flags[0]! & UNLIKE_PLANE) !== 0).toBe(expected);
  });

  it('is what is lonely, or has half of the candidates near it thick and half unlike a plane', async () => {
    /** The middle, and so many of its neighbours, with flags; the others are no candidates. */
    const near = (own: number, many: number, others: number): number[] =>
      lattice().map((_, i) => (i === MIDDLE ? own : NEAR.indexOf(i) >= 0 && NEAR.indexOf(i) < many ? others : 0));
    const BOTH = CANDIDATE | THICK | UNLIKE_PLANE;
    expect(await isOutlier(near(CANDIDATE | LONELY, 12, CANDIDATE))).toBe(true);
    expect(await isOutlier(near(0, 12, BOTH))).toBe(false);
    expect(await isOutlier(near(BOTH, 0, 0))).toBe(true);
    expect(await isOutlier(near(BOTH, 1, CANDIDATE))).toBe(true);
    expect(await isOutlier(near(BOTH, 2, CANDIDATE))).toBe(false);
    expect(await isOutlier(near(CANDIDATE, 1, BOTH))).toBe(true);
    expect(await isOutlier(near(BOTH, 2, CANDIDATE | THICK))).toBe(false);
    expect(await isOutlier(near(BOTH, 2, CANDIDATE | UNLIKE_PLANE))).toBe(false);
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
