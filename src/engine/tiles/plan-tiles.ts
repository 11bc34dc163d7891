/**
 * Which boxes a level is solved in, one after the other, where it does not fit the device as a whole. The cube is cut
 * in two, and each part again, until a part and its surroundings are within the limits: a cut across the longest side
 * of what is occupied, where it leaves half of the points on either side. The parts cover the whole cube, since holes
 * are closed where no points are.
 */
import { mortonCell } from '../cloud/morton-order.ts';
import { unpackBrick } from '../grid/brick-grid.ts';
import { task } from '../host/task.ts';
import { FINEST_RESOLUTION } from '../resolutions.ts';
import { ALL_UNITS, type UnitBox, unitsIn, UNITS_PER_AXIS, widened } from './unit-box.ts';

/** What lies in each unit, [32³], x fastest. */
export interface UnitCounts {
  readonly resolution: number;
  readonly points: Uint32Array<ArrayBuffer>;
  /** Cells, and bricks, of the level that hold points. */
  readonly cells: Uint32Array<ArrayBuffer>;
  readonly bricks: Uint32Array<ArrayBuffer>;
}

/** The most that a tile may hold, its surroundings included. */
export interface TileLimits {
  readonly points: number;
  readonly cells: number;
  readonly bricks: number;
}

export interface CountUnitsArguments {
  /** [3 × pointCount] normalised, Morton order. */
  readonly positions: Float32Array;
  readonly resolution: number;
}

export const countUnits = task('countUnits', ({ positions, resolution }: CountUnitsArguments): UnitCounts => {
  const counter = new UnitCounter(resolution);
  counter.add(positions);
  return counter.counts;
});

/** One pass over points that may come piece by piece, since those of a cell, and of a brick, follow one another. */
export class UnitCounter {
  readonly counts: UnitCounts;
  readonly #last: [number, number, number] = [-1, -1, -1];

  constructor(resolution: number) {
    const unitCount = UNITS_PER_AXIS ** 3;
    const zeros = (): Uint32Array<ArrayBuffer> => new Uint32Array(unitCount);
    this.counts = { resolution, points: zeros(), cells: zeros(), bricks: zeros() };
  }

  /** @param positions [3 × count] normalised: the next ones in Morton order */
  add(positions: Float32Array): void {
    const { resolution, points, cells, bricks } = this.counts;
    const cellShift = Math.log2(FINEST_RESOLUTION / resolution);
    const unitShift = Math.log2(FINEST_RESOLUTION / UNITS_PER_AXIS);
    let [lastX, lastY, lastZ] = this.#last;
    for (let i = 0; i < positions.length; i += 3) {
      const x = mortonCell(positions[i]!);
      const y = mortonCell(positions[i + 1]!);
      const z = mortonCell(positions[i + 2]!);
      const unit = (x >> unitShift) + UNITS_PER_AXIS * ((y >> unitShift) + UNITS_PER_AXIS * (z >> unitShift));
      points[unit]!++;
      const [cellX, cellY, cellZ] = [x >> cellShift, y >> cellShift, z >> cellShift];
      if (cellX === lastX && cellY === lastY && cellZ === lastZ) continue;
      cells[unit]!++;
      if (cellX >> 3 !== lastX >> 3 || cellY >> 3 !== lastY >> 3 || cellZ >> 3 !== lastZ >> 3) bricks[unit]!++;
      [lastX, lastY, lastZ] = [cellX, cellY, cellZ];
    }
    this.#last.splice(0, 3, lastX, lastY, lastZ);
  }
}

/** The bricks of the level before. */
export interface CoarseBricks {
  /** [bricks] as `BrickGrid.brickCoords`. */
  readonly coords: Uint32Array;
  readonly resolution: number;
}

/**
 * The counts with as many bricks in each unit as `growth` expects for each brick of the level before, where these are
 * more: holes that are closed have bricks without points.
 */
export function expectBricks(counts: UnitCounts, { coords, resolution }: CoarseBricks, growth: number): UnitCounts {
  const unitBricks = resolution / 8 / UNITS_PER_AXIS;
  // A brick of the level of 128 cells lies in two units an axis, one of a finer level in one.
  const span = Math.max(1, 1 / unitBricks);
  const expected = new Float64Array(UNITS_PER_AXIS ** 3);
  const unitOf = (brick: number): number => Math.min(Math.floor(brick / unitBricks), UNITS_PER_AXIS - span);
  for (const packed of coords) {
    const low = unpackBrick(packed).map(unitOf) as [number, number, number];
    const high: [number, number, number] = [low[0] + span, low[1] + span, low[2] + span];
    for (const unit of unitsIn({ low, high })) expected[unit]! += growth / span ** 3;
  }
  return { ...counts, bricks: counts.bricks.map((count, unit) => Math.max(count, Math.ceil(expected[unit]!))) };
}

