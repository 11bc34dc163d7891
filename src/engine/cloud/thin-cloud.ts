/**
 * A share of a large cloud, drawn at random: enough points for its frame, its sides and its coarse levels, few enough
 * for every array over them to fit the 128 MiB that WebGPU grants a binding. The finest level takes all points.
 */
import { randomBits } from '../math/random.ts';

/** The stream of random numbers that belongs to this choice. */
const STREAM = 0x7468696e;
/** Aimed a little lower, so that the draw seldom exceeds the limit: its deviation is √limit, .06 %. */
const AIM = 0.997;

/**
 * @returns at most `limit` of the indices 0 … count - 1, ascending; undefined where that is all of them. The same ones
 *   for every seed of a run, so that a cloud can be prepared before its options are known.
 */
export function thinnedIndices(count: number, limit: number): Uint32Array<ArrayBuffer> | undefined {
  if (count <= limit) return undefined;
  const threshold = ((AIM * limit) / count) * 2 ** 32;
  const chosen = new Uint32Array(limit);
  let filled = 0;
  for (let i = 0; i < count && filled < limit; i++) if (randomBits(0, STREAM, i) < threshold) chosen[filled++] = i;
  return chosen.subarray(0, filled);
}
