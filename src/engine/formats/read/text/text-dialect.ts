/**
 * How a text file writes its rows: what stands between fields, what the decimal mark is, whether digits are grouped,
 * fields quoted, columns of fixed width, or a point spread over several lines. Nothing of that is said in the file, so
 * every way that its characters allow is tried on all lines of the head, and the one counts that explains most of them
 * as rows of the same number of columns. One line alone can be read in many ways: `2,315 4,3 6,6` is three numbers or
 * six, and only the line above it, `3 5 7`, tells.
 */
import type { DialectChoice } from '../../../cloud/point-sample.ts';
import type { Separator } from '../../../reading-choices.ts';
import { FIELD, NumberRow, type NumberStyle, numberStyle, textOf, type ThousandsMark } from './number-row.ts';
import type { HeadLine } from './text-head.ts';

export interface TextDialect {
  readonly style: NumberStyle;
  readonly separatorName: Separator;
  readonly decimalMark: ',' | '.';
  /** Fields may stand in quotes; the style's delimiter is then a byte. */
  readonly isQuoted: boolean;
  /** Characters of a line before which a field ends though nothing separates them; empty where blanks do. */
  readonly cuts: readonly number[];
  readonly linesPerPoint: number;
  readonly columnCount: number;
}

/** The rows of the head in the chosen dialect. */
export interface HeadTable {
  readonly dialect: TextDialect;
  /** [rowCount] of each column; NaN for words and empty fields. */
  readonly columns: readonly Float64Array[];
  /** Rows in which a column holds a word or nothing. */
  readonly wordCounts: readonly number[];
  readonly emptyCounts: readonly number[];
  readonly rowCount: number;
  /** Index of the line that holds the first row. */
  readonly firstLine: number;
  /** Rows whose columns are numbers wherever the column is one of numbers. */
  readonly soundCount: number;
  /** Lines that are neither blank nor comments nor above the first row. */
  readonly lineCount: number;
  /** Columns of words. */
  readonly wordColumns: readonly boolean[];
}

/** A dialect before it is tried. */
export type Hypothesis = Omit<TextDialect, 'columnCount' | 'linesPerPoint'>;

/** A field in quotes that goes over more lines is taken for a lost quote. */
const MOST_QUOTED_LINES = 8;
/** Whoever has fewer numbers in a line is no point. */
const FEWEST_COLUMNS = 3;

/**
 * The dialect that explains most lines, among those that a person's choice leaves.
 * @returns undefined where no line is a row of three numbers
 */
export function chooseDialect(
  bytes: Uint8Array,
  lines: readonly HeadLine[],
  { separator, decimalMark }: DialectChoice = {},
): HeadTable | undefined {
  const rows = lines.filter(({ isBlank, isComment }) => !isBlank && !isComment);
  const text = textOf(bytes, rows[0]?.start ?? 0, rows.at(-1)?.end ?? 0);
  const isLeft = (dialect: Hypothesis): boolean =>
    (separator === undefined || dialect.separatorName === separator) &&
    (decimalMark === undefined || dialect.decimalMark === decimalMark);
  let [best, likeliest]: (HeadTable | undefined)[] = [];
  const tryAll = (all: Iterable<Hypothesis>): void => {
    for (const hypothesis of all) {
      const table = tryOn(hypothesis, bytes, lines);
      if (!table) continue;
      if (!likeliest || isBetter(table, likeliest)) likeliest = table;
      if (isLeft(hypothesis) && (!best || isBetter(table, best))) best = table;
    }
  };
  tryAll(hypotheses(text));
  tryAll(cutHypotheses(bytes, rows, likeliest));
  return best;
}

function isBetter(a: HeadTable, b: HeadTable): boolean {
  if (a.soundCount !== b.soundCount) return a.soundCount > b.soundCount;
  // Signs that could stand in words separate only where nothing else does.
  if (a.dialect.separatorName === LOOSE_NAME) return false;
  const words = (table: HeadTable): number => table.wordColumns.filter(Boolean).length;
  return words(a) < words(b);
}

const NAMES: Readonly<Record<string, Separator>> = {
  '\t': 'tabs',
  ';': 'semicolons',
  '|': 'bars',
  ',': 'commas',
};
/** Between fields where nothing is regular. */
const LOOSE = ';|()[]{}=:';
const LOOSE_NAME = 'blanks and other signs';

