import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  measureGaps,
  measureGapsKernel,
  measureWideGaps,
  widenGapsKernel,
} from '../../../src/engine/analysis/measure-gaps.ts';
import { coordinateSteps } from '../../../src/engine/cloud/coordinate-steps.ts';
import type { Triple } from '../../../src/engine/math/triple.ts';
import { joinPoints, planePoints, randomNumbers, spherePoints } from '../../reference/analysis.ts';
import { acrossRatio, gapOf, widenedGap } from '../../reference/gaps.ts';
import { sphereRows } from '../../shapes/scan-rows.ts';
import { turningPoint } from '../../thresholds.ts';
import { runKernel } from '../device.ts';
import { padded } from '../padded.ts';
import { stageOf } from '../stage.ts';
import { treeNodes } from '../tree-nodes.ts';
import { context, onDevice } from './shared.ts';

const triples = (positions: Float32Array): number[][] =>
  Array.from({ length: positions.length / 3 }, (_, i) => [...positions.subarray(3 * i, 3 * i + 3)]);

interface Measured {
  readonly gaps: Float32Array;
  readonly on_line: Uint32Array;
}

const NO_STEPS: Triple = [0, 0, 0];

async function measured(positions: Float32Array, steps = NO_STEPS): Promise<Measured> {
  const count = positions.length / 3;
  const arrays = {
    kd_nodes: await treeNodes(positions),
    points: padded(triples(positions)),
    gaps: new Float32Array(count),
    on_line: new Uint32Array(count),
  };
  return runKernel(measureGapsKernel, count, { first: 0, count, point_count: count, stride: 1, steps }, arrays);
}

const every = (count: number, most: number): number[] =>
  Array.from({ length: Math.min(count, most) }, (_, j) => Math.floor((j * count) / Math.min(count, most)));

/** Float32 moments of numbers below 1 err by a few roundings; at a closer call either answer is right. */
const CLOSE_CALL = 1e-4;

const randomPoints = (count: number, seed: number): Float32Array => {
  const random = randomNumbers(seed);
  return Float32Array.from({ length: 3 * count }, () => random() - 0.5);
};

/** Two returns of every pulse on a slope, coordinates rounded to multiples of .005 along some axes. */
function pairs(rounded: Triple): Float32Array {
  const random = randomNumbers(3);
  const points: number[] = [];
  for (let pulse = 0; pulse < 2000; pulse++) {
    const [x, y] = [random() / 2, random() / 2];
    for (let i = 0; i < 2; i++) {
      const place = [x + 0.001 * random(), y + 0.001 * random(), 0.2 * x + 0.002 * random()];
      points.push(...place.map((value, axis) => (rounded[axis] ? 0.005 * Math.round(value / 0.005) : value)));
    }
  }
  return Float32Array.from(points);
}

