/**
 * What a camera sees of a room from within, pixel by pixel: its pixels lie at even steps across the image, not at even
 * angles.
 */
import type { SeenBall, Vector } from './ball-before-wall.ts';

/** Half of the room along x, y and z. */
const HALF: Vector = [0.5, 0.4, 0.3];
/** Pixels each way. */
const COLUMNS = 56;
const ROWS = 42;
/** Tangent of half the angle across. */
const WIDE = 0.9;

/** The camera looks along (3, 2, −.6)/3.66, into a corner; the normals face it. */
export function roomImage(place: Vector): SeenBall {
  const forward: Vector = unitOf([3, 2, -0.6]);
  const right: Vector = unitOf([forward[1], -forward[0], 0]);
  const above: Vector = [
    right[1] * forward[2] - right[2] * forward[1],
    right[2] * forward[0] - right[0] * forward[2],
    right[0] * forward[1] - right[1] * forward[0],
  ];
  const pitch = (2 * WIDE) / COLUMNS;
  const [positions, normals, spacings]: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const [u, v] = [pitch * (column + 0.5 - COLUMNS / 2), pitch * (row + 0.5 - ROWS / 2)];
      const ray = unitOf([0, 1, 2].map((k) => forward[k]! + u * right[k]! + v * above[k]!) as unknown as Vector);
      const ways = ray.map((along, k) => (Math.sign(along) * HALF[k]! - place[k]!) / along);
      const length = Math.min(...ways);
      const wall = ways.indexOf(length);
      positions.push(...place.map((value, k) => value + length * ray[k]!));
      normals.push(...[0, 1, 2].map((k) => (k === wall ? -Math.sign(ray[k]!) : 0)));
      // A pixel spans pitch² cos³ of the solid angle, and that is the square of the spacing, times cos over squared
      // distance.
      const cosine = 1 / Math.hypot(1, u, v);
      spacings.push((pitch * length * cosine ** 1.5) / Math.sqrt(Math.abs(ray[wall]!)));
    }
  }
  return {
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    spacings: Float32Array.from(spacings),
  };
}

function unitOf(a: Vector): Vector {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
}
