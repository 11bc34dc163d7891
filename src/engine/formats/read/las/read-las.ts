/**
 * LAS, and LAZ, which is LAS with packed points (`read-laz.ts`). Plain points are streamed. The bounds of the header
 * are not believed: many programs write those of another cloud.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { cutFileError, cutFileWarning, PARTIAL_HINT } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { type LasHeader, readLasHeader } from './las-header.ts';
import { collectorFor, finishLas, type LasReading } from './las-cloud.ts';
import { LasPointDecoder } from './las-points.ts';
import { type LasRecords, readEvlrs, readingOn, readVlrs } from './las-records.ts';

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readLas(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const header = await readLasHeader(cursor);
  const warnings: string[] = [];
  const records = await readVlrs(cursor, header, warnings);
  if (!isPacked(cursor, header, records))
    return readPlain(cursor, await pastSignature(cursor, header), records, { options, warnings });
  const { readLaz } = await import('./read-laz.ts');
  return readLaz(cursor, header, records, { options, warnings });
}

/** Some programs leave LASzip's record in a file that they unpacked, others forget the mark of the point format. */
function isPacked({ size }: ByteCursor, header: LasHeader, records: LasRecords): boolean {
  const { laszip } = records;
  if (laszip?.[0] === 0 && laszip[1] === 0) return false;
  if (header.isMarkedPacked) return true;
  if (!laszip) return false;
  return size !== undefined && size < header.pointStart + header.pointCount * header.recordBytes;
}

/** Version 1.0 may have two bytes, 0xCCDD, in front of the first point, and the header may mean those. */
async function pastSignature(cursor: ByteCursor, header: LasHeader): Promise<LasHeader> {
  const { version, pointStart, pointCount, recordBytes } = header;
  if (version !== '1.0' || !(await cursor.need(pointStart + 2))) return header;
  const at = cursor.start + pointStart;
  const [first, second] = [cursor.bytes[at], cursor.bytes[at + 1]];
  const isSignature = (first === 0xdd && second === 0xcc) || (first === 0xcc && second === 0xdd);
  if (!isSignature || cursor.size !== pointStart + 2 + pointCount * recordBytes) return header;
  return { ...header, pointStart: pointStart + 2 };
}

async function readPlain(
  cursor: ByteCursor,
  header: LasHeader,
  records: LasRecords,
  { options, warnings }: LasReading,
): Promise<PointCloud> {
  const { name } = cursor;
  const { pointStart, pointCount, recordBytes } = header;
  const there = wholeRecords(cursor, header);
  const isShort = there !== undefined && there < pointCount;
  if (isShort && !options.partial) throw cutFileError(name, { whole: there, promised: pointCount });
  if (pointCount === 0 && there !== undefined && there > 0) refuseUncounted(name, there, options);
  const wanted = pointCount === 0 && options.partial ? (there ?? Infinity) : pointCount;
  const trusted = there === undefined ? 0 : Math.min(wanted, there);
  const collector = collectorFor(name, header, trusted, options);
  const decoder = new LasPointDecoder(header, collector);
  await cursor.skip(pointStart);
  let done = 0;
  while (done < wanted) {
    if (!(await cursor.need(recordBytes))) break;
    const count = Math.min(Math.floor(cursor.available / recordBytes), wanted - done);
    decoder.decode(cursor.bytes, cursor.start, count);
    cursor.start += count * recordBytes;
    done += count;
  }
  if (done < pointCount) warnings.push(cutFileWarning(name, { whole: done, promised: pointCount }, options));
  if (pointCount === 0 && done > 0)
    warnings.push(`${name}: the header counts no points; all ${done} that follow it were read.`);
  if (done === pointCount) warnAboutRest(cursor, header, warnings);
  const missing = await readEvlrs(readingOn(cursor), header, records);
  if (missing) warnings.push(`${name}: ${missing}.`);
  return finishLas({ name, collector, decoder, records, header, warnings });
}

/** Records that fit into the file; undefined where nobody knows its size. */
function wholeRecords({ size }: ByteCursor, { pointStart, recordBytes, pointsEnd }: LasHeader): number | undefined {
  if (size === undefined) return undefined;
  const end = pointsEnd > 0 ? Math.min(size, pointsEnd) : size;
  return Math.max(0, Math.floor((end - pointStart) / recordBytes));
}

function refuseUncounted(name: string, there: number, { partial }: ReadOptions): void {
  if (partial) return;
  const what = `the header counts no points, though there is room for ${there} behind it`;
  throw formatError(name, what, PARTIAL_HINT, { partial: true, wholePoints: there, pointCount: 0 });
}

function warnAboutRest(cursor: ByteCursor, header: LasHeader, warnings: string[]): void {
  const { size, name } = cursor;
  if (size === undefined) return;
  const rest = (header.pointsEnd || size) - header.pointStart - header.pointCount * header.recordBytes;
  if (rest < header.recordBytes) return;
  warnings.push(
    `${name}: ${rest} bytes behind the last point were ignored; the header counts ${header.pointCount} points.`,
  );
}
