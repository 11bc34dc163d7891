import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestAxis } from '../../../src/engine/analysis/smallest-axis.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { LocalSurface } from '../../../src/engine/measure/local-surface.ts';
import { planeNormal } from '../../../src/engine/mesh/plane-normal.ts';
import { boxOf } from '../../../src/engine/neighbours/distance-search.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { anyCloud, randomCloud } from '../neighbours/clouds.ts';
import { quietContext } from '../../run-context.ts';
import { slowIsBeside, slowSurfaceDistance, type Triple } from './slow-surface-distance.ts';

const host = inlineHost({} as GPUDevice, 'none');
const surfaceOf = async (positions: Float32Array): Promise<LocalSurface> =>
  new LocalSurface(await buildKdTree(positions, host, quietContext), boxOf(positions));
const triples = (values: Float32Array): Triple[] =>
  Array.from({ length: values.length / 3 }, (_, i) => [values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!]);
const nearest = (points: readonly Triple[], v: Triple): number =>
  Math.min(...points.map((p) => Math.hypot(p[0] - v[0], p[1] - v[1], p[2] - v[2])));

/** Points 1 apart in z = 0, at random, 0 … 40 along x and y; `isKept` leaves some of them out. */
function sheet(isKept: (x: number, y: number) => boolean = () => true): Float32Array {
  const points = triples(randomCloud(1600, 5)).map(([x, y]) => [40 * x, 40 * y, 0] as const);
  return Float32Array.from(points.filter(([x, y]) => isKept(x, y)).flat());
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

describe('LocalSurface', () => {
  it('equals the formula, each against all: balls, slabs, sheets, ribbons and threads', async () => {
    const size = fc.constantFrom(1, 0.3, 0.05, 0.001, 0);
    const seed = fc.integer({ min: 1, max: 2 ** 31 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 120 }), seed, size, size, async (pointCount, from, wide, thick) => {
        // Random, so that no two points are as far: which of them belongs to the k nearest is not for the formula to
        // say.
        const positions = randomCloud(pointCount, from).map((value, i) => value * [1, wide, thick][i % 3]!);
        const surface = await surfaceOf(positions);
        for (const [x, y, z] of triples(randomCloud(20, from + 1))) {
          const v: Triple = [1.5 * x - 0.25, wide * y, (z - 0.5) * (thick + 0.1)];
          const expected = slowSurfaceDistance(triples(positions), v);
          // Both round by 10⁻¹⁶, and the axis of two nearly equal variances turns by as much over their difference.
          expect(Math.abs(surface.distance(...v) - expected)).toBeLessThan(1e-7);
          expect(surface.isBeside).toBe(slowIsBeside(triples(positions), v));
        }
      }),
    );
  });

  it('tells what lies beside the points, beyond a border or in a hole, from gaps of chance', async () => {
    const surface = await surfaceOf(sheet((x, y) => Math.hypot(x - 20, y - 20) > 6));
    const isBeside = (x: number, y: number, z: number): boolean => {
      surface.distance(x, y, z);
      return surface.isBeside;
    };
    expect([isBeside(44, 20, 0.01), isBeside(20, 20, 0), isBeside(44, 20, -0.01)]).toEqual([true, true, true]);
    // Over the points, and high above a border.
    const over = triples(randomCloud(400, 9)).filter(([x, y]) => Math.hypot(40 * x - 20, 40 * y - 20) > 8);
    const strays = over.filter(([x, y]) => isBeside(2 + 36 * x, 2 + 36 * y, 0.01));
    expect(strays.length).toBeLessThan(5);
    expect(isBeside(44, 20, 9)).toBe(false);
  });

  it('is never beyond the nearest point, nor less than nothing, in whatever cloud', async () => {
    const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
    await fc.assert(
      fc.asyncProperty(anyCloud, fc.tuple(coordinate, coordinate, coordinate), async (positions, v) => {
        const distance = (await surfaceOf(positions)).distance(...v);
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(nearest(triples(positions), v) * (1 + 1e-12));
      }),
    );
  });

  it('over a sampled sheet it is the height, wherever the points lie', async () => {
    const surface = await surfaceOf(sheet());
    const places = triples(randomCloud(400, 9)).map(([x, y]) => [5 + 30 * x, 5 + 30 * y] as const);
    const heights = places.map(([x, y]) => surface.distance(x, y, 0.25));
    // Some lie outside all of their nearest points: one in 40, by a fraction of the spacing.
    expect(heights.filter((height) => Math.abs(height - 0.25) > 1e-6).length).toBeLessThan(20);
    expect(Math.max(...heights)).toBeLessThan(1);
  });

  it('beyond a border and in a hole it is how far the rim is', async () => {
    const surface = await surfaceOf(sheet((x, y) => Math.hypot(x - 20, y - 20) > 6));
    const along = Array.from({ length: 41 }, (_, i) => i / 41);
    for (const out of [2, 4, 8]) {
      // The last point before a border is half a spacing from it.
      const measured = median(along.map((share) => surface.distance(40 + out, 5 + 30 * share, 0)));
      expect(Math.abs(measured - out)).toBeLessThan(0.6);
    }
    const inHole = (radius: number): number =>
      median(
        along.map((share) => {
          const angle = 2 * Math.PI * share;
          return surface.distance(20 + radius * Math.cos(angle), 20 + radius * Math.sin(angle), 0);
        }),
      );
    expect(Math.abs(inHole(4) - 2)).toBeLessThan(0.6);
    expect(inHole(2)).toBeGreaterThan(2.5);
    // From the middle the rim is all round; less what points at a rim are apart.
    expect(inHole(0)).toBeGreaterThan(3.5);
    expect(inHole(7.5)).toBeLessThan(0.1);
  });

  it('is the distance to the nearest point where points make no plane', async () => {
    const line = Float32Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? i : 0));
    const same = new Float32Array(60).fill(2);
    const asked: readonly Triple[] = [
      [0.4, 0.3, 0.6],
      [30, 4, -1],
      [2, 2, 2],
    ];
    // The corners of a cube: every direction as wide as the other.
    const cube = Float32Array.from({ length: 24 }, (_, i) => (Math.floor(i / 3) >> (i % 3)) & 1);
    for (const positions of [line, same, cube, Float32Array.of(1, 2, 3), Float32Array.of(1, 2, 3, 4, 0, 1)]) {
      const surface = await surfaceOf(positions);
      for (const v of asked) {
        expect(surface.distance(...v)).toBeCloseTo(nearest(triples(positions), v), 12);
      }
    }
  });

  it('three points are a plane', async () => {
    const surface = await surfaceOf(Float32Array.of(0, 0, 0, 3, 0, 0, 0, 3, 0));
    expect(surface.distance(1, 1, 0.5)).toBeCloseTo(0.5, 12);
  });
});

