/**
 * The head of a text file as lines: how they end, which are comments, and where each begins. What the columns are is
 * judged by all of them together.
 */
import { CR, LF } from '../ply/ply-header.ts';

export type LineEnd = typeof LF | typeof CR | 'mixed';

export interface HeadLine {
  /** From 1. */
  readonly number: number;
  /** The bytes `[start, end)` of the head, without the line's end. */
  readonly start: number;
  readonly end: number;
  /** The first byte that is no blank. */
  readonly first: number;
  readonly isBlank: boolean;
  readonly isComment: boolean;
}

const [HASH, SLASH, STAR, PERCENT, EXCLAMATION, SEMICOLON] = [35, 47, 42, 37, 33, 59];

/** Whether a line is a comment by its first bytes; a semicolon is one only before something that is no number. */
export function isCommentAt(bytes: Uint8Array, first: number, end: number): boolean {
  const sign = bytes[first]!;
  // No number begins with any of these.
  if (sign === HASH || sign === PERCENT || sign === EXCLAMATION) return true;
  if (sign === SLASH) return bytes[first + 1] === SLASH || bytes[first + 1] === STAR;
  if (sign !== SEMICOLON) return false;
  let at = first;
  while (at < end && (bytes[at] === SEMICOLON || bytes[at]! <= 32)) at++;
  const next = at < end ? bytes[at]! : 0;
  const isNumber = (next >= 48 && next <= 57) || next === 43 || next === 45 || next === 46;
  return at < end && !isNumber;
}

/** How the lines of the head end: `mixed` where a CR alone ends some of them and an LF others. */
export function lineEndOf(bytes: Uint8Array): LineEnd {
  let [loneReturns, feeds] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === LF) feeds++;
    else if (bytes[i] === CR && i + 1 < bytes.length && bytes[i + 1] !== LF && bytes[i - 1] !== LF) loneReturns++;
  }
  if (loneReturns === 0) return feeds === 0 && bytes.includes(CR) ? CR : LF;
  return feeds === 0 ? CR : 'mixed';
}

/**
 * @param isWhole whether the file ends with these bytes; else a last line without an end is left out, unless it is the
 * only one
 */
export function linesOf(bytes: Uint8Array, lineEnd: LineEnd, isWhole: boolean): HeadLine[] {
  const lines: HeadLine[] = [];
  const isEnd = (byte: number): boolean => (lineEnd === 'mixed' ? byte === LF || byte === CR : byte === lineEnd);
  let number = 1;
  for (let start = 0; start < bytes.length;) {
    let end = start;
    while (end < bytes.length && !isEnd(bytes[end]!)) end++;
    if (end === bytes.length && !isWhole && lines.length > 0) break;
    lines.push(lineAt(bytes, start, end, number));
    const isPair = lineEnd === 'mixed' && bytes[end] === CR && bytes[end + 1] === LF;
    start = end + (isPair ? 2 : 1);
    number++;
  }
  return lines;
}

function lineAt(bytes: Uint8Array, start: number, end: number, number: number): HeadLine {
  let first = start;
  while (first < end && bytes[first]! <= 32) first++;
  const isBlank = first === end;
  return { number, start, end, first, isBlank, isComment: !isBlank && isCommentAt(bytes, first, end) };
}
