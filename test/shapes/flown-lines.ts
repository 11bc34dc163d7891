/**
 * Lines flown over hills by a scanner that sways, in closed form: what each beam met, under which angle, and from
 * where.
 */
import { randomBits, unitFloat } from '../../src/engine/math/random.ts';
import type { Triple } from '../../src/engine/math/triple.ts';
import { writeLas } from '../formats/las-writer.ts';

export interface FlownPoint {
  readonly place: Triple;
  /** Where the scanner was. */
  readonly from: Triple;
  /** From the vertical, radians. */
  readonly angle: number;
  /** Seconds. */
  readonly time: number;
  readonly line: number;
}

/** Above 0. */
export const FLIGHT_HEIGHT = 500;
const SPEED = 60;
const SECONDS = 12;
const HALF_SWATH = 180;

/** Two lines of 720 m beside one another, the second one the way back. */
export function flownLines(pointsOfLine: number): FlownPoint[] {
  return [0, 1].flatMap((line) => Array.from({ length: pointsOfLine }, (_, i) => flownPoint(line, i, pointsOfLine)));
}

/** Two lines of 2,000 points as a LAS file of format 6, whose scan angles have steps of .006°. */
export function flownFile(): Uint8Array<ArrayBuffer> {
  const records = flownLines(2000).map(({ place, angle, time, line }) => ({
    place: place.map((value) => Math.round(1000 * value)) as [number, number, number],
    angle: Math.round((angle * 180) / Math.PI / 0.006),
    source: 7 + line,
    time,
  }));
  return writeLas(records, { format: 6 });
}

function flownPoint(line: number, i: number, count: number): FlownPoint {
  const seconds = (SECONDS * (i + 0.5)) / count;
  const way = SPEED * seconds;
  const sway = 8 * Math.sin(0.9 * seconds);
  const from: Triple = line === 0 ? [way, sway, FLIGHT_HEIGHT] : [720 - way, 250 + sway, FLIGHT_HEIGHT + 20];
  const beside = HALF_SWATH * (2 * unitFloat(randomBits(5, line, i)) - 1);
  const [x, y] = [from[0], from[1] + (line === 0 ? beside : -beside)];
  const z = 20 * Math.sin(x / 90) * Math.cos(y / 70) + (x % 100 < 30 && y % 80 < 30 ? 12 : 0);
  return { place: [x, y, z], from, angle: Math.atan2(beside, from[2] - z), time: 3.2e8 + 100 * line + seconds, line };
}
