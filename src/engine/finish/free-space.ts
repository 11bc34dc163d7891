/**
 * Space that beams crossed and where there is nothing (algorithm.md section 2, step 8, "Free space"): a surface that
 * closes a gap through it closes none. Only beams count whose sensor is known and plausible, since a beam from the
 * wrong place crosses what it likes; and one from a place that is not quite known counts up to where it may be as far
 * beside its way as it keeps from its point.
 */
import { type Beams, NO_SENSOR } from '../analysis/point-sensors.ts';
import { task } from '../host/task.ts';
import { CUBE_SIDE } from '../resolutions.ts';

export interface BeamsInput {
  /** [3 × pointCount] normalised. */
  readonly positions: Float32Array;
  readonly beams: Beams;
  readonly noiseNorm: number;
}

/** Cells an axis of the cube. */
export const FREE_CELLS = 128;
const CELL = CUBE_SIDE / FREE_CELLS;
/** Beams that are followed. */
const MOST_BEAMS = 200_000;
/** A beam is looked at in steps of so many cells. */
const STEP_CELLS = 0.7;
/** Before its point a beam counts from so many cells and deviations of the noise on. */
const MARGIN_CELLS = 2;
const MARGIN_DEVIATIONS = 3;
/** Beams that cross a free cell. */
const LEAST_CROSSINGS = 3;
/** A count ends here, far above that. */
const MOST_COUNTED = 250;

/** [128³] 1 where space is free; x varies fastest. */
export const findFreeSpace = task('findFreeSpace', (input: BeamsInput): Uint8Array<ArrayBuffer> => {
  const crossings = countCrossings(input);
  const isFree = crossings.map((count) => (count >= LEAST_CROSSINGS ? 1 : 0));
  clearAboutPoints(isFree, input.positions);
  return isFree;
});

/** [triangleCount] 1 for far triangles all of whose vertices are in free space. */
export function markFreeTriangles(
  isFree: Uint8Array,
  { positions, indices }: { readonly positions: Float32Array; readonly indices: Uint32Array },
  isFar: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const marks = new Uint8Array(isFar.length);
  for (let triangle = 0; triangle < isFar.length; triangle++) {
    if (isFar[triangle] === 0) continue;
    marks[triangle] = [0, 1, 2].every((corner) => {
      const vertex = 3 * indices[3 * triangle + corner]!;
      return isFree[cellAt(positions[vertex]!, positions[vertex + 1]!, positions[vertex + 2]!)] === 1;
    })
      ? 1
      : 0;
  }
  return marks;
}

function countCrossings({
  positions,
  beams: { places, indices, errors },
  noiseNorm,
}: BeamsInput): Uint8Array<ArrayBuffer> {
  const crossings = new Uint8Array(FREE_CELLS ** 3);
  const stride = Math.ceil(indices.length / MOST_BEAMS);
  const margin = MARGIN_CELLS * CELL + MARGIN_DEVIATIONS * noiseNorm;
  const step = STEP_CELLS * CELL;
  for (let i = 0; i < indices.length; i += stride) {
    const sensor = indices[i]!;
    if (sensor === NO_SENSOR) continue;
    const [x, y, z] = [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
    const way = [places[3 * sensor]! - x, places[3 * sensor + 1]! - y, places[3 * sensor + 2]! - z] as const;
    const length = Math.hypot(...way);
    const [dx, dy, dz] = [way[0] / length, way[1] / length, way[2] / length];
    // A share t/length of the error is how far beside its way a beam may be t before its point.
    const sure = (length * margin) / errors[sensor]!;
    const end = Math.min(length, sure, wayOut(x, dx), wayOut(y, dy), wayOut(z, dz));
    let last = -1;
    for (let t = margin; t < end; t += step) {
      const cell = cellAt(x + t * dx, y + t * dy, z + t * dz);
      if (cell !== last && crossings[cell]! < MOST_COUNTED) crossings[cell]!++;
      last = cell;
    }
  }
  return crossings;
}

/** How far it is along a direction to the border of the cube. */
function wayOut(from: number, along: number): number {
  return along === 0 ? Infinity : ((along > 0 ? CUBE_SIDE / 2 : -CUBE_SIDE / 2) - from) / along;
}

/** The cell of every point and the 26 round it are not free. */
function clearAboutPoints(isFree: Uint8Array, positions: Float32Array): void {
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = [cellOf(positions[i]!), cellOf(positions[i + 1]!), cellOf(positions[i + 2]!)];
    for (let c = Math.max(0, z - 1); c <= Math.min(FREE_CELLS - 1, z + 1); c++) {
      for (let b = Math.max(0, y - 1); b <= Math.min(FREE_CELLS - 1, y + 1); b++) {
        const row = (c * FREE_CELLS + b) * FREE_CELLS;
        isFree.fill(0, row + Math.max(0, x - 1), row + Math.min(FREE_CELLS - 1, x + 1) + 1);
      }
    }
  }
}

function cellAt(x: number, y: number, z: number): number {
  return (cellOf(z) * FREE_CELLS + cellOf(y)) * FREE_CELLS + cellOf(x);
}

/** Along an axis; what lies outside counts to the outermost. */
function cellOf(position: number): number {
  return Math.min(FREE_CELLS - 1, Math.max(0, Math.floor((position + CUBE_SIDE / 2) / CELL)));
}
