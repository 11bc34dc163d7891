/** Whether a file whose name tells nothing is a table of points, or a raster, as text. */
import { HEAD_BYTES, type FileHead } from '../../file-head.ts';
import { beginsAsPts } from './pts-text.ts';
import { chooseDialect } from './text-dialect.ts';
import { decodedHead, detectEncoding } from './text-encoding.ts';
import { gridIn } from './text-grid.ts';
import { type HeadLine, lineEndOf, linesOf } from './text-head.ts';
import { spreadTable } from './text-records.ts';
import { faultOf, foreignText, isBinary } from './text-refusal.ts';

/** So many lines of a table are rows; prose with a few numbers has fewer. */
const LIKELY_SHARE = 0.8;

/**
 * Beginnings of text that has rows of numbers, but says of itself that it is something else: OBJ, OFF, PCD, STL, PLY.
 */
const OTHERS = /^(\s|#.*\n)*(v\s|ply\s|solid\s|[A-Z4n]*OFF\s|VERSION\s|mtllib\s|[og]\s)/;

export function isLikeXyz(head: FileHead): boolean {
  const found = linesIn(head);
  if (!found || foreignText(found.bytes)) return false;
  const { bytes, lines } = found;
  // A header that begins as a raster's is one, though it may be damaged: then its reader says so.
  const isGrid = (): boolean => {
    try {
      return gridIn(head.name, bytes, lines) !== undefined;
    } catch {
      return true;
    }
  };
  const plain = chooseDialect(bytes, lines);
  const table = spreadTable(bytes, lines, plain) ?? plain;
  return (table !== undefined && table.soundCount >= LIKELY_SHARE * table.lineCount) || isGrid();
}

/** What a file of no kind is where it is text, a readme or a web page, and what to do about it. */
export function textFault(head: FileHead): readonly [what: string, hint: string] | undefined {
  const found = linesIn(head);
  return found && !isBinary(found.bytes) ? faultOf(found.bytes, found.lines) : undefined;
}

/** The head's lines; undefined where it says of itself that it is something else. */
function linesIn({ bytes, size, text: latin }: FileHead): { bytes: Uint8Array; lines: HeadLine[] } | undefined {
  if (detectEncoding(bytes).encoding === 'utf-32' || OTHERS.test(latin) || beginsAsPts(latin)) return undefined;
  const text = decodedHead(bytes);
  const isWhole = size !== undefined ? size <= bytes.length : bytes.length < HEAD_BYTES;
  return { bytes: text, lines: linesOf(text, lineEndOf(text), isWhole) };
}