/** All of a level. */
export function totals(counts: UnitCounts): TileLimits {
  const sum = (values: Uint32Array): number => values.reduce((total, value) => total + value, 0);
  return { points: sum(counts.points), cells: sum(counts.cells), bricks: sum(counts.bricks) };
}

/** Tiles within `limits` as far as units are small enough for that, in a fixed order. */
export function planTiles(counts: UnitCounts, limits: TileLimits, haloUnits: number): UnitBox[] {
  const tiles: UnitBox[] = [];
  const waiting: UnitBox[] = [ALL_UNITS];
  for (let box = waiting.pop(); box; box = waiting.pop()) {
    const parts = isWithin(loadOf(counts, box, haloUnits), limits) ? undefined : halves(counts, box);
    if (parts) waiting.push(...parts);
    else tiles.push(box);
  }
  return tiles;
}

/** A box in two, the second part first; undefined for a single unit. */
export function halves(counts: UnitCounts, box: UnitBox): [UnitBox, UnitBox] | undefined {
  const occupied = occupiedPart(counts, box);
  const length = (axis: 0 | 1 | 2): number => occupied.high[axis] - occupied.low[axis];
  const axes = ([0, 1, 2] as const).toSorted((a, b) => length(b) - length(a));
  const axis = axes[0]!;
  if (length(axis) < 2) return undefined;
  const at = middleOf(counts, occupied, axis);
  const ends = (triple: UnitBox['low']): [number, number, number] => [triple[0], triple[1], triple[2]];
  const [middleHigh, middleLow] = [ends(box.high), ends(box.low)];
  middleHigh[axis] = at;
  middleLow[axis] = at;
  return [
    { low: middleLow, high: box.high },
    { low: box.low, high: middleHigh },
  ];
}

/** A unit's place along an axis. */
function placeOf(unit: number, axis: 0 | 1 | 2): number {
  return Math.floor(unit / UNITS_PER_AXIS ** axis) % UNITS_PER_AXIS;
}

/** The smallest box with all points of a box; the box itself where it has none. */
function occupiedPart(counts: UnitCounts, box: UnitBox): UnitBox {
  const low: [number, number, number] = [UNITS_PER_AXIS, UNITS_PER_AXIS, UNITS_PER_AXIS];
  const high: [number, number, number] = [0, 0, 0];
  for (const unit of unitsIn(box)) {
    if (counts.points[unit] === 0) continue;
    for (const axis of [0, 1, 2] as const) {
      const at = placeOf(unit, axis);
      low[axis] = Math.min(low[axis], at);
      high[axis] = Math.max(high[axis], at + 1);
    }
  }
  return high[0] > 0 ? { low, high } : box;
}

/**
 * The place at which a cut across an axis leaves most nearly half of the points on either side, and something on both.
 */
function middleOf(counts: UnitCounts, box: UnitBox, axis: 0 | 1 | 2): number {
  const slices = new Float64Array(UNITS_PER_AXIS);
  for (const unit of unitsIn(box)) slices[placeOf(unit, axis)]! += counts.points[unit]!;
  const half = slices.reduce((sum, value) => sum + value, 0) / 2;
  let below = 0;
  let best = box.low[axis] + 1;
  let least = Infinity;
  for (let at = box.low[axis] + 1; at < box.high[axis]; at++) {
    below += slices[at - 1]!;
    if (Math.abs(below - half) >= least) continue;
    [best, least] = [at, Math.abs(below - half)];
  }
  return best;
}

/** What a box holds with its surroundings: of the units round it the share that `haloUnits` reaches into. */
export function loadOf(counts: UnitCounts, box: UnitBox, haloUnits: number): TileLimits {
  const own = sumOver(counts, box);
  const whole = Math.ceil(haloUnits);
  const wide = sumOver(counts, widened(box, whole));
  const share = whole === 0 ? 0 : haloUnits / whole;
  const between = (inner: number, outer: number): number => inner + share * (outer - inner);
  return {
    points: between(own.points, wide.points),
    cells: between(own.cells, wide.cells),
    bricks: between(own.bricks, wide.bricks),
  };
}

function sumOver(counts: UnitCounts, box: UnitBox): TileLimits {
  let [points, cells, bricks] = [0, 0, 0];
  for (const unit of unitsIn(box)) {
    points += counts.points[unit]!;
    cells += counts.cells[unit]!;
    bricks += counts.bricks[unit]!;
  }
  return { points, cells, bricks };
}

export function isWithin(load: TileLimits, limits: TileLimits): boolean {
  return load.points <= limits.points && load.cells <= limits.cells && load.bricks <= limits.bricks;
}
