import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TriangleSearch } from '../../../src/engine/measure/closest-point.ts';
import { distanceSquaredToTriangle } from '../../../src/engine/measure/point-triangle.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { torus, worldMesh } from '../../shapes/meshes.ts';
import { type Point, slowDistance, slowTriangleSquared } from './slow-distance.ts';

const cornerOf = ({ positions }: WorldMesh, vertex: number): Point => [
  positions[3 * vertex]!,
  positions[3 * vertex + 1]!,
  positions[3 * vertex + 2]!,
];

/** On a lattice of 1/64 both ways compute every product exactly; needles are covered, their cancellation is not. */
const coordinate = fc.integer({ min: -64, max: 64 }).map((value) => value / 64);
const point = fc.tuple(coordinate, coordinate, coordinate);

/** What is left to round: the foot of the perpendicular, a few ulps of coordinates near 1. */
const DISTANCE_TOLERANCE = 1e-12;

describe('distance to one triangle', () => {
  it('equals plane and sides on random points', () => {
    fc.assert(
      fc.property(point, point, point, point, (p, a, b, c) => {
        const found = distanceSquaredToTriangle(...p, Float64Array.from([...a, ...b, ...c]), 0);
        expect(Math.abs(Math.sqrt(found) - Math.sqrt(slowTriangleSquared(p, a, b, c)))).toBeLessThan(
          DISTANCE_TOLERANCE,
        );
      }),
      { numRuns: 2000 },
    );
  });

  const corners = Float64Array.from([9, 9, 9, 0, 0, 0, 2, 0, 0, 0, 2, 0]);
  it.each([
    ['corner a', [-1, -1, 1], 3],
    ['corner b', [3, -1, 0], 2],
    ['corner c', [-1, 3, 0], 2],
    ['side ab', [1, -2, 0], 4],
    ['side ac', [-2, 1, 0], 4],
    ['side bc', [2, 2, 0], 2],
    ['inside', [0.5, 0.5, -3], 9],
    ['on it', [0.5, 0.5, 0], 0],
  ] as const)('the region of %s', (_name, [x, y, z], squared) => {
    expect(distanceSquaredToTriangle(x, y, z, corners, 3)).toBeCloseTo(squared, 12);
  });

  it('a triangle that is a point or a line', () => {
    expect(distanceSquaredToTriangle(1, 2, 2, new Float64Array(9), 0)).toBe(9);
    expect(distanceSquaredToTriangle(1, 1, 0, Float64Array.from([0, 0, 0, 2, 0, 0, 4, 0, 0]), 0)).toBeCloseTo(1, 12);
  });
});

describe('the tree', () => {
  it('finds what a search through all triangles finds', () => {
    const soup = fc.array(fc.tuple(point, point, point), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(soup, fc.array(point, { minLength: 1, maxLength: 5 }), (triangles, queries) => {
        const positions = triangles.flat(2);
        const mesh = worldMesh(
          positions,
          Array.from({ length: positions.length / 3 }, (_, i) => i),
        );
        const tree = finishSteps(TriangleSearch.buildSteps(mesh));
        for (const query of queries) {
          const triangle = tree.findClosest(...query);
          const distance = Math.sqrt(tree.distanceSquared);
          expect(Math.abs(distance - slowDistance(mesh, query))).toBeLessThan(DISTANCE_TOLERANCE);
          const [a, b, c] = [0, 1, 2].map((k) => cornerOf(mesh, 3 * triangle + k)) as [Point, Point, Point];
          expect(Math.abs(distance - Math.sqrt(slowTriangleSquared(query, a, b, c)))).toBeLessThan(DISTANCE_TOLERANCE);
        }
      }),
    );
  });

  it.each([1, 2, 4, 5, 8, 9])('holds every one of %i triangles', (count) => {
    const centres = Array.from({ length: count }, (_, i) => [10 * i, 0, 0, 10 * i + 1, 0, 0, 10 * i, 1, 0]).flat();
    const mesh = worldMesh(
      centres,
      Array.from({ length: 3 * count }, (_, i) => i),
    );
    const tree = finishSteps(TriangleSearch.buildSteps(mesh));
    for (let i = 0; i < count; i++) {
      expect(tree.findClosest(10 * i + 0.2, 0.2, 0.5)).toBe(i);
      expect(tree.distanceSquared).toBeCloseTo(0.25, 12);
    }
  });

  it('equal centroids split evenly and do not hang', () => {
    const mesh = worldMesh(
      [0, 0, 0, 1, 0, 0, 0, 1, 0],
      Array.from({ length: 3000 }, (_, i) => i % 3),
    );
    const tree = finishSteps(TriangleSearch.buildSteps(mesh));
    tree.findClosest(0.1, 0.1, 2);
    expect(tree.distanceSquared).toBe(4);
  });

  it('on a torus: the distance to the smooth surface within the tessellation', () => {
    const tree = finishSteps(TriangleSearch.buildSteps(torus(400, 200)));
    for (let i = 0; i < 200; i++) {
      const [x, y, z] = [2 * Math.sin(1.1 * i), 2 * Math.sin(2.3 * i), Math.sin(3.7 * i)];
      tree.findClosest(x, y, z);
      const exact = Math.abs(Math.hypot(Math.hypot(x, y) - 1, z) - 0.3);
      // Sagitta of the coarser direction: 1.3·(1 − cos(π/400)) = 4e-5.
      expect(Math.abs(Math.sqrt(tree.distanceSquared) - exact)).toBeLessThan(1e-4);
    }
  });
});