describe('measure_gaps', () => {
  it.each([
    ['rows, 10:1', sphereRows({ gap: 0.08, ratio: 10 }), 0.9, NO_STEPS],
    ['rows, 6:1', sphereRows({ gap: 0.06, ratio: 6, jitter: 1 }), 0.05, NO_STEPS],
    ['even points', spherePoints(1500, 3), 0, NO_STEPS],
    ['lines of points in space', joinPoints(sphereRows({ gap: 0.15, ratio: 20 }), randomPoints(300, 7)), 0.3, NO_STEPS],
    ['returns in pairs, northings in steps', pairs([0, 1, 0]), 0, [0, 0.005, 0] as Triple],
  ])('equals the reference on %s', async (_name, positions, leastShare, steps) => {
    const count = positions.length / 3;
    const { gaps, on_line } = await measured(positions, steps);
    let compared = 0;
    for (const i of every(count, 150)) {
      const { gap, onLine, margin } = gapOf(positions, i, steps);
      if (margin < CLOSE_CALL) continue;
      compared++;
      expect(on_line[i], `point ${i}`).toBe(onLine ? 1 : 0);
      expect(Math.abs(gaps[i]! / gap - 1), `point ${i}`).toBeLessThan(1e-5);
    }
    expect(compared).toBeGreaterThan(140);
    expect(on_line.reduce((sum, flag) => sum + flag, 0) / count).toBeGreaterThanOrEqual(leastShare);
  });

  // One workgroup and its neighbours; fewer points than a neighbourhood has.
  it.each([1, 2, 12, 13, 63, 64, 65])('equals the reference on %i random points', async (count) => {
    const positions = randomPoints(count, count);
    const { gaps, on_line } = await measured(positions);
    for (let i = 0; i < count; i++) {
      const { gap, onLine } = gapOf(positions, i);
      expect(on_line[i]).toBe(onLine ? 1 : 0);
      expect(gaps[i]).toBeCloseTo(gap, 6);
    }
  });

  it('writes nothing past its count', async () => {
    const positions = sphereRows({ gap: 0.2, ratio: 10 });
    const count = positions.length / 3;
    const arrays = {
      kd_nodes: await treeNodes(positions),
      points: padded(triples(positions)),
      gaps: new Float32Array(100).fill(7),
      on_line: new Uint32Array(100).fill(7),
    };
    const params = { first: 20, count: 5, point_count: count, stride: 3, steps: NO_STEPS };
    const { gaps, on_line } = await runKernel(measureGapsKernel, 5, params, arrays);
    for (let i = 0; i < 100; i++) {
      const isInside = i >= 20 && i < 25;
      expect(gaps[i] === 7, `gap ${i}`).toBe(!isInside);
      expect(on_line[i] === 7, `line ${i}`).toBe(!isInside);
      if (isInside) expect(gaps[i]).toBeCloseTo(gapOf(positions, 3 * i).gap, 6);
    }
  });
});

describe('widen_gaps', () => {
  it.each([1, 12, 65, 1200])('takes the widest of the neighbours on lines, %i points', async (count) => {
    const positions = randomPoints(count, count);
    const random = randomNumbers(5);
    const gaps = Float32Array.from({ length: count }, random);
    const onLine = Uint32Array.from({ length: count }, () => (random() < 0.2 ? 1 : 0));
    const arrays = {
      kd_nodes: await treeNodes(positions),
      points: padded(triples(positions)),
      gaps,
      on_line: onLine,
      widened: new Float32Array(count + 1).fill(7),
    };
    const { widened } = await runKernel(widenGapsKernel, count, { first: 0, count, point_count: count }, arrays);
    for (const i of every(count, 200)) expect(widened[i]).toBe(widenedGap(positions, gaps, onLine, i));
    expect(widened[count]).toBe(7);
  });
});

