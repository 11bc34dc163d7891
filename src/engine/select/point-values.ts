/** Selecting points by what they are: their height, or a number that the file has of each. */
import type { PointCloud } from '../cloud/point-cloud.ts';
import { emptyMask, type PointMask } from './point-mask.ts';

/** What points can be selected by. Heights are world z. */
export const POINT_VALUES = ['height', 'intensity', 'classification', 'returnNumber', 'time', 'scan'] as const;
export type PointValue = (typeof POINT_VALUES)[number];

/** How often each part of a range occurs, for drawing. */
export interface ValueHistogram {
  readonly low: number;
  readonly high: number;
  /** [bins] from the lowest to the highest, each as wide as the others. */
  readonly counts: readonly number[];
}

/** As many as are told apart over the width of a panel. */
const BINS = 48;

/** The number of a point, or of none where the file has no such numbers. */
function valueReader(cloud: PointCloud, value: PointValue): ((point: number) => number) | null {
  const { positions, shift, attributes } = cloud;
  if (value === 'height') return (point) => positions[3 * point + 2]! + shift[2];
  const values = attributes?.[value];
  return values ? (point) => values[point]! : null;
}

/** Null where the cloud has no such numbers, or none of them is finite. */
export function valueHistogram(cloud: PointCloud, value: PointValue): ValueHistogram | null {
  const read = valueReader(cloud, value);
  if (!read) return null;
  const pointCount = cloud.positions.length / 3;
  let [low, high] = [Infinity, -Infinity];
  for (let point = 0; point < pointCount; point++) {
    const number = read(point);
    if (number < low) low = number;
    if (number > high) high = number;
  }
  if (!(low <= high)) return null;
  const counts = new Array<number>(BINS).fill(0);
  const perBin = high > low ? BINS / (high - low) : 0;
  for (let point = 0; point < pointCount; point++) {
    const bin = Math.floor((read(point) - low) * perBin);
    if (bin >= 0) counts[Math.min(BINS - 1, bin)]!++;
  }
  return { low, high, counts };
}

/** The points whose number lies from `low` to `high`, both included; none of those that have no number. */
export function pointsByValue(cloud: PointCloud, value: PointValue, low: number, high: number): PointMask {
  const pointCount = cloud.positions.length / 3;
  const mask = emptyMask(pointCount);
  const read = valueReader(cloud, value);
  if (!read) return mask;
  for (let point = 0; point < pointCount; point++) {
    const number = read(point);
    if (number >= low && number <= high) mask[point >>> 5]! |= 1 << (point & 31);
  }
  return mask;
}
