/** What the readers of PCD's three kinds of data share: how points of binary numbers are taken in, and what ends them. */
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import type { PcdLayout } from './pcd-fields.ts';
import type { PcdHeader } from './pcd-header.ts';
import { decodePcdColumn } from './pcd-values.ts';
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
      decodePcdColumn(viewOf(field), type, start, stride, columns, target(column), count);
    }
    if (packed) {
      const stride = strideOf(packed.field);
      const [view, start] = [viewOf(packed.field), startOf(packed.field) + done * stride];
      // Blue lies first, since the whole is 0xAARRGGBB in little-endian bytes.
      decodePcdColumn(view, 'U1', start + 2, stride, columns, target(COLUMN.red), count);
      decodePcdColumn(view, 'U1', start + 1, stride, columns, target(COLUMN.green), count);
      decodePcdColumn(view, 'U1', start, stride, columns, target(COLUMN.blue), count);
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
