/**
 * Ascii PLY records, one a line as all known writers put them. Lines, rather than a bare sequence of numbers, because
 * a lost value then spoils one line that can be named, not all that follow.
 */
import type { ByteCursor } from './byte-cursor.ts';
import { BATCH_SIZE, type ColumnSources } from './columns.ts';
import { formatError, truncationError } from './format-error.ts';
import { DECIMAL_POINT, NumberRow, textOf } from './number-row.ts';
import type { PlyElement, PlyHeader } from './ply-header.ts';
import { hasLists } from './ply-header.ts';
import type { PointCollector } from './point-collector.ts';
import { forEachLine } from './text-lines.ts';
import type { LineVisitor } from './text-lines.ts';

/** Decodes all vertices; returns warnings. */
export async function readAsciiVertices(
  cursor: ByteCursor,
  header: PlyHeader,
  sources: ColumnSources,
  collector: PointCollector,
): Promise<string[]> {
  const { vertex, before, lineEnd, lineCount } = header;
  const row = new NumberRow();
  const locate = fieldLocator(vertex, sources);
  // A record without properties is an empty line, and those are passed over anyway.
  let linesBefore = before.reduce((sum, { count, properties }) => sum + (properties.length > 0 ? count : 0), 0);
  let done = 0;
  let firstLongLine = 0;
  const fail = (line: number, problem: string) => {
    const what = `line ${line} (vertex ${done} of ${vertex.count}) ${problem}`;
    return formatError(cursor.name, what, 'Repair the line or export again.', { line, vertex: done });
  };
  const visit: LineVisitor = (bytes, start, end, line, isTerminated) => {
    if (isBlank(bytes, start, end)) return true;
    if (linesBefore > 0) {
      linesBefore--;
      return true;
    }
    row.parse(bytes, start, end, DECIMAL_POINT);
    const { fields, fieldCount } = locate(row);
    if (row.count < fieldCount) {
      if (!isTerminated) return false;
      const need = Number.isFinite(fieldCount) ? `need ${fieldCount}` : 'include a list without a valid length';
      throw fail(line, `has ${row.count} values where its properties ${need}`);
    }
    if (row.count > fieldCount) firstLongLine ||= line;
    if (!takeFields(row, fields, collector)) {
      throw fail(line, `has a value that is not a number: "${textOf(bytes, start, end).trim().slice(0, 60)}"`);
    }
    return ++done < vertex.count;
  };
  if (vertex.count > 0) await forEachLine(cursor, lineEnd, lineCount + 1, visit);
  if (done < vertex.count) throw truncationError(cursor.name, done, vertex.count, { byteOffset: cursor.offset });
  const warnings: string[] = [];
  if (firstLongLine > 0) {
    warnings.push(
      `${cursor.name}: values beyond the header's properties were ignored (first in line ${firstLongLine}).`,
    );
  }
  if (header.vertexIsLast && (await hasMoreText(cursor, lineEnd))) {
    warnings.push(`${cursor.name}: text after the last vertex was ignored; the header does not mention it.`);
  }
  return warnings;
}

/** Adds a line's columns to the collector. False where one of them is a word. */
function takeFields(row: NumberRow, fields: readonly number[], collector: PointCollector): boolean {
  for (let column = 0; column < fields.length; column++) {
    const field = fields[column]!;
    if (field < 0) continue;
    if (row.isWord[field] === 1) return false;
    collector.columns[column * BATCH_SIZE + collector.count] = row.values[field]!;
  }
  collector.count++;
  if (collector.room === 0) collector.flush();
  return true;
}

/**
 * Tells where the columns stand in a line, and how many values it must have. Both are fixed, unless lists shift what
 * follows them; a list whose length is missing or absurd asks for more values than the line has.
 */
function fieldLocator(
  vertex: PlyElement,
  sources: ColumnSources,
): (row: NumberRow) => { fields: readonly number[]; fieldCount: number } {
  const fixed = { fields: sources, fieldCount: vertex.properties.length };
  if (!hasLists(vertex)) return () => fixed;
  return (row) => {
    let fieldCount = 0;
    const starts = vertex.properties.map(({ countType }) => {
      const start = fieldCount;
      const length = countType ? row.values[start]! : 0;
      const isLength = start < row.count && length >= 0 && Number.isInteger(length);
      fieldCount += 1 + (countType && !isLength ? Infinity : length);
      return start;
    });
    return { fields: sources.map((source) => starts[source] ?? -1), fieldCount };
  };
}

async function hasMoreText(cursor: ByteCursor, lineEnd: PlyHeader['lineEnd']): Promise<boolean> {
  let isFound = false;
  await forEachLine(cursor, lineEnd, 1, (bytes, start, end) => {
    isFound = !isBlank(bytes, start, end);
    return !isFound;
  });
  return isFound;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! > 32) return false;
  return true;
}
