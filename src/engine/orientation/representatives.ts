/**
 * The points that carry the dipoles of a winding field: all, or a random share where there are more than asked for.
 *
 * Chosen by hash, so that the choice depends on (seed, index) only; the lowest hashes win. A regular stride would do
 * worse: in Morton order it can fall into step with a scanner's rows.
 */
import { randomBits } from '../math/random.ts';
import { selectRank } from '../math/select-rank.ts';

/** The stream of random numbers that belongs to this choice. */
const STREAM = 0x6f726965;

/** @returns min(count, limit) indices of 0 … count - 1, ascending, so that the order of the points is kept. */
export function chooseRepresentatives(count: number, limit: number, seed: number): Uint32Array<ArrayBuffer> {
  const chosen = new Uint32Array(Math.min(count, limit));
  if (count <= limit) return chosen.map((_, i) => i);
  const threshold = smallestHashes(count, limit, seed);
  let filled = 0;
  for (let i = 0; i < count && filled < limit; i++) if (randomBits(seed, STREAM, i) <= threshold) chosen[filled++] = i;
  return chosen;
}

/**
 * The `limit`-th smallest hash. For one seed the hash is one to one, so exactly `limit` indices are at or below it.
 * A histogram of the upper half of the bits leaves a few hashes to sort.
 */
function smallestHashes(count: number, limit: number, seed: number): number {
  const histogram = new Uint32Array(65_536);
  for (let i = 0; i < count; i++) histogram[randomBits(seed, STREAM, i) >>> 16]!++;
  let bin = 0;
  let below = 0;
  while (below + histogram[bin]! < limit) below += histogram[bin++]!;
  const inBin = new Uint32Array(histogram[bin]!);
  let filled = 0;
  for (let i = 0; i < count; i++) {
    const hash = randomBits(seed, STREAM, i);
    if (hash >>> 16 === bin) inBin[filled++] = hash;
  }
  return selectRank(inBin, limit - below - 1);
}
