/**
 * The header of a PLY file (Greg Turk, "The PLY Polygon File Format", 1994): elements, their counts, and the typed
 * properties of a record. Scalar types go by the names of 1994 (`uchar`) and by sized ones (`uint8`).
 *
 * Lines end with LF, CRLF, CR or (some exporters) LF CR; the first line tells which, because after `end_header` a CR
 * cannot be told apart from the first byte of binary data. What cannot change how the data is read is not insisted on:
 * capitals, blanks in front, a line of words that lacks its `comment`.
 */
import type { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';
import { SCALAR_BYTES, type ScalarType } from '../scalars.ts';
import { scalarType } from './ply-scalar.ts';

export interface PlyProperty {
  readonly name: string;
  readonly type: ScalarType;
  /** Type of the length in front of a list's values; absent for a scalar. */
  readonly countType?: ScalarType;
}

export interface PlyElement {
  readonly name: string;
  readonly count: number;
  readonly properties: readonly PlyProperty[];
}

export interface PlyHeader {
  readonly format: 'ascii' | 'binary_little_endian' | 'binary_big_endian';
  /** Elements in front of the vertices; their records must be passed over. */
  readonly before: readonly PlyElement[];
  readonly vertex: PlyElement;
  /** Nothing may follow the vertices. */
  readonly vertexIsLast: boolean;
  /** Records of the elements that are faces. */
  readonly faceCount: number;
  /** What was odd about the header. */
  readonly warnings: readonly string[];
  /** Lines of the header, so that messages about ascii data can give line numbers of the file. */
  readonly lineCount: number;
  /** The byte that ends a line of ascii data. */
  readonly lineEnd: typeof LF | typeof CR;
}

export const LF = 10;
export const CR = 13;
/** Real headers stay below 10 KB; a file without `end_header` must not be gathered in memory. */
const MAX_HEADER_BYTES = 1 << 20;
/** Point indices are 32-bit. */
const MAX_POINTS = 2 ** 32 - 1;

/**
 * Reads the header and leaves the cursor at the first byte of the data.
 * @throws ReconstructError `cloud-format` with the line and its text.
 */
export async function readPlyHeader(cursor: ByteCursor): Promise<PlyHeader> {
  const { lines, lineEnd } = await headerLines(cursor);
  const draft: HeaderDraft = { format: undefined, elements: [] };
  const warnings: string[] = [];
  lines.forEach((text, index) => {
    if (isForgottenComment(text)) {
      warnings.push(
        `${cursor.name}: header line ${index + 1} ("${text.slice(0, 60)}") says nothing known and was ignored.`,
      );
      return;
    }
    const problem = addLine(draft, text);
    if (problem === undefined) return;
    const what = `${problem} (header line ${index + 1}: "${text}")`;
    throw formatError(cursor.name, what, 'Repair the header or export the file again.', { line: index + 1 });
  });
  const { format, elements } = draft;
  const names = elements.map(({ name }) => name.toLowerCase());
  const vertexIndex = VERTEX_NAMES.map((name) => names.indexOf(name)).find((index) => index >= 0) ?? -1;
  const vertex = elements[vertexIndex];
  if (!format || !vertex) {
    const what = format ? 'the header has no vertex element' : 'the header has no format line';
    throw formatError(cursor.name, what, 'Export the points as vertices of a PLY 1.0 file.');
  }
  if (vertex.count > MAX_POINTS) {
    const what = `the header promises ${vertex.count} vertices, more than ${MAX_POINTS} can be addressed`;
    const details = { vertexCount: vertex.count };
    throw formatError(cursor.name, what, 'The header is damaged, or the cloud must be split.', details);
  }
  return {
    format,
    before: elements.slice(0, vertexIndex),
    vertex,
    vertexIsLast: vertexIndex === elements.length - 1,
    faceCount: elements.reduce((sum, { count }, i) => sum + (FACE_NAMES.includes(names[i]!) ? count : 0), 0),
    warnings,
    lineCount: lines.length,
    lineEnd,
  };
}

/** The element of the points: its name by Turk, then what others write. */
const VERTEX_NAMES = ['vertex', 'vertices', 'point', 'points'];
const FACE_NAMES = ['face', 'faces', 'tristrips'];
const KEYWORDS = ['ply', 'format', 'comment', 'obj_info', 'element', 'property', 'end_header', ''];

/** A line of words; not one whose keyword is a misspelt one, since what that says would be missed. */
function isForgottenComment(text: string): boolean {
  const keyword = text.split(/\s/, 1)[0]!.toLowerCase();
  if (KEYWORDS.includes(keyword)) return false;
  return !/^(?:pr|el|fo|end|vert|list)/.test(keyword) && !/\s(?:vertex|face|point)\s+\d+$/i.test(text);
}

interface HeaderDraft {
  format: PlyHeader['format'] | undefined;
  readonly elements: { readonly name: string; readonly count: number; readonly properties: PlyProperty[] }[];
}

/** Takes in one line of the header; returns what is wrong with it, if anything. */
function addLine(draft: HeaderDraft, text: string): string | undefined {
  const [keyword = '', ...words] = text.split(/\s+/);
  switch (keyword.toLowerCase()) {
    case 'ply':
    case 'comment':
    case 'obj_info':
    case 'end_header':
    case '':
      return undefined;
    case 'format':
      draft.format = formatOf(words[0]);
      return draft.format ? undefined : 'unknown PLY format, neither ascii nor binary';
    case 'element': {
      const [name, count] = words;
      if (count?.startsWith('-')) return 'an element has a negative count';
      if (name === undefined || count === undefined || !/^\d+$/.test(count)) return 'an element lacks a valid count';
      draft.elements.push({ name, count: Number(count), properties: [] });
      return undefined;
    }
    case 'property': {
      const property = propertyOf(words);
      if (typeof property === 'string') return property;
      const element = draft.elements.at(-1);
      element?.properties.push(property);
      return element ? undefined : 'a property comes before any element';
    }
    default:
      return 'not a PLY header line';
  }
}

/**
 * Bytes that a record takes at least: all of it for binary scalars; the length and no values for a binary list; one
 * digit and one separator for each ascii value.
 */
export function minimumRecordBytes(element: PlyElement, format: PlyHeader['format']): number {
  if (format === 'ascii') return 2 * element.properties.length;
  return element.properties.reduce((sum, { type, countType }) => sum + SCALAR_BYTES[countType ?? type], 0);
}

/** Whether the records of a binary element may differ in length. */
export function hasLists(element: PlyElement): boolean {
  return element.properties.some((property) => property.countType !== undefined);
}

async function headerLines(cursor: ByteCursor): Promise<{ lines: string[]; lineEnd: typeof LF | typeof CR }> {
  const decoder = new TextDecoder();
  const lines: string[] = [];
  let lineEnd: typeof LF | typeof CR | undefined;
  /** A CR behind the LF belongs to the line's end. */
  let isLfCr = false;
  let length = 0;
  for (;;) {
    // The byte after the first line's end is needed to tell CR from CRLF, and LF from LF CR.
    const offset = cursor.bytes
      .subarray(cursor.start, cursor.end)
      .findIndex((byte) => byte === (lineEnd ?? byte) && (byte === LF || byte === CR));
    const at = cursor.start + offset;
    const isKnown = offset >= 0 && (lineEnd !== undefined || at + 1 < cursor.end);
    if (!isKnown) {
      if (length + cursor.available > MAX_HEADER_BYTES || !(await cursor.more())) {
        const what = `the header has no end_header line (looked through ${cursor.offset + cursor.available} bytes)`;
        throw formatError(cursor.name, what, 'The file is incomplete or not a PLY file.', {
          byteOffset: cursor.offset,
        });
      }
      continue;
    }
    if (lineEnd === undefined) isLfCr = cursor.bytes[at] === LF && cursor.bytes[at + 1] === CR;
    lineEnd ??= cursor.bytes[at] === CR && cursor.bytes[at + 1] !== LF ? CR : LF;
    const end = cursor.bytes[at] === lineEnd ? at : at + 1;
    const text = decoder.decode(cursor.bytes.slice(cursor.start, end)).trim();
    length += end + 1 - cursor.start;
    cursor.start = end + 1;
    lines.push(text);
    if (text.toLowerCase() !== 'end_header') continue;
    if (isLfCr && (await cursor.need(1)) && cursor.bytes[cursor.start] === CR) cursor.start++;
    return { lines, lineEnd };
  }
}

function formatOf(words: string | undefined): PlyHeader['format'] | undefined {
  const word = words?.toLowerCase();
  return word === 'ascii' || word === 'binary_little_endian' || word === 'binary_big_endian' ? word : undefined;
}

/** The property of a header line's words, or what is wrong with them. */
function propertyOf(words: readonly string[]): PlyProperty | string {
  const isList = words[0]?.toLowerCase() === 'list';
  const [countWord, typeWord, name] = isList ? words.slice(1) : [undefined, ...words];
  const type = scalarType(typeWord);
  if (!type) return `unknown type "${typeWord ?? ''}"`;
  if (name === undefined) return 'a property has no name';
  if (!isList) return { name, type };
  const countType = scalarType(countWord);
  if (!countType) return `unknown type "${countWord ?? ''}"`;
  if (countType.startsWith('float')) return `a list's length cannot be a ${countType}`;
  return { name, type, countType };
}
