/** Regions of more noise: found where they are, with about their noise, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { judgeRegions, measureNoiseRegions, type NoiseRegions } from '../../../src/engine/analysis/noise-regions.ts';
import { measureScale } from '../../../src/engine/analysis/measure-scale.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { normalNumbers, randomNumbers, spherePoints } from '../../reference/analysis.ts';

const context = { signal: new AbortController().signal, onEvent: () => undefined };

/** Noise in all directions, by the place. */
function shaken(positions: Float32Array, seed: number, noiseAt: (x: number) => number): Float32Array<ArrayBuffer> {
  const normal = normalNumbers(seed);
  return positions.map((value, at) => value + noiseAt(positions[at - (at % 3)]!) * normal());
}

async function regionsOf(positions: Float32Array): Promise<NoiseRegions | null> {
  const tree = await buildKdTree(positions, INLINE_TASKS, context);
  return measureNoiseRegions({ positions, tree, scale: measureScale({ positions, tree, noise: 'auto' }) });
}

const ball = spherePoints(6000, 4, 0);
const extent = Math.max(...ball) - Math.min(...ball);
/** 12,000 points on π of the squared extent. */
const spacing = extent * Math.sqrt(Math.PI / 6000);
/** In spacings. */
const MUCH = 1.5;

describe('regions of more noise', () => {
  it.each([
    ['clean', 0],
    ['a little noisy', 0.2],
  ])('of a ball whose one end has much noise, else %s, are that end', async (_, quiet) => {
    const middle = Math.min(...ball) + 0.7 * extent;
    const noiseAt = (x: number): number => (x > middle ? MUCH : quiet) * spacing;
    const found = (await regionsOf(shaken(ball, 5, noiseAt)))!;
    // A zone of 30 % of the height has 30 % of a sphere; the estimate of bent surfaces is up to two fifths low.
    expect(found.share).toBeGreaterThan(0.25);
    expect(found.share).toBeLessThan(0.35);
    expect(found.noisyNorm / (MUCH * spacing)).toBeGreaterThan(0.6);
    expect(found.noisyNorm / (MUCH * spacing)).toBeLessThan(1);
    // At the border the median is of both: away from it every place tells its own noise.
    const apart = [...found.deviations.keys()].filter((i) => Math.abs(found.places[3 * i]! - middle) > 0.1 * extent);
    const wrong = apart.filter((i) => found.deviations[i]! > 0.6 * spacing !== found.places[3 * i]! > middle);
    expect(wrong.length).toBeLessThan(0.02 * apart.length);
  });

  it('are told of 1,500 points, and of fewer never', async () => {
    for (const [count, isTold] of [
      [1500, true],
      [1499, false],
    ] as const) {
      const few = spherePoints(count, 4, 0);
      const apart = extent * Math.sqrt(Math.PI / count);
      const middle = Math.min(...few) + 0.7 * extent;
      expect((await regionsOf(shaken(few, 5, (x) => (x > middle ? MUCH : 0) * apart))) !== null).toBe(isTold);
    }
  });

  it('are none where the noise is one everywhere, a little or much', async () => {
    for (const noise of [0, 0.3, 0.9]) expect(await regionsOf(shaken(ball, 6, () => noise * spacing))).toBeNull();
  });

  it('are none where one part has a little more, or all of it under half a spacing', async () => {
    const middle = Math.min(...ball) + 0.7 * extent;
    expect(await regionsOf(shaken(ball, 7, (x) => (x > middle ? 1.2 : 0.8) * spacing))).toBeNull();
    expect(await regionsOf(shaken(ball, 7, (x) => (x > middle ? 0.4 : 0) * spacing))).toBeNull();
  });

  it('are none where a twentieth of the points or less would be', async () => {
    const middle = Math.min(...ball) + 0.98 * extent;
    expect(await regionsOf(shaken(ball, 8, (x) => (x > middle ? 1 : 0) * spacing))).toBeNull();
  });

  it('are none of a thin plate, at whose rims planes see both sides', async () => {
    const random = randomNumbers(9);
    const sides = Float32Array.from({ length: 3 * 6000 }, (_, at) =>
      at % 3 < 2 ? random() - 0.5 : (at % 2 === 0 ? 0.7 : -0.7) / Math.sqrt(6000),
    );
    expect(await regionsOf(sides)).toBeNull();
  });

  it('are none of a few points', async () => {
    for (const count of [4, 11, 40]) expect(await regionsOf(spherePoints(count, 3, 0))).toBeNull();
  });
});

