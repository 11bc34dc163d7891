/**
 * All points of a large cloud about some places, spread over the share of it that the sides are found of. What lies
 * closer together than the points of the share, such as the layers of two scans, is looked for in these.
 */
import { distinctPoints } from '../cloud/distinct-points.ts';
import type { Frame } from '../cloud/frame.ts';
import { mortonOrder } from '../cloud/morton-order.ts';
import { finishSteps, type Steps } from '../host/steps.ts';
import { task } from '../host/task.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { spreadIndex } from '../math/spread-index.ts';

export interface AboutInput {
  /** [3 × pointCount] local world: all points. */
  readonly positions: Float32Array;
  readonly frame: Frame;
  /** [3 × shareCount] normalised, in an order that runs through space. */
  readonly share: Float32Array;
  /** How far apart all points lie, normalised. */
  readonly spacingNorm: number;
}

export interface PointsAbout {
  /** [3 × count] normalised, Morton order, no two equal. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Those whose surroundings are among them, ascending. */
  readonly inner: Uint32Array<ArrayBuffer>;
}

const PLACES = 96;
/** Side of the cube of a place, whose points are inner ones; a hundred nearest points lie within six spacings. */
const SIDE_SPACINGS = 10;
/** A cloud whose density says so much more than its spacing is not looked at: some 90,000 are expected. */
const MOST_POINTS = 1_000_000;
/** Cells along an axis: products of three of them are exact. */
const MOST_CELLS = 2 ** 17;
const INNER = 2;
const OUTER = 1;

/** The points in the cubes of the places, and in those beside them; none at all where there are too many. */
export const pointsAbout = task('pointsAbout', (input: AboutInput): PointsAbout => {
  return finishSteps(pointsAboutSteps({ ...input, chunks: [input] }));
});

export interface AboutStoredInput extends Omit<AboutInput, 'positions'> {
  /** [3 × …] local world: all points, some after the other. */
  readonly chunks: Iterable<{ readonly positions: Float32Array }>;
}

/** The same of points that memory does not hold. */
export function* pointsAboutSteps({ chunks, frame, share, spacingNorm }: AboutStoredInput): Steps<PointsAbout> {
  const side = Math.max(SIDE_SPACINGS * spacingNorm, 1 / MOST_CELLS);
  const cells = chosenCells(share, side);
  let found = new Float32Array(3 * 2 ** 16);
  let count = 0;
  for (const { positions } of chunks) {
    yield;
    for (let i = 0; i < positions.length; i += 3) {
      const x = (positions[i]! - frame.centre[0]) / frame.worldPerNorm;
      const y = (positions[i + 1]! - frame.centre[1]) / frame.worldPerNorm;
      const z = (positions[i + 2]! - frame.centre[2]) / frame.worldPerNorm;
      if (!cells.has(cellOf(x, y, z, side))) continue;
      if (count === MOST_POINTS) return { positions: new Float32Array(), inner: new Uint32Array() };
      if (3 * count === found.length) found = grown(found);
      found[3 * count] = x;
      found[3 * count + 1] = y;
      found[3 * count + 2] = z;
      count++;
    }
  }
  const taken = found.subarray(0, 3 * count);
  const ordered = gatherTriples(taken, mortonOrder(taken), new Float32Array(3 * count));
  const kept = distinctPoints(ordered);
  const distinct = gatherTriples(ordered, kept, new Float32Array(3 * kept.length));
  const inner = new Uint32Array(kept.length);
  let innerCount = 0;
  for (let point = 0; point < kept.length; point++) {
    const cell = cellOf(distinct[3 * point]!, distinct[3 * point + 1]!, distinct[3 * point + 2]!, side);
    if (cells.get(cell) === INNER) inner[innerCount++] = point;
  }
  return { positions: distinct, inner: inner.slice(0, innerCount) };
}

/** The cells of the places, and those that touch them. */
function chosenCells(share: Float32Array, side: number): Map<number, typeof INNER | typeof OUTER> {
  const cells = new Map<number, typeof INNER | typeof OUTER>();
  const shareCount = share.length / 3;
  const places = Math.min(PLACES, shareCount);
  const near = [-1, 0, 1];
  for (let place = 0; place < places; place++) {
    const at = 3 * spreadIndex(place, shareCount);
    const [x, y, z] = [share[at]!, share[at + 1]!, share[at + 2]!];
    for (const dz of near) {
      for (const dy of near) {
        for (const dx of near) {
          const cell = cellOf(x + dx * side, y + dy * side, z + dz * side, side);
          if (cells.get(cell) !== INNER) cells.set(cell, dx === 0 && dy === 0 && dz === 0 ? INNER : OUTER);
        }
      }
    }
  }
  return cells;
}

function cellOf(x: number, y: number, z: number, side: number): number {
  return (Math.floor(z / side) * MOST_CELLS + Math.floor(y / side)) * MOST_CELLS + Math.floor(x / side);
}

function grown(values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const more = new Float32Array(2 * values.length);
  more.set(values);
  return more;
}