describe('the gaps of a cloud', () => {
  async function gapsOf(positions: Float32Array, samples?: number, steps = NO_STEPS) {
    using cloud = await onDevice(positions);
    const before = cloud.gpu.liveBytes;
    const stage = stageOf(cloud.gpu, { scope: cloud.scope, context });
    const input = { tree: cloud.tree, points: cloud.points, steps };
    const found = await measureGaps(stage, { ...input, ...(samples !== undefined && { samples }) });
    const wide = await measureWideGaps(stage, input);
    expect(cloud.gpu.liveBytes).toBe(before);
    return { ...found, wide };
  }

  it('are the distance between lines, and the spacing where there are none', async () => {
    const rows = await gapsOf(sphereRows({ gap: 0.05, ratio: 10 }));
    expect(rows.lineShare).toBeGreaterThan(0.95);
    const median = (values: Float32Array): number => values.slice().sort()[values.length >> 1]!;
    // A ball is at most a step too wide.
    expect(median(rows.gaps) / 0.05).toBeGreaterThan(0.95);
    expect(median(rows.gaps) / 0.05).toBeLessThan(1.15);
    // Random points own squares of side a = √(area / count).
    const even = await gapsOf(spherePoints(4000, 1));
    expect(even.lineShare).toBeLessThan(0.005);
    expect(median(even.gaps) / Math.sqrt(Math.PI / 4000)).toBeCloseTo(1, 1);
  });

  it('of half-empty neighbourhoods are those of their neighbours', async () => {
    // At 6:1 many neighbourhoods of thirteen reach the next line and take the spacing for their gap.
    const { gaps, wide, lineShare } = await gapsOf(sphereRows({ gap: 0.05, ratio: 6.1, jitter: 1 }));
    expect(lineShare).toBeGreaterThan(0.05);
    expect(lineShare).toBeLessThan(0.5);
    const share = (values: Float32Array): number => values.filter((gap) => gap > 0.045).length / values.length;
    expect(share(gaps)).toBeLessThan(0.5);
    expect(share(wide)).toBeGreaterThan(0.9);
  });

  it('of some points are theirs among all', async () => {
    const positions = sphereRows({ gap: 0.08, ratio: 10 });
    const all = await gapsOf(positions);
    const { gaps, stride } = await gapsOf(positions, 400);
    expect(stride).toBe(Math.ceil(positions.length / 3 / 400));
    expect(gaps.length).toBeLessThanOrEqual(400);
    expect([...gaps]).toEqual([...gaps].map((_, i) => all.gaps[stride * i]));
  });

  it.each([
    ['one axis', [0, 1, 0]],
    ['two axes', [1, 1, 0]],
    ['all axes', [1, 1, 1]],
  ] as const)('know no lines in coordinates that are rounded along %s', async (_name, rounded) => {
    const positions = pairs(rounded);
    const asTheyAre = await gapsOf(positions, 2000, coordinateSteps(positions));
    const unaware = await gapsOf(positions, 2000);
    expect(unaware.lineShare).toBeGreaterThan(0.04);
    expect(asTheyAre.lineShare).toBeLessThan(0.03);
  });

  it('of no points are none', async () => {
    const { gaps, lineShare, wide } = await gapsOf(new Float32Array(0));
    expect([gaps.length, wide.length, lineShare]).toEqual([0, 0, 0]);
  });

  it('grow with the cloud, and do not depend on its place', async () => {
    const positions = sphereRows({ gap: 0.12, ratio: 10 });
    const { gaps } = await measured(positions);
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.25, max: 2, noNaN: true }), async (factor) => {
        const scaled = await measured(positions.map((value) => factor * value + 0.125));
        // Rounding of the coordinates moves points by 1e-7, and few of them across the rim of a ball.
        const changed = gaps.filter((gap, i) => Math.abs(scaled.gaps[i]! / (factor * gap) - 1) > 1e-4).length;
        expect(changed / gaps.length).toBeLessThan(0.02);
      }),
      { numRuns: 10 },
    );
  });
});