describe('steps of rounded depth', () => {
  const SIDE = 100;
  /** A slope seen from z = 0: 100 × 100 places .007 apart, their depths .4 to .75 rounded by `round`. */
  const image = (round: (depth: number) => number): Float32Array =>
    Float32Array.from({ length: 3 * SIDE * SIDE }, (_, at) => {
      const pixel = Math.floor(at / 3);
      // Rows are shifted a little, so that no two distances are equal.
      const x = 0.007 * (pixel % SIDE) - 0.35 + 0.002 * Math.sin(pixel);
      const y = 0.007 * Math.floor(pixel / SIDE) - 0.35;
      return [x, y, round(0.575 + 0.5 * x + 0.02 * y) - 0.575][at % 3]!;
    });

  it('that grow with the square of the depth, as a disparity rounds, are the noise of each place', async () => {
    const UNIT = 0.1;
    const positions = image((depth) => 1 / (UNIT * Math.round(1 / depth / UNIT)));
    const tree = await buildKdTree(positions, INLINE_TASKS, context);
    const scale = measureScale({ positions, tree, noise: 'auto' });
    const found = measureNoiseRegions({ positions, tree, scale })!;
    const errors = Array.from(found.deviations.keys(), (i) => (UNIT * (0.575 + 0.5 * found.places[3 * i]!) ** 2) / 2);
    const noisy = errors.filter((error) => error > 1.25 * scale.noiseNorm);
    expect(Math.abs(found.share - noisy.length / errors.length)).toBeLessThan(0.1);
    const ratios = errors.map((error, i) => found.deviations[i]! / error);
    expect(ratios.filter((ratio) => Math.abs(ratio - 1) > 0.25).length).toBeLessThan(0.1 * ratios.length);
    expect(found.leastRatio).toBe(1.25);
  });

  it('of one height are no regions', async () => {
    expect(await regionsOf(image((depth) => 0.03 * Math.round(depth / 0.03)))).toBeNull();
  });
});

describe('what a region is', () => {
  /** Samples along a line, of which the first `share` have that noise, and the rest a hundredth of it. */
  const judged = (
    noise: number,
    share: number,
    scale = { noiseNorm: 0.01, spacingNorm: 0.02 },
    { spacing = 0.02, count = 1000 } = {},
  ) => {
    const places = Float32Array.from({ length: 3 * count }, (_, at) => (at % 3 === 0 ? at / 3 / count : 0));
    const noises = Float64Array.from({ length: count }, (_, i) => (i < share * count ? noise : 0.01 * noise));
    return judgeRegions({ places, noises, spacings: new Float64Array(count).fill(spacing) }, scale);
  };

  it('has over twice the noise of the whole, and over half the spacing', () => {
    expect(judged(0.0199, 0.5)).toBeNull();
    expect(judged(0.0201, 0.5)!.noisyNorm).toBe(0.0201);
    const clean = { noiseNorm: 0, spacingNorm: 0.04 };
    expect(judged(0.0199, 0.5, clean)).toBeNull();
    expect(judged(0.0201, 0.5, clean)!.noisyNorm).toBe(0.0201);
    // The spacing about it, where that is wider.
    expect(judged(0.0249, 0.5, clean, { spacing: 0.05 })).toBeNull();
    expect(judged(0.0251, 0.5, clean, { spacing: 0.05 })).not.toBeNull();
  });

  it('is a twenty-fifth of the points at least, by the medians of 24 samples', () => {
    // Half of the 24 nearest are noisy up to the border itself, so that as many samples are as have noise.
    expect(judged(0.03, 0.039)).toBeNull();
    expect(judged(0.03, 0.041)!.share).toBeCloseTo(0.041, 2);
    // Of 1,025 samples 41 are a twenty-fifth: those of forty that have noise, and the first beyond them.
    expect(judged(0.03, 39.5 / 1025, undefined, { count: 1025 })!.share).toBe(0.04);
    // Twelve noisy ones of the first 24 samples are the upper median, eleven are not.
    const few = (noisy: number) => judged(0.03, noisy / 1000)?.deviations[0];
    expect([few(40), few(39)]).toEqual([Math.fround(0.03), undefined]);
  });
});
