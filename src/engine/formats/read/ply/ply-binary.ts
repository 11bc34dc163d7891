/**
 * Binary PLY records. Vertices of scalars only have a fixed stride: as many as lie in the window are decoded at once,
 * one property after another, so that each inner loop is one typed read at a fixed step (10 M coloured points in
 * under a second). Records with lists are walked one by one; one that a chunk's end cuts is read value by value, and a
 * list's values are passed over without gathering them, so that a list's length cannot cost memory either.
 */
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, type ColumnSources } from '../columns.ts';
import { formatError } from '../format-error.ts';
import type { VertexReading } from './ply-ascii.ts';
import type { PlyElement, PlyHeader } from './ply-header.ts';
import { hasLists, minimumRecordBytes } from './ply-header.ts';
import { decodeColumn, readScalar, SCALAR_BYTES, type ScalarType } from '../scalars.ts';
import type { RecordBatch } from '../record-batch.ts';

/** Decodes the vertices, as many as are there in full. */
export async function readBinaryVertices(
  cursor: ByteCursor,
  header: PlyHeader,
  sources: ColumnSources,
  batch: RecordBatch,
): Promise<VertexReading> {
  const { vertex, format } = header;
  const isLittle = format === 'binary_little_endian';
  for (const element of header.before) {
    const isThere = hasLists(element)
      ? (await readListRecords(cursor, element, isLittle)) === element.count
      : await cursor.skip(element.count * minimumRecordBytes(element, format));
    if (!isThere) return { complete: 0, warnings: [] };
  }
  const complete = hasLists(vertex)
    ? await readListRecords(cursor, vertex, isLittle, { sources, batch })
    : await readFixedRecords(cursor, vertex, isLittle, sources, batch);
  if (complete < vertex.count || !header.vertexIsLast || !(await cursor.need(1))) return { complete, warnings: [] };
  const rest = cursor.remaining === undefined || cursor.size === undefined ? '' : `${cursor.remaining} `;
  const warning = `${cursor.name}: ${rest}bytes after the last vertex (from byte ${cursor.offset}) were ignored; the header does not mention them.`;
  return { complete, warnings: [warning] };
}

/** Decodes vertices of fixed length; returns how many are there in full. */
async function readFixedRecords(
  cursor: ByteCursor,
  element: PlyElement,
  isLittle: boolean,
  sources: ColumnSources,
  batch: RecordBatch,
): Promise<number> {
  let stride = 0;
  const offsets = element.properties.map(({ type }) => (stride += SCALAR_BYTES[type]) - SCALAR_BYTES[type]);
  const fields = sources.flatMap((source, column) => {
    const property = element.properties[source];
    return property ? [{ column, type: property.type, offset: offsets[source]! }] : [];
  });
  let done = 0;
  while (done < element.count) {
    if (!(await cursor.need(stride))) return done;
    const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.bytes.byteLength);
    let left = Math.min(Math.floor(cursor.available / stride), element.count - done);
    done += left;
    while (left > 0) {
      const count = Math.min(left, batch.room);
      for (const { column, type, offset } of fields) {
        const target = column * BATCH_SIZE + batch.count;
        decodeColumn(view, type, isLittle, cursor.start + offset, stride, batch.columns, target, count);
      }
      cursor.start += count * stride;
      left -= count;
      batch.count += count;
      if (batch.room === 0) batch.flush();
    }
  }
  return done;
}

/** One property of a record with lists: its sizes, and the column it fills (-1: none). */
interface Step {
  readonly type: ScalarType;
  readonly bytes: number;
  readonly countType: ScalarType | undefined;
  readonly column: number;
}

/** Walks records that hold lists, decoding them where a target is given; returns how many are there in full. */
async function readListRecords(
  cursor: ByteCursor,
  element: PlyElement,
  isLittle: boolean,
  target?: { sources: ColumnSources; batch: RecordBatch },
): Promise<number> {
  const steps = element.properties.map(({ type, countType }, index): Step => {
    return { type, bytes: SCALAR_BYTES[type], countType, column: target ? target.sources.indexOf(index) : -1 };
  });
  const none = new Float64Array(0);
  let done = 0;
  while (done < element.count) {
    const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.end);
    while (done < element.count) {
      const { columns = none, count: slot = 0 } = target?.batch ?? {};
      const next = walkRecord(view, cursor.start, steps, isLittle, columns, slot);
      if (next < 0) break;
      cursor.start = next;
      done++;
      if (target) finishRecord(target.batch);
    }
    if (done === element.count) break;
    const where = { element, index: done };
    const { columns = none, count: slot = 0 } = target?.batch ?? {};
    if (!(await walkCutRecord(cursor, where, steps, isLittle, columns, slot))) return done;
    done++;
    if (target) finishRecord(target.batch);
  }
  return done;
}

function finishRecord(batch: RecordBatch): void {
  batch.count++;
  if (batch.room === 0) batch.flush();
}

/** Decodes one record that lies wholly in the view; returns where the next begins, or -1. */
function walkRecord(
  view: DataView,
  start: number,
  steps: readonly Step[],
  isLittle: boolean,
  columns: Float64Array,
  slot: number,
): number {
  let at = start;
  for (const { type, bytes, countType, column } of steps) {
    if (countType) {
      const countBytes = SCALAR_BYTES[countType];
      if (at + countBytes > view.byteLength) return -1;
      const length = readScalar(view, at, countType, isLittle);
      if (length < 0) return -1;
      at += countBytes + length * bytes;
    } else {
      if (at + bytes > view.byteLength) return -1;
      if (column >= 0) columns[column * BATCH_SIZE + slot] = readScalar(view, at, type, isLittle);
      at += bytes;
    }
  }
  return at <= view.byteLength ? at : -1;
}

/** Decodes one record value by value, asking for bytes as it goes. False when the file ends before. */
async function walkCutRecord(
  cursor: ByteCursor,
  where: { element: PlyElement; index: number },
  steps: readonly Step[],
  isLittle: boolean,
  columns: Float64Array,
  slot: number,
): Promise<boolean> {
  const read = async (type: ScalarType): Promise<number | undefined> => {
    if (!(await cursor.need(SCALAR_BYTES[type]))) return undefined;
    const value = readScalar(new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset), cursor.start, type, isLittle);
    cursor.start += SCALAR_BYTES[type];
    return value;
  };
  for (const { type, bytes, countType, column } of steps) {
    const value = await read(countType ?? type);
    if (value === undefined) return false;
    if (countType) {
      checkList(cursor, where, value, bytes);
      if (!(await cursor.skip(value * bytes))) return false;
    } else if (column >= 0) columns[column * BATCH_SIZE + slot] = value;
  }
  return true;
}

function checkList(
  cursor: ByteCursor,
  { element, index }: { element: PlyElement; index: number },
  length: number,
  bytes: number,
): void {
  const { name, remaining, offset } = cursor;
  if (length >= 0 && length * bytes <= (remaining ?? Infinity)) return;
  const problem = length < 0 ? 'a negative length' : `${length} values, more than the ${remaining} bytes left can hold`;
  throw formatError(
    name,
    `a list of ${element.name} ${index} of ${element.count} has ${problem} (byte ${offset})`,
    'The file is damaged: export it again.',
    { element: element.name, record: index, byteOffset: offset, listLength: length },
  );
}
