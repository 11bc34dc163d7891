/** Values of the command line as the engine wants them; anything else is a usage error naming what is allowed. */
import { isAllowed, ReconstructError, type Target, type Triple } from '../engine/index.ts';

const A_LENGTH = 'a length above 0';

/** One of `words`, or a number with a decimal point. */
export function wordOrNumber<W extends string>(option: string, words: readonly W[]): (text: string) => W | number {
  return (text) => words.find((word) => word === text.toLowerCase()) ?? numberOf(option, text, [...words, 'a number']);
}

/** A number above 0. */
export function length(option: string): (text: string) => number {
  return (text) => {
    const value = numberOf(option, text, [A_LENGTH]);
    return value > 0 ? value : refuse(option, text, [A_LENGTH]);
  };
}

/** Three numbers above 0 with commas between them. */
export function threeLengths(option: string): (text: string) => Triple {
  return (text) => {
    const allowed = ['three lengths above 0 with commas between them, such as 220,220,250'];
    const [x, y, z, ...more] = text.split(',').map((part) => numberOf(option, part, allowed));
    const isWhole = x !== undefined && y !== undefined && z !== undefined && more.length === 0;
    return isWhole && x > 0 && y > 0 && z > 0 ? [x, y, z] : refuse(option, text, allowed);
  };
}

/** A whole number of at least 0. */
export function wholeNumber(option: string): (text: string) => number {
  return (text) => {
    const allowed = ['a whole number'];
    const value = numberOf(option, text, allowed);
    if (!Number.isSafeInteger(value) || value < 0) refuse(option, text, allowed);
    return value;
  };
}

/** A word, a share as `10%`, or a number. */
export function targetOf(option: string, kind: Target): (text: string) => string | number {
  const parse = wordOrNumber(option, [...kind.words, '10%']);
  return (text) => (isAllowed(kind, text) ? text : parse(text));
}

export function oneOf<W extends string>(option: string, words: readonly W[]): (text: string) => W {
  return (text) => words.find((word) => word === text) ?? refuse(option, text, words);
}

/** Words with commas between them; of `words`, where there are some. */
export function listOf(option: string, words?: readonly string[]): (text: string) => readonly string[] {
  return (text) => {
    const list = text.split(',').map((word) => word.trim());
    const isWrong = (word: string): boolean => word === '' || words?.includes(word) === false;
    return list.some(isWrong) ? refuse(option, text, words ?? ['words with commas between them']) : list;
  };
}

/** Decimal numbers only: `Number` would take '' for 0 and 0x10 for 16. */
function numberOf(option: string, text: string, allowed: readonly string[]): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : refuse(option, text, allowed);
}

function refuse(option: string, text: string, allowed: readonly string[]): never {
  throw new ReconstructError('option-invalid', `${option} is «${text}»; allowed: ${allowed.join(', ')}`, { option });
}
