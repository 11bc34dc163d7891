/** Values of the command line as the engine wants them; anything else is a usage error naming what is allowed. */
import {
  isAllowed,
  isWordOf,
  type Plane,
  ReconstructError,
  type Target,
  type Triple,
  type Words,
} from '../engine/index.ts';

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

const AXES: Readonly<Record<string, Triple>> = { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] };

/** `z=1.2`, or a place on the plane and its normal as six numbers with commas between them. */
export function planeOf(option: string): (text: string) => Plane {
  const allowed = ['x=, y= or z= and a number, or six numbers: a place on the plane, and its normal'];
  return (text) => {
    const [, axis, at] = /^\s*([xyz])\s*=(.*)$/i.exec(text) ?? [];
    if (axis !== undefined && at !== undefined) {
      const normal = AXES[axis.toLowerCase()]!;
      const distance = numberOf(option, at, allowed);
      return { normal, through: [distance * normal[0], distance * normal[1], distance * normal[2]] };
    }
    const numbers = text.split(',').map((part) => numberOf(option, part, allowed));
    const [x, y, z, a, b, c] = numbers as [number, number, number, number, number, number];
    if (numbers.length !== 6 || !(Math.hypot(a, b, c) > 0)) refuse(option, text, allowed);
    return { through: [x, y, z], normal: [a, b, c] };
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

/** Words with commas between them, of a kind of list. */
export function listOf(option: string, kind: Words = { type: 'words' }): (text: string) => readonly string[] {
  const allowed = kind.choices ?? [`${kind.called ?? 'words'} with commas between them`];
  return (text) => {
    const list = text.split(',').map((word) => word.trim());
    return list.every((word) => isWordOf(kind, word)) ? list : refuse(option, text, allowed);
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
