/** What the tests of E57 write and how they read it back. */
import { expect } from 'vitest';
import type { PointCloud } from '../../../../src/engine/cloud/point-cloud.ts';
import type { ReadOptions } from '../../../../src/engine/cloud/point-sample.ts';
import type { ReconstructError } from '../../../../src/engine/errors.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import {
  floatField,
  integerField,
  writeE57,
  type WrittenField,
  type WrittenFile,
  type WrittenScan,
} from '../../../formats/e57-writer.ts';
import { bytesSource, recordingContext } from './sources.ts';

export const COUNT = 60;
export const indices = Array.from({ length: COUNT }, (_, i) => i);
/** Places that float32 holds exactly, none twice. */
export const PLACES = indices.map((i) => [i / 8 - 2, (i % 7) / 4, ((i * i) % 11) / 16] as const);
export const axis = (at: 0 | 1 | 2): number[] => PLACES.map((place) => place[at]);

export const cartesian = (precision: 'single' | 'double' = 'double'): WrittenField[] => [
  floatField('cartesianX', axis(0), precision),
  floatField('cartesianY', axis(1), precision),
  floatField('cartesianZ', axis(2), precision),
];
export const scanOf = (fields: readonly WrittenField[], more: Partial<WrittenScan> = {}): WrittenScan => ({
  fields,
  recordCount: COUNT,
  ...more,
});
export const fileOf = (fields: readonly WrittenField[], more: Partial<WrittenScan> = {}): WrittenFile => ({
  scans: [scanOf(fields, more)],
});

export async function readBytes(bytes: Uint8Array, options: ReadOptions = {}, chunkBytes: number | number[] = 65536) {
  const { context } = recordingContext();
  return readCloud(bytesSource('a.e57', bytes, chunkBytes), context, options);
}
export const read = (file: WrittenFile, options?: ReadOptions): Promise<PointCloud> =>
  readBytes(writeE57(file), options);

export async function refusal(reading: Promise<PointCloud>): Promise<ReconstructError> {
  const error: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect((error as Error | undefined)?.name).toBe('ReconstructError');
  return error as ReconstructError;
}

/** World coordinates in float64. */
export const worldOf = ({ positions, shift }: PointCloud): number[] =>
  Array.from(positions, (value, i) => value + shift[(i % 3) as 0]);

export function expectNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
  expect(worst).toBeLessThan(tolerance);
}

export const limits = (...channels: readonly (readonly [number, number])[]): string => {
  const elements = ['Red', 'Green', 'Blue'].map(
    (name, i) =>
      `<color${name}Minimum type="Integer">${channels[i]![0]}</color${name}Minimum>` +
      `<color${name}Maximum type="Integer">${channels[i]![1]}</color${name}Maximum>`,
  );
  return `<colorLimits type="Structure">${elements.join('')}</colorLimits>`;
};
export const real = (name: string, value: number | undefined): string =>
  value === undefined ? '' : value === 0 ? `<${name} type="Float"/>` : `<${name} type="Float">${value}</${name}>`;
export const poseXml = (rotation?: readonly number[], translation?: readonly number[]): string =>
  '<pose type="Structure">' +
  (rotation
    ? `<rotation type="Structure">${[...'wxyz'].map((n, i) => real(n, rotation[i])).join('')}</rotation>`
    : '') +
  (translation
    ? `<translation type="Structure">${[...'xyz'].map((n, i) => real(n, translation[i])).join('')}</translation>`
    : '') +
  '</pose>';
export const colors = (
  range: readonly [number, number],
  value: (i: number, channel: number) => number,
): WrittenField[] =>
  ['colorRed', 'colorGreen', 'colorBlue'].map(
    (name, channel) =>
    integerField(name, indices.map((i) => value(i, channel)), ...range), // prettier-ignore
  );
