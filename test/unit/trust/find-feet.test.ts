/** The nearest vertex of each point, against looking at all of them. */
import { expect, it } from 'vitest';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { findFeet } from '../../../src/engine/trust/find-feet.ts';

const random = (stream: number, count: number, size: readonly number[] = [1, 1, 1]): Float32Array =>
  Float32Array.from({ length: 3 * count }, (_, i) => unitFloat(randomBits(3, stream, i)) * size[i % 3]!);

/** A normal that tells of which vertex it is. */
const numbered = (count: number): Float32Array =>
  Float32Array.from({ length: 3 * count }, (_, i) => (i % 3 === 0 ? Math.floor(i / 3) : 1));

function slowest(positions: Float32Array, points: Float32Array, point: number): number {
  const squared = (vertex: number): number =>
    [0, 1, 2].reduce((sum, axis) => sum + (positions[3 * vertex + axis]! - points[3 * point + axis]!) ** 2, 0);
  let best = 0;
  for (let vertex = 1; vertex < positions.length / 3; vertex++) if (squared(vertex) < squared(best)) best = vertex;
  return best;
}

it.each([
  ['one vertex', 1, [1, 1, 1]],
  ['vertices in space', 300, [1, 1, 1]],
  ['a flat surface', 300, [1, 1, 0]],
  ['a line', 50, [1, 0, 0]],
  ['vertices all at one place', 5, [0, 0, 0]],
  ['a surface like a band', 400, [1, 0.05, 0.001]],
])('of %s is the nearest vertex, the first of equals', async (_, count, size) => {
  const positions = random(1, count, size);
  // Points beside the surface, as those of a cloud are, and at its corners.
  const points = random(2, 200, size).map((value, i) => value + 0.02 * (unitFloat(randomBits(3, 9, i)) - 0.5));
  const spacings = Float32Array.from({ length: 200 }, (__, i) => i + 1);
  const feet = await INLINE_TASKS.runTask(findFeet, { positions, normals: numbered(count), points, spacings });
  for (let point = 0; point < 200; point++) {
    const wanted = slowest(positions, points, point);
    expect([...feet.subarray(4 * point, 4 * point + 4)], `point ${point}`).toSatisfy(
      ([x, y, z, spacing]: number[]) =>
        spacing === point + 1 && ((x === wanted && y === 1 && z === 1) || (x === 0 && y === 0 && z === 0)),
    );
  }
  const found = Array.from({ length: 200 }, (__, point) => feet[4 * point + 1]).filter((one) => one === 1);
  if (count >= 300) expect(found).toHaveLength(200);
});

it('is none for a point far from all of the surface', async () => {
  const positions = random(1, 4000);
  const points = Float32Array.of(0.5, 0.5, 0.5, 40, 0.5, 0.5);
  const spacings = Float32Array.of(1, 2);
  const feet = await INLINE_TASKS.runTask(findFeet, { positions, normals: numbered(4000), points, spacings });
  expect(feet[1]).toBe(1);
  // Outside of all cells, the nearest of them are asked all the same.
  expect(feet[4]).toBe(slowest(positions, points, 1));
});
