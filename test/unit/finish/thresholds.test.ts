/** Measured thresholds of finishing: a case just below and one just above each is decided differently. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markClutter } from '../../../src/engine/finish/clutter.ts';
import { valuesAt } from '../../../src/engine/finish/finish-mesh.ts';
import { flipDiagonals } from '../../../src/engine/finish/flip-diagonals.ts';
import { markFarTriangles, retreatBorders, type VertexSupport } from '../../../src/engine/finish/trim-patches.ts';
import { shareFace } from '../../../src/engine/surface/case-table.ts';
import { turningPoint } from '../../thresholds.ts';
import {
  AGAINST,
  angle,
  area,
  cross,
  dot,
  meshOf,
  minus,
  onEdge,
  plus,
  type Point,
  square,
  voxelNorm,
} from './cell-points.ts';

/** A triangle whose corners are all at this distance from their points; spacings of .01, no voxel, no noise. */
function support(distance: number, change: Partial<VertexSupport> = {}): VertexSupport {
  const neighbourCount = 12;
  return {
    squared: new Float32Array(3).fill(distance ** 2),
    radii: new Float32Array(3).fill(0.01 * Math.sqrt(neighbourCount / Math.PI)),
    neighbourCount,
    voxelNorm: 0,
    noiseNorm: 0,
    ...change,
  };
}

describe('a triangle', () => {
  const TRIANGLE = Uint32Array.of(0, 1, 2);
  const isFar = (distance: number, change?: Partial<VertexSupport>): number =>
    markFarTriangles(TRIANGLE, support(distance, change))[0]!;
  const goes = (distance: number, change?: Partial<VertexSupport>): number =>
    retreatBorders(TRIANGLE, Uint8Array.of(1), support(distance, change));

  it.each<[string, Partial<VertexSupport>, number]>([
    ['2.5 spacings', {}, 0.025],
    ['1.5 voxels', { voxelNorm: 0.1 }, 0.15],
    ['2.5 deviations of the noise', { noiseNorm: 0.1 }, 0.25],
    ['as many of its own noise', { noiseNorm: 0.01, deviations: Float32Array.of(0.1, 0.1, 0.1) }, 0.25],
    ['as many of the whole where it has none', { noiseNorm: 0.1, deviations: new Float32Array(3) }, 0.25],
  ])('is far beyond %s', (_name, change, limit) => {
    expect([0.99, 1.01].map((share) => isFar(share * limit, change))).toEqual([0, 1]);
  });

  it.each<[string, Partial<VertexSupport>, number]>([
    ['1.2 spacings', {}, 0.012],
    ['a voxel', { voxelNorm: 0.1 }, 0.1],
    ['1.5 deviations of the noise', { noiseNorm: 0.1 }, 0.15],
    ['as many of its own noise', { noiseNorm: 0.01, deviations: Float32Array.of(0.1, 0.1, 0.1) }, 0.15],
  ])('goes from a border beyond %s', (_name, change, limit) => {
    expect([0.99, 1.01].map((share) => goes(share * limit, change))).toEqual([0, 1]);
  });
});

it('a vertex has the radius of the point nearest to it', () => {
  expect(valuesAt(Float32Array.of(1, 2, 3), Uint32Array.of(2, 0, 2))).toEqual(Float32Array.of(3, 1, 3));
});

describe('clutter', () => {
  /** Beside a main component of 10,000 points, an area of 1 and a confidence of .9: one of a tenth of its area. */
  const isClutter = (points: number, confidence: number, area = 0.1): number =>
    markClutter(
      Float64Array.of(1, area),
      Uint32Array.of(10_000, points),
      Float64Array.of(9000, points * confidence),
    )[1]!;

  it('has less than .3 of the density', () => {
    expect([297, 303].map((points) => isClutter(points, 0.5))).toEqual([1, 0]);
  });

  it('has a confidence more than .1 below', () => {
    expect([0.799, 0.801].map((confidence) => isClutter(200, confidence))).toEqual([1, 0]);
  });

  it('is all of fewer than twelve points', () => {
    expect([11, 12].map((points) => isClutter(points, 0.9, 0.0001))).toEqual([1, 0]);
  });
});

