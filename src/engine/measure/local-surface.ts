/**
 * How far a position is from the surface that points describe near it.
 *
 * The distance to the nearest point will not do, for a heat map or for a length to trim by: on a perfect mesh it is
 * about half the spacing everywhere, speckle that hides misfit and noise. So the k nearest points give a plane, by
 * their centroid c and the normal n of smallest variance, and the distance has two parts:
 *
 *     a = |n·(v − c)|                                  off the plane: what noise and misfit measure
 *     g = max(0, t − R, t₁ − R₁)                       along the plane, out of what the points cover
 *     distance = min(d₁, √(a² + g²))                   never beyond the nearest point, so that sharp edges do not glow
 *
 * t is how far v is from c along the plane, and R how far the k points go from c in that same direction. (With R the
 * furthest of them in any direction, an overhang of 5 spacings beyond a straight border measures 2.7, the directed one
 * 5.2; on mountain-open's and hill's borders the distance is .13–.20 of d₁ with the one, .75–.82 with the other.)
 * t₁ is how far the nearest point is along the plane, and R₁ how far that point is from its own k-th neighbour, itself
 * counted: the middle of a hole has the k points all round it, so t is 0 there, but no point as close as points are to
 * each other. (A hole of radius 10 spacings measures 0 in its middle without it, 7.7 with it.)
 *
 * k = 8: with 12, flat parts are calmer (2 % of positions on a random plane stray beyond R with 8, .2 % with 12), but
 * what a curve leaves of the plane grows with k, 8 to 40 % in the median, and so does the time. That is four times the
 * time of the nearest point alone, three of them the search: 2.3 s on one thread for 1.6 million vertices, a million
 * points.
 */
import { type Box, DistanceSearch } from '../neighbours/distance-search.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { planeNormal } from '../mesh/plane-normal.ts';

const NEIGHBOURS = 8;

export class LocalSurface {
  readonly #values: Float32Array;
  readonly #around: DistanceSearch;
  readonly #aroundNearest: DistanceSearch;
  #isBeside = false;
  /** R₁, where it was asked for. */
  #reachOfNearest = 0;
  /** [3 × NEIGHBOURS] the points, from the position asked for: small numbers, no digit lost far from the origin. */
  readonly #offsets = new Float64Array(3 * NEIGHBOURS);
  /** [3] */
  readonly #centroid = new Float64Array(3);
  /** [6] xx, yy, zz, yz, zx, xy */
  readonly #covariance = new Float64Array(6);
  /** [3] */
  readonly #normal = new Float64Array(3);

  /**
   * @param tree at least one point
   * @param box bounds of its points
   */
  constructor(tree: KdTree, box: Box) {
    this.#values = new Float32Array(tree.nodes.buffer, tree.nodes.byteOffset, tree.nodes.length);
    this.#around = new DistanceSearch(tree, box, NEIGHBOURS);
    this.#aroundNearest = new DistanceSearch(tree, box, NEIGHBOURS);
  }

  /**
   * Whether the position last asked for lies beside the points rather than before or behind them: further beyond a
   * border than the k points go from c in the root of the mean square, or in a hole deeper than R₁, and a is less than
   * that.
   */
  get isBeside(): boolean {
    return this.#isBeside;
  }

