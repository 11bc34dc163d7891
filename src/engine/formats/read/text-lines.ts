/**
 * Walks a text file line by line inside the cursor's window, without making strings. Lines are bytes `[start, end)`
 * of the window; a CR before LF stays in the line, where it counts as a blank.
 */
import type { ByteCursor } from './byte-cursor.ts';
import { formatError } from './format-error.ts';
import { CR, LF } from './ply-header.ts';

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
  lineEnd: typeof LF | typeof CR,
  firstLine: number,
  visit: LineVisitor,
): Promise<void> {
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
