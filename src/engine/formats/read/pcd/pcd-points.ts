/**
 * What the readers of PCD's three kinds of data share: how points of binary numbers are taken in, and what ends them.
 */
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import type { PcdLayout } from './pcd-fields.ts';
import type { PcdHeader, PcdType } from './pcd-header.ts';
import { decodeColumn, type ScalarType } from '../scalars.ts';
import type { PointCollector } from '../point-collector.ts';

/** What the readers of the three kinds of data work with. */
export interface PcdReading {
  readonly cursor: ByteCursor;
  readonly header: PcdHeader;
  readonly layout: PcdLayout;
  readonly collector: PointCollector;
  readonly options: ReadOptions;
  /** Receives a sentence for all that is odd. */
  readonly warnings: string[];
}

/** PCD's TYPE and SIZE; its numbers are little-endian, as all programs write them. */
const SCALARS: Readonly<Record<PcdType, ScalarType>> = {
  I1: 'int8',
  I2: 'int16',
  I4: 'int32',
  I8: 'int64',
  U1: 'uint8',
  U2: 'uint16',
  U4: 'uint32',
  U8: 'uint64',
  F4: 'float32',
  F8: 'float64',
};
/** Zeros behind the data that are looked through for something else. */
const MOST_PADDING = 1 << 20;
export function recordBytes(fields: PcdHeader['fields']): number {
  return fields.reduce((sum, { bytes, count }) => sum + bytes * count, 0);
}

/** Takes in points whose numbers lie `stride` bytes apart, the first of each field at `startOf(field)`. */
export function takePcdPoints(
  { layout, collector }: PcdReading,
  viewOf: (field: number) => DataView,
  startOf: (field: number) => number,
  strideOf: (field: number) => number,
  pointCount: number,
): void {
  const { sources, packed } = layout;
  const { columns } = collector;
  for (let done = 0; done < pointCount;) {
    const count = Math.min(pointCount - done, collector.room);
    const target = (column: number): number => column * BATCH_SIZE + collector.count;
    for (const { column, field, type, byteOffset } of sources) {
      const stride = strideOf(field);
      const start = startOf(field) + byteOffset + done * stride;
      decodeColumn(viewOf(field), SCALARS[type], true, start, stride, columns, target(column), count);
    }
    if (packed) {
      const stride = strideOf(packed.field);
      const [view, start] = [viewOf(packed.field), startOf(packed.field) + done * stride];
      // Blue lies first, since the whole is 0xAARRGGBB in little-endian bytes.
      decodeColumn(view, 'uint8', true, start + 2, stride, columns, target(COLUMN.red), count);
      decodeColumn(view, 'uint8', true, start + 1, stride, columns, target(COLUMN.green), count);
      decodeColumn(view, 'uint8', true, start, stride, columns, target(COLUMN.blue), count);
    }
    done += count;
    collector.count += count;
    if (collector.room === 0) collector.flush();
  }
}

/** Whether the next bytes are all zero. */
export function isZero({ bytes, start }: ByteCursor, length: number): boolean {
  for (let at = start; at < start + length; at++) if (bytes[at] !== 0) return false;
  return true;
}

/** Says so where bytes other than zeros follow the points. */
export async function warnOfRest(cursor: ByteCursor, warnings: string[]): Promise<void> {
  const first = cursor.offset;
  while (cursor.offset - first < MOST_PADDING && (await cursor.need(1))) {
    if (!isZero(cursor, cursor.available)) {
      warnings.push(
        `${cursor.name}: bytes after the last point (from byte ${first}) were ignored; the header does not mention them.`,
      );
      return;
    }
    cursor.start = cursor.end;
  }
}
