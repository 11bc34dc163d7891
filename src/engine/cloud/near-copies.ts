/**
 * Points that a cloud holds several times over, not quite equal: scans merged twice, or written and read again with
 * other roundings. The neighbours of such a point are its own copies, which say nothing of the surface about it:
 * spacing, noise and planes would be those of the roundings, and the cloud as a whole a heap of tiny parts.
 *
 * What tells them from dense points: the points that are left where no two may be within a distance become sixteen
 * times as many on a surface, four times on a line, when that distance is a quarter; of copies there are as many.
 */
import { cellEnd } from './distinct-points.ts';
import { CUBE_SIDE, FINEST_RESOLUTION } from '../resolutions.ts';

/** From half a cell of the finest grid, quartered down to some roundings of float32. */
const DISTANCES = [0, 1, 2, 3, 4].map((quarter) => CUBE_SIDE / FINEST_RESOLUTION / 2 / 4 ** quarter);
/** Points that are looked at, of full cells the first ones. */
const SAMPLE_POINTS = 20_000;
const MOST_OF_CELL = 256;
/** Times as many may be left at a quarter of the distance: of copies 1, on a line 1.4 where two fifths have gone. */
const MOST_GROWTH = 1.15;
/** Of the points: with fewer gone the others outweigh their copies. */
const MOST_LEFT = 0.6;
/** Places of the sample that copies lie at: fewer are objects that are tiny beside their distances. */
const LEAST_PLACES = 64;
/** Of one cell, whose pairs are compared: where the whole cloud lies in a few cells, copies stay. */
const MOST_COMPARED = 2048;

/**
 * @param positions [3 × pointCount] normalised, in Morton order, no two equal.
 * @returns indices of the points to keep, ascending, of copies the first; undefined where there are none.
 */
export function withoutNearCopies(positions: Float32Array): Uint32Array | undefined {
  const distance = copyDistance(positions);
  return distance === undefined ? undefined : apartBy(distance, positions, allCells(positions));
}

/** Points of one cell of the finest grid, which follow one another. */
interface CellRange {
  readonly first: number;
  readonly end: number;
}

/** Up to which distance points are copies; undefined where none are. */
function copyDistance(positions: Float32Array): number | undefined {
  const sample = sampleOf(positions);
  const total = sample.reduce((points, { first, end }) => points + end - first, 0);
  const left = DISTANCES.map((distance) => apartBy(distance, positions, sample).length);
  return DISTANCES.find((_, i) => {
    const [here, closer = Infinity] = [left[i]!, left[i + 1]];
    return here >= LEAST_PLACES && here <= MOST_LEFT * total && closer <= MOST_GROWTH * here;
  });
}

/** Cells spread evenly along the order. */
function sampleOf(positions: Float32Array): CellRange[] {
  const pointCount = positions.length / 3;
  const stride = Math.max(1, Math.floor(pointCount / SAMPLE_POINTS));
  const sample: CellRange[] = [];
  let first = 0;
  while (first < pointCount) {
    const wholeEnd = cellEnd(positions, first);
    const end = Math.min(wholeEnd, first + MOST_OF_CELL);
    sample.push({ first, end });
    const next = Math.max(wholeEnd, first + stride * (end - first));
    // Amid a cell that begins earlier, or where one begins.
    first = next === wholeEnd || next >= pointCount ? next : cellEnd(positions, next);
  }
  return sample;
}

function* allCells(positions: Float32Array): Generator<CellRange> {
  for (let first = 0; 3 * first < positions.length;) {
    const end = cellEnd(positions, first);
    yield { first, end };
    first = end;
  }
}

/** Points of the ranges, ascending, that lie at least so far from the earlier ones kept of the same range. */
function apartBy(distance: number, positions: Float32Array, ranges: Iterable<CellRange>): Uint32Array {
  const kept: number[] = [];
  const limit = distance * distance;
  for (const { first, end } of ranges) {
    const start = kept.length;
    const isCompared = end - first <= MOST_COMPARED;
    for (let point = first; point < end; point++) {
      let other = isCompared ? start : kept.length;
      while (other < kept.length && squaredDistance(positions, kept[other]!, point) >= limit) other++;
      if (other === kept.length) kept.push(point);
    }
  }
  return Uint32Array.from(kept);
}

function squaredDistance(positions: Float32Array, a: number, b: number): number {
  const x = positions[3 * a]! - positions[3 * b]!;
  const y = positions[3 * a + 1]! - positions[3 * b + 1]!;
  const z = positions[3 * a + 2]! - positions[3 * b + 2]!;
  return x * x + y * y + z * z;
}
