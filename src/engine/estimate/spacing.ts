/**
 * The distance between neighbouring points, as `measure-scale.ts` defines it: the median over some thousand points of
 * the mean distance to their six nearest, times a constant. That file has a tree of the whole cloud to ask; here there
 * is none, so the points pass by once and each is offered to the samples it lies near. Distances are exact, only the
 * choice of samples differs from the run's.
 */
import { upperMedian } from '../analysis/median.ts';
import { gridFrame } from '../grid/grid-frame.ts';
import type { Steps } from '../host/steps.ts';
import { type Extent, POINTS_PER_STEP } from './extent.ts';
import type { SurveyedLevel } from './occupied-levels.ts';

const SAMPLES = 2000;
const NEIGHBOURS = 6;
/** `SPACING_SHARE` of measure-scale.ts; the tests compare the two. */
const SPACING_SHARE = 0.95;
/** Points that a cell of the search shall hold: the circle of its edge then holds some twenty. */
const CELL_POINTS = 6;
/** Share of samples whose six nearest must be certain; the median needs more than half. */
const CERTAIN_SHARE = 0.7;
const MOST_ROUNDS = 12;
/** Cells an axis of the key, more than there are round kept points; others share keys, which costs a look only. */
const AXIS = 2 ** 16;
const FILTER_BITS = 20;

export interface Spacing {
  /** 0 for fewer than two different points. */
  readonly spacingNorm: number;
  /** Area that the points cover, normalised squared; of no use where they fill a volume. */
  readonly areaNorm: number;
}

export function* spacingSteps(
  positions: Float32Array,
  extent: Extent,
  levels: readonly SurveyedLevel[],
): Steps<Spacing> {
  const samples = yield* chooseSamples(positions, extent);
  if (samples.length === 0) return { spacingNorm: 0, areaNorm: 0 };
  let edge = firstEdge(levels, extent.keptCount) * extent.worldPerNorm;
  for (let round = 0; ; round++) {
    const search = new SampleSearch(positions, samples, extent, edge);
    for (let point = 0; point < positions.length / 3; point++) {
      if (point % POINTS_PER_STEP === 0) yield;
      search.offer(3 * point);
    }
    // A cell as wide as the cloud has seen all points.
    const complete = edge >= 2 * extent.worldPerNorm || round === MOST_ROUNDS;
    if (complete || search.certainShare() >= CERTAIN_SHARE) {
      const { worldPerNorm, keptCount } = extent;
      const spacingNorm = (SPACING_SHARE * upperMedian(search.means(complete))) / worldPerNorm;
      return { spacingNorm, areaNorm: (keptCount * search.areaOfPoint()) / worldPerNorm ** 2 };
    }
    edge *= 2;
  }
}

/** Offsets in `positions` of points spread evenly over the kept ones. */
function* chooseSamples(positions: Float32Array, { keptCount, isKept }: Extent): Steps<Uint32Array> {
  const count = Math.min(SAMPLES, keptCount);
  const samples = new Uint32Array(count);
  let chosen = 0;
  let seen = 0;
  for (let i = 0; i < positions.length && chosen < count; i += 3) {
    if (i % (3 * POINTS_PER_STEP) === 0) yield;
    if (!isKept(positions[i]!, positions[i + 1]!, positions[i + 2]!)) continue;
    if (seen++ >= (chosen * keptCount) / count) samples[chosen++] = i;
  }
  return samples.subarray(0, chosen);
}

/** Edge of cells that hold some points each, normalised, from the level whose cells come nearest to that. */
function firstEdge(levels: readonly SurveyedLevel[], pointCount: number): number {
  const perCell = ({ pointCells }: SurveyedLevel): number => pointCount / Math.max(1, pointCells);
  const level = levels.filter((candidate) => perCell(candidate) >= CELL_POINTS).at(-1) ?? levels[0]!;
  return gridFrame(level.resolution).voxelNorm * Math.sqrt(CELL_POINTS / perCell(level));
}

/** Collects the nearest points of samples from points in any order, by cells of a given edge. */
class SampleSearch {
  readonly #positions: Float32Array;
  readonly #samples: Uint32Array;
  readonly #extent: Extent;
  readonly #edge: number;
  /** Samples to ask for a point in a cell: all with the cell among the 27 round their own. */
  readonly #byCell = new Map<number, number[]>();
  /** A bit for each such cell's hash: most points of a large cloud stop here. */
  readonly #filter = new Uint32Array(2 ** (FILTER_BITS - 5));
  /** [NEIGHBOURS × samples] ascending for each sample. */
  readonly #squared: Float64Array;
  /** [NEIGHBOURS × samples] offsets in `positions` of those points. */
  readonly #nearest: Uint32Array;

