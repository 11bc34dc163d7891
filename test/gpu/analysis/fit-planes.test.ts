import { describe, expect, it } from 'vitest';
import { fitPlanes, GUESS_SHARE } from '../../../src/engine/analysis/fit-planes.ts';
import type { ScaleEstimate } from '../../../src/engine/analysis/measure-scale.ts';
import { findNearest } from '../../../src/engine/neighbours/find-nearest.ts';
import {
  joinPoints,
  nearestOf,
  planeOf,
  planePoints,
  randomNumbers,
  sineBetween,
  spherePoints,
} from '../../reference/analysis.ts';
import { stageOf } from '../stage.ts';
import { context, onDevice } from './shared.ts';

const scaleWith = (neighbourCount: number, neighbourhoodNorm = 0.1): ScaleEstimate => ({
  spacingNorm: 0.01,
  noiseNorm: 0,
  neighbourCount,
  neighbourhoodNorm,
});

interface Planes {
  readonly axes: Float32Array; // [4 × count], w = confidence
  readonly radii: Float32Array;
}

/** `listed`: how many neighbours of every point are found beforehand. */
async function fit(positions: Float32Array, scale: ScaleEstimate, listed?: number): Promise<Planes> {
  using cloud = await onDevice(positions);
  const { gpu, scope, tree, points, count } = cloud;
  const lists =
    listed === undefined
      ? undefined
      : await findNearest(stageOf(gpu, { scope, context }), { tree, queries: points, queryCount: count, k: listed });
  const planes = await fitPlanes(stageOf(gpu, { scope, context }), {
    tree,
    points,
    pointCount: count,
    scale,
    listed: lists,
  });
  expect(planes.neighbourCount).toBe(Math.min(scale.neighbourCount, count));
  return { axes: await gpu.readFloats(planes.normals, 4 * count), radii: await gpu.readFloats(planes.radii, count) };
}

const axisOf = ({ axes }: Planes, i: number): number[] => [...axes.slice(4 * i, 4 * i + 3)];
const every = (count: number, most: number): number[] =>
  Array.from({ length: Math.min(count, most) }, (_, j) => Math.floor((j * count) / Math.min(count, most)));

/**
 * Float32 moments are sums of up to 199 numbers below 1: their error is a few roundings of the radius squared (6e-8
 * measured on 200,000 points). An error ε of the covariance turns the axis by ε / (λ₁ - λ₀) and moves the confidence
 * by 2ε / λ₁.
 */
const MOMENT_ERROR = 5e-7;

function expectPlane(planes: Planes, i: number, positions: Float32Array, k: number, rimSquared: number): void {
  const reference = planeOf(positions, nearestOf(positions, i, k), rimSquared);
  const [smallest, middle] = reference.values.map((value) => value / rimSquared);
  expect(Math.hypot(...axisOf(planes, i))).toBeCloseTo(1, 5);
  expect(sineBetween(axisOf(planes, i), reference.axis), `axis ${i}`).toBeLessThan(
    MOMENT_ERROR / (middle! - smallest!),
  );
  expect(Math.abs(planes.axes[4 * i + 3]! - reference.confidence), `confidence ${i}`).toBeLessThan(
    (2 * MOMENT_ERROR) / middle!,
  );
}

const randomPoints = (count: number, seed: number): Float32Array => {
  const random = randomNumbers(seed);
  return Float32Array.from({ length: 3 * count }, () => random() - 0.5);
};
const tilted = [
  [0.6, 0, 0.8],
  [0, 1, 0],
] as const;
const tiltedNormal = [-0.8, 0, 0.6];

