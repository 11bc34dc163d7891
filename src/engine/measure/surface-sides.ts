/**
 * On which side of a surface a point lies: by the normal of what is closest to it, the face, the edge or the vertex,
 * where an edge's is the sum of its two faces' and a vertex's their mean by angle. That is right for every closed mesh
 * that does not cut itself, with whatever sharp edges (J. A. Bærentzen and H. Aanæs, "Signed distance computation using
 * the angle weighted pseudonormal", 2005). Beyond the rim of an open surface it is the side of the surface drawn on.
 */
import { shareable } from '../host/shared-memory.ts';
import type { Steps } from '../host/steps.ts';
import { endCorner } from '../mesh/half-edges.ts';
import { vertexNormalSteps } from '../mesh/normals.ts';
import { writeUnitNormal } from '../mesh/triangle-normal.ts';
import { NO_PARTNER, partnerSteps, triangleOf } from '../mesh/triangle-sides.ts';
import { writeClosestWeights } from './closest-weights.ts';

/** A surface whose triangles share their vertices. */
export interface SidedSurface {
  /** [3 × vertexCount] */
  readonly positions: Float32Array | Float64Array;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
}

export interface SideTable {
  /** [3 × triangleCount] the half-edge of the other triangle, as `partnerSteps` has it. */
  readonly partners: Uint32Array;
  /** [3 × vertexCount] the faces' normals by angle */
  readonly normals: Float32Array;
}

/** The tables lie in shared memory where there is some: 12 bytes a vertex and 12 a triangle. */
export function* sideTableSteps({ positions, indices }: SidedSurface): Steps<SideTable> {
  return {
    partners: shareable(yield* partnerSteps(indices, positions.length / 3)),
    normals: shareable(yield* vertexNormalSteps(positions, indices)),
  };
}

/** What a weight has of rounding where it is nothing. */
const NO_WEIGHT = 1e-12;

export class SurfaceSides {
  readonly #positions: Float32Array | Float64Array;
  readonly #indices: Uint32Array;
  readonly #table: SideTable;
  readonly #weights = new Float64Array(3);
  readonly #normal = new Float64Array(3);

  constructor({ positions, indices }: SidedSurface, table: SideTable) {
    this.#positions = positions;
    this.#indices = indices;
    this.#table = table;
  }

  /**
   * Whether (x, y, z) lies behind the surface; what lies on it does not.
   * @param triangle one of those closest to it
   */
  isInside(x: number, y: number, z: number, triangle: number): boolean {
    const positions = this.#positions;
    const weights = this.#weights;
    const [a, b, c] = [this.#vertex(3 * triangle), this.#vertex(3 * triangle + 1), this.#vertex(3 * triangle + 2)];
    writeClosestWeights(x, y, z, positions, a, b, c, weights);
    this.#writeNormal(triangle);
    let along = 0;
    for (let axis = 0; axis < 3; axis++) {
      const at = [x, y, z][axis]!;
      const [fromA, fromB, fromC] = [
        at - positions[3 * a + axis]!,
        at - positions[3 * b + axis]!,
        at - positions[3 * c + axis]!,
      ];
      // Differences first: far from the origin no digit of them is lost.
      along += this.#normal[axis]! * (weights[0]! * fromA + weights[1]! * fromB + weights[2]! * fromC);
    }
    return along < 0;
  }

  #vertex(corner: number): number {
    return this.#indices[corner]!;
  }

  /** Of the face, edge or vertex that the weights speak of. */
  #writeNormal(triangle: number): void {
    const weights = this.#weights;
    const first = 3 * triangle;
    const isThere = (corner: number): boolean => weights[corner - first]! > NO_WEIGHT;
    const corners = [first, first + 1, first + 2].filter(isThere);
    if (corners.length === 1) {
      const at = 3 * this.#vertex(corners[0]!);
      this.#normal.set(this.#table.normals.subarray(at, at + 3));
      return;
    }
    this.#writeFace(triangle, this.#normal);
    if (corners.length === 3) return;
    // The half-edge that runs between the two.
    const side = endCorner(corners[0]!) === corners[1] ? corners[0]! : corners[1]!;
    const partner = this.#table.partners[side]!;
    if (partner === NO_PARTNER) return;
    const other = new Float64Array(3);
    this.#writeFace(triangleOf(partner), other);
    for (let axis = 0; axis < 3; axis++) this.#normal[axis]! += other[axis]!;
  }

  #writeFace(triangle: number, normal: Float64Array): void {
    const [a, b, c] = [this.#vertex(3 * triangle), this.#vertex(3 * triangle + 1), this.#vertex(3 * triangle + 2)];
    writeUnitNormal(this.#positions, a, b, c, normal, 0);
  }
}
