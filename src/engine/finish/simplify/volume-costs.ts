/**
 * Where the vertex of a collapsed edge goes and what that costs, after P. Lindstrom and G. Turk, "Fast and memory
 * efficient polygonal simplification" (1998) and "Evaluation of memoryless simplification" (1999): of the places that
 * keep the volume, the one that sweeps the least squared volume, measured on the mesh as it is, not on its history.
 *
 * With n = 2 · area · unit normal of each triangle round the edge and a corner a of it, the place x minimises
 * Σ (n·(x − a))² under Σ n·(x − a) = 0. Seen from a vertex, the planes of its own triangles pass through the origin, so
 * each vertex keeps Σ n nᵀ and Σ n alone, and an edge adds those of its two ends and takes its own triangles, counted
 * twice, away. That is what makes the costs of all edges around a collapse affordable: 12 times fewer normals than by
 * gathering both rings for each edge.
 *
 * What a flat neighbourhood leaves open is decided by a weak pull to the edge's middle, and by lengths.
 */
import { allocateShareable } from '../../host/shared-memory.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { type EditableMesh, MOST_VALENCE } from '../../mesh/editable-mesh.ts';
import { squaredBetween } from '../../mesh/squared-between.ts';

/**
 * Of the trace of Σ n nᵀ: the pull to the middle. Measured on koala at 10 %: 10⁻³ gives a P2S 10 % higher, and less
 * than 10⁻⁵ lets vertices of flat places wander.
 */
const MIDDLE_PULL = 1e-5;
/** Of the sixth power of an edge's length: less than any bend that float64 can tell, so it decides among flat edges. */
const LENGTH_TERM = 1e-9;
/** A place lies no further from the middle than so many lengths of the edge. */
const MOST_LENGTHS = 2;
/**
 * How much the squared distance from a rim edge's line weighs beside that from a triangle: what a rim loses shows.
 * Measured on mountain at 10 %, extent 33.6: its greatest deviation is .106 with 10 and 100, .072 with 1,000 and
 * 10,000, while P2S rises by .5 % from 10 to 1,000.
 */
const RIM_WEIGHT = 1000;
/** Σ n nᵀ as xx xy xz yy yz zz, then Σ n. */
const SUMS = 9;
/** No triangle shares the edge on this side. */
const NO_NORMAL = -1;

/**
 * Of `isLocked`: a vertex that another part is beside, and which stays only as long as parts are worked on by
 * themselves.
 */
export const BORDER = 2;

export interface EdgeLimits {
  /** [vertexCount] not 0 for vertices that stay as they are, edges and all: 1, or BORDER */
  readonly isLocked: Uint8Array;
  /** Longer edges stay. */
  readonly mostLength: number;
}

/** What is known of each vertex's edges, as plain data in shared memory, where there is some. */
export interface CostTables {
  /** [SUMS × vertexCount] of the triangles at each vertex */
  readonly sums: Float64Array;
  /** [vertexCount] 1 where the sums are older than the triangles */
  readonly isStale: Uint8Array;
  /** [vertexCount] the other end of the edge last found by `findBest` */
  readonly partners: Int32Array;
}

export function costTables(vertexCount: number): CostTables {
  return {
    sums: new Float64Array(allocateShareable(8 * SUMS * vertexCount)),
    isStale: new Uint8Array(allocateShareable(vertexCount)).fill(1),
    partners: new Int32Array(allocateShareable(4 * vertexCount)),
  };
}

export class VolumeCosts {
  /** [vertexCount] see `CostTables` */
  readonly partners: Int32Array;
  /** Whether `findBest` last passed over an edge for the border of a part alone. */
  hasSeenBorder = false;
  /** x y z where the last edge asked for goes */
  readonly placed = new Float64Array(3);
  /** What the last edge asked for would cost in its middle. */
  middleCost = Infinity;

