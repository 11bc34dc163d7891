/** The vertices that a mesh in the making still has, and which of their edges go in the next sweep (collapse.ts). */
import { NO_CORNER } from '../../mesh/corner-table.ts';

/** Sampled to place a sweep's limit. */
const SAMPLES = 8192;
/**
 * Of all vertices, those whose cheapest edges go in one sweep. Measured on koala, P2S at 10 % against the original's:
 * .03, .1, .2 and a heap of all edges 1.54, .4 1.55; a heap takes half as long again.
 */
const SWEEP_SHARE = 0.2;
/** Of the vertices still to go, so that the last sweeps, which end midway, choose among few. */
const LAST_SHARE = 0.5;
export interface SweepLimit {
  readonly limit: number;
  /** How many vertices are to go. */
  readonly wanted: number;
  /** Some of the vertices whose edges cost no more. */
  readonly sample: readonly number[];
}

/** The vertices that are there, and the limit of the next sweep over them. */
export class AliveVertices {
  readonly #cornerOf: Int32Array;
  readonly #best: Float64Array;
  /** Those that there were at the last limit, ascending. */
  vertices: Uint32Array;

  /**
   * @param cornerOf [vertexCount] of a mesh that is edited, see `MeshTables`
   * @param best [vertexCount] see `CollapseTables`
   * @param vertices ascending; left out: all. They are taken over, and change.
   */
  constructor(cornerOf: Int32Array, best: Float64Array, vertices = allOf(cornerOf.length)) {
    this.#cornerOf = cornerOf;
    this.#best = best;
    this.vertices = vertices;
  }

  /**
   * The cost below which lie a share of all vertices' edges, or fewer near the end; null when none may go.
   *
   * @param left how many vertices are still to go: half as many as triangles
   */
  nextLimit(left: number, share = SWEEP_SHARE): SweepLimit | null {
    const open = this.dropGone();
    if (open === 0) return null;
    const best = this.#best;
    const stride = Math.ceil(open / SAMPLES);
    const sample: number[] = [];
    let seen = 0;
    for (const vertex of this.vertices) if (best[vertex]! < Infinity && seen++ % stride === 0) sample.push(vertex);
    sample.sort((a, b) => best[a]! - best[b]! || a - b);
    const wanted = Math.min(share * this.vertices.length, LAST_SHARE * left);
    const last = Math.min(sample.length - 1, Math.floor(wanted / stride));
    return { limit: best[sample[last]!]!, wanted, sample: sample.slice(0, last + 1) };
  }

  /** Takes the vertices that are gone from `vertices`; how many of the others have an edge that may go. */
  dropGone(): number {
    const { vertices } = this;
    let [count, open] = [0, 0];
    for (const vertex of vertices) {
      if (this.#cornerOf[vertex] === NO_CORNER) continue;
      vertices[count++] = vertex;
      if (this.#best[vertex]! < Infinity) open++;
    }
    this.vertices = vertices.subarray(0, count);
    return open;
  }
}

function allOf(count: number): Uint32Array {
  const vertices = new Uint32Array(count);
  for (let vertex = 0; vertex < count; vertex++) vertices[vertex] = vertex;
  return vertices;
}