describe('planes of listed neighbours', () => {
  // One workgroup and its neighbours.
  it.each([8, 63, 64, 65, 1000])('equal the reference on %i random points', async (count) => {
    const positions = randomPoints(count, count);
    const k = Math.min(13, count);
    const planes = await fit(positions, scaleWith(13));
    for (const i of every(count, 200)) {
      const rim = nearestOf(positions, i, k).squared[k - 1]!;
      expect(planes.radii[i]).toBeCloseTo(Math.sqrt(rim), 6);
      expectPlane(planes, i, positions, k, rim);
    }
  });

  it.each([1, 8, 63, 64, 65, 1000, 45_000])('are the same from lists made before, %i points', async (count) => {
    const positions = count > 1000 ? spherePoints(count, 8) : randomPoints(count, count);
    const searched = await fit(positions, scaleWith(12));
    for (const listed of [12, 13]) expect(await fit(positions, scaleWith(12), listed)).toEqual(searched);
  });

  it('are searched for where the lists are too short', async () => {
    const positions = randomPoints(300, 4);
    expect(await fit(positions, scaleWith(12), 11)).toEqual(await fit(positions, scaleWith(12)));
  });

  it('gives nothing for no points', async () => {
    const { axes, radii } = await fit(new Float32Array(0), scaleWith(12));
    expect(axes).toHaveLength(0);
    expect(radii).toHaveLength(0);
  });

  it.each([
    ['one point', [0.1, 0.2, 0.3]],
    ['points on a line', Array.from({ length: 40 }, (_, i) => [i / 40, 0, 0]).flat()],
  ])('has no confidence in %s', async (_name, numbers) => {
    const planes = await fit(Float32Array.from(numbers), scaleWith(12));
    for (let i = 0; i < numbers.length / 3; i++) {
      expect(Math.hypot(...axisOf(planes, i))).toBeCloseTo(1, 5);
      expect(planes.axes[4 * i + 3]).toBe(0);
    }
  });

  it('finds a tilted plane to float32', async () => {
    const positions = planePoints(2000, 3, [...tilted[0]], [...tilted[1]]);
    const planes = await fit(positions, scaleWith(12));
    for (const i of every(2000, 2000)) {
      // Coordinates are rounded to 3e-8 against a radius of .05; confidence sees the square of that.
      expect(sineBetween(axisOf(planes, i), tiltedNormal)).toBeLessThan(1e-4);
      expect(planes.axes[4 * i + 3]).toBeGreaterThan(0.9999);
    }
  });

  it('keeps the order of points past one dispatch', async () => {
    // 2^19 / 12 points a dispatch.
    const positions = spherePoints(45_000, 8);
    const planes = await fit(positions, scaleWith(12));
    for (const i of [43_689, 43_690, 43_691, 44_999]) {
      expectPlane(planes, i, positions, 12, nearestOf(positions, i, 12).squared[11]!);
    }
  });
});