  readonly #mesh: EditableMesh;
  readonly #limits: EdgeLimits;
  readonly #mostSquared: number;
  readonly #sums: Float64Array;
  readonly #isStale: Uint8Array;
  /** [3 × corners in the ring] */
  readonly #normals = new Float64Array(3 * MOST_VALENCE);
  /** Those of another ring. */
  readonly #otherNormals = new Float64Array(3 * MOST_VALENCE);
  /** Where the best edge so far goes. */
  readonly #bestPlaced = new Float64Array(3);

  constructor(mesh: EditableMesh, limits: EdgeLimits, { sums, isStale, partners }: CostTables) {
    this.#mesh = mesh;
    this.#limits = limits;
    this.#mostSquared = limits.mostLength ** 2;
    this.#sums = sums;
    this.#isStale = isStale;
    this.partners = partners;
  }

  /** The triangles at `vertex` have changed. */
  forget(vertex: number): void {
    this.#isStale[vertex] = 1;
  }

  /** Takes the triangles at `vertex` anew into its sums, if they have changed. */
  refresh(vertex: number): void {
    if (this.#isStale[vertex] === 0) return;
    const { otherRing } = this.#mesh;
    const count = this.#mesh.walkOther(vertex);
    this.#writeNormals(vertex, count, otherRing, this.#otherNormals);
    this.#takeSums(vertex, count, otherRing, this.#otherNormals);
  }

  /** `refresh` of the vertex whose ring was measured last. */
  #refreshMeasured(vertex: number, count: number): void {
    if (this.#isStale[vertex] === 1) this.#takeSums(vertex, count, this.#mesh.ring, this.#normals);
  }

  #takeSums(vertex: number, count: number, ring: Int32Array, normals: Float64Array): void {
    this.#isStale[vertex] = 0;
    let xx = 0;
    let xy = 0;
    let xz = 0;
    let yy = 0;
    let yz = 0;
    let zz = 0;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let i = 0; i < 3 * count; i += 3) {
      const nx = normals[i]!;
      const ny = normals[i + 1]!;
      const nz = normals[i + 2]!;
      xx += nx * nx;
      xy += nx * ny;
      xz += nx * nz;
      yy += ny * ny;
      yz += ny * nz;
      zz += nz * nz;
      x += nx;
      y += ny;
      z += nz;
    }
    const sums = this.#sums;
    const at = SUMS * vertex;
    sums[at] = xx;
    sums[at + 1] = xy;
    sums[at + 2] = xz;
    sums[at + 3] = yy;
    sums[at + 4] = yz;
    sums[at + 5] = zz;
    sums[at + 6] = x;
    sums[at + 7] = y;
    sums[at + 8] = z;
    if (this.#mesh.isRim[vertex] === 1 && count > 0) this.#addRims(vertex, count, ring);
  }