/** The ways that the characters of the head allow, the likelier ones first. */
export function* hypotheses(text: string): Generator<Hypothesis> {
  const has = (character: string): boolean => text.includes(character);
  const isQuoted = has('"');
  const [points, commas] = [has('.'), has(',')];
  const make = (
    others: string,
    decimalMark: ',' | '.',
    delimiter: string,
    separatorName: Separator,
    thousandsMark: ThousandsMark = '',
  ): Hypothesis => ({
    style: numberStyle(others, decimalMark, delimiter, thousandsMark),
    separatorName,
    decimalMark,
    isQuoted: isQuoted && delimiter !== '',
    cuts: [],
  });
  for (const delimiter of ['\t', ';', '|', ',']) {
    if (!has(delimiter)) continue;
    const isFree = delimiter !== ',' || isQuoted;
    yield make('', '.', delimiter, NAMES[delimiter]!);
    if (commas && isFree) yield make('', ',', delimiter, NAMES[delimiter]!);
    for (const mark of groupings(text, isFree)) {
      if (mark !== ',') yield make('', ',', delimiter, NAMES[delimiter]!, mark);
      if (mark !== '.') yield make('', '.', delimiter, NAMES[delimiter]!, mark);
    }
  }
  yield make('', '.', '', 'blanks');
  if (commas) yield make('', ',', '', 'blanks');
  for (const mark of groupings(text, true)) {
    if (mark === ' ') continue;
    if (mark !== ',' && commas) yield make('', ',', '', 'blanks', mark);
    if (mark !== '.' && (points || mark === "'")) yield make('', '.', '', 'blanks', mark);
  }
  yield make(`${LOOSE},`, '.', '', LOOSE_NAME);
  if (commas) yield make(LOOSE, ',', '', LOOSE_NAME);
}