describe('planes of counted neighbours', () => {
  const counts = (positions: Float32Array, radii: Float32Array, sample: readonly number[]): number[] =>
    sample.map((i) => nearestOf(positions, i, Infinity).squared.filter((squared) => squared <= radii[i]! ** 2).length);

  it.each([17, 63, 64, 65, 2000])('equal the reference within their radius, %i points', async (count) => {
    const positions = randomPoints(count, count);
    const wanted = Math.min(40, count);
    const planes = await fit(positions, scaleWith(40));
    for (const i of every(count, 100)) {
      const rim = planes.radii[i]! ** 2;
      const inside = nearestOf(positions, i, Infinity).squared.filter((squared) => squared <= rim).length;
      expect(Math.abs(inside - wanted)).toBeLessThanOrEqual(5);
      expectPlane(planes, i, positions, inside, rim);
    }
  });

  describe('reach from the first point', () => {
    /**
     * The squared radius round the first of points on a spiral at the given squared distances; the first ball's own.
     */
    async function squaredRadius(squares: readonly number[], wanted: number, first: number): Promise<number> {
      const ring = squares.flatMap((squared, j) => {
        const around = Math.PI * (3 - Math.sqrt(5)) * j;
        return [Math.sqrt(squared) * Math.cos(around), Math.sqrt(squared) * Math.sin(around), 0];
      });
      const scale = scaleWith(wanted, Math.sqrt(first / GUESS_SHARE));
      const { radii } = await fit(Float32Array.from([0, 0, 0, ...ring]), scale);
      return radii[0]! ** 2;
    }

    it('to midway between the wanted point and the next', async () => {
      // Four points in each of the 32 bins; the 43rd, counted with the first itself, is the second of its bin.
      const squares = Array.from({ length: 200 }, (_, j) => (j + 0.5) / 400);
      expect(await squaredRadius(squares, 43, (32 * 4) / 400)).toBeCloseTo(42 / 400, 5);
    });

    it('into a bin of more than an eighth of the wanted points', async () => {
      // Bins are .25 wide. The second holds twenty points, nineteen of them in its first fifth; the twelfth is wanted.
      const even = Array.from({ length: 30 }, (_, j) => (j + 0.5) / 120);
      const crowd = Array.from({ length: 19 }, (_, j) => 0.25 + (0.05 * (j + 0.5)) / 19);
      const squares = [...even, ...crowd, 0.45, ...Array.from({ length: 60 }, (_, j) => 0.51 + j / 10)];
      // Within a gap of the crowd; even within its bin the wanted point would lie at .4.
      expect(await squaredRadius(squares, 43, 32 * 0.25)).toBeCloseTo(0.25 + (0.05 * 12) / 19, 2);
    });
  });

  // Each guess is far too small or far too large for most points: the search must not depend on it.
  it.each([1e-3, 0.02, 0.5])('hold the wanted number whatever the guess, %f', async (guess) => {
    // Densities of 1 : 100 : 3,500 in one cloud; scans have 1 : 30.
    const positions = joinPoints(
      spherePoints(3000, 1),
      planePoints(3000, 2, [0.18, 0, 0], [0, 0.18, 0]).map((value, i) => (i % 3 === 0 ? value + 1 : value)),
      planePoints(3000, 3, [0.03, 0, 0], [0, 0.03, 0]).map((value, i) => (i % 3 === 0 ? value - 1 : value)),
    );
    const wanted = 150;
    const sample = every(9000, 120);
    const { radii } = await fit(positions, scaleWith(wanted, guess));
    const found = counts(positions, radii, sample);
    for (const count of found) expect(Math.abs(count - wanted)).toBeLessThanOrEqual(wanted / 8);
    const error = found.reduce((sum, count) => sum + Math.abs(count - wanted), 0) / found.length;
    expect(error).toBeLessThan(0.02 * wanted);
    const bias = found.reduce((sum, count) => sum + count - wanted, 0) / found.length;
    expect(Math.abs(bias)).toBeLessThan(0.01 * wanted);
  });

  it('finds the tangent planes of a sphere', async () => {
    const positions = spherePoints(20_000, 5);
    const planes = await fit(positions, scaleWith(60, 0.05));
    const sines = every(20_000, 20_000).map((i) => sineBetween(axisOf(planes, i), axisFrom(positions, i)));
    sines.sort((a, b) => a - b);
    // An even spread of 60 points with 12 % sagitta of a radius of .055: half a degree at the median.
    expect(sines[10_000]).toBeLessThan(0.01);
    expect(sines[19_800]).toBeLessThan(0.05);
  });

  it('survives points that coincide', async () => {
    const positions = joinPoints(new Float32Array(3 * 500).fill(0.25), spherePoints(500, 6));
    const { axes, radii } = await fit(positions, scaleWith(40));
    for (const value of [...axes, ...radii]) expect(Number.isFinite(value)).toBe(true);
    for (let i = 0; i < 500; i++) expect(radii[i]).toBeLessThan(1e-4);
  });

  it('gives the same bytes twice', async () => {
    const positions = spherePoints(3000, 7, 0.01);
    expect(await fit(positions, scaleWith(100))).toEqual(await fit(positions, scaleWith(100)));
  });
});

function axisFrom(positions: Float32Array, i: number): number[] {
  return [0, 1, 2].map((c) => 2 * positions[3 * i + c]!);
}

it('stops when the run is cancelled', async () => {
  using cloud = await onDevice(spherePoints(100, 1));
  const { gpu, scope, tree, points, count } = cloud;
  const controller = new AbortController();
  controller.abort('enough');
  const cancelled = { ...context, signal: controller.signal };
  await expect(
    fitPlanes(stageOf(gpu, { scope, context: cancelled }), { tree, points, pointCount: count, scale: scaleWith(12) }),
  ).rejects.toBe('enough');
});
