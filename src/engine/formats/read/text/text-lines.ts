/**
 * Walks a text file line by line inside the cursor's window, without making strings. Lines are bytes `[start, end)` of
 * the window; a CR before LF stays in the line, where it counts as a blank. In files of `mixed` ends, where a CR alone
 * ends lines too, what lies between two LFs is taken apart once more.
 */
import type { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';
import { CR, LF } from '../ply/ply-header.ts';
import type { LineEnd } from './text-head.ts';

/** A hundred thousand numbers; longer means that this is no text. */
const MAX_LINE_BYTES = 1 << 20;

/**
 * Sees one line: the bytes `[start, end)`, its number in the file from 1, and whether a line end followed it.
 * Returns false to stop behind this line.
 */
export type LineVisitor = (
  bytes: Uint8Array,
  start: number,
  end: number,
  line: number,
  isTerminated: boolean,
) => boolean;

/** Calls `visit` for every line, the first having the number `firstLine`, until it returns false or the file ends. */
export async function forEachLine(
  cursor: ByteCursor,
  lineEnd: LineEnd,
  firstLine: number,
  visitLine: LineVisitor,
): Promise<void> {
  if (lineEnd === 'mixed') return forEachLine(cursor, LF, firstLine, splittingAtReturns(firstLine, visitLine));
  const visit = visitLine;
  await passByteOrderMark(cursor);
  let line = firstLine;
  let searched = 0;
  for (;;) {
    let at = cursor.bytes.indexOf(lineEnd, cursor.start + searched);
    while (at >= 0 && at < cursor.end) {
      const { start } = cursor;
      cursor.start = at + 1;
      if (!visit(cursor.bytes, start, at, line++, true)) return;
      at = cursor.bytes.indexOf(lineEnd, cursor.start);
    }
    searched = cursor.available;
    if (searched > MAX_LINE_BYTES) {
      const what = `line ${line} is longer than a million characters`;
      throw formatError(cursor.name, what, 'This does not look like text: check the file.', { line });
    }
    if (await cursor.more()) continue;
    const { start, end } = cursor;
    cursor.start = end;
    if (end > start) visit(cursor.bytes, start, end, line, false);
    return;
  }
}

/** That of UTF-8, at a file's first byte. */
async function passByteOrderMark(cursor: ByteCursor): Promise<void> {
  if (cursor.offset !== 0 || !(await cursor.need(3))) return;
  const { bytes, start } = cursor;
  if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) cursor.start += 3;
}

/** CR where the file's first line ends with CR alone, else LF. Leaves the cursor where it is. */
export async function detectLineEnd(cursor: ByteCursor): Promise<typeof LF | typeof CR> {
  for (let offset = 0; offset < MAX_LINE_BYTES; offset++) {
    if (!(await cursor.need(offset + 1))) return LF;
    const byte = cursor.bytes[cursor.start + offset];
    if (byte === LF) return LF;
    if (byte === CR) {
      if (!(await cursor.need(offset + 2))) return CR;
      return cursor.bytes[cursor.start + offset + 1] === LF ? LF : CR;
    }
  }
  return LF;
}

/** A visitor of lines between LFs that sees those between CRs; a CR at the end of a line is none of its own. */
function splittingAtReturns(firstLine: number, visit: LineVisitor): LineVisitor {
  let line = firstLine;
  return (bytes, start, end, _, isTerminated) => {
    let from = start;
    for (;;) {
      let at = from;
      while (at < end - 1 && bytes[at] !== CR) at++;
      if (at >= end - 1) return visit(bytes, from, end, line++, isTerminated);
      if (!visit(bytes, from, at, line++, true)) return false;
      from = at + 1;
    }
  };
}