  /**
   * Distance from (x, y, z), in the tree's unit. Where the nearest points make no plane, the distance to the nearest.
   */
  distance(x: number, y: number, z: number): number {
    this.#around.find(x, y, z);
    const nearest = Math.sqrt(this.#around.squared[0]!);
    this.#gather(x, y, z);
    this.#isBeside = false;
    if (!planeNormal(this.#covariance, this.#normal)) return nearest;
    const above = dot(this.#normal, this.#centroid);
    const overhang = this.#beyondPoints(above);
    const hole = this.#insideHole();
    const gap = Math.max(0, overhang, hole);
    const isFarOut = overhang > 0 && overhang * overhang > this.#meanSquare();
    this.#isBeside = Math.abs(above) < gap && (isFarOut || (hole > 0 && hole > this.#reachOfNearest));
    return Math.min(nearest, Math.sqrt(above * above + gap * gap));
  }

  /** Sets offsets, centroid and covariance of the points found; sums, where only the axes of it matter. */
  #gather(x: number, y: number, z: number): void {
    const { nodes } = this.#around;
    const values = this.#values;
    const offsets = this.#offsets;
    let [sumX, sumY, sumZ] = [0, 0, 0];
    for (let i = 0; i < nodes.length; i++) {
      const at = 4 * nodes[i]!;
      sumX += offsets[3 * i] = values[at]! - x;
      sumY += offsets[3 * i + 1] = values[at + 1]! - y;
      sumZ += offsets[3 * i + 2] = values[at + 2]! - z;
    }
    const centreX = sumX / nodes.length;
    const centreY = sumY / nodes.length;
    const centreZ = sumZ / nodes.length;
    let [xx, yy, zz, yz, zx, xy] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 3 * nodes.length; i += 3) {
      const dx = offsets[i]! - centreX;
      const dy = offsets[i + 1]! - centreY;
      const dz = offsets[i + 2]! - centreZ;
      xx += dx * dx;
      yy += dy * dy;
      zz += dz * dz;
      yz += dy * dz;
      zx += dz * dx;
      xy += dx * dy;
    }
    set(this.#centroid, [centreX, centreY, centreZ]);
    set(this.#covariance, [xx, yy, zz, yz, zx, xy]);
  }

  /** t − R. */
  #beyondPoints(above: number): number {
    const normal = this.#normal;
    const centroid = this.#centroid;
    const offsets = this.#offsets;
    // This leads from c to v, less what is across the plane.
    const x = above * normal[0]! - centroid[0]!;
    const y = above * normal[1]! - centroid[1]!;
    const z = above * normal[2]! - centroid[2]!;
    const length = Math.sqrt(x * x + y * y + z * z);
    if (length === 0) return 0;
    let furthest = -Infinity;
    for (let i = 0; i < 3 * this.#around.nodes.length; i += 3) {
      const dx = offsets[i]! - centroid[0]!;
      const dy = offsets[i + 1]! - centroid[1]!;
      const dz = offsets[i + 2]! - centroid[2]!;
      furthest = Math.max(furthest, dx * x + dy * y + dz * z);
    }
    return length - furthest / length;
  }

  /** t₁ − R₁, or 0 where that is not positive. */
  #insideHole(): number {
    const { nodes, squared } = this.#around;
    const last = squared.length - 1;
    // Fewer than k points are closer to v than d_k, so closer to the nearest than d_k − d₁: R₁ is no less, t₁ at most
    // d₁. That saves about seven searches of eight.
    if (4 * squared[0]! <= squared[last]!) return 0;
    const at = 4 * nodes[0]!;
    this.#aroundNearest.find(this.#values[at]!, this.#values[at + 1]!, this.#values[at + 2]!);
    const across = dot(this.#normal, this.#offsets);
    const along = Math.sqrt(Math.max(0, squared[0]! - across * across));
    this.#reachOfNearest = Math.sqrt(this.#aroundNearest.squared[last]!);
    return Math.max(0, along - this.#reachOfNearest);
  }

  /** Of how far the points go from their centroid. */
  #meanSquare(): number {
    const [xx, yy, zz] = [this.#covariance[0]!, this.#covariance[1]!, this.#covariance[2]!];
    return (xx + yy + zz) / this.#around.nodes.length;
  }
}

/** The product of the first three numbers of each. */
function dot(a: Float64Array, b: Float64Array): number {
  return a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;
}

function set(target: Float64Array, values: readonly number[]): void {
  for (let i = 0; i < target.length; i++) target[i] = values[i]!;
}
