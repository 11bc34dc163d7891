/**
 * The header of a PCD file (pointclouds.org, "The PCD (Point Cloud Data) file format"): a keyword a line up to DATA,
 * behind which the points stand. Versions .5 to .7 differ in what may be missing: VIEWPOINT, COUNT, POINTS. Names and
 * keywords are taken in any case, since not only PCL writes such files.
 */
import type { ByteCursor } from '../byte-cursor.ts';
import { formatError } from '../format-error.ts';
import { textOf } from '../text/number-row.ts';
import type { CR, LF } from '../ply/ply-header.ts';
import { detectLineEnd, forEachLine } from '../text/text-lines.ts';

export type PcdData = 'ascii' | 'binary' | 'binary_compressed';
/** Kind and bytes of a number. */
export type PcdType = 'I1' | 'I2' | 'I4' | 'I8' | 'U1' | 'U2' | 'U4' | 'U8' | 'F4' | 'F8';

export interface PcdField {
  readonly name: string;
  readonly type: PcdType;
  /** Of one number. */
  readonly bytes: number;
  /** Numbers that a point has of it. */
  readonly count: number;
  /** `_`: bytes that mean nothing. */
  readonly isPadding: boolean;
}

export interface PcdHeader {
  readonly fields: readonly PcdField[];
  readonly data: PcdData;
  /** Points by POINTS and by WIDTH × HEIGHT; equal in a sound file. */
  readonly points: number;
  readonly gridPoints: number;
  /** Columns of an organised cloud, whose points are in the order of a camera's or scanner's grid; 0 for others. */
  readonly columnCount: number;
  /** Where the sensor stood, if VIEWPOINT says something else than that nobody knows. */
  readonly sensor: readonly [number, number, number] | undefined;
  readonly lineEnd: typeof LF | typeof CR;
  /** Lines of the header. */
  readonly lineCount: number;
}

const TYPES: ReadonlySet<string> = new Set<PcdType>(['I1', 'I2', 'I4', 'I8', 'U1', 'U2', 'U4', 'U8', 'F4', 'F8']);
const MOST_LINES = 1000;
/** A point of more bytes than any descriptor has. */
const MOST_RECORD_BYTES = 1 << 20;
const HINT = 'Check what wrote the file, or export it again.';

/** Whether a file begins as PCD does: comments, then VERSION or the names of the fields. */
export function beginsAsPcd(text: string): boolean {
  const isBegun = /^(?:\u00ef\u00bb\u00bf)?(?:\s|#[^\r\n]*[\r\n])*(?:VERSION|FIELDS|COLUMNS)\s/i.test(text);
  return isBegun && /^\s*(?:FIELDS|COLUMNS)\s/im.test(text);
}

/** @throws ReconstructError `cloud-format` */
export async function readPcdHeader(cursor: ByteCursor): Promise<PcdHeader> {
  const lineEnd = await detectLineEnd(cursor);
  const entries = new Map<string, readonly string[]>();
  let lineCount = 0;
  await forEachLine(cursor, lineEnd, 1, (bytes, start, end, line) => {
    lineCount = line;
    const [keyword = '', ...words] = textOf(bytes, start, end)
      .replace(/^\ufeff/, '')
      .trim()
      .split(/\s+/);
    if (keyword === '' || keyword.startsWith('#')) return line < MOST_LINES;
    entries.set(keyword.toUpperCase() === 'COLUMNS' ? 'FIELDS' : keyword.toUpperCase(), words);
    return keyword.toUpperCase() !== 'DATA' && !/^[-+.\d]/.test(keyword) && line < MOST_LINES;
  });
  return headerOf(cursor.name, entries, lineEnd, lineCount);
}

function headerOf(
  name: string,
  entries: ReadonlyMap<string, readonly string[]>,
  lineEnd: PcdHeader['lineEnd'],
  lineCount: number,
): PcdHeader {
  const data = entries.get('DATA')?.[0]?.toLowerCase();
  if (data === undefined) throw formatError(name, `the PCD header has no DATA line (${lineCount} lines read)`, HINT);
  if (data !== 'ascii' && data !== 'binary' && data !== 'binary_compressed') {
    throw formatError(name, `the PCD header asks for DATA ${data}, which is none of the known kinds`, HINT);
  }
  const fields = fieldsOf(name, entries, data);
  const count = (key: string): number | undefined => {
    const words = entries.get(key);
    if (!words) return undefined;
    const value = Number(words[0] ?? NaN);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw formatError(name, `the PCD header says ${key} ${words[0] ?? 'without a number'}`, HINT);
  };
  const width = count('WIDTH');
  const height = count('HEIGHT') ?? 1;
  const grid = width === undefined ? undefined : width * height;
  const columnCount = height > 1 ? (width ?? 0) : 0;
  const points = count('POINTS') ?? grid;
  if (points === undefined) throw formatError(name, 'the PCD header does not say how many points there are', HINT);
  const gridPoints = grid ?? points;
  const sensor = sensorOf(entries.get('VIEWPOINT'));
  return { fields, data, points, gridPoints, columnCount, sensor, lineEnd, lineCount };
}

function fieldsOf(name: string, entries: ReadonlyMap<string, readonly string[]>, data: PcdData): PcdField[] {
  const names = entries.get('FIELDS');
  if (!names || names.length === 0) throw formatError(name, 'the PCD header names no FIELDS', HINT);
  const listed = (key: string, or: string | undefined): readonly string[] => {
    const words = entries.get(key) ?? (or === undefined ? [] : names.map(() => or));
    if (words.length === names.length) return words;
    throw formatError(name, `the PCD header has ${names.length} FIELDS but ${words.length} of ${key}`, HINT);
  };
  // Text can do without.
  const isText = data === 'ascii';
  const [sizes, types] = [listed('SIZE', isText ? '4' : undefined), listed('TYPE', isText ? 'F' : undefined)];
  const counts = listed('COUNT', '1');
  const fields = names.map((field, i): PcdField => {
    const type = `${types[i]!.toUpperCase()}${sizes[i]!}`;
    const count = Number(counts[i]);
    const isPadding = field === '_';
    const bytes = Number(sizes[i]);
    const isKnown = TYPES.has(type) || (isPadding && Number.isInteger(bytes) && bytes > 0);
    if (!isKnown || !Number.isInteger(count) || count < 0) {
      const what = `the PCD field ${field} is of SIZE ${sizes[i]}, TYPE ${types[i]} and COUNT ${counts[i]}`;
      throw formatError(name, `${what}, which is no kind of number`, HINT, { field });
    }
    return { name: field, type: type as PcdType, bytes, count, isPadding };
  });
  const record = fields.reduce((sum, { bytes, count }) => sum + bytes * count, 0);
  if (record <= MOST_RECORD_BYTES) return fields;
  throw formatError(name, `the PCD header gives a point ${record} bytes`, HINT, { recordBytes: record });
}

/** VIEWPOINT without a place and a turn is what programs write that know none. */
function sensorOf(words: readonly string[] | undefined): [number, number, number] | undefined {
  const values = words?.map(Number) ?? [];
  const [x = NaN, y = NaN, z = NaN, ...turn] = values;
  if (!values.every(Number.isFinite) || values.length < 3) return undefined;
  const isUntold = x === 0 && y === 0 && z === 0 && turn.slice(1).every((value) => value === 0);
  return isUntold ? undefined : [x, y, z];
}
