/** Pairs of triangles that meet before and after an operation that moves vertices and leaves the triangles as they are. */

/** What a pair of numbers fits into exactly: triangles of a mesh, at most. */
const MOST_TRIANGLES = 2 ** 26;

/**
 * One number for each pair, the same whichever comes first.
 *
 * @param pairs two triangles after each other for every pair that meets
 */
export function meetingKeys(pairs: Uint32Array): number[] {
  return Array.from({ length: pairs.length / 2 }, (_, i) => {
    const [some, other] = [pairs[2 * i]!, pairs[2 * i + 1]!];
    return Math.min(some, other) * MOST_TRIANGLES + Math.max(some, other);
  });
}

/**
 * Two triangles after each other for every pair that did not meet before.
 *
 * @param before the keys of those that did
 */
export function newMeetings(pairs: Uint32Array, before: ReadonlySet<number>): Uint32Array {
  const keys = meetingKeys(pairs);
  return pairs.filter((_, i) => !before.has(keys[i >> 1]!));
}
