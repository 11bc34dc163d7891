/** How many points lie about places: as counted one by one. */
import { expect, it } from 'vitest';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { countAbout } from '../../../src/engine/tiles/count-about.ts';

const random = (stream: number, i: number): number => unitFloat(randomBits(7, stream, i));
const frame = { centre: [10, -4, 2], worldPerNorm: 8 } as const;

it('counts the points within each radius, of radii a thousandfold apart, at the very edge and across cells', () => {
  const positions = Float32Array.from(
    { length: 3 * 2000 },
    (_, at) => frame.centre[at % 3]! + 8 * (random(1, at) - 0.5),
  );
  const places = Float32Array.from({ length: 3 * 60 }, (_, at) => random(2, at) - 0.5);
  const radii = Float32Array.from({ length: 60 }, (_, i) => 10 ** (-3 * random(3, i)) / 2);
  // A place at a point, with the radius of another point exactly.
  places.set([0, 0, 0], 0);
  positions.set([10, -4, 2, 14, -4, 2], 0);
  radii[0] = 0.5;
  const expected = Array.from(radii, (radius, place) => {
    let count = 0;
    for (let i = 0; i < positions.length; i += 3) {
      const squared = [0, 1, 2].reduce((sum, axis) => {
        const along = (positions[i + axis]! - frame.centre[axis]!) / frame.worldPerNorm;
        return sum + (along - places[3 * place + axis]!) ** 2;
      }, 0);
      if (squared <= radius ** 2) count++;
    }
    return count;
  });
  expect(Array.from(countAbout({ positions, frame, places, radii }))).toEqual(expected);
  expect(Math.max(...expected)).toBeGreaterThan(500);
  expect(Math.min(...expected)).toBe(0);
});

it('counts nothing about no place', () => {
  const none = new Float32Array();
  expect(countAbout({ positions: Float32Array.of(10, -4, 2), frame, places: none, radii: none })).toHaveLength(0);
});
