/**
 * Which model a point's return number and number of returns take: tables that LASzip was made with,
 * which also give places to the pairs that should not be.
 */

/** [8 × 8] by number of returns, then return number: 16 contexts. */
export const RETURN_MAP_16 = Uint8Array.of(
  ...[15, 14, 13, 12, 11, 10, 9, 8],
  ...[14, 0, 1, 3, 6, 10, 10, 9],
  ...[13, 1, 2, 4, 7, 11, 11, 10],
  ...[12, 3, 4, 5, 8, 12, 12, 11],
  ...[11, 6, 7, 8, 9, 13, 13, 12],
  ...[10, 10, 11, 12, 13, 14, 14, 13],
  ...[9, 10, 11, 12, 13, 14, 15, 14],
  ...[8, 9, 10, 11, 12, 13, 14, 15],
);

/** [16 × 16] by number of returns, then return number: 6 contexts. */
export const RETURN_MAP_6 = Uint8Array.of(
  ...[0, 1, 2, 3, 4, 5, 3, 4, 4, 5, 5, 5, 5, 5, 5, 5],
  ...[1, 0, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3],
  ...[2, 1, 2, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3],
  ...[3, 3, 4, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
  ...[4, 3, 4, 4, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
  ...[5, 3, 4, 4, 4, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
  ...[3, 3, 4, 4, 4, 4, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4],
  ...[4, 3, 4, 4, 4, 4, 4, 5, 4, 4, 4, 4, 4, 4, 4, 4],
  ...[4, 3, 4, 4, 4, 4, 4, 4, 5, 4, 4, 4, 4, 4, 4, 4],
  ...[5, 3, 4, 4, 4, 4, 4, 4, 4, 5, 4, 4, 4, 4, 4, 4],
  ...[5, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 4, 4, 4, 4, 4],
  ...[5, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 4, 4, 4],
  ...[5, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 4, 4],
  ...[5, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 4],
  ...[5, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5],
  ...[5, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5],
);

/** How many returns lie between the two numbers, 7 at most: the context of heights. */
export function returnLevel(returnCount: number, returnNumber: number): number {
  const level = returnCount > returnNumber ? returnCount - returnNumber : returnNumber - returnCount;
  return level < 7 ? level : 7;
}
