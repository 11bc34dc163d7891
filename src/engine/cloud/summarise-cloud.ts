/** What a cloud holds in figures: means, ranges and counts, as `gridpull info` prints them. */
import type { Triple } from '../math/triple.ts';
import type { PointCloud } from './point-cloud.ts';

export interface CloudSummary {
  /** World space. */
  readonly mean: Triple;
  /** Red, green, blue, 0…255. */
  readonly meanColor?: Triple;
  readonly firstColor?: Triple;
  readonly intensity?: readonly [min: number, max: number];
  /** Seconds. */
  readonly time?: readonly [min: number, max: number];
  /** Points by value, for those values that occur. */
  readonly classification?: Readonly<Record<string, number>>;
  readonly returnNumber?: Readonly<Record<string, number>>;
  readonly numberOfReturns?: Readonly<Record<string, number>>;
}

export function summariseCloud({ positions, shift, colors, attributes = {} }: PointCloud): CloudSummary {
  const { intensity, time, classification, returnNumber, returnCount } = attributes;
  const mean = meanOf(positions).map((value, axis) => value + shift[axis]!) as unknown as Triple;
  const [intensities, times] = [intensity && rangeOf(intensity), time && rangeOf(time)];
  return {
    mean,
    ...(colors && { meanColor: meanOf(colors), firstColor: [colors[0]!, colors[1]!, colors[2]!] }),
    ...(intensities && { intensity: intensities }),
    ...(times && { time: times }),
    ...(classification && { classification: countsOf(classification) }),
    ...(returnNumber && { returnNumber: countsOf(returnNumber) }),
    ...(returnCount && { numberOfReturns: countsOf(returnCount) }),
  };
}

function meanOf(triples: Float32Array | Uint8Array): Triple {
  const sums = [0, 0, 0] as [number, number, number];
  for (let i = 0; i < triples.length; i += 3) {
    sums[0] += triples[i]!;
    sums[1] += triples[i + 1]!;
    sums[2] += triples[i + 2]!;
  }
  const count = triples.length / 3;
  return [sums[0] / count, sums[1] / count, sums[2] / count];
}

/** Undefined where no point has a value. */
function rangeOf(values: Float32Array | Float64Array): [number, number] | undefined {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? [min, max] : undefined;
}

function countsOf(values: Uint8Array): Record<string, number> {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value]!++;
  return Object.fromEntries([...counts].flatMap((count, value) => (count > 0 ? [[String(value), count]] : [])));
}
