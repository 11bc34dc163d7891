/** What heights and contours are taken of: a surface with z up, and which of its triangles no point supports. */
import type { Triple } from '../math/triple.ts';
import { STEP_MASK, type Steps } from '../host/steps.ts';

export interface TerrainMesh {
  /** [3 × vertexCount] world less `shift`, z up. */
  readonly positions: Float32Array;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
  readonly shift: Triple;
  readonly trust?: { readonly guessed: Uint8Array };
}

/** Of its three corners; with fewer more than half of the triangle is measured. */
const CORNERS_OF_A_GUESS = 2;

/** [3 × those that stay] without the triangles that are guessed. */
export function* measuredTriangles({ indices, trust }: TerrainMesh): Steps<Uint32Array> {
  if (!trust) return indices;
  const { guessed } = trust;
  const kept = new Uint32Array(indices.length);
  let count = 0;
  for (let at = 0; at < indices.length; at += 3) {
    if ((at & STEP_MASK) < 3) yield;
    const [a, b, c] = [indices[at]!, indices[at + 1]!, indices[at + 2]!];
    if (guessed[a]! + guessed[b]! + guessed[c]! >= CORNERS_OF_A_GUESS) continue;
    kept[count++] = a;
    kept[count++] = b;
    kept[count++] = c;
  }
  return kept.subarray(0, count);
}

export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** Lengths that people take: 1, 2 and 5 and their tenfolds. */
const NICE = [1, 2, 5, 10] as const;

export function niceBelow(length: number): number {
  const exponent = Math.floor(Math.log10(length));
  const step = NICE.findLast((each) => Number(`${each}e${exponent}`) <= length) ?? 1;
  return Number(`${step}e${exponent}`);
}

export function niceAbove(length: number): number {
  const exponent = Math.floor(Math.log10(length));
  const step = NICE.find((each) => Number(`${each}e${exponent}`) >= length) ?? 10;
  return Number(`${step}e${exponent}`);
}

/** Of a length, without the last digits' noise: three times .1 is .3. */
export function multiple(count: number, length: number): number {
  return Number((count * length).toPrecision(14)) + 0;
}
