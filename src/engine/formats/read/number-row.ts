/**
 * Splits a line of text into numbers, straight from its bytes. Almost every number of a point cloud is a plain decimal
 * of at most 15 digits: its digits fit a float64 exactly, and one division by an exact power of ten (10⁰…10²²) rounds
 * once, so the result equals `Number(text)` (Clinger, "How to read floating point numbers accurately", 1990).
 * Everything else, such as long digit strings, exponents and words, takes the slow way through a string.
 */

/** The numbers of one line. Reused from line to line; `values` grows with the longest. */
export class NumberRow {
  /** [count] the fields' values; NaN for words. */
  values = new Float64Array(32);
  /** [count] 1 where a field is no number (`nan` and `inf` are numbers). */
  isWord = new Uint8Array(32);
  count = 0;

  /** Parses the line `[start, end)` of `bytes`. */
  parse(bytes: Uint8Array, start: number, end: number, style: NumberStyle): void {
    const { isSeparator, decimalMark } = style;
    this.count = 0;
    let at = start;
    for (;;) {
      while (at < end && isSeparator[bytes[at]!] === 1) at++;
      if (at >= end) return;
      if (this.count === this.values.length) this.#grow();
      at = this.#parseField(bytes, at, end, isSeparator, decimalMark);
      this.count++;
    }
  }

  /** Parses the field that begins at `start`; returns the first byte behind it. */
  #parseField(bytes: Uint8Array, start: number, end: number, isSeparator: Uint8Array, decimalMark: number): number {
    let at = start;
    const sign = bytes[at]!;
    if (sign === MINUS || sign === PLUS) at++;
    const digitsStart = at;
    let mantissa = 0;
    let byte = 0;
    for (; at < end; at++) {
      byte = bytes[at]!;
      if (byte < ZERO || byte > NINE) break;
      mantissa = mantissa * 10 + (byte - ZERO);
    }
    let digitCount = at - digitsStart;
    let fractionDigits = 0;
    if (at < end && byte === decimalMark) {
      const fractionStart = ++at;
      for (; at < end; at++) {
        byte = bytes[at]!;
        if (byte < ZERO || byte > NINE) break;
        mantissa = mantissa * 10 + (byte - ZERO);
      }
      fractionDigits = at - fractionStart;
      digitCount += fractionDigits;
    }
    const isWhole = at >= end || isSeparator[bytes[at]!] === 1;
    // Counted with leading zeros, the digits bound the mantissa by 10¹⁵ < 2⁵³: no step above was rounded.
    if (isWhole && digitCount > 0 && digitCount <= 15) {
      const value = mantissa / POWERS_OF_TEN[fractionDigits]!;
      this.values[this.count] = sign === MINUS ? -value : value;
      this.isWord[this.count] = 0;
      return at;
    }
    while (at < end && isSeparator[bytes[at]!] === 0) at++;
    const value = numberOf(textOf(bytes, start, at), decimalMark);
    this.values[this.count] = value ?? NaN;
    this.isWord[this.count] = value === undefined ? 1 : 0;
    return at;
  }

  #grow(): void {
    const values = new Float64Array(2 * this.values.length);
    const isWord = new Uint8Array(values.length);
    values.set(this.values);
    isWord.set(this.isWord);
    this.values = values;
    this.isWord = isWord;
  }
}

/** How a file writes its numbers. */
export interface NumberStyle {
  /** [256] 1 for bytes between fields: blanks, tabs and other control bytes, semicolon, and comma unless decimal. */
  readonly isSeparator: Uint8Array;
  /** Byte between the whole and the fraction. */
  readonly decimalMark: number;
}

const [PLUS, COMMA, MINUS, POINT, ZERO, NINE, SEMICOLON] = [43, 44, 45, 46, 48, 57, 59] as const;
/** Exact in float64 up to 10²²; 15 digits need no more than 10¹⁵. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

function separators(comma: 0 | 1): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(1, 0, 33);
  table[SEMICOLON] = 1;
  table[COMMA] = comma;
  return table;
}

export const DECIMAL_POINT: NumberStyle = { isSeparator: separators(1), decimalMark: POINT };
export const DECIMAL_COMMA: NumberStyle = { isSeparator: separators(0), decimalMark: COMMA };

/**
 * The style of a file by one of its data lines: commas are decimal where each stands between two digits, no point
 * occurs, and blanks or semicolons separate the fields.
 */
export function numberStyleOf(line: string): NumberStyle {
  const fields = line.trim().split(/[\s;]+/);
  const isDecimalComma =
    fields.length > 1 && line.includes(',') && fields.every((field) => /^[+-]?\d+(,\d+)?([eE][+-]?\d+)?$/.test(field));
  return isDecimalComma ? DECIMAL_COMMA : DECIMAL_POINT;
}

/** The bytes `[start, end)` as text, for messages and slow paths. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.slice(start, end));
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** What C libraries print, old Microsoft ones included (`1.#QNAN`, `-1.#IND`). */
const NOT_A_NUMBER = /^[+-]?(?:nan(?:\(\w*\))?|1\.#(?:qnan|snan|nan|ind)\d*)$/i;
const INFINITE = /^[+-]?(?:inf(?:inity)?|1\.#inf\d*)$/i;

/** A field's value, NaN and infinities included; undefined for a word. */
function numberOf(field: string, decimalMark: number): number | undefined {
  const text = decimalMark === COMMA ? field.replace(',', '.') : field;
  if (NUMBER.test(text)) return Number(text);
  if (NOT_A_NUMBER.test(text)) return NaN;
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return undefined;
}
