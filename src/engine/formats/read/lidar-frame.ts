/** Frames of a spinning lidar (lidar-layout.ts) as a cloud. */
import type { PointCloud } from '../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../cloud/point-sample.ts';
import { FileHead } from '../file-head.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from './columns.ts';
import { cutFileWarning } from './cut-file.ts';
import { layoutOf } from './lidar-layout.ts';
import { PointCollector } from './point-collector.ts';

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readLidarFrame(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const { name, size } = cursor;
  // Nobody reads a file as a frame that was not told to be one by the same bytes.
  const layout = layoutOf(new FileHead(name, cursor.bytes.subarray(cursor.start, cursor.end), size))!;
  const recordBytes = 4 * layout.length;
  const collector = new PointCollector({
    name,
    hasNormals: false,
    colorRange: undefined,
    attributes: ['intensity'],
    trustedCount: size === undefined ? 0 : Math.floor(size / recordBytes),
    numbers: 'float32',
    options,
  });
  let done = 0;
  while (await cursor.need(recordBytes)) {
    const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.bytes.byteLength);
    const { columns, count } = collector;
    const ready = Math.min(Math.floor(cursor.available / recordBytes), BATCH_SIZE - count);
    for (let i = count; i < count + ready; i++, cursor.start += recordBytes) {
      columns[COLUMN.x * BATCH_SIZE + i] = view.getFloat32(cursor.start, true);
      columns[COLUMN.y * BATCH_SIZE + i] = view.getFloat32(cursor.start + 4, true);
      columns[COLUMN.z * BATCH_SIZE + i] = view.getFloat32(cursor.start + 8, true);
      columns[COLUMN.intensity * BATCH_SIZE + i] = view.getFloat32(cursor.start + 12, true);
    }
    done += ready;
    collector.count += ready;
    if (collector.count === BATCH_SIZE) collector.flush();
  }
  const where = `within a point of ${recordBytes} bytes`;
  const cut = cursor.available === 0 ? [] : [cutFileWarning(name, { whole: done, where }, options)];
  const told = `${name}: the file has no header; it is read as ${layout.join(' ')} of each point, as a lidar at 0 0 0 saw them.`;
  return collector.finish([told, ...cut], { scans: [{ name, sensor: [0, 0, 0] }] });
}
