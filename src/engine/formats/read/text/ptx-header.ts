/**
 * The head of a scan in a PTX file (Leica Geosystems, "Cyclone PTX format"): columns, rows, the scanner's place and its
 * three axes, then the transform from the scanner to the world as four lines. Points are rows there, so the translation
 * stands in the last line.
 */
import { formatError } from '../format-error.ts';
import { NumberRow, type NumberStyle, numberStyleOf, textOf } from './number-row.ts';

/** Numbers in each line of the head. */
export const PTX_HEAD = [1, 1, 3, 3, 3, 3, 4, 4, 4, 4] as const;

export interface PtxHead {
  /** Points that are promised: columns × rows. */
  readonly promised: number;
  /** [12] from x y z 1 to world x, then y, then z. */
  readonly transform: readonly number[];
  /** Where the scanner stood, world space. */
  readonly sensor: readonly [number, number, number];
  /** Undefined where no number of it has a mark. */
  readonly style: NumberStyle | undefined;
  /** Whether the matrix stood the other way round. */
  readonly isTransposed: boolean;
}

/** Whether the first lines of a file are the head of a scan. */
export function beginsAsPtx(text: string): boolean {
  const lines = text
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .slice(0, 4096)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '');
  return PTX_HEAD.every((count, i) => {
    const words = lines[i]?.trim().split(/[\s;]+/) ?? [];
    return words.length === count && words.every((word) => NUMBER.test(word) && (i > 1 || /^\d+$/.test(word)));
  });
}

const NUMBER = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i;
/** The last column of an affine matrix, up to how programs print it. */
const ROUNDING = 1e-6;
const HINT = 'Export the scan again.';

/** Gathers the lines of a scan's head. */
export class PtxHeadReader {
  readonly #name: string;
  readonly #row = new NumberRow();
  #lines: { readonly line: number; readonly text: string }[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** Lines taken in so far. */
  get lineCount(): number {
    return this.#lines.length;
  }

  /** @returns the head with its last line. @throws ReconstructError `cloud-format` */
  accept(bytes: Uint8Array, start: number, end: number, line: number): PtxHead | undefined {
    this.#lines.push({ line, text: textOf(bytes, start, end).trim() });
    if (this.#lines.length < PTX_HEAD.length) return undefined;
    const lines = this.#lines;
    this.#lines = [];
    const text = lines.map((line) => line.text).join(' ');
    const style = numberStyleOf(text);
    const numbers = lines.map((_, i) => this.#numbersOf(lines, i, style));
    return headOf(numbers, /[.,]/.test(text) ? style : undefined, (what) => {
      const where = `the head of a scan (lines ${lines[0]!.line} to ${line}) ${what}`;
      return formatError(this.#name, where, HINT, { line });
    });
  }

  #numbersOf(lines: readonly { readonly line: number; readonly text: string }[], i: number, style: NumberStyle) {
    const { line, text } = lines[i]!;
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    this.#row.parse(bytes, 0, bytes.length, style);
    const { count, values, isWord } = this.#row;
    const numbers = [...values.subarray(0, count)];
    if (count === PTX_HEAD[i] && isWord.subarray(0, count).every((flag) => flag === 0)) return numbers;
    const wanted = `${PTX_HEAD[i] ?? 0} ${PTX_HEAD[i] === 1 ? 'number' : 'numbers'}`;
    const what = `line ${line} should have ${wanted} of the head that begins in line ${lines[0]!.line}, but is "${text.slice(0, 60)}"`;
    throw formatError(this.#name, what, HINT, { line });
  }
}

function headOf(
  numbers: readonly (readonly number[])[],
  style: NumberStyle | undefined,
  refuse: (what: string) => Error,
): PtxHead {
  const [columns = NaN, rows = NaN] = [numbers[0]![0], numbers[1]![0]];
  const promised = columns * rows;
  const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  if (!isCount(columns) || !isCount(rows) || !isCount(promised)) throw refuse(`promises ${columns} × ${rows} points`);
  const given = numbers.slice(6);
  const isAffine = (m: readonly (readonly number[])[]): boolean =>
    [0, 0, 0, 1].every((value, i) => Math.abs(m[i]![3]! - value) <= ROUNDING);
  const turned = [0, 1, 2, 3].map((i) => given.map((row) => row[i]!));
  // Written by columns, the translation stands where an affine matrix has zeros.
  const isTransposed = !isAffine(given) && isAffine(turned);
  const m = isTransposed ? turned : given;
  if (!m.flat().every(Number.isFinite)) throw refuse('has a matrix with numbers that are not finite');
  if (!isAffine(m)) throw refuse('has a matrix that is no affine transform: its last column is not 0 0 0 1');
  const [a, b, c, t] = m as unknown as readonly [
    readonly number[],
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const determinant =
    a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
    a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
    a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
  if (determinant === 0) throw refuse('has a matrix that flattens the points');
  const transform = [0, 1, 2].flatMap((axis) => [a[axis]!, b[axis]!, c[axis]!, t[axis]!]);
  return { promised, transform, sensor: [t[0]!, t[1]!, t[2]!], style, isTransposed };
}
