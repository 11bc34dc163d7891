/**
 * Inputs that are nearly right: seeds of every kind, changed where their formats have numbers, lines, lengths and
 * places.
 */
import { mixBits, randomBits } from '../../src/engine/math/random.ts';

/** Numbers below a bound, the same for the same name and number of an input. */
export class Dice {
  readonly #stream: number;
  #count = 0;

  constructor(name: string, input: number) {
    this.#stream = [...name].reduce((sum, letter) => mixBits((sum ^ letter.charCodeAt(0)) >>> 0), mixBits(input + 1));
  }

  below(bound: number): number {
    return randomBits(this.#stream, 0, this.#count++) % Math.max(1, Math.floor(bound));
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}

const ODD_NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '255',
  '65536',
  '4294967295',
  '4294967296',
  '9007199254740993',
  '99999999999999999999',
  '1e300',
  '-1e300',
  '1e-300',
  '1e999',
  'nan',
  'inf',
  '-inf',
  '0x10',
  '1,5',
  '',
  '+',
  '.',
  '1e',
  '--1',
];
const ODD_BYTES = [0, 1, 9, 10, 13, 32, 34, 44, 45, 47, 92, 127, 128, 192, 254, 255];
const ODD_WORDS = [
  0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];
const ODD_FLOATS = [NaN, Infinity, -Infinity, 1e300, -1e300, 5e-324, -0, 1e38, 3e-39];

/** One to four changes of some bytes; `others` are seeds of the same kind that a piece may come from. */
export function mutateBytes(seed: Uint8Array, others: readonly Uint8Array[], dice: Dice): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(seed);
  for (let changes = 1 + dice.below(4); changes > 0; changes--) bytes = dice.oneOf(BYTE_CHANGES)(bytes, others, dice);
  return bytes;
}

type ByteChange = (bytes: Uint8Array, others: readonly Uint8Array[], dice: Dice) => Uint8Array<ArrayBuffer>;

/** Half of the time near the beginning, where formats say what is to come. */
function placeIn(bytes: Uint8Array, dice: Dice): number {
  return dice.below(dice.below(2) === 0 ? Math.min(bytes.length, 512) : bytes.length);
}

function spliced(bytes: Uint8Array, at: number, removed: number, put: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + removed)]));
}

function poked(bytes: Uint8Array, at: number, width: number, poke: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(bytes);
  if (at + width <= result.length) poke(new DataView(result.buffer, at, width));
  return result;
}

const BYTE_CHANGES: readonly ByteChange[] = [
  (bytes, _, dice) =>
    poked(bytes, placeIn(bytes, dice), 1, (view) => view.setUint8(0, view.getUint8(0) ^ (1 << dice.below(8)))),
  (bytes, _, dice) => poked(bytes, placeIn(bytes, dice), 1, (view) => view.setUint8(0, dice.oneOf(ODD_BYTES))),
  (bytes, _, dice) =>
    poked(bytes, placeIn(bytes, dice), 2, (view) => view.setUint16(0, dice.oneOf(ODD_WORDS), dice.below(2) === 0)),
  (bytes, _, dice) =>
    poked(bytes, placeIn(bytes, dice), 4, (view) => view.setUint32(0, dice.oneOf(ODD_WORDS), dice.below(2) === 0)),
  (bytes, _, dice) =>
    poked(bytes, placeIn(bytes, dice), 8, (view) =>
      view.setBigUint64(0, BigInt(dice.oneOf(ODD_WORDS)) << BigInt(dice.below(33)), dice.below(2) === 0),
    ),
  (bytes, _, dice) =>
    poked(bytes, placeIn(bytes, dice), 4, (view) => view.setFloat32(0, dice.oneOf(ODD_FLOATS), dice.below(2) === 0)),
  (bytes, _, dice) =>
    poked(bytes, placeIn(bytes, dice), 8, (view) => view.setFloat64(0, dice.oneOf(ODD_FLOATS), dice.below(2) === 0)),
  // Cut off, a piece left out, one there twice, one of another file.
  (bytes, _, dice) => new Uint8Array(bytes.subarray(0, placeIn(bytes, dice))),
  (bytes, _, dice) => spliced(bytes, placeIn(bytes, dice), 1 + dice.below(64), new Uint8Array()),
  (bytes, _, dice) => {
    const at = placeIn(bytes, dice);
    return spliced(bytes, at, 0, bytes.slice(at, at + 1 + dice.below(256)));
  },
  (bytes, others, dice) => {
    const other = dice.oneOf(others);
    const from = dice.below(other.length);
    return spliced(bytes, placeIn(bytes, dice), dice.below(256), other.slice(from, from + dice.below(256)));
  },
  // A number that is written out, as headers and text have them.
  (bytes, _, dice) => {
    const numbers = [...latin(bytes.subarray(0, 4096)).matchAll(/-?\d+(\.\d+)?([eE][-+]?\d+)?/g)];
    if (numbers.length === 0) return new Uint8Array(bytes);
    const { index, 0: text } = dice.oneOf(numbers);
    return spliced(bytes, index, text.length, Buffer.from(dice.oneOf(ODD_NUMBERS)));
  },
  // A line left out, or there again at another place.
  (bytes, _, dice) => {
    const lines = latin(bytes.subarray(0, 8192)).split('\n');
    const [from, to] = [dice.below(lines.length), dice.below(lines.length)];
    const [line = ''] = dice.below(2) === 0 ? lines.splice(from, 1) : [lines[from]];
    lines.splice(to, 0, ...(dice.below(2) === 0 ? [line] : []));
    return new Uint8Array(Buffer.concat([Buffer.from(lines.join('\n'), 'latin1'), bytes.subarray(8192)]));
  },
];

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  2 ** 53,
  '',
  'auto',
  'none',
  '../x',
  '/etc/passwd',
  'a'.repeat(70_000),
  '\u001b[2J',
  '\u0000',
  '*a*a*a*a*a*b',
  '(a+)+b',
  '{{{{',
  [],
  {},
  [[]],
  { a: 1 },
  '__proto__',
  [null],
  'NaN',
  '😀',
  '\ud800',
];

/** One to three values of a tree of plain data replaced, left out, doubled, or put under another name. */
export function mutateValue(seed: unknown, dice: Dice): unknown {
  let value: unknown = structuredClone(seed);
  for (let changes = 1 + dice.below(3); changes > 0; changes--) value = changedValue(value, dice);
  return value;
}

function changedValue(value: unknown, dice: Dice): unknown {
  if (typeof value !== 'object' || value === null || dice.below(8) === 0)
    return structuredClone(dice.oneOf(ODD_VALUES));
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as unknown[])];
    const at = dice.below(items.length);
    const act = dice.below(4);
    if (act === 0) items.splice(at, 1);
    else if (act === 1) items.splice(at, 0, structuredClone(dice.oneOf(ODD_VALUES)));
    else if (act === 2) items.push(...items);
    else items[at] = changedValue(items[at], dice);
    return items;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { [dice.oneOf(['a', '__proto__', 'constructor'])]: dice.oneOf(ODD_VALUES) };
  const at = dice.below(entries.length);
  const [name, inner] = entries[at] as [string, unknown];
  const act = dice.below(6);
  if (act === 0) entries.splice(at, 1);
  else if (act === 1) entries.push([dice.oneOf(['unknown', '__proto__', name.toUpperCase(), '']), inner]);
  else entries[at] = [name, changedValue(inner, dice)];
  return Object.fromEntries(entries);
}
