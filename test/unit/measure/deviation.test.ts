import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { writeClosestWeights } from '../../../src/engine/measure/closest-weights.ts';
import { searchTreeSteps } from '../../../src/engine/measure/closest-point.ts';
import { deviationSteps, staysWithinSteps } from '../../../src/engine/measure/deviation.ts';
import { distanceSquaredToTriangle } from '../../../src/engine/measure/point-triangle.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { flatSquare, insideOut, torus, worldMesh } from '../../shapes/meshes.ts';
import { ball } from '../../shapes/procedural-shapes.ts';

const coordinate = fc.integer({ min: -64, max: 64 }).map((value) => value / 64);
const point = fc.tuple(coordinate, coordinate, coordinate);

it('the weights are those of a point as far away as the triangle is', () => {
  fc.assert(
    fc.property(point, point, point, point, (p, a, b, c) => {
      const corners = Float64Array.from([...a, ...b, ...c]);
      const weights = new Float64Array(3);
      writeClosestWeights(...p, corners, 0, 1, 2, weights);
      expect(Math.min(...weights)).toBeGreaterThan(-1e-12);
      expect(weights[0]! + weights[1]! + weights[2]!).toBeCloseTo(1, 12);
      const there = [0, 1, 2].map((axis) => weights[0]! * a[axis]! + weights[1]! * b[axis]! + weights[2]! * c[axis]!);
      const distance = Math.hypot(...there.map((value, axis) => value - p[axis]!));
      const area = Math.hypot(
        (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1]),
        (b[2] - a[2]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[2] - a[2]),
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]),
      );
      // A triangle without area answers with a point of a side: never closer than the closest.
      const closest = Math.sqrt(distanceSquaredToTriangle(...p, corners, 0));
      if (area > 0) expect(distance).toBeCloseTo(closest, 10);
      else expect(distance).toBeGreaterThan(closest - 1e-10);
    }),
    { numRuns: 2000 },
  );
});

describe('the deviation', () => {
  const measure = (from: WorldMesh, onto: WorldMesh) => finishSteps(deviationSteps(from, onto, 1));

  it('of a mesh from itself is none', () => {
    const { mean, share95, maximum, opposed } = measure(torus(20, 12), torus(20, 12));
    expect(Math.max(mean, share95, maximum)).toBeLessThan(1e-12);
    expect(opposed.length).toBe(0);
  });

  it('of a plane raised is how far', () => {
    const square = flatSquare(6);
    const raised = { ...square, positions: square.positions.map((value, i) => (i % 3 === 2 ? 0.25 : value)) };
    const { mean, share95, maximum } = measure(raised, square);
    for (const figure of [mean, share95, maximum]) expect(figure).toBeCloseTo(0.25, 12);
  });

  it('tells the middle of a tent from its foot, by area', () => {
    // Two triangles rise from 0 to a ridge of height 1 over a square: heights spread evenly from 0 to 1.
    const tent = worldMesh([0, 0, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0], [0, 1, 2, 0, 2, 3]);
    const floor = worldMesh([-9, -9, 0, 9, -9, 0, 9, 9, 0, -9, 9, 0], [0, 1, 2, 0, 2, 3]);
    const { mean, share95, maximum } = measure(tent, floor);
    expect(mean).toBeCloseTo(0.5, 1);
    expect(share95).toBeGreaterThan(0.8);
    expect(maximum).toBe(1);
  });

  it('sees what lies between the vertices of large triangles', () => {
    const fine = ball([0, 0, 0], 1, 40, 80);
    const coarse = ball([0, 0, 0], 1, 6, 12);
    // Every vertex of the coarse one lies on the sphere; its middles lie inside.
    expect(measure(coarse, fine).maximum).toBeGreaterThan(0.05);
  });

  it('asks nothing of vertices that no triangle uses', () => {
    const square = flatSquare(3);
    const lost = { ...square, positions: Float64Array.of(...square.positions, 0, 0, 9) };
    expect(measure(lost, square).maximum).toBeLessThan(1e-12);
  });

  it('stays within its greatest, and within nothing less', () => {
    const lone = [9, 9, 9];
    for (const [from, onto] of [
      [torus(20, 10), torus(14, 9)],
      [worldMesh([0, 0, 0, 4, 0, 0, 0, 4, 1, ...lone], [0, 1, 2]), flatSquare(3)],
    ] as const) {
      for (const least of [0, 1] as const) {
        const { maximum } = finishSteps(deviationSteps(from, onto, least));
        const tree = finishSteps(searchTreeSteps(onto));
        const verdicts = [maximum, maximum * (1 - 2 ** -52), 0, Infinity].map((most) =>
          finishSteps(staysWithinSteps({ from, onto, tree, least }, most)),
        );
        expect(verdicts).toEqual([true, false, false, true]);
      }
    }
  });

  it('names the triangles that face the other way', () => {
    expect(measure(insideOut(torus(12, 8)), torus(12, 8)).opposed.length).toBe(192);
  });

  it('the 95 % are those of the sorted distances', () => {
    // 100 equal triangles in planes at heights 1 to 100, far apart.
    const positions = Array.from({ length: 100 }, (_, i) => [
      9 * i,
      0,
      i + 1,
      9 * i + 1,
      0,
      i + 1,
      9 * i,
      1,
      i + 1,
    ]).flat();
    const from = worldMesh(
      positions,
      Array.from({ length: 300 }, (_, i) => i),
    );
    const floor = worldMesh([-1e4, -1e4, 0, 1e4, -1e4, 0, 0, 2e4, 0], [0, 1, 2]);
    const { mean, share95, maximum } = measure(from, floor);
    expect(mean).toBeCloseTo(50.5, 9);
    expect(share95).toBeCloseTo(95, 1);
    expect(maximum).toBe(100);
  });
});
