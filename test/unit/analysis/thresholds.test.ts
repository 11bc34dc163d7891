/** Measured thresholds of the analysis: a case just below and one just above each is decided differently. */
import { describe, expect, it } from 'vitest';
import { thicknessSquared } from '../../../src/engine/analysis/local-thickness.ts';
import {
  isNoisy,
  measureScale,
  type NoiseChoice,
  planeRadius,
  showsEdges,
  showsPlane,
  type ScaleEstimate,
} from '../../../src/engine/analysis/measure-scale.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { NearestSearch } from '../../../src/engine/neighbours/nearest-search.ts';
import { nearestOf, planePoints, spherePoints } from '../../reference/analysis.ts';

const host = inlineHost(undefined as unknown as GPUDevice, 'none');
const context = { signal: new AbortController().signal, onEvent: () => undefined };

const measure = async (positions: Float32Array, noise: NoiseChoice = 'auto'): Promise<ScaleEstimate> =>
  measureScale({ positions, tree: await buildKdTree(positions, host, context), noise });

describe('noise, in spacings of .01', () => {
  const withNoise = (noiseNorm: number) => ({ spacingNorm: 0.01, noiseNorm });

  it('calls for curved neighbourhoods from a fifth on', () => {
    expect([0.00099, 0.00101].map((noise) => isNoisy(withNoise(noise)))).toEqual([false, true]);
    expect(isNoisy({ spacingNorm: 1, noiseNorm: 0.1 })).toBe(true);
  });

  it('hides edges from a quarter on', () => {
    expect([0.002475, 0.002525].map((noise) => showsEdges(withNoise(noise)))).toEqual([true, false]);
    expect(showsEdges({ spacingNorm: 1, noiseNorm: 0.25 })).toBe(false);
  });
});

describe('a neighbourhood', () => {
  it('shows a plane where it is seven halves of its thickness wide', () => {
    expect([0.0347, 0.0353].map((radius) => showsPlane(radius, 0.01))).toEqual([false, true]);
    expect(showsPlane(7, 2)).toBe(true);
  });

  it('is as wide as 1.9 spacings, or 4.5 deviations of more noise', () => {
    // 1.9/4.5 of the spacing are .4222 of it: there the two are equal.
    expect(planeRadius({ spacingNorm: 0.01, noiseNorm: 0.0042 })).toBeCloseTo(0.019, 12);
    expect(planeRadius({ spacingNorm: 0.01, noiseNorm: 0.0043 })).toBeCloseTo(0.01935, 12);
  });
});

/** 40 × 40 points of a square lattice. */
const SIDE = 1 / 40;
const LATTICE = Float32Array.from({ length: 3 * 1600 }, (_, at) => {
  const point = Math.floor(at / 3);
  return [SIDE * (point % 40), SIDE * Math.floor(point / 40), 0][at % 3]!;
});

it('a neighbourhood holds twelve points at least and 199 at most, and is as wide as its last', async () => {
  const clean = await measure(LATTICE, 'none');
  expect(clean.neighbourCount).toBe(13);
  // Beside, across a diagonal, and two steps away: twelve more.
  expect(clean.neighbourhoodNorm / SIDE).toBeCloseTo(2, 5);
  // Three points a step, on a line of steps: in 1.9 spacings lie few.
  const few = await measure(
    LATTICE.map((value, at) => (at % 3 === 1 ? 100 * value : value)),
    'none',
  );
  expect(few.neighbourCount).toBe(12);
  expect((await measure(LATTICE, 1)).neighbourCount).toBe(199);
});

it('a neighbourhood is as wide as the median distance of the last of its points', async () => {
  // The samples go through 300 points once.
  const positions = spherePoints(300, 7);
  const { neighbourCount, neighbourhoodNorm } = await measure(positions, 'none');
  const last = (i: number): number => Math.sqrt(nearestOf(positions, i, neighbourCount).squared.at(-1)!);
  const distances = Float64Array.from({ length: 300 }, (_, i) => last(i)).sort();
  expect(neighbourhoodNorm).toBeCloseTo(distances[150]!, 6);
});

it('the spacing of a square lattice is .95 of the mean of its six shortest neighbours: four sides, two diagonals', async () => {
  const { spacingNorm } = await measure(LATTICE);
  expect(spacingNorm / SIDE).toBeCloseTo((0.95 * (4 + 2 * Math.SQRT2)) / 6, 5);
});

describe('the variance across a neighbourhood', () => {
  /** Points at four offsets from a plane, -1 ± e and 1 ± e, at the corners of a square too wide to tilt it. */
  async function varianceAt(e: number): Promise<number> {
    const corners = [-5, 5].flatMap((x) => [-5, 5].map((y) => [x, y]));
    const offsets = [-1 - e, -1 + e, 1 - e, 1 + e];
    const positions = Float32Array.from(offsets.flatMap((z) => corners.flatMap((corner) => [...corner, z])));
    const search = new NearestSearch(await buildKdTree(positions, host, context), 16);
    search.find(0, 0, 0, 16);
    return thicknessSquared(positions, search, 0, 0, 0, 16, new Float64Array(16));
  }
  // A share e² of 1 + e² in all lies within the two sheets; 16 points, less three that the plane took.
  const spreadOf = (share: number): number => Math.sqrt(share / (1 - share));

  it('is that within two sheets where they keep less than .12 of it', async () => {
    const [below, above] = [spreadOf(0.1188), spreadOf(0.1212)];
    expect(await varianceAt(below)).toBeCloseTo((below ** 2 * 16) / 13, 6);
    expect(await varianceAt(above)).toBeCloseTo(((1 + above ** 2) * 16) / 13, 6);
  });
});

describe('noise of few points', () => {
  // A plane takes three points; 24 are two neighbourhoods of twelve.
  it.each([
    [23, false],
    [24, true],
  ])('of %i: is found %s', async (count, isFound) => {
    expect((await measure(spherePoints(count, 3, 0.1))).noiseNorm > 0).toBe(isFound);
  });

  it('is not the curvature of a ball', async () => {
    const { noiseNorm, spacingNorm } = await measure(spherePoints(600, 5));
    expect(noiseNorm).toBeLessThan(0.05 * spacingNorm);
  });

  it('is seen in wider neighbourhoods where it is wider than the first', async () => {
    // Two spacings thick; twelve neighbours of a point show a third of it.
    const { noiseNorm, spacingNorm } = await measure(planePoints(300, 6, [1, 0, 0], [0, 1, 0], 0.12));
    expect(noiseNorm / 0.12).toBeGreaterThan(0.7);
    expect(spacingNorm).toBeLessThan(0.1);
  });

  it('of a plane, .15 of the spacing, is found but for a twentieth', async () => {
    // 4,000 points on a unit square are .93 / 63.2 apart.
    const noise = (0.15 * 0.93) / Math.sqrt(4000);
    const { noiseNorm } = await measure(planePoints(4000, 4, [1, 0, 0], [0, 1, 0], noise));
    expect(Math.abs(noiseNorm / noise - 0.95)).toBeLessThan(0.03);
  });
});
