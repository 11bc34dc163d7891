/**
 * Splits a line of text into numbers, straight from its bytes. Almost every number of a point cloud is a plain decimal
 * of at most 15 digits: its digits fit a float64 exactly, and one division by an exact power of ten (10⁰…10²²) rounds
 * once, so the result equals `Number(text)` (Clinger, "How to read floating point numbers accurately", 1990).
 * Everything else, such as long digit strings, exponents and words, takes the slow way through a string.
 */

/** What a field of a line is. */
export const FIELD = { number: 0, word: 1, empty: 2 } as const;

/** The numbers of one line. Reused from line to line; `values` grows with the longest. */
export class NumberRow {
  /** [count] the fields' values; NaN for words and for empty fields. */
  values = new Float64Array(32);
  /** [count] of `FIELD`: `nan` and `inf` are numbers; empty fields are there only where a style has a delimiter. */
  isWord = new Uint8Array(32);
  count = 0;

  /** Parses the line `[start, end)` of `bytes`. */
  parse(bytes: Uint8Array, start: number, end: number, style: NumberStyle): void {
    this.count = 0;
    this.append(bytes, start, end, style);
  }

  /** Adds what is in `[start, end)` of `bytes`. */
  append(bytes: Uint8Array, start: number, end: number, style: NumberStyle): void {
    if (style.delimiter !== 0) {
      const { count } = this;
      if (this.#appendRegular(bytes, start, end, style)) return;
      this.count = count;
      this.#appendDelimited(bytes, start, end, style);
      return;
    }
    const { isSeparator, decimalMark } = style;
    let at = start;
    for (;;) {
      while (at < end && isSeparator[bytes[at]!] !== 0) at++;
      if (at >= end) return;
      if (this.count === this.values.length) this.#grow();
      at = this.#parseField(bytes, at, end, isSeparator, decimalMark, style);
      this.count++;
    }
  }

  /** Adds fields that are strings already. */
  appendFields(fields: readonly string[], style: NumberStyle): void {
    for (const field of fields) {
      if (this.count === this.values.length) this.#grow();
      this.#setText(field, style);
      this.count++;
    }
    // A delimiter at the end of a line ends the last field.
    if (fields.length > 0 && this.isWord[this.count - 1] === FIELD.empty) this.count--;
  }

  /** One delimiter between any two fields and no blank inside them, as in nearly all lines; false for other lines. */
  #appendRegular(bytes: Uint8Array, start: number, end: number, style: NumberStyle): boolean {
    const { isSeparator, decimalMark } = style;
    let at = start;
    let expected = 0;
    for (;;) {
      let delimiters = 0;
      let kind = 0;
      while (at < end && (kind = isSeparator[bytes[at]!]!) !== 0) {
        at++;
        delimiters += kind - 1;
      }
      if (at >= end) return delimiters <= 1;
      if (delimiters !== expected) return false;
      expected = 1;
      if (this.count === this.values.length) this.#grow();
      at = this.#parseField(bytes, at, end, isSeparator, decimalMark, style);
      this.count++;
    }
  }

  /** Every delimiter ends a field, which may be empty or hold blanks; one at the end of the line adds none. */
  #appendDelimited(bytes: Uint8Array, start: number, end: number, style: NumberStyle): void {
    const { isSeparator, delimiter, decimalMark } = style;
    let at = start;
    for (;;) {
      let byte = at < end ? bytes[at]! : -1;
      while (byte !== delimiter && byte >= 0 && byte <= BLANK) byte = ++at < end ? bytes[at]! : -1;
      if (byte < 0) return;
      if (this.count === this.values.length) this.#grow();
      if (byte === delimiter) {
        this.values[this.count] = NaN;
        this.isWord[this.count] = FIELD.empty;
      } else {
        const fieldStart = at;
        at = this.#parseField(bytes, at, end, isSeparator, decimalMark, style);
        if (at < end && bytes[at] !== delimiter) at = this.#endField(bytes, fieldStart, at, end, style);
      }
      this.count++;
      at++;
    }
  }

  /** Goes on from a blank behind what was parsed of a field to its delimiter; a field with more in it is read anew. */
  #endField(bytes: Uint8Array, start: number, blank: number, end: number, style: NumberStyle): number {
    const { delimiter } = style;
    let at = blank;
    let isMore = false;
    for (; at < end && bytes[at] !== delimiter; at++) if (bytes[at]! > BLANK) isMore = true;
    if (isMore) this.#setText(textOf(bytes, start, at), style);
    return at;
  }

  /** Parses the field that begins at `start`; returns the first byte behind it. */
  #parseField(
    bytes: Uint8Array,
    start: number,
    end: number,
    isSeparator: Uint8Array,
    decimalMark: number,
    style: NumberStyle,
  ): number {
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
    const isWhole = at >= end || isSeparator[bytes[at]!] !== 0;
    // Counted with leading zeros, the digits bound the mantissa by 10¹⁵ < 2⁵³: no step above was rounded.
    if (isWhole && digitCount > 0 && digitCount <= 15) {
      const value = mantissa / POWERS_OF_TEN[fractionDigits]!;
      this.values[this.count] = sign === MINUS ? -value : value;
      this.isWord[this.count] = FIELD.number;
      return at;
    }
    while (at < end && isSeparator[bytes[at]!] === 0) at++;
    this.#setText(textOf(bytes, start, at), style);
    return at;
  }

  /** Sets the field that comes next. */
  #setText(field: string, style: NumberStyle): void {
    const text = field.trim();
    const value = numberOf(text, style);
    this.values[this.count] = value ?? NaN;
    this.isWord[this.count] = value !== undefined ? FIELD.number : text === '' ? FIELD.empty : FIELD.word;
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
  /** [256] 0 for bytes of fields, 1 for those between them, 2 for the delimiter. */
  readonly isSeparator: Uint8Array;
  /** Byte of which each ends a field, be it an empty one; 0 where any run of separators is one gap. */
  readonly delimiter: number;
  /** Byte between the whole and the fraction. */
  readonly decimalMark: number;
  /** What may stand between groups of three digits. */
  readonly thousandsMark: ThousandsMark;
}

