/**
 * What the look of a cloud needs to know about it, from an even sample: where most of it is, and how far apart its
 * points are. A prefix of the arrays is such a sample, and 8,000 points bound the work to a few milliseconds.
 */
import type { Triple } from '../../../engine/vocabulary.ts';
import type { Box } from '../viewport-context.ts';

const SAMPLE_POINTS = 8_000;
/** Left out at either end of each axis: strays beyond do not squeeze the colours of the rest. */
const TAIL = 0.01;
/** A box this much longer than the one without tails holds strays, not the shape. */
const STRAY_RATIO = 2.5;
/** Cells along the diagonal when the area is measured: with 8,000 points on a surface, a cell is rarely missed. */
const AREA_CELLS = 28;
/** A surface at a random slant crosses about 1.5 cells for each cell face of area. */
const CELLS_PER_FACE = 1.5;

export interface CloudStatistics {
  /** Scene space, without the tails. */
  readonly core: Box;
  /** Scene space: what to fit the camera to; all of the cloud unless few strays stretch it. */
  readonly fit: Box;
  /** Distance between neighbouring points, about; scene unit. Zero for one point. */
  readonly spacing: number;
}

/** `positions` [3 × count], a prefix of which is an even sample; `bounds` of all of them. */
export function measureCloud(positions: Float32Array, bounds: Box): CloudStatistics {
  const count = positions.length / 3;
  const sample = positions.subarray(0, 3 * Math.min(count, SAMPLE_POINTS));
  const core = coreBox(sample);
  const stretched = diagonal(bounds) > STRAY_RATIO * diagonal(core) && diagonal(core) > 0;
  const fit = stretched ? core : bounds;
  return { core, fit, spacing: estimateSpacing(sample, fit, count) };
}

function coreBox(sample: Float32Array): Box {
  const count = sample.length / 3;
  const tail = Math.floor(TAIL * count);
  const ends = [0, 1, 2].map((axis) => {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = sample[3 * i + axis] ?? 0;
    values.sort();
    return { min: values[tail] ?? 0, max: values[count - 1 - tail] ?? 0 };
  });
  return { min: triple(ends.map((end) => end.min)), max: triple(ends.map((end) => end.max)) };
}

/** The square root of the area a point has, the area being counted in cells that hold a point. */
function estimateSpacing(sample: Float32Array, box: Box, count: number): number {
  const size = diagonal(box) / AREA_CELLS;
  if (!(size > 0)) return 0;
  const side = AREA_CELLS + 1;
  const seen = new Uint8Array(side ** 3);
  let cellCount = 0;
  for (let i = 0; i + 2 < sample.length; i += 3) {
    const x = Math.floor(((sample[i] ?? 0) - box.min[0]) / size);
    const y = Math.floor(((sample[i + 1] ?? 0) - box.min[1]) / size);
    const z = Math.floor(((sample[i + 2] ?? 0) - box.min[2]) / size);
    const inside = x >= 0 && y >= 0 && z >= 0 && x <= AREA_CELLS && y <= AREA_CELLS && z <= AREA_CELLS;
    const cell = (z * side + y) * side + x;
    if (!inside || seen[cell] === 1) continue;
    seen[cell] = 1;
    cellCount++;
  }
  return size * Math.sqrt(cellCount / CELLS_PER_FACE / count);
}

function diagonal(box: Box): number {
  return Math.hypot(box.max[0] - box.min[0], box.max[1] - box.min[1], box.max[2] - box.min[2]);
}

function triple(values: readonly number[]): Triple {
  return [values[0] ?? 0, values[1] ?? 0, values[2] ?? 0];
}