  /** Both rim edges of a rim vertex: squared distances from their lines, by the fourth power of their lengths. */
  #addRims(vertex: number, count: number, ring: Int32Array): void {
    const { indices, positions } = this.#mesh;
    const sums = this.#sums;
    const ends = [indices[endCorner(ring[0]!)]!, indices[previousCorner(ring[count - 1]!)]!];
    const at = SUMS * vertex;
    for (const end of ends) {
      const x = positions[3 * end]! - positions[3 * vertex]!;
      const y = positions[3 * end + 1]! - positions[3 * vertex + 1]!;
      const z = positions[3 * end + 2]! - positions[3 * vertex + 2]!;
      const squared = x * x + y * y + z * z;
      const weight = RIM_WEIGHT * squared;
      sums[at]! += weight * (squared - x * x);
      sums[at + 1]! -= weight * x * y;
      sums[at + 2]! -= weight * x * z;
      sums[at + 3]! += weight * (squared - y * y);
      sums[at + 4]! -= weight * y * z;
      sums[at + 5]! += weight * (squared - z * z);
    }
  }

  /**
   * The cheapest edge at `vertex` of those that come after (afterCost, afterPartner) in the order of costs, whose other
   * end is written to `partners`, with its place in `placed`; Infinity where there is none.
   */
  findBest(vertex: number, afterCost: number, afterPartner: number): number {
    const { isLocked } = this.#limits;
    this.hasSeenBorder = false;
    if (isLocked[vertex] !== 0) return Infinity;
    const { indices, positions, ring, isRim } = this.#mesh;
    const count = this.#mesh.walk(vertex);
    if (!this.#hasShortEdge(vertex, count)) {
      this.partners[vertex] = -1;
      return Infinity;
    }
    this.#writeNormals(vertex, count, ring, this.#normals);
    this.#refreshMeasured(vertex, count);
    let best = Infinity;
    let bestPartner = -1;
    let bestMiddle = Infinity;
    const [placed, bestPlaced] = [this.placed, this.#bestPlaced];
    const isOpen = isRim[vertex] === 1;
    const isLimited = this.#mostSquared < Infinity;
    for (let i = 0; i < count + (isOpen ? 1 : 0); i++) {
      const partner = i < count ? indices[endCorner(ring[i]!)]! : indices[previousCorner(ring[count - 1]!)]!;
      if (isLocked[partner] !== 0) {
        if (isLocked[partner] === BORDER) this.hasSeenBorder = true;
        continue;
      }
      if (isLimited && squaredBetween(positions, vertex, partner) > this.#mostSquared) continue;
      this.refresh(partner);
      const before = i > 0 ? 3 * (i - 1) : isOpen ? NO_NORMAL : 3 * (count - 1);
      const cost = this.#placeEdge(vertex, partner, i < count ? 3 * i : NO_NORMAL, before);
      if (cost > best || (cost === best && partner > bestPartner)) continue;
      if (cost < afterCost || (cost === afterCost && partner <= afterPartner)) continue;
      best = cost;
      bestPartner = partner;
      bestMiddle = this.middleCost;
      bestPlaced[0] = placed[0]!;
      bestPlaced[1] = placed[1]!;
      bestPlaced[2] = placed[2]!;
    }
    placed[0] = bestPlaced[0]!;
    placed[1] = bestPlaced[1]!;
    placed[2] = bestPlaced[2]!;
    this.middleCost = bestMiddle;
    this.partners[vertex] = bestPartner;
    return best;
  }

  /** Whether an edge of the ring just walked is short enough to go. */
  #hasShortEdge(vertex: number, count: number): boolean {
    const most = this.#mostSquared;
    if (most === Infinity) return true;
    const { indices, positions, ring, isRim } = this.#mesh;
    for (let i = 0; i < count; i++) {
      if (squaredBetween(positions, vertex, indices[endCorner(ring[i]!)]!) <= most) return true;
    }
    if (count === 0 || isRim[vertex] === 0) return false;
    return squaredBetween(positions, vertex, indices[previousCorner(ring[count - 1]!)]!) <= most;
  }

  /** What the edge between the two costs now, its place in `placed`; Infinity where there is no such edge. */
  costOf(vertex: number, partner: number): number {
    const { indices, ring, isRim } = this.#mesh;
    const count = this.#measureRing(vertex);
    this.#refreshMeasured(vertex, count);
    this.refresh(partner);
    const isOpen = isRim[vertex] === 1;
    for (let i = 0; i < count; i++) {
      if (indices[endCorner(ring[i]!)] !== partner) continue;
      return this.#placeEdge(vertex, partner, 3 * i, i > 0 ? 3 * (i - 1) : isOpen ? NO_NORMAL : 3 * (count - 1));
    }
    if (count > 0 && isOpen && indices[previousCorner(ring[count - 1]!)] === partner) {
      return this.#placeEdge(vertex, partner, NO_NORMAL, 3 * (count - 1));
    }
    return Infinity;
  }

  /** Writes the mean normal of the triangles at both vertices, 0 where they have none. */
  writeMean(vertex: number, partner: number, mean: Float64Array): void {
    const sums = this.#sums;
    const x = sums[SUMS * vertex + 6]! + sums[SUMS * partner + 6]!;
    const y = sums[SUMS * vertex + 7]! + sums[SUMS * partner + 7]!;
    const z = sums[SUMS * vertex + 8]! + sums[SUMS * partner + 8]!;
    const length = Math.sqrt(x * x + y * y + z * z);
    const scale = length > 0 ? 1 / length : 0;
    mean[0] = x * scale;
    mean[1] = y * scale;
    mean[2] = z * scale;
  }

  /** Walks around `vertex` and writes its triangles' normals, twice their areas long. */
  #measureRing(vertex: number): number {
    const count = this.#mesh.walk(vertex);
    this.#writeNormals(vertex, count, this.#mesh.ring, this.#normals);
    return count;
  }

  #writeNormals(vertex: number, count: number, ring: Int32Array, normals: Float64Array): void {
    const { indices, positions } = this.#mesh;
    const ax = positions[3 * vertex]!;
    const ay = positions[3 * vertex + 1]!;
    const az = positions[3 * vertex + 2]!;
    for (let i = 0; i < count; i++) {
      const b = 3 * indices[endCorner(ring[i]!)]!;
      const c = 3 * indices[previousCorner(ring[i]!)]!;
      const bx = positions[b]! - ax;
      const by = positions[b + 1]! - ay;
      const bz = positions[b + 2]! - az;
      const cx = positions[c]! - ax;
      const cy = positions[c + 1]! - ay;
      const cz = positions[c + 2]! - az;
      normals[3 * i] = by * cz - bz * cy;
      normals[3 * i + 1] = bz * cx - bx * cz;
      normals[3 * i + 2] = bx * cy - by * cx;
    }
  }

  /**
   * Cost and place of an edge whose triangles' normals stand at `some` and `other` of the ring's. All is seen from the
   * edge's middle, from which its ends lie at ±half.
   */
  // oxlint-disable-next-line max-lines-per-function -- one minimisation, a third of all the time that simplifying takes
  #placeEdge(vertex: number, partner: number, some: number, other: number): number {
    const { positions, isRim } = this.#mesh;
    const sums = this.#sums;
    const normals = this.#normals;
    const placed = this.placed;
    const p = 3 * vertex;
    const q = 3 * partner;
    const hx = (positions[q]! - positions[p]!) / 2;
    const hy = (positions[q + 1]! - positions[p + 1]!) / 2;
    const hz = (positions[q + 2]! - positions[p + 2]!) / 2;
    const lengthSquared = 4 * (hx * hx + hy * hy + hz * hz);
    if (lengthSquared > this.#mostSquared) return Infinity;
    const v = SUMS * vertex;
    const w = SUMS * partner;
    let xx = sums[v]! + sums[w]!;
    let xy = sums[v + 1]! + sums[w + 1]!;
    let xz = sums[v + 2]! + sums[w + 2]!;
    let yy = sums[v + 3]! + sums[w + 3]!;
    let yz = sums[v + 4]! + sums[w + 4]!;
    let zz = sums[v + 5]! + sums[w + 5]!;
    let gx = sums[v + 6]! + sums[w + 6]!;
    let gy = sums[v + 7]! + sums[w + 7]!;
    let gz = sums[v + 8]! + sums[w + 8]!;
    // f(x) = xᵀAx + 2b·x + c; the edge lies in its own triangles' planes, so these do not show in b and c.
    const dxx = sums[v]! - sums[w]!;
    const dxy = sums[v + 1]! - sums[w + 1]!;
    const dxz = sums[v + 2]! - sums[w + 2]!;
    const dyy = sums[v + 3]! - sums[w + 3]!;
    const dyz = sums[v + 4]! - sums[w + 4]!;
    const dzz = sums[v + 5]! - sums[w + 5]!;
    const bx = dxx * hx + dxy * hy + dxz * hz;
    const by = dxy * hx + dyy * hy + dyz * hz;
    const bz = dxz * hx + dyz * hy + dzz * hz;
    const c =
      hx * (xx * hx + xy * hy + xz * hz) + hy * (xy * hx + yy * hy + yz * hz) + hz * (xz * hx + yz * hy + zz * hz);
    const offset =
      (sums[v + 6]! - sums[w + 6]!) * hx + (sums[v + 7]! - sums[w + 7]!) * hy + (sums[v + 8]! - sums[w + 8]!) * hz;
    for (let side = 0; side < 2; side++) {
      const at = side === 0 ? some : other;
      if (at === NO_NORMAL) continue;
      const nx = normals[at]!;
      const ny = normals[at + 1]!;
      const nz = normals[at + 2]!;
      xx -= nx * nx;
      xy -= nx * ny;
      xz -= nx * nz;
      yy -= ny * ny;
      yz -= ny * nz;
      zz -= nz * nz;
      gx -= nx;
      gy -= ny;
      gz -= nz;
    }
    if (some === NO_NORMAL || other === NO_NORMAL) {
      const weight = RIM_WEIGHT * lengthSquared;
      xx -= weight * (lengthSquared - 4 * hx * hx);
      xy += weight * 4 * hx * hy;
      xz += weight * 4 * hx * hz;
      yy -= weight * (lengthSquared - 4 * hy * hy);
      yz += weight * 4 * hy * hz;
      zz -= weight * (lengthSquared - 4 * hz * hz);
    }

    let x = 0;
    let y = 0;
    let z = 0;
    const rims = isRim[vertex]! - isRim[partner]!;
    if (rims !== 0) {
      // The rim's vertex stays where it is.
      x = -rims * hx;
      y = -rims * hy;
      z = -rims * hz;
    } else {
      const trace = xx + yy + zz;
      const pull = MIDDLE_PULL * trace;
      const a = xx + pull;
      const d = yy + pull;
      const f = zz + pull;
      const ixx = d * f - yz * yz;
      const ixy = xz * yz - xy * f;
      const ixz = xy * yz - xz * d;
      const iyy = a * f - xz * xz;
      const iyz = xy * xz - a * yz;
      const izz = a * d - xy * xy;
      const determinant = a * ixx + xy * ixy + xz * ixz;
      if (determinant > 1e-30 * trace * trace * trace) {
        x = -(ixx * bx + ixy * by + ixz * bz) / determinant;
        y = -(ixy * bx + iyy * by + iyz * bz) / determinant;
        z = -(ixz * bx + iyz * by + izz * bz) / determinant;
        if (isRim[vertex] === 0) {
          const ex = ixx * gx + ixy * gy + ixz * gz;
          const ey = ixy * gx + iyy * gy + iyz * gz;
          const ez = ixz * gx + iyz * gy + izz * gz;
          const along = gx * ex + gy * ey + gz * ez;
          if (along > 0) {
            const step = -(offset + gx * x + gy * y + gz * z) / along;
            x += step * ex;
            y += step * ey;
            z += step * ez;
          }
        }
        const ratio = (x * x + y * y + z * z) / (MOST_LENGTHS * MOST_LENGTHS * lengthSquared);
        if (ratio > 1) {
          const shrink = 1 / Math.sqrt(ratio);
          x *= shrink;
          y *= shrink;
          z *= shrink;
        }
      }
    }
    placed[0] = positions[p]! + hx + x;
    placed[1] = positions[p + 1]! + hy + y;
    placed[2] = positions[p + 2]! + hz + z;
    const swept =
      x * (xx * x + xy * y + xz * z + 2 * bx) +
      y * (xy * x + yy * y + yz * z + 2 * by) +
      z * (xz * x + yz * y + zz * z + 2 * bz) +
      c;
    const term = LENGTH_TERM * lengthSquared * lengthSquared * lengthSquared;
    this.middleCost = Math.max(0, c) + term;
    return Math.max(0, swept) + term;
  }
}
