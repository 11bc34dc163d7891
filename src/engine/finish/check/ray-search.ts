/** How far a ray runs inside a closed surface, by the tree of its triangles in float64. */
import type { Triple } from '../../math/triple.ts';
import { STACK_NODES, type TriangleTree } from '../../mesh/triangle-tree.ts';

/** How far behind its beginning a ray may leave, as a share of its length: what rounding makes of 0. */
const ROUNDING = 1e-9;

export class RaySearch {
  readonly #positions: Float64Array;
  readonly #indices: Uint32Array;
  readonly #tree: TriangleTree;
  readonly #isInsideOut: boolean;
  readonly #waiting = new Uint32Array(STACK_NODES);

  /** @param isInsideOut the triangles face inward */
  constructor(positions: Float64Array, indices: Uint32Array, tree: TriangleTree, isInsideOut = false) {
    this.#positions = positions;
    this.#indices = indices;
    this.#tree = tree;
    this.#isInsideOut = isInsideOut;
  }

  /**
   * The distance at which a ray first leaves through a triangle, one that faces as it runs; Infinity where it does not
   * within `length`. Triangles that it enters through are passed, and so is the one that it begins on and runs into.
   *
   * @param direction unit length
   */
  exitDistance(origin: Triple, direction: Triple, length: number): number {
    const { rightChildren, ranges, triangles, bounds } = this.#tree;
    let nearest = Infinity;
    let count = 1;
    this.#waiting[0] = 0;
    while (count > 0) {
      const node = this.#waiting[--count]!;
      if (!doesReach(bounds, 6 * node, origin, direction, Math.min(length, nearest))) continue;
      const right = rightChildren[node]!;
      if (right > 0) {
        this.#waiting[count++] = right;
        this.#waiting[count++] = node + 1;
        continue;
      }
      for (let i = ranges[2 * node]!; i < ranges[2 * node + 1]!; i++) {
        const distance = this.#exitThrough(triangles[i]!, origin, direction);
        if (distance >= -ROUNDING * length && distance <= length) nearest = Math.min(nearest, Math.max(0, distance));
      }
    }
    return nearest;
  }

  /**
   * Möller and Trumbore, "Fast, Minimum Storage Ray/Triangle Intersection" (1997), for triangles seen from behind; NaN
   * where the ray's line does not leave through the triangle.
   */
  #exitThrough(triangle: number, [ox, oy, oz]: Triple, [dx, dy, dz]: Triple): number {
    const p = this.#positions;
    const [one, two] = this.#isInsideOut ? [2, 1] : [1, 2];
    const a = 3 * this.#indices[3 * triangle]!;
    const b = 3 * this.#indices[3 * triangle + one]!;
    const c = 3 * this.#indices[3 * triangle + two]!;
    const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
    const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const along = nx * dx + ny * dy + nz * dz;
    if (!(along > 0)) return NaN;
    const [wx, wy, wz] = [ox - p[a]!, oy - p[a + 1]!, oz - p[a + 2]!];
    const [qx, qy, qz] = [wy * dz - wz * dy, wz * dx - wx * dz, wx * dy - wy * dx];
    // The place in the triangle, by its sides and `along`.
    const s = -(vx * qx + vy * qy + vz * qz);
    const t = ux * qx + uy * qy + uz * qz;
    if (s < 0 || t < 0 || s + t > along) return NaN;
    return -(nx * wx + ny * wy + nz * wz) / along;
  }
}

function doesReach(
  bounds: Float64Array,
  at: number,
  origin: readonly number[],
  direction: readonly number[],
  length: number,
): boolean {
  let [enter, leave] = [-ROUNDING * length, length];
  for (let axis = 0; axis < 3; axis++) {
    const low = bounds[at + axis]! - origin[axis]!;
    const high = bounds[at + 3 + axis]! - origin[axis]!;
    const along = direction[axis]!;
    if (along === 0) {
      if (low > 0 || high < 0) return false;
      continue;
    }
    const [one, other] = [low / along, high / along];
    enter = Math.max(enter, Math.min(one, other));
    leave = Math.min(leave, Math.max(one, other));
  }
  // Both are rounded: a flat box is not to be missed for that.
  return enter <= leave + ROUNDING * length;
}
