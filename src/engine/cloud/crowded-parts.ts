/**
 * Finds parts of a cloud that are tiny beside the distances between them: two statues scanned in one frame, a kilometre
 * apart. Even the finest grid spans the whole cloud and has a handful of cells for such a part, which comes out as a
 * lump of a few triangles, closed and sound to look at.
 */
import { ReconstructError } from '../errors.ts';
import { FINEST_RESOLUTION } from '../resolutions.ts';
import { mortonCell } from './morton-order.ts';

/** Points in a cell of the finest grid from which it is worth looking: a surface sampled at half its edge has four. */
const CROWDED_POINTS = 8;
/** Cells that a part needs to have a shape: those of a ball six cells across (π · 6² = 113). */
const SHAPE_CELLS = 113;
/** Points that a part has at least: fewer are strays. */
const LEAST_POINTS = 16;
/** Share of the points in parts without a shape from which the run is refused: what is left is not what was scanned. */
const MOST_CROWDED_SHARE = 0.5;
/** And from which it is told: fewer are strays that lie together. */
const TOLD_SHARE = 0.01;

/**
 * @param positions [3 × pointCount] normalised, in Morton order
 * @returns a warning, where some of the points are in such parts
 * @throws ReconstructError `cloud-degenerate` where most are
 */
export function checkCrowding(positions: Float32Array): string | undefined {
  const pointCount = positions.length / 3;
  const counts = cellCounts(positions, Math.floor(pointCount / CROWDED_POINTS));
  if (!counts) return undefined;
  const sum = (cells: readonly number[]): number => cells.reduce((points, cell) => points + counts.get(cell)!, 0);
  const parts = partsOf([...counts.keys()]);
  const crowded = parts.filter((cells) => cells.length < SHAPE_CELLS && sum(cells) >= LEAST_POINTS);
  if (crowded.length === 0) return undefined;
  const crowdedPoints = crowded.reduce((points, cells) => points + sum(cells), 0);
  if (crowdedPoints < TOLD_SHARE * pointCount) return undefined;
  const most = Math.max(...crowded.map((cells) => cells.length));
  const what =
    `${crowdedPoints} of ${pointCount} points lie in ${crowded.length === 1 ? 'a part' : `${crowded.length} parts`} tiny beside the distances in the cloud: ` +
    `even the finest grid, of ${FINEST_RESOLUTION} cells, has ${most} cells for the largest of them, too few for a shape.`;
  const advice = 'Cut the scan into its parts, and reconstruct each alone.';
  if (crowdedPoints < MOST_CROWDED_SHARE * pointCount) return `${what} ${advice}`;
  throw new ReconstructError('cloud-degenerate', `${what} ${advice}`, { points: crowdedPoints, parts: crowded.length });
}

/** Points by the cell of the finest grid that they are in; undefined where those are more than `most`. */
function cellCounts(positions: Float32Array, most: number): Map<number, number> | undefined {
  const counts = new Map<number, number>();
  let [last, count] = [-1, 0];
  for (let i = 0; i < positions.length; i += 3) {
    const cell = cellKey(mortonCell(positions[i]!), mortonCell(positions[i + 1]!), mortonCell(positions[i + 2]!));
    if (cell !== last) {
      // Points of one cell come one after another.
      if (last >= 0) counts.set(last, count);
      if (counts.size >= most) return undefined;
      [last, count] = [cell, 0];
    }
    count++;
  }
  return counts.set(last, count);
}

function cellKey(x: number, y: number, z: number): number {
  return x + FINEST_RESOLUTION * (y + FINEST_RESOLUTION * z);
}

/** Cells that touch, by a side, an edge or a corner, are of one part. */
function partsOf(cells: readonly number[]): number[][] {
  const left = new Set(cells);
  const parts: number[][] = [];
  for (const first of cells) {
    if (!left.delete(first)) continue;
    const part = [first];
    for (const cell of part) for (const beside of besides(cell)) if (left.delete(beside)) part.push(beside);
    parts.push(part);
  }
  return parts;
}

/**
 * A neighbour beyond the grid's border is some other cell's number, but no cell of the cloud's border is so far out.
 */
function* besides(cell: number): Generator<number> {
  for (let z = -1; z <= 1; z++)
    for (let y = -1; y <= 1; y++) for (let x = -1; x <= 1; x++) yield cell + cellKey(x, y, z);
}
