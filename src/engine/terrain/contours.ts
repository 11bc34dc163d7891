/**
 * Contours of a surface: its lines of equal height, at the whole multiples of an interval. Each is a section of the
 * mesh (`section.ts`), so that lines are joined by the triangles they run through and closed where the surface is:
 * higher ground lies to their left. Triangles are taken in the order of the lowest line that meets them, so that a line
 * looks at those that it meets and at no others.
 */
import { ReconstructError } from '../errors.ts';
import { STEP_MASK, type Steps } from '../host/steps.ts';
import { curvesWhereCut } from '../section/section.ts';
import { multiple, niceBelow, shortNumber, type TerrainMesh } from './terrain-mesh.ts';

export interface ContourLine {
  /** World. */
  readonly height: number;
  /** [3 × count] world; of a closed line the first place is not there again at the end. */
  readonly points: Float64Array;
  readonly isClosed: boolean;
  readonly length: number;
}

export const MOST_HEIGHTS = 10_000;

/**
 * The lowest first, of one height the longest.
 * @param indices [3 × triangles] of the mesh, those that count; vertices in one place are one
 * @throws ReconstructError `option-invalid` for an interval with too many heights
 */
export function* contourSteps(mesh: TerrainMesh, indices: Uint32Array, interval: number): Steps<ContourLine[]> {
  const { positions, shift } = mesh;
  const heightOf = (corner: number): number => positions[3 * indices[corner]! + 2]! + shift[2];
  const [lowest, highest] = yield* boundsOfHeights(mesh, indices);
  if (!(highest > lowest)) return [];
  const first = Math.floor(lowest / interval);
  const count = Math.floor(highest / interval) - first + 1;
  refuseTooMany(interval, count - 1, highest - lowest); // the lowest of them lies below all
  const { order, starts } = yield* byLowestLine(indices.length / 3, count, (triangle) => {
    const [a, b, c] = [heightOf(3 * triangle), heightOf(3 * triangle + 1), heightOf(3 * triangle + 2)];
    return Math.floor(Math.min(a, b, c) / interval) - first;
  });
  const lines: ContourLine[] = [];
  const above = new Float64Array(positions.length / 3);
  let active: number[] = [];
  for (let line = 0; line < count; line++) {
    yield;
    const height = multiple(first + line, interval);
    for (let at = starts[line]!; at < starts[line + 1]!; at++) active.push(order[at]!);
    const cut = new Uint32Array(3 * active.length);
    for (const [slot, triangle] of active.entries()) {
      if ((slot & STEP_MASK) === 0) yield;
      for (let corner = 0; corner < 3; corner++) {
        const vertex = indices[3 * triangle + corner]!;
        cut[3 * slot + corner] = vertex;
        above[vertex] = positions[3 * vertex + 2]! + shift[2] - height;
      }
    }
    for (const curve of yield* curvesWhereCut({ positions, indices: cut, shift }, above))
      lines.push({ height, ...curve });
    active = active.filter((_, slot) => [0, 1, 2].some((corner) => above[cut[3 * slot + corner]!]! >= 0));
  }
  return lines;
}

/** [lowest, highest] world; infinite where there are no triangles. */
export function* boundsOfHeights({ positions, shift }: TerrainMesh, indices: Uint32Array): Steps<[number, number]> {
  let [lowest, highest] = [Infinity, -Infinity];
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    const height = positions[3 * indices[corner]! + 2]! + shift[2];
    lowest = Math.min(lowest, height);
    highest = Math.max(highest, height);
  }
  return [lowest, highest];
}

/** Ten to twenty-five heights: of 1, 2 and 5 and their tenfolds the largest up to a tenth of the range. */
export function niceInterval([lowest, highest]: readonly [number, number]): number {
  const range = highest - lowest;
  return range > 0 && range < Infinity ? niceBelow(range / 10) : 1;
}

function refuseTooMany(interval: number, count: number, range: number): void {
  if (count <= MOST_HEIGHTS) return;
  const message =
    `Contours every ${shortNumber(interval)} over ${shortNumber(range)} would be ${count} heights; ` +
    `at most ${MOST_HEIGHTS} are drawn. Take a larger interval.`;
  throw new ReconstructError('option-invalid', message, { interval, heights: count });
}

/** Triangles in the order of the lowest line that may meet them, each at its own number otherwise. */
function* byLowestLine(
  triangles: number,
  lines: number,
  lineOf: (triangle: number) => number,
): Steps<{ readonly order: Uint32Array; readonly starts: Uint32Array }> {
  const starts = new Uint32Array(lines + 2);
  for (let triangle = 0; triangle < triangles; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    const line = lineOf(triangle);
    starts[line + 2] = starts[line + 2]! + 1;
  }
  for (let line = 0; line < lines; line++) starts[line + 2] = starts[line + 2]! + starts[line + 1]!;
  const order = new Uint32Array(triangles);
  for (let triangle = 0; triangle < triangles; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    const line = lineOf(triangle) + 1;
    order[starts[line]!] = triangle;
    starts[line] = starts[line]! + 1;
  }
  return { order, starts };
}
