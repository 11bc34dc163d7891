/**
 * Layers of one surface (algorithm.md section 2, step 2, "Layers"): scans a little apart, each of the same side of it.
 * Near a point they look as the two sides of something thin do, and differ in one thing: both face the same way.
 * Counted at a sample of the points, with the sides as they are before any sheet or part turns.
 */
import { smallestAxis, type SymmetricMatrix } from '../analysis/smallest-axis.ts';
import { upperMedian } from '../analysis/median.ts';
import { momentsOf } from '../analysis/moments.ts';
import { closeSplit } from '../analysis/close-split.ts';
import { unbentShare } from '../analysis/unbent-share.ts';
import type { LayerCounts } from '../analysis/layer-counts.ts';
import { task } from '../host/task.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { spreadIndex } from '../math/spread-index.ts';
import { cross, type Triple, unit } from '../math/triple.ts';
import { NearestSearch } from '../neighbours/nearest-search.ts';
import { varianceAcross } from './judge-sheets.ts';

export interface LayersInput {
  /** [3 × count], normalised, in the order that `tree` indexes. */
  readonly positions: Float32Array;
  readonly tree: KdTree;
  /** [4 × count] outward as far as is known, any length; of the points of `lenders` where those are given. */
  readonly directions: Float32Array;
  readonly spacingNorm: number;
  /** Each point takes the direction of the nearest of these. */
  readonly lenders?: KdTree;
  /** The points that may be looked at, spread over the cloud: all where not given. */
  readonly inner?: Uint32Array;
}

const SAMPLES = 1500;
/** Neighbours of a place. */
const NEIGHBOURS = 20;
/** And of one where the deviation is measured: with three times as many, what is curvature of it shows. */
const WIDE = 32;
const WIDEST = 3 * WIDE;
/** Each time the axis is that across both layers found with the one before. */
const ROUNDS = 3;
/** A layer has a sixth of the neighbours. */
const LEAST_POINTS = Math.floor(NEIGHBOURS / 6);
/**
 * Two layers leave so little of the variance within them; a uniform distribution keeps .25, and two layers of 20 points
 * in noise of a seventh of their distance .1.
 */
const MOST_WITHIN = 0.15;
/** And lie so far apart, in spacings: less is what bends and noise make of 20 points. */
const LEAST_OFFSET_SPACINGS = 0.35;

/**
 * A quadric takes less than the rest of their variance. Bent surfaces fall in two by chance where they bend within a
 * few spacings: places of knots and of edges leave .00 to .08, half of them; of layers 5 in 100 leave less than .29 to
 * .56.
 */
const LEAST_UNBENT = 0.4;

/** Of layers closer than that as many neighbours are looked at, in which a quadric and a step are more than chance. */
const CLOSE_NEIGHBOURS = 40;
/**
 * The step leaves so little of what a quadric leaves. Share of the places: two scans of a ball, a gear, a knot .1 to
 * .25 spacings apart .32 to .78; 32 clouds of one surface, thin ones and scans among them, .000 to .006, rooms of a
 * depth camera's frames .04 and .06.
 */
const MOST_WITHIN_CLOSE = 0.05;
/** Less is what rounded coordinates make of flats. */
const LEAST_CLOSE_SPACINGS = 0.05;
/** Fewer places in close layers are none. */
const LEAST_CLOSE_SHARE = 0.12;
/** Most clouds have none, as so few places tell: of 300, a third of that share is four deviations below it. */
const FIRST_SAMPLES = 300;

export const countLayers = task('countLayers', (input: LayersInput): LayerCounts => {
  if (input.tree.pointCount < NEIGHBOURS) return { share: 0, alikeShare: NaN, offsetNorm: 0, deviationNorm: 0 };
  const places = new Places(input);
  const wide = countAt(input, places, (i) => places.layersAt(i));
  if (wide.share >= LEAST_CLOSE_SHARE || input.tree.pointCount < CLOSE_NEIGHBOURS) return wide;
  const closeAt = (i: number): TwoLayers | undefined => places.closeLayersAt(i);
  if (countAt(input, places, closeAt, FIRST_SAMPLES).share < LEAST_CLOSE_SHARE / 3) return wide;
  const close = countAt(input, places, closeAt);
  return close.share >= LEAST_CLOSE_SHARE ? close : wide;
});

function countAt(
  { inner, tree }: LayersInput,
  places: Places,
  layersAt: (i: number) => TwoLayers | undefined,
  most = SAMPLES,
): LayerCounts {
  const count = inner?.length ?? tree.pointCount;
  const samples = Math.min(most, count);
  const [offsets, variances]: [number[], number[]] = [[], []];
  let [alike, opposite] = [0, 0];
  for (let sample = 0; sample < samples; sample++) {
    const at = spreadIndex(sample, count);
    const i = inner?.[at] ?? at;
    const found = layersAt(i);
    if (!found) continue;
    offsets.push(found.offset);
    if (found.facing > 0) {
      alike += found.facing;
      variances.push(places.varianceAt(i));
    } else opposite -= found.facing;
  }
  return {
    share: samples === 0 ? 0 : offsets.length / samples,
    alikeShare: alike / (alike + opposite),
    offsetNorm: upperMedian(Float64Array.from(offsets)),
    deviationNorm: Math.sqrt(upperMedian(Float64Array.from(variances))),
  };
}