describe('planeNormal', () => {
  it('is the smallest axis of the Jacobi rotations, in any unit', () => {
    const offset = fc.double({ min: -1, max: 1, noNaN: true });
    const offsets = fc.array(fc.tuple(offset, offset, offset), { minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(offsets, fc.constantFrom(1e-30, 1e-6, 1, 1e9, 1e30), (points, unit) => {
        const of = (a: 0 | 1 | 2, b: 0 | 1 | 2) => points.reduce((total, p) => total + p[a] * p[b], 0) * unit * unit;
        const matrix = [of(0, 0), of(1, 1), of(2, 2), of(1, 2), of(2, 0), of(0, 1)] as const;
        const normal = new Float64Array(3);
        if (!planeNormal(Float64Array.from(matrix), normal)) return;
        expect(Math.hypot(...normal)).toBeCloseTo(1, 12);
        // Not the axes themselves: where two variances are as good as equal either will do. Where they are only just
        // told apart, 10⁻¹⁰ of the mean, rounding tilts the axis by some 10⁻⁶, and the variance by that squared.
        const variance = ([x, y, z]: Iterable<number> & readonly number[]) => {
          const [xx, yy, zz, yz, zx, xy] = matrix;
          return xx * x! * x! + yy * y! * y! + zz * z! * z! + 2 * (yz * y! * z! + zx * z! * x! + xy * x! * y!);
        };
        const least = variance([...smallestAxis(matrix)]);
        const total = matrix[0] + matrix[1] + matrix[2];
        expect(Math.abs(variance([...normal]) - least) / total).toBeLessThan(1e-10);
      }),
    );
  });

  it('gives none, and leaves the array, where no axis is the smallest', () => {
    const normal = Float64Array.of(7, 8, 9);
    for (const diagonal of [
      [0, 0, 0],
      [2, 2, 2],
      [5, 0, 0],
      [1, 1, 4],
      [1, 0.009, 0],
    ] as const) {
      expect(planeNormal(Float64Array.of(...diagonal, 0, 0, 0), normal)).toBe(false);
    }
    expect([...normal]).toEqual([7, 8, 9]);
    expect(planeNormal(Float64Array.of(1, 0.011, 0, 0, 0, 0), normal)).toBe(true);
    expect([...normal].map(Math.abs)).toEqual([0, 0, 1]);
  });
});