  constructor(positions: Float32Array, samples: Uint32Array, extent: Extent, edge: number) {
    this.#positions = positions;
    this.#samples = samples;
    this.#extent = extent;
    this.#edge = edge;
    this.#squared = new Float64Array(NEIGHBOURS * samples.length).fill(Infinity);
    this.#nearest = new Uint32Array(NEIGHBOURS * samples.length);
    samples.forEach((at, sample) => this.#register(at, sample));
  }

  #register(at: number, sample: number): void {
    const x = this.#cell(at, 0);
    const y = this.#cell(at, 1);
    const z = this.#cell(at, 2);
    for (let k = z - 1; k <= z + 1; k++) {
      for (let j = y - 1; j <= y + 1; j++) {
        for (let i = x - 1; i <= x + 1; i++) {
          const hash = filterHash(i, j, k);
          this.#filter[hash >>> 5]! |= 1 << (hash & 31);
          const key = cellKey(i, j, k);
          const listed = this.#byCell.get(key);
          if (listed) listed.push(sample);
          else this.#byCell.set(key, [sample]);
        }
      }
    }
  }

  #cell(at: number, axis: 0 | 1 | 2): number {
    return Math.floor((this.#positions[at + axis]! - this.#extent.min[axis]) / this.#edge);
  }

  /** Takes the point at an offset in `positions`. */
  offer(at: number): void {
    const x = this.#cell(at, 0);
    const y = this.#cell(at, 1);
    const z = this.#cell(at, 2);
    const hash = filterHash(x, y, z);
    if ((this.#filter[hash >>> 5]! & (1 << (hash & 31))) === 0) return;
    const listed = this.#byCell.get(cellKey(x, y, z));
    if (!listed) return;
    if (!this.#extent.isKept(this.#positions[at]!, this.#positions[at + 1]!, this.#positions[at + 2]!)) return;
    for (const sample of listed) this.#insert(sample, at);
  }

  #insert(sample: number, at: number): void {
    const squared = this.#squared;
    const first = NEIGHBOURS * sample;
    const distance = this.#distanceSquared(this.#samples[sample]!, at);
    // The sample itself and its copies: a run uses each position once.
    if (distance === 0 || !(distance < squared[first + NEIGHBOURS - 1]!)) return;
    let place = first + NEIGHBOURS - 1;
    while (place > first && squared[place - 1]! > distance) place--;
    for (let i = place - 1; i >= first && squared[i] === distance; i--) {
      if (this.#distanceSquared(this.#nearest[i]!, at) === 0) return;
    }
    for (let i = first + NEIGHBOURS - 1; i > place; i--) {
      squared[i] = squared[i - 1]!;
      this.#nearest[i] = this.#nearest[i - 1]!;
    }
    squared[place] = distance;
    this.#nearest[place] = at;
  }

  #distanceSquared(a: number, b: number): number {
    const x = this.#positions[a]! - this.#positions[b]!;
    const y = this.#positions[a + 1]! - this.#positions[b + 1]!;
    const z = this.#positions[a + 2]! - this.#positions[b + 2]!;
    return x * x + y * y + z * z;
  }

  /** Share of the samples whose six nearest lie within a cell's edge, so that none can be missing. */
  certainShare(): number {
    let certain = 0;
    for (let sample = 0; sample < this.#samples.length; sample++) if (this.#isCertain(sample)) certain++;
    return certain / this.#samples.length;
  }

  #isCertain(sample: number): boolean {
    return this.#squared[NEIGHBOURS * (sample + 1) - 1]! <= this.#edge ** 2;
  }

  /** Mean distance to the nearest of each sample; of uncertain ones more than any other, unless all were seen. */
  means(complete: boolean): Float64Array {
    return Float64Array.from(this.#samples, (_, sample) => {
      if (!complete && !this.#isCertain(sample)) return Number.MAX_VALUE;
      let sum = 0;
      let found = 0;
      for (let i = NEIGHBOURS * sample; i < NEIGHBOURS * (sample + 1); i++) {
        if (this.#squared[i] === Infinity) break;
        sum += Math.sqrt(this.#squared[i]!);
        found++;
      }
      return sum / Math.max(1, found);
    });
  }

  /**
   * Mean over the samples of π r² / 6, r the distance to the sixth nearest: of points at random on a surface a circle
   * holds six at the radius where its area is six points' share in the mean, however uneven the density is. Distances
   * beyond the edge of a cell, which strays have, count as that edge.
   */
  areaOfPoint(): number {
    let sum = 0;
    for (let sample = 0; sample < this.#samples.length; sample++) {
      sum += Math.min(this.#squared[NEIGHBOURS * (sample + 1) - 1]!, this.#edge ** 2);
    }
    return (Math.PI * sum) / (NEIGHBOURS * this.#samples.length);
  }
}

function cellKey(x: number, y: number, z: number): number {
  return x + AXIS * (y + AXIS * z);
}

function filterHash(x: number, y: number, z: number): number {
  const bits = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(z, 0xc2b2ae35);
  return Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d) >>> (32 - FILTER_BITS);
}