describe('a diagonal', () => {
  const times = (a: Point, factor: number): Point => [factor * a[0], factor * a[1], factor * a[2]];
  const unit = (a: Point): Point => times(a, 1 / Math.hypot(...a));

  function flipsOf(points: readonly Point[], indices: readonly number[]): number {
    const mesh = meshOf(points, indices);
    return flipDiagonals(mesh.positions, mesh.indices, voxelNorm);
  }

  const [A, B, C, D] = square(1) as [Point, Point, Point, Point];

  it('turns for a gain of a thousandth of a radian', () => {
    const gainOf = (steepness: number): number => {
      const [a, b, c, d] = square(steepness) as [Point, Point, Point, Point];
      return angle(area(b, c, d), area(d, a, b)) - angle(area(a, b, c), area(a, c, d));
    };
    const steepnesses = [0.99e-3, 1.01e-3].map((gain) => turningPoint((at) => gainOf(at) > gain, 0, 0.5));
    expect(steepnesses.map((steepness) => flipsOf(square(steepness), AGAINST))).toEqual([0, 1]);
  });

  it('stays where a neighbour turns away from the mean normal by a cosine of .3', () => {
    const mean = unit(plus(area(A, B, C), area(A, C, D)));
    // The neighbour beyond the side from B to C, turned about that side.
    const side = unit(minus(C, B));
    const across = unit(cross(side, mean));
    const corner = (turn: number): Point =>
      plus(B, plus(times(across, 0.5 * Math.cos(turn)), times(cross(across, side), 0.5 * Math.sin(turn))));
    const cosineOf = (turn: number): number => dot(unit(area(C, B, corner(turn))), mean);
    const turns = [0.297, 0.303].map((cosine) => turningPoint((turn) => cosineOf(turn) > cosine, 0, Math.PI / 2));
    expect(turns.map((turn) => flipsOf([A, B, C, D, corner(turn)], [...AGAINST, 2, 1, 4]))).toEqual([0, 1]);
  });

  it('stays where a vertex is nearer to a node than a 1024th of a voxel', () => {
    const ends = [0.98 / 1024, 1.02 / 1024].map((share) => [onEdge(8, share), B, C, D] as const);
    expect(ends.map((points) => flipsOf(points, AGAINST))).toEqual([0, 1]);
  });

  it('stays where a new triangle had less than a thousandth of the area', () => {
    // Any four edges of the cell and shares of them, of which one is moved until a triangle is so thin.
    const quads = fc.sample(
      fc.tuple(
        fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 4, maxLength: 4 }),
        fc.array(fc.double({ min: 0.05, max: 0.95, noNaN: true }), { minLength: 4, maxLength: 4 }),
      ),
      { numRuns: 1500, seed: 5 },
    );
    let compared = 0;
    for (const [edges, shares] of quads) {
      if (shareFace(edges[2]!, edges[3]!)) continue;
      const pointsAt = (share: number): Point[] => edges.map((edge, i) => onEdge(edge, i === 3 ? share : shares[i]!));
      const judge = (share: number): { least: number; gain: number } => {
        const [a, b, c, d] = pointsAt(share) as [Point, Point, Point, Point];
        const after = [area(a, d, c), area(d, b, c)] as const;
        const whole = plus(...after);
        const gain = angle(area(a, b, c), area(b, a, d)) - angle(...after);
        return { least: Math.min(...after.map((part) => dot(part, whole) / dot(whole, whole))), gain };
      };
      const [first, last] = [judge(0.05).least, judge(0.95).least];
      if (first > 1e-3 === last > 1e-3) continue;
      const thin = turningPoint((share) => judge(share).least > 0.98e-3, 0.05, 0.95);
      const thick = turningPoint((share) => judge(share).least > 1.02e-3, 0.05, 0.95);
      if (Math.min(judge(thin).gain, judge(thick).gain) < 0.01) continue;
      const indices = [0, 1, 2, 1, 0, 3];
      expect([thin, thick].map((share) => flipsOf(pointsAt(share), indices))).toEqual([0, 1]);
      compared++;
    }
    expect(compared).toBeGreaterThan(10);
  });
});
