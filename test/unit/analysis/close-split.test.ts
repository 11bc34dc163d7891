/** A quadric and a step, fitted together. */
import { describe, expect, it } from 'vitest';
import { closeSplit } from '../../../src/engine/analysis/close-split.ts';
import { upperMedian } from '../../../src/engine/analysis/median.ts';
import { uniform } from '../../gpu/orientation/shapes.ts';

const COUNT = 40;
const STEP = 0.01;

/**
 * Forty places, one in three of them in the upper layer wherever it is, on something that bends a thousand times as
 * far.
 */
function bent(draw: number, noise: number) {
  const [u, v] = [31, 32].map((stream) =>
    Float64Array.from({ length: COUNT }, (_, i) => 2 * uniform(100 * draw + stream, i) - 1),
  ) as [Float64Array, Float64Array];
  const isUpper = Uint8Array.from({ length: COUNT }, (_, i) => (uniform(100 * draw + 33, i) < 1 / 3 ? 1 : 0));
  const heights = u.map((x, i) => {
    const shaken = noise * (2 * uniform(100 * draw + 34, i) - 1);
    return 3 + x - 2 * v[i]! + 5 * x * x - 4 * x * v[i]! + 7 * v[i]! ** 2 + STEP * isUpper[i]! + shaken;
  });
  return { u, v, heights, isUpper };
}

const splits = (noise: number) =>
  Array.from({ length: 40 }, (_, draw) => {
    const { u, v, heights, isUpper } = bent(draw, noise);
    const split = closeSplit(heights, u, v)!;
    return { ...split, isRight: split.isUpper.every((value, i) => value === isUpper[i]) };
  });

describe('a step', () => {
  it('is found under what a quadric explains, however much that is', () => {
    const right = splits(0).filter(({ isRight }) => isRight);
    expect(right.length).toBeGreaterThan(30);
    for (const { step, within } of right) {
      expect(step).toBeCloseTo(STEP, 10);
      expect(within).toBeCloseTo(0, 8);
    }
  });

  it('leaves the share of the noise about it', () => {
    // Uniform noise of ±.1 of the step has a 300th of its square for variance; a third and two thirds share the step
    // with .222 of it.
    const right = splits(0.1 * STEP).filter(({ isRight }) => isRight);
    expect(right.length).toBeGreaterThan(30);
    const within = upperMedian(Float64Array.from(right, (split) => split.within));
    expect(within).toBeGreaterThan(0.012);
    expect(within).toBeLessThan(0.018);
  });

  it('of heights at random leaves far more than layers do', () => {
    const withins = Array.from({ length: 50 }, (_, k) => {
      const { u, v } = bent(k, 0);
      const heights = u.map((_, i) => uniform(7001 + 3 * k, i) + uniform(7002 + 3 * k, i) + uniform(7003 + 3 * k, i));
      return closeSplit(heights, u, v)!.within;
    });
    expect(Math.min(...withins)).toBeGreaterThan(0.08);
  });

  it('is none where a quadric leaves nothing', () => {
    const { u, v } = bent(0, 0);
    expect(closeSplit(new Float64Array(COUNT), u, v)).toBeUndefined();
  });
});
