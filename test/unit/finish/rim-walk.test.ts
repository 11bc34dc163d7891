import { expect, it } from 'vitest';
import { holeMeshOf } from '../../../src/engine/finish/hole-mesh.ts';
import { RimWalk } from '../../../src/engine/finish/rim-walk.ts';
import { judgeInput } from './hole-shapes.ts';
import { type Point, sheet } from './shapes.ts';

const SHEET = sheet(40);
const MESH = holeMeshOf(judgeInput(SHEET, { distance: () => 0, spacing: () => 1 }));
const middles = SHEET.triangles.map((corners): Point => {
  const [a, b, c] = corners.map((i) => SHEET.points[i]!) as [Point, Point, Point];
  return [(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3, 0];
});
/** The triangles of a square of four by four cells in the middle, and its half-edges outward. */
const PATCH = middles.flatMap(([x, y], i) => (Math.abs(x) < 0.05 && Math.abs(y) < 0.05 ? [i] : []));
const RIM = PATCH.flatMap((triangle) =>
  [0, 1, 2].map((corner) => 3 * triangle + corner).filter((h) => !PATCH.includes(Math.floor(MESH.partners[h]! / 3))),
);

it('tells distances from the rim, and meets what is within reach once', () => {
  const walk = new RimWalk(MESH);
  const found = walk.outward(PATCH, RIM, 0.2);
  const rim = SHEET.points.filter(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) < 0.051);
  const distanceOf = ([x, y]: Point): number => Math.min(...rim.map(([u, v]) => Math.hypot(x - u, y - v)));
  const expected = middles.flatMap((middle, i) => (!PATCH.includes(i) && distanceOf(middle) <= 0.175 ? [i] : []));
  const triangles = found.map(({ triangle }) => triangle);
  expect(new Set(triangles).size).toBe(triangles.length);
  expect(expected.filter((triangle) => !triangles.includes(triangle))).toEqual([]);
  // What is learnt from neighbours may be another rim vertex than the nearest, a cell, .025, further at most.
  for (const { triangle, distance } of found) {
    expect(distance).toBeGreaterThanOrEqual(distanceOf(middles[triangle]!) - 1e-6);
    expect(distance).toBeLessThan(distanceOf(middles[triangle]!) + 0.025);
  }
  expect(walk.outward(PATCH, RIM, 0.2)).toEqual(found);
});
