/**
 * A cloud as buffers of bounded size. A buffer is uploaded in one go by the driver, so its size bounds the longest
 * pause; and as any prefix of a cloud is an even sample, each uploaded chunk makes the picture denser everywhere.
 */

/**
 * 23 bytes a point (position, colour, normal, an attribute, its scan, a mark) make a chunk at most 6 MB, under the 8 MB
 * a repaint may upload.
 */
export const CHUNK_POINTS = 262_144;

/** A range of points: first inclusive, end exclusive. */
export interface PointRange {
  readonly first: number;
  readonly end: number;
}

/** The part of `chunk` inside `range`, counted from the chunk's own first point; an empty one where they are apart. */
export function partOf(chunk: PointRange, range: PointRange): PointRange {
  const first = Math.max(chunk.first, range.first) - chunk.first;
  const end = Math.min(chunk.end, range.end) - chunk.first;
  return { first, end: Math.max(first, end) };
}
