/** Colours of a dump: for numbers along a scale, for kinds and sets, for directions, for the signs of a field. */
import type { DumpedValues } from '../../engine/hosting.ts';

export type Rgb = readonly [number, number, number];

export const PLAIN: Rgb = [96, 110, 132];

/** Twelve that can be told from one another (Paul Tol, "bright" and "light"); sets beyond them begin anew. */
const KINDS: readonly Rgb[] = [
  [68, 119, 170],
  [238, 102, 119],
  [34, 136, 51],
  [204, 187, 68],
  [102, 204, 238],
  [170, 51, 119],
  [238, 136, 102],
  [119, 170, 221],
  [68, 187, 153],
  [187, 204, 51],
  [238, 221, 136],
  [255, 170, 187],
];

export function kindColour(kind: number): Rgb {
  return KINDS[kind % KINDS.length]!;
}

/** Viridis at five places, linear between them. */
const SCALE: readonly Rgb[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

/** @param share 0…1, clamped */
export function scaleColour(share: number): Rgb {
  const place = Math.min(1, Math.max(0, share)) * (SCALE.length - 1);
  const lower = Math.min(SCALE.length - 2, Math.floor(place));
  return mix(SCALE[lower]!, SCALE[lower + 1]!, place - lower);
}

const INSIDE: Rgb = [33, 102, 172];
const BETWEEN: Rgb = [247, 247, 247];
const OUTSIDE: Rgb = [178, 24, 43];

/** Blue inside, red outside. @param share -1…1, clamped */
export function signColour(share: number): Rgb {
  const strength = Math.min(1, Math.abs(share));
  return mix(BETWEEN, share < 0 ? INSIDE : OUTSIDE, strength);
}

/** Axes as red, green and blue, the two ways of each as dark and bright. */
export function directionColour(x: number, y: number, z: number): Rgb {
  const part = (value: number): number => Math.round(127.5 + 127.5 * Math.min(1, Math.max(-1, value)));
  return [part(x), part(y), part(z)];
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * share);
  return [part(0), part(1), part(2)];
}

/** What colours mean, for the page. */
export interface Legend {
  readonly text: string;
  readonly colour: Rgb;
}

/** The span of lengths and shares that the scale covers: all but the outermost hundredth at either end. */
export function spanOf({ values, kinds }: DumpedValues): readonly [number, number] {
  if (kinds || values.length === 0) return [0, 0];
  const finite = Float64Array.from(values).filter(Number.isFinite).sort();
  const at = (share: number): number => finite[Math.floor(share * (finite.length - 1))] ?? 0;
  return [at(0.01), at(0.99)];
}

/** [3 × count] of every so-and-so-many-th value. @param span as `spanOf` says, which sorts them all */
export function valueColours(dumped: DumpedValues, stride = 1, span = spanOf(dumped)): Uint8Array<ArrayBuffer> {
  const { values, kinds } = dumped;
  const [low, high] = span;
  const count = Math.ceil(values.length / stride);
  const colours = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++) {
    const value = values[i * stride]!;
    const share = high > low ? (value - low) / (high - low) : 0.5;
    colours.set(kinds ? kindColour(value) : scaleColour(share), 3 * i);
  }
  return colours;
}
