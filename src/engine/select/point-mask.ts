/**
 * A set of a cloud's points: a bit a point, in the order of the file. Ten million points are 1.25 MB, so that every
 * step of the history can have its own, and sets are joined 32 points at a time.
 */

import { allocateShareable } from '../host/shared-memory.ts';

/** [⌈pointCount / 32⌉] bit `i & 31` of word `i >>> 5` is point i; bits past the last point are 0. */
export type PointMask = Uint32Array;

/** How what is marked now joins what was selected before. */
export const SELECT_MODES = ['new', 'add', 'subtract', 'overlap'] as const;
export type SelectMode = (typeof SELECT_MODES)[number];

/** In shared memory, where there is some: tasks read masks. */
export function emptyMask(pointCount: number): PointMask {
  return new Uint32Array(allocateShareable(4 * Math.ceil(pointCount / 32)));
}

/** All points. */
export function fullMask(pointCount: number): PointMask {
  const mask = emptyMask(pointCount).fill(0xffff_ffff);
  const rest = pointCount & 31;
  if (rest > 0) mask[mask.length - 1] = 2 ** rest - 1;
  return mask;
}

export function hasPoint(mask: PointMask, point: number): boolean {
  return ((mask[point >>> 5]! >>> (point & 31)) & 1) === 1;
}

export function addPoint(mask: PointMask, point: number): void {
  mask[point >>> 5]! |= 1 << (point & 31);
}

/** Points in the mask: the sum of bits by halves of words (Warren, "Hacker's Delight", 5-1). */
export function countOf(mask: PointMask): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) {
    let word = mask[i]!;
    word -= (word >>> 1) & 0x5555_5555;
    word = (word & 0x3333_3333) + ((word >>> 2) & 0x3333_3333);
    word = (word + (word >>> 4)) & 0x0f0f_0f0f;
    count += Math.imul(word, 0x0101_0101) >>> 24;
  }
  return count;
}

/** What is selected after `marked` points were marked in a mode; `before` may be missing where nothing was selected. */
export function joinMasks(before: PointMask | null, marked: PointMask, mode: SelectMode): PointMask {
  const joined = emptyMask(32 * marked.length);
  for (let i = 0; i < joined.length; i++) {
    const a = before ? before[i]! : 0;
    const b = marked[i]!;
    joined[i] = mode === 'new' ? b : mode === 'add' ? a | b : mode === 'subtract' ? a & ~b : a & b;
  }
  return joined;
}

/** The points of `mask` that are not in `without`. */
export function withoutMask(mask: PointMask, without: PointMask | null): PointMask {
  return without ? joinMasks(mask, without, 'subtract') : mask;
}
