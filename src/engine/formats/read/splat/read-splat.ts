/**
 * The splats of antimatter15's viewer (`.splat`): 32 bytes each without a header. x y z and three scales
 * as float32, red green blue and opacity as bytes, a rotation in four bytes.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileError, cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { OPACITY, SplatCollector } from './splat-collector.ts';

const SPLAT_BYTES = 32;

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readSplat(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const { name, size } = cursor;
  const where = `within a splat of ${SPLAT_BYTES} bytes`;
  if (size !== undefined && size % SPLAT_BYTES !== 0 && !options.partial) {
    throw cutFileError(name, { whole: Math.floor(size / SPLAT_BYTES), where }, { byteCount: size });
  }
  const splats = new SplatCollector({
    name,
    trustedCount: size === undefined ? 0 : Math.floor(size / SPLAT_BYTES),
    numbers: 'float32',
    colors: 'bytes',
    opacity: 'share',
    options,
  });
  let done = 0;
  let isOdd = false;
  while (await cursor.need(SPLAT_BYTES)) {
    const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.bytes.byteLength);
    const ready = Math.min(Math.floor(cursor.available / SPLAT_BYTES), splats.room);
    const { columns, count } = splats;
    for (let i = count; i < count + ready; i++, cursor.start += SPLAT_BYTES) {
      const at = cursor.start;
      columns[COLUMN.x * BATCH_SIZE + i] = view.getFloat32(at, true);
      columns[COLUMN.y * BATCH_SIZE + i] = view.getFloat32(at + 4, true);
      columns[COLUMN.z * BATCH_SIZE + i] = view.getFloat32(at + 8, true);
      columns[COLUMN.red * BATCH_SIZE + i] = view.getUint8(at + 24);
      columns[COLUMN.green * BATCH_SIZE + i] = view.getUint8(at + 25);
      columns[COLUMN.blue * BATCH_SIZE + i] = view.getUint8(at + 26);
      columns[OPACITY * BATCH_SIZE + i] = view.getUint8(at + 27) / 255;
      // Nothing else tells whether the bytes are splats at all: a size is a number, and not below zero.
      for (let scale = at + 12; scale < at + 24; scale += 4) isOdd ||= !(view.getFloat32(scale, true) >= 0);
    }
    if (isOdd) throw noSplats(name, done);
    done += ready;
    splats.count += ready;
    if (splats.room === 0) splats.flush();
  }
  return splats.finish(cursor.available === 0 ? [] : [cutFileWarning(name, { whole: done, where }, options)]);
}

function noSplats(name: string, done: number): Error {
  const what = `no splats of ${SPLAT_BYTES} bytes: one of those after ${done} has a size that is no number`;
  return formatError(name, what, 'Check what wrote it, or rename it to what it is.', { splat: done });
}