interface TwoLayers {
  readonly offset: number;
  /** Above 0 where both face the same way: the smaller of how sure the side of each layer is, up to 1. */
  readonly facing: number;
}

class Places {
  readonly #input: LayersInput;
  readonly #search: NearestSearch;
  readonly #lending: NearestSearch | undefined;
  /** [3 × NEIGHBOURS] from the place itself. */
  readonly #near = new Float64Array(3 * NEIGHBOURS);
  /** [NEIGHBOURS] along the axis, and the neighbours in their order. */
  readonly #offsets = new Float64Array(NEIGHBOURS);
  readonly #order = Uint8Array.from({ length: NEIGHBOURS }, (_, j) => j);

  constructor(input: LayersInput) {
    this.#input = input;
    this.#search = new NearestSearch(input.tree, Math.min(WIDEST, input.tree.pointCount));
    this.#lending = input.lenders && new NearestSearch(input.lenders, 1);
  }

  /**
   * Of the points about a place across the surface, both layers taken for one and without the part that is curvature.
   */
  varianceAt(i: number): number {
    const found = this.#find(i, WIDEST);
    const narrow = varianceAcross(this.#input.positions, this.#search.indices.subarray(0, Math.min(WIDE, found)));
    if (found < WIDEST) return narrow;
    const growth = (WIDEST / WIDE) ** 2;
    return Math.max(0, (growth * narrow - varianceAcross(this.#input.positions, this.#search.indices)) / (growth - 1));
  }

  layersAt(i: number): TwoLayers | undefined {
    this.#gather(i);
    let lower = NEIGHBOURS;
    for (let round = 0; round < ROUNDS; round++) {
      // Of all at first: the sum within one layer.
      const axis = smallestAxis(this.#within(lower));
      this.#sortAlong(axis);
      const cut = this.#bestCut();
      lower = cut.lower;
      if (round === ROUNDS - 1) return this.#judged(axis, cut);
    }
    return undefined;
  }

  /** Of those closer than `layersAt` can tell from what bends. */
  closeLayersAt(i: number): TwoLayers | undefined {
    const { positions, spacingNorm } = this.#input;
    this.#find(i, CLOSE_NEIGHBOURS);
    const around = this.#search.indices.subarray(0, CLOSE_NEIGHBOURS);
    const axis = smallestAxis(momentsOf(positions, around).covariance);
    const [first, second] = acrossAxis(axis);
    const along = ([a, b, c]: Triple): Float64Array =>
      Float64Array.from(around, (j) =>
        [a, b, c].reduce((sum, value, k) => sum + value * (positions[3 * j + k]! - positions[3 * i + k]!), 0),
      );
    const split = closeSplit(along(axis), along(first), along(second));
    if (!split || split.within > MOST_WITHIN_CLOSE) return undefined;
    const upper = split.isUpper.reduce((sum, value) => sum + value, 0);
    if (Math.min(upper, CLOSE_NEIGHBOURS - upper) < CLOSE_NEIGHBOURS / 6) return undefined;
    const apart = split.step / spacingNorm;
    if (apart < LEAST_CLOSE_SPACINGS || apart > LEAST_OFFSET_SPACINGS) return undefined;
    const facing = this.#facing(axis, CLOSE_NEIGHBOURS, (j) => split.isUpper[j] === 1);
    return { offset: split.step, facing };
  }

  /** Above 0 where both layers of the nearest `count` face the same way: the less sure of their two sides. */
  #facing([x, y, z]: Triple, count: number, isUpper: (j: number) => boolean): number {
    const { directions } = this.#input;
    const sides = [0, 0];
    const counts = [0, 0];
    // Whose direction a point has is another search, or these indices stay what they are.
    for (const [j, own] of this.#search.indices.slice(0, count).entries()) {
      const k = 4 * this.#lenderOf(own);
      const layer = isUpper(j) ? 1 : 0;
      sides[layer]! += Math.sign(x * directions[k]! + y * directions[k + 1]! + z * directions[k + 2]!);
      counts[layer]!++;
    }
    const sure = Math.min(...sides.map((side, layer) => Math.abs(side) / counts[layer]!));
    return Math.sign(sides[0]! * sides[1]!) * sure;
  }

  #find(i: number, k: number): number {
    const { positions, tree } = this.#input;
    const at = 3 * i;
    return this.#search.find(positions[at]!, positions[at + 1]!, positions[at + 2]!, Math.min(k, tree.pointCount));
  }

  #gather(i: number): void {
    const { positions } = this.#input;
    const [x, y, z] = [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
    this.#find(i, NEIGHBOURS);
    for (let j = 0; j < NEIGHBOURS; j++) {
      const at = 3 * this.#search.indices[j]!;
      this.#near[3 * j] = positions[at]! - x;
      this.#near[3 * j + 1] = positions[at + 1]! - y;
      this.#near[3 * j + 2] = positions[at + 2]! - z;
    }
  }

  /** Sums of products about the means of the first `lower` in order and of the others, together. */
  #within(lower: number): SymmetricMatrix {
    const sums = [0, 0, 0, 0, 0, 0];
    for (const [from, end] of [
      [0, lower],
      [lower, NEIGHBOURS],
    ] as const) {
      const mean = [0, 0, 0];
      for (let at = from; at < end; at++) {
        const j = 3 * this.#order[at]!;
        for (let axis = 0; axis < 3; axis++) mean[axis]! += this.#near[j + axis]! / (end - from);
      }
      for (let at = from; at < end; at++) {
        const j = 3 * this.#order[at]!;
        const x = this.#near[j]! - mean[0]!;
        const y = this.#near[j + 1]! - mean[1]!;
        const z = this.#near[j + 2]! - mean[2]!;
        sums[0]! += x * x;
        sums[1]! += y * y;
        sums[2]! += z * z;
        sums[3]! += y * z;
        sums[4]! += z * x;
        sums[5]! += x * y;
      }
    }
    return sums as unknown as SymmetricMatrix;
  }

  #sortAlong([x, y, z]: readonly [number, number, number]): void {
    for (let j = 0; j < NEIGHBOURS; j++) {
      this.#offsets[j] = x * this.#near[3 * j]! + y * this.#near[3 * j + 1]! + z * this.#near[3 * j + 2]!;
    }
    this.#order.sort((a, b) => this.#offsets[a]! - this.#offsets[b]!);
  }

  /** Exact two-means of the sorted offsets. */
  #bestCut(): Cut {
    let [sum, squares] = [0, 0];
    for (const offset of this.#offsets) {
      sum += offset;
      squares += offset * offset;
    }
    const total = squares - (sum * sum) / NEIGHBOURS;
    let best: Cut = { lower: NEIGHBOURS, offset: 0, within: total, total };
    let [lowerSum, lowerSquares] = [0, 0];
    for (let lower = 1; lower < NEIGHBOURS; lower++) {
      const offset = this.#offsets[this.#order[lower - 1]!]!;
      lowerSum += offset;
      lowerSquares += offset * offset;
      const upper = NEIGHBOURS - lower;
      const upperSum = sum - lowerSum;
      const ofUpper = squares - lowerSquares - (upperSum * upperSum) / upper;
      const within = lowerSquares - (lowerSum * lowerSum) / lower + ofUpper;
      if (within < best.within) best = { lower, offset: upperSum / upper - lowerSum / lower, within, total };
    }
    return best;
  }