function groupings(text: string, isFree: boolean): ThousandsMark[] {
  const marks: ThousandsMark[] = [];
  if (isFree && /\d,\d{3}(?!\d)/.test(text)) marks.push(',');
  if (isFree && /\d\.\d{3}(?!\d)/.test(text)) marks.push('.');
  if (isFree && /\d[ \u00a0\u2009\u202f]\d{3}(?!\d)/.test(text)) marks.push(' ');
  if (/\d['\u2019]\d{3}(?!\d)/.test(text)) marks.push("'");
  return marks;
}

/**
 * Columns of fixed width, whose numbers may touch: decimal marks that stand below one another in all lines tell where
 * each field ends.
 */
function* cutHypotheses(
  bytes: Uint8Array,
  rows: readonly HeadLine[],
  best: HeadTable | undefined,
): Generator<Hypothesis> {
  // Where blanks or delimiters explain nearly all lines, nothing touches.
  if (best && best.soundCount > 0.98 * rows.length && !best.wordColumns.some(Boolean)) return;
  for (const decimalMark of ['.', ','] as const) {
    const cuts = cutsOf(bytes, rows, decimalMark.charCodeAt(0));
    if (cuts.length < FEWEST_COLUMNS - 1) continue;
    const style = numberStyle('', decimalMark);
    yield { style, separatorName: 'columns of fixed width', decimalMark, isQuoted: false, cuts };
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/** Places in a line behind which a field ends in all rows that have it. */
function cutsOf(bytes: Uint8Array, rows: readonly HeadLine[], mark: number): number[] {
  const isRow = ({ start, end }: HeadLine): boolean => {
    for (let at = start; at < end; at++) if (bytes[at]! > 57) return false;
    return true;
  };
  const used = rows.filter(isRow);
  if (used.length < 2) return [];
  const share = (test: (byte: number | undefined) => boolean, at: number): number =>
    used.filter(({ start, end }) => test(start + at < end ? bytes[start + at] : undefined)).length / used.length;
  const longest = Math.max(...used.map(({ start, end }) => end - start));
  const cuts: number[] = [];
  for (let at = 0; at < longest; at++) {
    if (share((byte) => byte === mark, at) < 0.98) continue;
    let end = at + 1;
    while (end < longest && share(isDigit, end) >= 0.98) end++;
    cuts.push(end);
    at = end - 1;
  }
  return cuts;
}

/** The head's lines as rows of a hypothesis; undefined where none holds three numbers. */
function tryOn(hypothesis: Hypothesis, bytes: Uint8Array, lines: readonly HeadLine[]): HeadTable | undefined {
  const parser = new LineParser(hypothesis);
  const parsed: ParsedLine[] = [];
  for (let index = 0; index < lines.length; index++) {
    const { isBlank, isComment, start } = lines[index]!;
    if (isBlank || isComment) continue;
    const last = hypothesis.isQuoted ? lastOfQuoted(hypothesis, bytes, lines, index) : index;
    parsed.push({ index, ...parser.fields(bytes, start, lines[last]!.end) });
    index = last;
  }
  return tableOf(hypothesis, parsed);
}

/** The line with which a row ends that begins in the given one: quotes may hold the ends of a few lines. */
function lastOfQuoted({ style }: Hypothesis, bytes: Uint8Array, lines: readonly HeadLine[], first: number): number {
  const delimiter = String.fromCharCode(style.delimiter);
  for (let last = first; last < Math.min(first + MOST_QUOTED_LINES, lines.length); last++) {
    if (quotedFields(textOf(bytes, lines[first]!.start, lines[last]!.end), delimiter).isClosed) return last;
  }
  return first;
}

export interface ParsedLine {
  /** Index of the first of its lines. */
  readonly index: number;
  readonly values: Float64Array;
  readonly kinds: Uint8Array;
}

/** Fields of lines, by any dialect but quoted rows that go over several lines. */
export class LineParser {
  readonly row = new NumberRow();
  readonly #dialect: Hypothesis;

  constructor(dialect: Hypothesis) {
    this.#dialect = dialect;
  }

  /** Adds the fields of the line `[start, end)` to `row`. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const { style, cuts, isQuoted } = this.#dialect;
    if (isQuoted) {
      const { fields } = quotedFields(textOf(bytes, start, end), String.fromCharCode(style.delimiter));
      this.row.appendFields(fields, style);
      return;
    }
    let at = start;
    for (const cut of cuts) {
      const next = Math.min(start + cut, end);
      this.row.append(bytes, at, next, style);
      at = next;
    }
    this.row.append(bytes, at, end, style);
  }

  fields(bytes: Uint8Array, start: number, end: number): { values: Float64Array; kinds: Uint8Array } {
    this.row.count = 0;
    this.append(bytes, start, end);
    const { row } = this;
    return { values: row.values.slice(0, row.count), kinds: row.isWord.slice(0, row.count) };
  }
}

/**
 * The fields of one row, of which some stand in quotes; doubled quotes in them are one. `isClosed`: the last quote is
 * not left open.
 */
export function quotedFields(line: string, delimiter: string): { fields: string[]; isClosed: boolean } {
  const fields: string[] = [];
  let field = '';
  let inside = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (inside && character === '"') {
      if (line[i + 1] === '"') field += line[i++];
      else inside = false;
    } else if (character === '"' && field.trim() === '') {
      inside = true;
      field = '';
    } else if (character === delimiter && !inside) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  fields.push(field);
  return { fields, isClosed: !inside };
}

/** The number of fields that most lines with three numbers have; the earlier one where two are equally common. */
function commonCount(parsed: readonly ParsedLine[]): number {
  const tally = new Map<number, number>();
  for (const { values, kinds } of parsed) {
    let numbers = 0;
    for (const kind of kinds) if (kind === FIELD.number) numbers++;
    if (numbers >= FEWEST_COLUMNS) tally.set(values.length, (tally.get(values.length) ?? 0) + 1);
  }
  return [...tally].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

/** The rows of a table; `linesPerPoint` tells how many lines each of `parsed` is. */
export function tableOf(
  hypothesis: Hypothesis,
  parsed: readonly ParsedLine[],
  linesPerPoint = 1,
): HeadTable | undefined {
  const columnCount = commonCount(parsed);
  if (columnCount === 0) return undefined;
  const rows = parsed.filter(({ values }) => values.length === columnCount);
  const countOf = (column: number, kind: number): number => rows.filter(({ kinds }) => kinds[column] === kind).length;
  const wordCounts = Array.from({ length: columnCount }, (_, column) => countOf(column, FIELD.word));
  const emptyCounts = wordCounts.map((_, column) => countOf(column, FIELD.empty));
  const wordColumns = wordCounts.map((count, column) => 2 * count > rows.length - emptyCounts[column]!);
  const isSound = ({ kinds }: ParsedLine): boolean =>
    kinds.every((kind, column) => wordColumns[column] === true || kind !== FIELD.word);
  const numberColumns = wordColumns.filter((isWord, column) => !isWord && emptyCounts[column]! < rows.length).length;
  const sound = rows.filter(isSound);
  if (numberColumns < FEWEST_COLUMNS || sound.length === 0) return undefined;
  const firstLine = sound[0]!.index;
  return {
    dialect: { ...hypothesis, linesPerPoint, columnCount },
    columns: wordCounts.map((_, column) => Float64Array.from(sound, ({ values }) => values[column]!)),
    wordCounts,
    emptyCounts,
    rowCount: sound.length,
    firstLine,
    soundCount: sound.length * linesPerPoint,
    lineCount: parsed.filter(({ index }) => index >= firstLine).length * linesPerPoint,
    wordColumns,
  };
}
