/**
 * The kinds of values that an option may have. A kind says what is taken and how that is called; the command line, job
 * files, the report and the window read it, so that none of them repeats a range. Plain data and pure functions of it:
 * the window takes this file, too.
 */

/** One of some words. */
export interface Choice<C extends string = string> {
  readonly type: 'choice';
  readonly choices: readonly [C, ...C[]];
}

/** Yes or no. */
export interface Flag {
  readonly type: 'flag';
}

/** A whole number from `min` to `max`, both included. */
export interface Whole {
  readonly type: 'whole';
  readonly min: number;
  readonly max?: number;
}

/** A whole number of at least `min`, or a word in place of it. */
export interface Count<W extends string = string> {
  readonly type: 'count';
  readonly words: readonly W[];
  readonly min: number;
}

/** How much of something is wanted: a share as `10%`, a whole number of at least `min`, or a word. */
export interface Target<W extends string = string> {
  readonly type: 'target';
  readonly words: readonly W[];
  readonly min: number;
}

/** One of some numbers, or a word in place of them. */
export interface OneOf<W extends string = string> {
  readonly type: 'one-of';
  readonly words: readonly W[];
  readonly numbers: readonly number[];
  /** What the numbers have in common. */
  readonly called: string;
}

/** A finite number from `min` to `max`, both included, or a word in place of it. */
export interface Numeric<W extends string = string> {
  readonly type: 'number';
  /** `length`, `area`: in the unit of the file or its square, so it means nothing for another file. */
  readonly unit: 'none' | 'length' | 'area';
  readonly words: readonly W[];
  readonly min: number;
  readonly max?: number;
}

/** Some words in an order; without `choices` any words, or those that look `like` something. None holds a comma. */
export interface Words<C extends string = string> {
  readonly type: 'words';
  readonly choices?: readonly [C, ...C[]];
  readonly like?: RegExp;
  /** What words are called that look like it. */
  readonly called?: string;
}

export type OptionKind = Choice | Flag | Whole | Count | Target | OneOf | Numeric | Words;

/** What an option of a kind holds. */
export type ValueOf<K extends OptionKind> =
  K extends Choice<infer C>
    ? C
    : K extends Flag
      ? boolean
      : K extends Whole
        ? number
        : K extends OneOf<infer W> | Numeric<infer W> | Count<infer W>
          ? W | number
          : K extends Target<infer W>
            ? W | Percentage | number
            : K extends Words<infer C>
              ? readonly C[]
              : never;

/** More than 0 and less than 100. */
export type Percentage = `${number}%`;

export type OptionValue = string | number | boolean | readonly string[];

export function isAllowed(kind: OptionKind, value: unknown): boolean {
  switch (kind.type) {
    case 'choice':
      return isOneOf(kind.choices, value);
    case 'flag':
      return typeof value === 'boolean';
    case 'whole':
      return Number.isInteger(value) && isInside(kind, value as number);
    case 'count':
      return isOneOf(kind.words, value) || (Number.isSafeInteger(value) && isInside(kind, value as number));
    case 'target':
      return (
        isOneOf(kind.words, value) ||
        (typeof value === 'string' && shareOf(value) !== null) ||
        (Number.isSafeInteger(value) && isInside(kind, value as number))
      );
    case 'one-of':
      return isOneOf(kind.words, value) || isOneOf(kind.numbers, value);
    case 'number':
      return isOneOf(kind.words, value) || (Number.isFinite(value) && isInside(kind, value as number));
    case 'words':
      return Array.isArray(value) && value.every((word) => isWordOf(kind, word));
  }
}

/** What is taken, to stand after `allowed: `. `quote` is put round the words that a file has in quotes. */
export function allowedText(kind: OptionKind, quote = ''): string {
  const quoted = (words: readonly string[]): string[] => words.map((word) => quote + word + quote);
  switch (kind.type) {
    case 'choice':
      return joinedText(quoted(kind.choices), ' or ');
    case 'flag':
      return 'true or false';
    case 'whole':
      return `a whole number ${rangeText(kind)}`;
    case 'count':
      return joinedText([...quoted(kind.words), `a whole number ${rangeText(kind)}`], ', or ');
    case 'target': {
      const share = `a share such as ${quote}10%${quote}`;
      return joinedText([...quoted(kind.words), share, `a whole number ${rangeText(kind)}`], ', or ');
    }
    case 'one-of':
      return joinedText([...quoted(kind.words), kind.called], ', or ');
    case 'number': {
      const range = rangeText(kind);
      const called = {
        none: `a number ${range}`,
        length: `a length ${range} in the unit of the file`,
        area: `an area ${range} in squared units of the file`,
      }[kind.unit];
      return joinedText([...quoted(kind.words), called], ', or ');
    }
    case 'words':
      return `a list of ${kind.choices ? joinedText(quoted(kind.choices), ' and ') : (kind.called ?? 'words')}`;
  }
}

/** The share that a percentage names, between 0 and 1; null for any other text. */
export function shareOf(text: string): number | null {
  const number = /^(\d+(?:\.\d+)?|\.\d+)%$/.exec(text)?.[1];
  const share = Number(number) / 100;
  return share > 0 && share < 1 ? share : null;
}

/** Lists are the same where they hold the same words in the same order. */
export function isSameValue(a: OptionValue, b: OptionValue): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

/** `a, b or c` for ` or `. */
export function joinedText(words: readonly string[], last: string): string {
  const head = words.slice(0, -1).join(', ');
  return head === '' ? words.join('') : head + last + words.at(-1)!;
}

function isOneOf(values: readonly unknown[], value: unknown): boolean {
  return values.includes(value);
}

/** Whether a list of this kind may hold it. */
export function isWordOf({ choices, like }: Words, word: unknown): boolean {
  if (choices) return isOneOf(choices, word);
  return typeof word === 'string' && word !== '' && !word.includes(',') && like?.test(word) !== false;
}

interface Range {
  readonly min: number;
  readonly max?: number;
}

function isInside({ min, max = Infinity }: Range, value: number): boolean {
  return value >= min && value <= max;
}

function rangeText({ min, max }: Range): string {
  return max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
}