describe('a point lies on a line', () => {
  // Thirteen points of a sunflower, flattened; a far line beside them, so that a ball finds more than one line.
  const flattened = (height: number): number[][] => [
    [0, 0, 0],
    ...Array.from({ length: 12 }, (_, j) => {
      const [radius, angle] = [0.1 * Math.sqrt((j + 1) / 12), 2.4 * j];
      return [radius * Math.cos(angle), height * radius * Math.sin(angle), 0];
    }),
    ...Array.from({ length: 21 }, (_, j) => [0.02 * (j - 10), 0.25, 0]),
  ];
  const ratioOf = (height: number): number => acrossRatio(flattened(height).slice(0, 13) as [number, number, number][]);
  const heightAt = (ratio: number): number => turningPoint((height) => ratioOf(height) > ratio, 0.05, 0.9);

  it('below a tenth of the variance across', async () => {
    const isOnLine = async (ratio: number): Promise<number> =>
      (await measured(Float32Array.from(flattened(heightAt(ratio)).flat()))).on_line[0]!;
    expect([await isOnLine(0.099), await isOnLine(0.101)]).toEqual([1, 0]);
  });

  const line = (count: number, y: number, spacing = 0.01): number[][] =>
    Array.from({ length: count }, (_, j) => [spacing * (j - (count - 1) / 2), y, 0]);
  const gapAt = async (points: readonly number[][], middle: number) => {
    const { gaps, on_line } = await measured(Float32Array.from(points.flat()));
    return { gap: gaps[middle]!, onLine: on_line[middle]! };
  };

  it('whose thirteen points are four and a half steps of the coordinates long, or more', async () => {
    const points = Float32Array.from([...line(101, 0), ...line(101, 0.105), ...line(101, -0.105)].flat());
    const onLine = async (...steps: Triple): Promise<number> => (await measured(points, steps)).on_line[50]!;
    const [below, above] = [(0.99 * 0.06) / 4.5, (1.01 * 0.06) / 4.5];
    expect([await onLine(below, 0, 0), await onLine(above, 0, 0)]).toEqual([1, 0]);
    // Rows that lie on steps are rows, columns that are narrower than the steps to both sides are none.
    expect([await onLine(0, 1, 0), await onLine(0, 0, 1)]).toEqual([1, 1]);
    expect([await onLine(0, above, below), await onLine(0, above, above)]).toEqual([1, 0]);
  });

  it('as far as the first ball that touches the next line, a seventh wider each time', async () => {
    // Six neighbours on either side, so the first ball has the radius .06; the fifth growth reaches .1207.
    const near = await gapAt([...line(101, 0), ...line(101, 0.105), ...line(101, -0.105)], 50);
    expect(near.onLine).toBe(1);
    expect(near.gap).toBeCloseTo((0.06 * 1.15 ** 5) / 1.05, 6);
  });

  it('until a fifth of the variance lies across', async () => {
    // The ball of the fifth growth, radius .1207, takes in 25 points of the own line and the two above it, which the
    // one before, .1049, does not reach; the line at .17 makes the ball of a later growth show more than one for sure.
    const beside = (height: number): number[][] => [
      ...line(101, 0),
      [0.001, height, 0],
      [-0.001, height, 0],
      ...line(101, 0.17),
    ];
    const ratioAt = (height: number): number =>
      acrossRatio(
        beside(height).filter(([x = 0, y = 0]) => Math.hypot(x, y) <= 0.06 * 1.15 ** 5) as [number, number, number][],
      );
    const heightAt = (ratio: number): number => turningPoint((height) => ratioAt(height) > ratio, 0.106, 0.12);
    const growthsOf = async (ratio: number): Promise<number> => {
      const { gap, onLine } = await gapAt(beside(heightAt(ratio)), 50);
      return onLine * (Math.log((1.05 * gap) / 0.06) / Math.log(1.15));
    };
    expect(await growthsOf(0.202)).toBeCloseTo(5, 3);
    expect(await growthsOf(0.198)).toBeGreaterThan(5.5);
  });

  it('beside which another lies within 26 growths', async () => {
    const reach = 0.06 * 1.15 ** 26;
    const at = async (distance: number): Promise<number> =>
      (await gapAt([...line(901, 0), ...line(901, distance)], 450)).onLine;
    expect([await at(0.97 * reach), await at(1.01 * reach)]).toEqual([1, 0]);
  });

  it('and not where more than a thousand points show none', async () => {
    // The last ball reaches .2271: 455 points of the own line, and those above it, which the one before does not reach.
    const above = (count: number): number[][] => [...line(601, 0, 0.001), ...line(count, 0.21, 0.00001)];
    expect(await gapAt(above(545), 300)).toEqual({
      gap: expect.closeTo((0.006 * 1.15 ** 26) / 1.05, 5) as number,
      onLine: 1,
    });
    expect(await gapAt(above(546), 300)).toEqual({ gap: expect.closeTo(0.006 / 1.95, 6) as number, onLine: 0 });
  });
});

it('a plane of random points has no lines', async () => {
  const positions = planePoints(3000, 2, [1, 0, 0], [0, 0.6, 0.8]);
  const { on_line } = await measured(positions);
  expect(on_line.reduce((sum, flag) => sum + flag, 0)).toBeLessThan(15);
});
