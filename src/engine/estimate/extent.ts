/**
 * The extent that a run will frame: the cloud's box without points absurdly far away and without outliers, since both
 * go before the frame is made (`prepare-cloud.ts`, `clean-cloud.ts`).
 *
 * The run tells outliers by their nearest neighbours, on the device. Here a point counts as one where hardly any point
 * lies in the 27 cells round it, on a grid so coarse that a cell of the surface holds several points. That misses
 * outliers within a cell of the surface, which cannot stretch the box by more than that cell.
 */
import { isBoxNear, isNear, type NearRegion, nearRegion } from '../cloud/far-points.ts';
import { worldPerNormOf } from '../cloud/frame.ts';
import type { Triple } from '../math/triple.ts';
import { PointBounds, type PointTest } from '../math/point-bounds.ts';
import type { Steps } from '../host/steps.ts';

export interface Extent {
  /** Box of the kept points, local world. */
  readonly min: Triple;
  readonly max: Triple;
  /** Largest extent of the box, of few points more, as a run frames them; 0 where all points lie in one place. */
  readonly worldPerNorm: number;
  readonly keptCount: number;
  /** Whether a point (local world) is kept. */
  readonly isKept: PointTest;
}

/** Points between two looks at the clock: a millisecond or two. */
export const POINTS_PER_STEP = 1 << 15;
/** Finest grid for outliers; what lies closer to the surface than its cells stretches the box by 1/128 at most. */
const CELLS = 128;
/** Fewer points have no grid whose cells hold several points each. */
const LEAST_POINTS = 256;
/** Points a cell on average, so that the 27 cells round a point of a surface hold dozens. */
const FULL_CELL_POINTS = 4;
/** Points in the 27 cells round an outlier, itself included (a pair or a triple of outliers is not rare). */
const LONELY_POINTS = 3;
/**
 * More than this share are no outliers but a part that was scanned from afar. (Grids of 16 points a cell, which would
 * not take such a part for lonely, missed those of skull-100k-outliers and made its box 18 % too large, not 0.8 %.)
 */
const MOST_LONELY_SHARE = 0.04;
/** A box that outliers stretched is gone through again: its cells were too coarse. */
const SHRUNK = 0.7;
const LEAST_CELLS = 4;
const MOST_COUNTED = 0xffff;
const MOST_ROUNDS = 3;

/** @param positions [3 × pointCount] finite, local world. */
export function* extentSteps(positions: Float32Array): Steps<Extent> {
  const region = nearRegion(positions);
  const all = yield* boxSteps(positions, everyPoint);
  let isKept = everyPoint;
  let box = all;
  if (region && all.keptCount > 0 && !isBoxNear(region, all.min, all.max)) {
    isKept = nearTest(region);
    box = yield* boxSteps(positions, isKept);
  }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const cleaned = yield* cleanSteps(positions, box, isKept);
    if (!cleaned) break;
    const before = box.worldPerNorm;
    isKept = cleaned;
    box = yield* boxSteps(positions, isKept);
    if (box.worldPerNorm > SHRUNK * before) break;
  }
  return { ...box, isKept };
}

type Box = Omit<Extent, 'isKept'>;

const everyPoint: PointTest = () => true;

function nearTest(region: NearRegion): PointTest {
  return (x, y, z) => isNear(region, x, y, z);
}

function* boxSteps(positions: Float32Array, isKept: PointTest): Steps<Box> {
  const bounds = new PointBounds();
  for (let first = 0; first < positions.length; first += 3 * POINTS_PER_STEP) {
    yield;
    bounds.add(positions.subarray(first, first + 3 * POINTS_PER_STEP), isKept);
  }
  const { min, max, count } = bounds;
  const extent = Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
  return { min, max, worldPerNorm: worldPerNormOf(extent, count), keptCount: count };
}

