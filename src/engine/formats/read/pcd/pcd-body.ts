/**
 * The points behind a PCD header: text, records, or one column after another packed by LZF.
 *
 * Nothing is believed of the header's counts: room is made for what the file's size bears out, and where POINTS and
 * WIDTH × HEIGHT disagree, the data decide. PCL fills its files with zeros to a full page, which are no points.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { attributesOf, BATCH_SIZE, COLUMN, COLUMN_COUNT } from '../columns.ts';
import { cutFileWarning } from '../cut-file.ts';
import { GridSamples } from './grid-centre.ts';
import { readPcdText } from './pcd-ascii.ts';
import { readPcdColumns } from './pcd-compressed.ts';
import { type PcdLayout, pcdLayout } from './pcd-fields.ts';
import { type PcdHeader, readPcdHeader } from './pcd-header.ts';
import { isZero, type PcdReading, recordBytes, takePcdPoints, warnOfRest } from './pcd-points.ts';
import { type CollectorOptions, PointCollector } from '../point-collector.ts';

/** `classification` is kept in a byte; the labels of segments go beyond. */
const LARGEST_LABEL = 255;

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readPcd(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const header = await readPcdHeader(cursor);
  const layout = pcdLayout(cursor.name, header);
  const { points, gridPoints, columnCount, data } = header;
  const grid = columnCount > 0 && points === gridPoints ? new GridSamples(columnCount, points) : undefined;
  const collector = new WatchedCollector(grid, {
    name: cursor.name,
    hasNormals: layout.keeps.includes('normals'),
    colorRange: layout.colorRange,
    attributes: attributesOf(sourcesByColumn(layout)),
    numbers: layout.numbers,
    trustedCount: trustedCount(cursor, header),
    options,
  });
  const warnings: string[] = [];
  const reading = { cursor, header, layout, collector, options, warnings };
  const read = data === 'ascii' ? readPcdText : data === 'binary' ? readPcdRecords : readPcdColumns;
  await read(reading);
  collector.flush();
  if (points !== gridPoints) {
    warnings.unshift(
      `${cursor.name}: the header says POINTS ${points} but WIDTH × HEIGHT ${gridPoints}; ${collector.seenCount} are there.`,
    );
  }
  const hasLabels = collector.largestLabel > LARGEST_LABEL;
  if (hasLabels) {
    warnings.push(`${cursor.name}: labels reach ${collector.largestLabel}, so they are no classes; they are left out.`);
  }
  // What the grid shows is true of the points; a header may be of another frame.
  const sensor = grid?.centre() ?? header.sensor;
  const facts = sensor && { scans: [{ name: cursor.name, sensor }] };
  const cloud = collector.finish(warnings, facts);
  return hasLabels ? withoutClasses(cloud) : cloud;
}

/** Sees the labels before they become bytes, and points beside their places in the grid. */
class WatchedCollector extends PointCollector {
  largestLabel = 0;
  readonly #grid: GridSamples | undefined;

  constructor(grid: GridSamples | undefined, options: CollectorOptions) {
    super(options);
    this.#grid = grid;
  }

  override flush(): void {
    const first = COLUMN.classification * BATCH_SIZE;
    for (let i = first; i < first + this.count; i++) {
      if (this.columns[i]! > this.largestLabel) this.largestLabel = this.columns[i]!;
    }
    if (this.#grid) {
      const record = this.seenCount - this.count;
      const [x, y, z] = [COLUMN.x, COLUMN.y, COLUMN.z].map((column) => column * BATCH_SIZE) as [number, number, number];
      for (let i = 0; i < this.count; i++) {
        this.#grid.take(record + i, this.columns[x + i]!, this.columns[y + i]!, this.columns[z + i]!);
      }
    }
    super.flush();
  }
}

function withoutClasses({ attributes = {}, ...cloud }: PointCloud): PointCloud {
  const { classification: _, ...others } = attributes;
  return { ...cloud, ...(Object.keys(others).length > 0 && { attributes: others }) };
}

function sourcesByColumn({ sources }: PcdLayout): number[] {
  const columns = new Array<number>(COLUMN_COUNT).fill(-1);
  for (const { column, field } of sources) columns[column] = field;
  return columns;
}

/** Points that the size of the file has room for. */
function trustedCount({ remaining }: ByteCursor, { points, gridPoints, fields, data }: PcdHeader): number {
  if (remaining === undefined || data === 'binary_compressed') return 0;
  const textBytes = 2 * fields.filter(({ isPadding }) => !isPadding).reduce((sum, { count }) => sum + count, 0);
  const least = data === 'ascii' ? textBytes : recordBytes(fields);
  return Math.min(points, gridPoints, least === 0 ? 0 : Math.floor(remaining / least));
}

async function readPcdRecords(reading: PcdReading): Promise<void> {
  const { cursor, header, options, warnings } = reading;
  const stride = recordBytes(header.fields);
  let offset = 0;
  const offsets = header.fields.map(({ bytes, count }) => (offset += bytes * count) - bytes * count);
  const [fewer, more] = [header.points, header.gridPoints].sort((a, b) => a - b) as [number, number];
  let promised = fewer;
  let done = 0;
  for (;;) {
    if (done === promised) {
      // What follows is points only where the larger count says so, and where it is more than padding.
      if (done >= more || !(await cursor.need(stride)) || isZero(cursor, stride)) break;
      promised = more;
    }
    if (!(await cursor.need(stride))) {
      warnings.push(cutFileWarning(cursor.name, { whole: done, promised }, options));
      return;
    }
    const { bytes, start } = cursor;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = Math.min(Math.floor(cursor.available / stride), promised - done);
    takePcdPoints(
      reading,
      () => view,
      (field) => start + offsets[field]!,
      () => stride,
      count,
    );
    cursor.start += count * stride;
    done += count;
  }
  await warnOfRest(cursor, warnings);
}
