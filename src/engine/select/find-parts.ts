/**
 * What stands apart in a cloud: parts that no chain of near points joins to the largest one. Points are near where
 * their cells of a coarse grid touch, so that a part stands apart from five to ten spacings on; on a face's points
 * chains break sooner only where the points themselves thin out.
 */
import type { Steps } from '../host/steps.ts';
import { emptyMask, type PointMask } from './point-mask.ts';

export interface FoundParts {
  /** Parts but the largest, and their points. */
  readonly looseParts: number;
  readonly loose: PointMask;
  /** Points of parts that are too small to be anything. */
  readonly strays: PointMask;
}

/** A cell's side in spacings of the points. */
const CELL_SPACINGS = 5;
/** Fewer points than these are no part: a leaf seen by a scanner has more. */
const LEAST_PART = 30;
/** Cells along an axis that fit a key: 17 bits each, for three axes have to be exact in a double. */
const MOST_CELLS = 2 ** 17;
/** Points between two looks at the clock. */
const STEP_POINTS = 1 << 16;

/** @param hidden points that are passed over; null for none */
export function* findPartsSteps(positions: Float32Array, spacing: number, hidden: PointMask | null): Steps<FoundParts> {
  const pointCount = positions.length / 3;
  const cells = new Cells(positions, spacing);
  const cellOf = new Int32Array(pointCount).fill(-1);
  for (let first = 0; first < pointCount; first += STEP_POINTS) {
    yield;
    const end = Math.min(pointCount, first + STEP_POINTS);
    for (let point = first; point < end; point++) {
      if (hidden && ((hidden[point >>> 5]! >>> (point & 31)) & 1) === 1) continue;
      cellOf[point] = cells.add(positions[3 * point]!, positions[3 * point + 1]!, positions[3 * point + 2]!);
    }
  }
  const parts = yield* cells.partsSteps();
  return sorted(cellOf, parts, cells.counts, pointCount);
}

function sorted(cellOf: Int32Array, partOf: Int32Array, cellCounts: readonly number[], pointCount: number): FoundParts {
  const counts = new Map<number, number>();
  for (const [cell, part] of partOf.entries()) counts.set(part, (counts.get(part) ?? 0) + cellCounts[cell]!);
  const largest = [...counts].reduce((best, part) => (part[1] > best[1] ? part : best), [-1, 0])[0];
  const [loose, strays] = [emptyMask(pointCount), emptyMask(pointCount)];
  for (let point = 0; point < pointCount; point++) {
    const cell = cellOf[point]!;
    if (cell < 0 || partOf[cell] === largest) continue;
    const mask = counts.get(partOf[cell]!)! < LEAST_PART ? strays : loose;
    mask[point >>> 5]! |= 1 << (point & 31);
  }
  const looseParts = [...counts].filter(([part, count]) => part !== largest && count >= LEAST_PART).length;
  return { looseParts, loose, strays };
}

/** The cells that hold points, by their place in the grid. */
class Cells {
  /** [cells] points in each. */
  readonly counts: number[] = [];
  readonly #keys: number[] = [];
  readonly #indices = new Map<number, number>();
  readonly #low: readonly [number, number, number];
  readonly #side: number;
  #lastKey = -1;
  #lastIndex = -1;

  constructor(positions: Float32Array, spacing: number) {
    const low: [number, number, number] = [Infinity, Infinity, Infinity];
    const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
    for (let i = 0; i < positions.length; i++) {
      const axis = i % 3;
      if (positions[i]! < low[axis]!) low[axis] = positions[i]!;
      if (positions[i]! > high[axis]!) high[axis] = positions[i]!;
    }
    this.#low = low;
    const extent = Math.max(...high.map((value, axis) => value - low[axis]!), 0);
    this.#side = Math.max(CELL_SPACINGS * spacing, extent / (MOST_CELLS - 4), Number.MIN_VALUE);
  }

  /** Counts a point; the number of its cell. */
  add(x: number, y: number, z: number): number {
    // One cell of margin: a neighbour's key is that of no other place.
    const i = 1 + Math.floor((x - this.#low[0]) / this.#side);
    const j = 1 + Math.floor((y - this.#low[1]) / this.#side);
    const k = 1 + Math.floor((z - this.#low[2]) / this.#side);
    const key = (k * MOST_CELLS + j) * MOST_CELLS + i;
    // Neighbours in a file are mostly neighbours in space.
    if (key === this.#lastKey) {
      this.counts[this.#lastIndex]!++;
      return this.#lastIndex;
    }
    let index = this.#indices.get(key);
    if (index === undefined) {
      index = this.#keys.length;
      this.#indices.set(key, index);
      this.#keys.push(key);
      this.counts.push(0);
    }
    this.counts[index]!++;
    this.#lastKey = key;
    this.#lastIndex = index;
    return index;
  }

  /** [cells] the part of each, by the number of one of its cells. */
  *partsSteps(): Steps<Int32Array> {
    const parent = Int32Array.from(this.#keys, (_, index) => index);
    const root = (index: number): number => {
      let at = index;
      while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
      return at;
    };
    for (const [index, key] of this.#keys.entries()) {
      if ((index & 1023) === 0) yield;
      // Half of the 26 neighbours: the others come to this one.
      for (let dz = -1; dz <= 0; dz++) {
        for (let dy = -1; dy <= (dz === 0 ? 0 : 1); dy++) {
          for (let dx = -1; dx <= (dz === 0 && dy === 0 ? -1 : 1); dx++) {
            const other = this.#indices.get(key + (dz * MOST_CELLS + dy) * MOST_CELLS + dx);
            if (other !== undefined) parent[root(index)] = root(other);
          }
        }
      }
    }
    return parent.map((_, index) => root(index));
  }
}