export type ThousandsMark = '' | ' ' | ',' | '.' | "'";

/** The last of the control bytes and blanks. */
const BLANK = 32;
const [PLUS, COMMA, MINUS, POINT, ZERO, NINE] = [43, 44, 45, 46, 48, 57] as const;
/** Exact in float64 up to 10²²; 15 digits need no more than 10¹⁵. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** A style whose fields end with blanks, control bytes and each of `others`. */
export function numberStyle(
  others: string,
  decimalMark: ',' | '.',
  delimiter = '',
  thousandsMark: ThousandsMark = '',
): NumberStyle {
  const isSeparator = new Uint8Array(256);
  isSeparator.fill(1, 0, 33);
  for (const other of others) isSeparator[other.charCodeAt(0)] = 1;
  if (delimiter !== '') isSeparator[delimiter.charCodeAt(0)] = 2;
  const delimiterByte = delimiter === '' ? 0 : delimiter.charCodeAt(0);
  return { isSeparator, delimiter: delimiterByte, decimalMark: decimalMark === ',' ? COMMA : POINT, thousandsMark };
}

export const DECIMAL_POINT: NumberStyle = numberStyle(',;', '.');
export const DECIMAL_COMMA: NumberStyle = numberStyle(';', ',');

/**
 * The style of one line: commas are decimal where each stands between two digits, no point occurs, and blanks or
 * semicolons separate the fields.
 */
export function numberStyleOf(line: string): NumberStyle {
  const fields = line.trim().split(/[\s;]+/);
  const isDecimalComma =
    fields.length > 1 && line.includes(',') && fields.every((field) => /^[+-]?\d+(,\d+)?([eE][+-]?\d+)?$/.test(field));
  return isDecimalComma ? DECIMAL_COMMA : DECIMAL_POINT;
}

/** The bytes `[start, end)` as text, for messages and slow paths; what is no UTF-8 is taken for Windows-1252. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  const part = bytes.slice(start, end);
  const text = new TextDecoder().decode(part);
  return text.includes('\ufffd') ? new TextDecoder('windows-1252').decode(part) : text;
}

/** Fortran writes its exponents with a D. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[ed][+-]?\d+)?$/i;
/** What C libraries print, old Microsoft ones included (`1.#QNAN`, `-1.#IND`). */
const NOT_A_NUMBER = /^[+-]?(?:nan(?:\(\w*\))?|1\.#(?:qnan|snan|nan|ind)\d*)$/i;
const INFINITE = /^[+-]?(?:inf(?:inity)?|1\.#inf\d*)$/i;

/** Blanks between groups of digits: no-break and thin ones, too. */
const GROUP_BLANKS = ' \u00a0\u2009\u202f';
const GROUPED: Readonly<Record<Exclude<ThousandsMark, ''>, RegExp>> = {
  ' ': new RegExp(`^[+-]?\\d{1,3}(?:[${GROUP_BLANKS}]\\d{3})+(?![\\d${GROUP_BLANKS}])`),
  ',': /^[+-]?\d{1,3}(?:,\d{3})+(?![\d,])/,
  '.': /^[+-]?\d{1,3}(?:\.\d{3})+(?![\d.])/,
  "'": /^[+-]?\d{1,3}(?:['\u2019]\d{3})+(?![\d'\u2019])/,
};

/** A field's value, NaN and infinities included; undefined for a word. */
function numberOf(field: string, { decimalMark, thousandsMark }: NumberStyle): number | undefined {
  let text = field.replace('\u2212', '-');
  if (thousandsMark !== '') text = text.replace(GROUPED[thousandsMark], (whole) => whole.replace(/[^\d+-]/g, ''));
  if (decimalMark === COMMA) {
    if (/^[+-]?\d*\.\d*$/.test(text)) return undefined;
    text = text.replace(',', '.');
  }
  if (NUMBER.test(text)) return Number(text.replace(/d/i, 'e'));
  if (NOT_A_NUMBER.test(text)) return NaN;
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return undefined;
}