  /** Of the offsets from the plane across `axis`. */
  #unbentShare(axis: Triple): number {
    const [first, second] = acrossAxis(axis);
    const alongOf = ([a, b, c]: Triple): Float64Array =>
      this.#offsets.map((_, j) => a * this.#near[3 * j]! + b * this.#near[3 * j + 1]! + c * this.#near[3 * j + 2]!);
    return unbentShare(this.#offsets, alongOf(first), alongOf(second));
  }

  #judged([x, y, z]: readonly [number, number, number], { lower, offset, within, total }: Cut): TwoLayers | undefined {
    const { spacingNorm } = this.#input;
    if (Math.min(lower, NEIGHBOURS - lower) < LEAST_POINTS || within > MOST_WITHIN * total) return undefined;
    if (offset < LEAST_OFFSET_SPACINGS * spacingNorm) return undefined;
    if (this.#unbentShare([x, y, z]) < LEAST_UNBENT) return undefined;
    const isUpper = new Uint8Array(NEIGHBOURS);
    for (let at = lower; at < NEIGHBOURS; at++) isUpper[this.#order[at]!] = 1;
    return { offset, facing: this.#facing([x, y, z], NEIGHBOURS, (j) => isUpper[j] === 1) };
  }

  /** Whose direction a point has. */
  #lenderOf(i: number): number {
    if (!this.#lending) return i;
    const { positions } = this.#input;
    this.#lending.find(positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!, 1);
    return this.#lending.indices[0]!;
  }
}

/** Two directions at right angles to it and to one another. */
function acrossAxis(axis: Triple): readonly [Triple, Triple] {
  const [x, y, z] = axis.map(Math.abs) as [number, number, number];
  const first = unit(cross(axis, x < y && x < z ? [1, 0, 0] : y < z ? [0, 1, 0] : [0, 0, 1]));
  return [first, cross(axis, first)];
}

interface Cut {
  /** Points below it. */
  readonly lower: number;
  /** From the mean of those to that of the others. */
  readonly offset: number;
  /** Sums of squares within both, and about the mean of all. */
  readonly within: number;
  readonly total: number;
}
