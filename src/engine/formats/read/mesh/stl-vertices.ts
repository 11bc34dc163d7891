/**
 * The corners of an STL file, binary or text, as a cloud, each place once: the format repeats a vertex in every
 * triangle. The normals of triangles are none of vertices, and are left out.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import { isBinaryStl } from '../../read-mesh/read-stl-mesh.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE } from '../columns.ts';
import { cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { meshWarnings, withoutRepeatedPlaces } from './mesh-vertices.ts';
import { DECIMAL_POINT, NumberRow, textOf } from '../text/number-row.ts';
import { warnOfRest } from '../pcd/pcd-points.ts';
import { PointCollector } from '../point-collector.ts';
import { detectLineEnd, forEachLine } from '../text/text-lines.ts';

const HEADER_BYTES = 84;
const TRIANGLE_BYTES = 50;
const NORMAL_BYTES = 12;
/** In small letters. */
const [VERTEX, END_SOLID] = [wordBytes('vertex'), wordBytes('endsolid')];

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readStlVertices(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const head = cursor.bytes.subarray(cursor.start, cursor.end);
  const isText = /^\s*solid\b[^]*\bfacet\s/i.test(textOf(head, 0, Math.min(head.length, 4096)));
  const read = isText && !isBinaryStl(head, cursor.size) ? readText : readBinary;
  return withoutRepeatedPlaces(await read(cursor, options));
}

function collectorFor(name: string, isText: boolean, trustedCount: number, options: ReadOptions): PointCollector {
  const numbers = isText ? 'text' : 'float32';
  return new PointCollector({ name, hasNormals: false, colorRange: undefined, numbers, trustedCount, options });
}

async function readBinary(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const { name } = cursor;
  if (!(await cursor.need(HEADER_BYTES))) {
    const what = `the file ends after ${cursor.available} of the ${HEADER_BYTES} bytes of an STL header`;
    throw formatError(name, what, 'It is incomplete: copy or export it again.');
  }
  const count = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset).getUint32(cursor.start + 80, true);
  cursor.start += HEADER_BYTES;
  const { remaining } = cursor;
  const there = remaining === undefined ? 0 : Math.min(count, Math.floor(remaining / TRIANGLE_BYTES));
  const collector = collectorFor(name, false, 3 * there, options);
  const warnings: string[] = [];
  let done = 0;
  while (done < count && (await cursor.need(TRIANGLE_BYTES))) {
    const view = new DataView(cursor.bytes.buffer, cursor.bytes.byteOffset, cursor.bytes.byteLength);
    const whole = Math.min(Math.floor(cursor.available / TRIANGLE_BYTES), count - done);
    for (let i = 0; i < whole; i++) {
      const first = cursor.start + TRIANGLE_BYTES * i + NORMAL_BYTES;
      for (let at = first; at < first + 36; at += 12) {
        const { columns } = collector;
        columns[collector.count] = view.getFloat32(at, true);
        columns[BATCH_SIZE + collector.count] = view.getFloat32(at + 4, true);
        columns[2 * BATCH_SIZE + collector.count] = view.getFloat32(at + 8, true);
        collector.count++;
        if (collector.room === 0) collector.flush();
      }
    }
    cursor.start += TRIANGLE_BYTES * whole;
    done += whole;
  }
  warnings.push(...meshWarnings(name, done, 'the corners are'));
  if (done < count) warnings.push(cutFileWarning(name, { whole: 3 * done, promised: 3 * count }, options));
  else await warnOfRest(cursor, warnings);
  return collector.finish(warnings);
}

async function readText(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const { name } = cursor;
  const collector = collectorFor(name, true, 0, options);
  const row = new NumberRow();
  let corners = 0;
  let isEnded = false;
  await forEachLine(cursor, await detectLineEnd(cursor), 1, (bytes, start, end, line, isTerminated) => {
    let first = start;
    while (first < end && bytes[first]! <= 32) first++;
    if (first === end) return true;
    let behind = first;
    while (behind < end && bytes[behind]! > 32) behind++;
    if (!isWord(bytes, first, behind, VERTEX)) {
      isEnded = isWord(bytes, first, behind, END_SOLID);
      return true;
    }
    isEnded = false;
    row.parse(bytes, behind, end, DECIMAL_POINT);
    const isWhole = row.count >= 3 && row.isWord[0] === 0 && row.isWord[1] === 0 && row.isWord[2] === 0;
    if (!isWhole && !isTerminated) return true;
    if (!isWhole) {
      const what = `line ${line} is no corner of three numbers: "${textOf(bytes, first, Math.min(end, first + 60)).trim()}"`;
      throw formatError(name, what, 'Repair the line or export again.', { line });
    }
    for (let axis = 0; axis < 3; axis++) {
      collector.columns[axis * BATCH_SIZE + collector.count] = row.values[axis]!;
    }
    corners++;
    collector.count++;
    if (collector.room === 0) collector.flush();
    return true;
  });
  const warnings = meshWarnings(name, Math.floor(corners / 3), 'the corners are');
  if (!isEnded) warnings.push(cutFileWarning(name, { whole: corners, where: 'without "endsolid"' }, options));
  return collector.finish(warnings);
}

function wordBytes(word: string): Uint8Array {
  return Uint8Array.from(word, (letter) => letter.charCodeAt(0));
}

/** Whether `bytes[start, end)` are this word, in letters of any size. */
function isWord(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) if ((bytes[start + i]! | 32) !== word[i]) return false;
  return true;
}
