/**
 * Walks over a mesh outward from the rim of a patch, and tells how far each triangle is from it: the distance of the
 * nearest rim vertex, which a triangle learns from those beside it. Costs what is walked over, not the mesh.
 */
import { NO_PARTNER, triangleOf } from '../mesh/triangle-sides.ts';
import { type HoleMesh, middleOf, minus, placeOf } from './hole-mesh.ts';

export interface WalkedTriangle {
  readonly triangle: number;
  readonly distance: number;
}

/** The source of a triangle of the patch itself. */
const NO_SOURCE = 0xffffffff;

export class RimWalk {
  readonly #mesh: HoleMesh;
  /** [triangleCount] the last walk that met each. */
  readonly #walks: Uint32Array;
  /** [triangleCount] the rim vertex that is taken for the nearest. */
  readonly #sources: Uint32Array;
  #walk = 0;

  constructor(mesh: HoleMesh) {
    this.#mesh = mesh;
    this.#walks = new Uint32Array(mesh.indices.length / 3);
    this.#sources = new Uint32Array(mesh.indices.length / 3);
  }

  /**
   * The triangles within `reach` of the rim, in the order in which they are met.
   * @param rimEdges half-edges of the patch, along the rest of the mesh
   */
  outward(patch: readonly number[], rimEdges: readonly number[], reach: number): WalkedTriangle[] {
    const { indices, partners } = this.#mesh;
    const walk = ++this.#walk;
    for (const triangle of patch) {
      this.#walks[triangle] = walk;
      this.#sources[triangle] = NO_SOURCE;
    }
    const queue: number[] = [];
    const meet = (halfEdge: number, source: number): void => {
      const triangle = triangleOf(halfEdge);
      if (halfEdge === NO_PARTNER || this.#walks[triangle] === walk) return;
      this.#walks[triangle] = walk;
      this.#sources[triangle] = source;
      queue.push(triangle);
    };
    for (const halfEdge of rimEdges) meet(partners[halfEdge]!, indices[halfEdge]!);
    const within: WalkedTriangle[] = [];
    for (let i = 0; i < queue.length; i++) {
      const triangle = queue[i]!;
      const distance = this.#settle(triangle, walk);
      if (distance > reach) continue;
      within.push({ triangle, distance });
      const source = this.#sources[triangle]!;
      for (let halfEdge = 3 * triangle; halfEdge < 3 * triangle + 3; halfEdge++) meet(partners[halfEdge]!, source);
    }
    return within;
  }

  /** Takes the nearest of its own source and those of the triangles beside it; its distance. */
  #settle(triangle: number, walk: number): number {
    const mesh = this.#mesh;
    const middle = middleOf(mesh, triangle);
    const distanceTo = (source: number): number => Math.hypot(...minus(middle, placeOf(mesh, source)));
    let best = distanceTo(this.#sources[triangle]!);
    for (let halfEdge = 3 * triangle; halfEdge < 3 * triangle + 3; halfEdge++) {
      const partner = mesh.partners[halfEdge]!;
      const beside = triangleOf(partner);
      if (partner === NO_PARTNER || this.#walks[beside] !== walk || this.#sources[beside] === NO_SOURCE) continue;
      const distance = distanceTo(this.#sources[beside]!);
      if (distance >= best) continue;
      best = distance;
      this.#sources[triangle] = this.#sources[beside]!;
    }
    return best;
  }
}