/** The test for points that are no outliers; undefined where none are, or where it cannot be told. */
function* cleanSteps(positions: Float32Array, box: Box, isCandidate: PointTest): Steps<PointTest | undefined> {
  if (box.keptCount < LEAST_POINTS || !(box.worldPerNorm > 0)) return undefined;
  const grid = new CountGrid(box);
  for (let first = 0; first < positions.length; first += 3 * POINTS_PER_STEP) {
    yield;
    grid.add(positions.subarray(first, first + 3 * POINTS_PER_STEP), isCandidate);
  }
  while (grid.cells > LEAST_CELLS && grid.occupied() * FULL_CELL_POINTS > box.keptCount) {
    yield;
    grid.halve();
  }
  const lonely = yield* lonelyCells(grid, MOST_LONELY_SHARE * box.keptCount);
  if (!lonely) return undefined;
  return (x, y, z) => isCandidate(x, y, z) && lonely[grid.cellOf(x, y, z)] === 0;
}

/** How many points lie in each cell of a cube over the box. */
class CountGrid {
  cells = CELLS;
  /** [cells³] x fastest; held to 65,535. */
  counts = new Uint16Array(CELLS ** 3);
  readonly #min: Triple;
  readonly #cellsPerWorld: number;
  #shift = 0;

  constructor({ min, worldPerNorm }: Box) {
    this.#min = min;
    this.#cellsPerWorld = CELLS / worldPerNorm;
  }

  cellOf(x: number, y: number, z: number): number {
    const cellX = this.#along(x, this.#min[0]);
    const cellY = this.#along(y, this.#min[1]);
    const cellZ = this.#along(z, this.#min[2]);
    return cellX + this.cells * (cellY + this.cells * cellZ);
  }

  #along(value: number, min: number): number {
    return Math.min(Math.max(Math.floor((value - min) * this.#cellsPerWorld), 0), CELLS - 1) >> this.#shift;
  }

  add(positions: Float32Array, isCandidate: PointTest): void {
    const { counts } = this;
    for (let i = 0; i < positions.length; i += 3) {
      const x = positions[i]!;
      const y = positions[i + 1]!;
      const z = positions[i + 2]!;
      if (!isCandidate(x, y, z)) continue;
      const cell = this.cellOf(x, y, z);
      if (counts[cell]! < MOST_COUNTED) counts[cell]!++;
    }
  }

  occupied(): number {
    let sum = 0;
    for (const count of this.counts) if (count > 0) sum++;
    return sum;
  }

  /** Joins eight cells each. */
  halve(): void {
    const { cells, counts } = this;
    const half = cells / 2;
    const joined = new Uint16Array(half ** 3);
    for (let i = 0; i < counts.length; i++) {
      if (counts[i] === 0) continue;
      const [x, y, z] = [i % cells, Math.floor(i / cells) % cells, Math.floor(i / cells ** 2)];
      const cell = (x >> 1) + half * ((y >> 1) + half * (z >> 1));
      joined[cell] = Math.min(joined[cell]! + counts[i]!, MOST_COUNTED);
    }
    this.cells = half;
    this.counts = joined;
    this.#shift++;
  }
}

/** [cells³] 1 where a cell holds points and hardly any are round it; undefined where none or too many points do. */
function* lonelyCells({ counts, cells }: CountGrid, mostPoints: number): Steps<Uint8Array | undefined> {
  const lonely = new Uint8Array(cells ** 3);
  let pointCount = 0;
  for (let z = 0; z < cells; z++) {
    yield;
    for (let y = 0; y < cells; y++) {
      for (let x = 0; x < cells; x++) {
        const cell = x + cells * (y + cells * z);
        if (counts[cell] === 0 || counts[cell]! > LONELY_POINTS) continue;
        if (pointsRound(counts, cells, x, y, z) > LONELY_POINTS) continue;
        lonely[cell] = 1;
        pointCount += counts[cell]!;
      }
    }
  }
  return pointCount > 0 && pointCount <= mostPoints ? lonely : undefined;
}

function pointsRound(counts: Uint16Array, cells: number, x: number, y: number, z: number): number {
  let sum = 0;
  for (let k = Math.max(z - 1, 0); k <= Math.min(z + 1, cells - 1); k++) {
    for (let j = Math.max(y - 1, 0); j <= Math.min(y + 1, cells - 1); j++) {
      for (let i = Math.max(x - 1, 0); i <= Math.min(x + 1, cells - 1); i++) {
        sum += counts[i + cells * (j + cells * k)]!;
      }
    }
  }
  return sum;
}
