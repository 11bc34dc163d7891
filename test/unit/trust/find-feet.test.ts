/** The nearest vertex of each point, against looking at all of them. */
import { expect, it } from 'vitest';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { findFeet, NO_FOOT } from '../../../src/engine/trust/find-feet.ts';

const random = (stream: number, count: number, size: readonly number[] = [1, 1, 1]): Float32Array =>
  Float32Array.from({ length: 3 * count }, (_, i) => unitFloat(randomBits(3, stream, i)) * size[i % 3]!);

const feetOf = (positions: Float32Array, points: Float32Array): Promise<Uint32Array> =>
  findFeet({ positions, points }, INLINE_TASKS, new AbortController().signal);

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
  const feet = await feetOf(positions, points);
  const near = [...feet].filter((foot) => foot !== NO_FOOT);
  for (let point = 0; point < 200; point++) {
    expect([slowest(positions, points, point), NO_FOOT], `point ${point}`).toContain(feet[point]);
  }
  if (count >= 300) expect(near).toHaveLength(200);
});

it('is found for more points than one task takes', async () => {
  const positions = random(1, 7);
  const points = random(2, 2 ** 15 + 100);
  const feet = await feetOf(positions, points);
  for (let point = 0; point < feet.length; point++) {
    if (feet[point] !== slowest(positions, points, point)) expect.fail(`point ${point} has its foot at ${feet[point]}`);
  }
});

it('is the first of vertices at equal distances, in whatever cells they lie', async () => {
  // A grid of vertices, and points halfway between eight of them, four, two.
  const axis = [0, 1, 2, 3, 4];
  const positions = Float32Array.from(axis.flatMap((z) => axis.flatMap((y) => axis.flatMap((x) => [x, y, z]))));
  const halves = Array.from({ length: 9 }, (_, i) => i / 2);
  const points = Float32Array.from(halves.flatMap((z) => halves.flatMap((y) => halves.flatMap((x) => [x, y, z]))));
  const feet = await feetOf(positions, points);
  feet.forEach((foot, point) => expect(foot, `point ${point}`).toBe(slowest(positions, points, point)));
});

it('is found from beyond all cells, by asking the nearest of them', async () => {
  const positions = random(1, 4000);
  const points = Float32Array.of(0.5, 0.5, 0.5, 40, 0.5, 0.5);
  const feet = await feetOf(positions, points);
  expect([...feet]).toEqual([slowest(positions, points, 0), slowest(positions, points, 1)]);
});

it('is none where no vertex is within eight cells', async () => {
  // Two heaps of vertices in opposite corners of a cube, whose sides have as many cells as make four for each vertex.
  const heaps = random(1, 4000, [0.01, 0.01, 0.01]).map((value, i) =>
    Math.floor(i / 3) % 2 === 0 ? value : 1 - value,
  );
  const side = Math.cbrt(1 / (4 * 4000));
  const points = Float32Array.of(0.5, 0.5, 0.5, 8.5 * side, 0.005, 0.005, 9.5 * side, 0.005, 0.005);
  expect([...(await feetOf(heaps, points))]).toEqual([NO_FOOT, slowest(heaps, points, 1), NO_FOOT]);
});
