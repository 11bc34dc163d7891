/** What hangs by a vertex alone is a crumb where it is small. */
import { expect, it } from 'vitest';
import { dropHangingCrumbs } from '../../../src/engine/finish/hanging-crumbs.ts';
import { sheet } from './shapes.ts';

/**
 * A flat square of 800 triangles, and a triangle of so many times the area of one of them that touches it in a corner.
 */
function withHanging(size: number, isKept = new Uint8Array(801).fill(1)): Uint8Array {
  const { points, triangles } = sheet(20);
  const corner = points.length - 1;
  const positions = Float32Array.from([...points, [0.5 + size / 20, 0.5, 0], [0.5, 0.55, 0]].flat());
  const indices = Uint32Array.from([...triangles, [corner, corner + 1, corner + 2]].flat());
  dropHangingCrumbs(positions, indices, isKept);
  return isKept;
}

const count = (isKept: Uint8Array): number => isKept.reduce((sum, flag) => sum + flag, 0);

it('goes up to 2e-4 of the whole area', () => {
  // One of 801 is 1.2e-3 of the area.
  const last = [0.15, 0.17].map((size) => withHanging(size)[800]);
  expect(last).toEqual([0, 1]);
  expect(count(withHanging(0.15))).toBe(800);
});

it('stays where it shares an edge, however small, and what was dropped stays dropped', () => {
  const { points, triangles } = sheet(20);
  const positions = Float32Array.from([...points, [0.5 + 1e-6, 0.5, 0]].flat());
  const [last, before] = [points.length - 1, points.length - 2];
  const indices = Uint32Array.from([...triangles, [before, points.length, last]].flat());
  const isKept = new Uint8Array(801).fill(1);
  isKept[0] = 0;
  dropHangingCrumbs(positions, indices, isKept);
  expect([isKept[0], isKept[800], count(isKept)]).toEqual([0, 1, 800]);
});

it('takes no triangle of a mesh of which nothing is kept', () => {
  expect(count(withHanging(1, new Uint8Array(801)))).toBe(0);
});
