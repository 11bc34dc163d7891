/**
 * Vertices whose triangles are proved to meet one another in nothing but what they share: seen along an axis all turn
 * the same way, and together they go round once, so that each covers an angle of its own. Nearly every vertex inside a
 * surface is so, and half of all pairs of triangles whose boxes overlap share such a vertex: one exact test in the
 * plane a corner takes the place of several in space a pair.
 */
import { allocateShareable } from '../../host/shared-memory.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { sideOfLine } from './exact-sides.ts';

/** Fans of more triangles are left to the test of pairs: their order is found by looking at all of them for each. */
const MOST_TRIANGLES = 24;
/** Of verdicts: nobody has looked yet; and of those who have, all come to the same. */
const UNKNOWN = 0;
const FLAT = 1;
const NOT_PROVED = 2;

/** What threads that ask for fans have in common, in shared memory, where there is some. */
export interface FanTable {
  /** [vertexCount] where the corners at each vertex end; they begin where those of the vertex before it do. */
  readonly ends: Uint32Array;
  /** [3 × triangleCount] all corners, by their vertices */
  readonly corners: Uint32Array;
  /** [vertexCount] filled in as somebody asks */
  readonly verdicts: Uint8Array;
}

export function* fanTableSteps(vertexCount: number, indices: Uint32Array): Steps<FanTable> {
  const ends = new Uint32Array(allocateShareable(4 * vertexCount));
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    ends[indices[corner]!]!++;
  }
  let start = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const count = ends[vertex]!;
    ends[vertex] = start;
    start += count;
  }
  const corners = new Uint32Array(allocateShareable(4 * indices.length));
  // Starts run on to their ends.
  for (let corner = 0; corner < indices.length; corner++) {
    if ((corner & STEP_MASK) === 0) yield;
    corners[ends[indices[corner]!]!++] = corner;
  }
  return { ends, corners, verdicts: new Uint8Array(allocateShareable(vertexCount)) };
}

export class FlatFans {
  readonly #positions: Float64Array;
  readonly #indices: Uint32Array;
  readonly #table: FanTable;

  /**
   * @param positions [3 × vertexCount] within ±1
   * @param indices [3 × triangleCount] no triangle degenerate
   */
  constructor(positions: Float64Array, indices: Uint32Array, table: FanTable) {
    this.#positions = positions;
    this.#indices = indices;
    this.#table = table;
  }

  /** Whether two triangles share a vertex of which it is proved that those at it meet in nothing else. */
  areApart(triangle: number, other: number): boolean {
    const indices = this.#indices;
    const d = indices[3 * other]!;
    const e = indices[3 * other + 1]!;
    const f = indices[3 * other + 2]!;
    for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
      const vertex = indices[corner]!;
      if ((vertex === d || vertex === e || vertex === f) && this.#isFlat(vertex)) return true;
    }
    return false;
  }

  #isFlat(vertex: number): boolean {
    const { ends, corners, verdicts } = this.#table;
    if (verdicts[vertex] === UNKNOWN) {
      const [first, end] = [vertex === 0 ? 0 : ends[vertex - 1]!, ends[vertex]!];
      const isFlat =
        end - first >= 3 &&
        end - first <= MOST_TRIANGLES &&
        isClosed(this.#indices, corners, first, end) &&
        turnsOnce(this.#positions, this.#indices, corners, first, end);
      verdicts[vertex] = isFlat ? FLAT : NOT_PROVED;
    }
    return verdicts[vertex] === FLAT;
  }
}

/** Whether the triangles of these corners hang together in one ring, each by an edge with the next. */
function isClosed(indices: Uint32Array, corners: Uint32Array, first: number, end: number): boolean {
  const start = indices[endCorner(corners[first]!)]!;
  let next = indices[previousCorner(corners[first]!)]!;
  for (let step = first + 1; step < end; step++) {
    if (next === start) return false;
    let found = -1;
    for (let at = first + 1; at < end; at++) {
      if (indices[endCorner(corners[at]!)] !== next) continue;
      if (found >= 0) return false;
      found = at;
    }
    if (found < 0) return false;
    next = indices[previousCorner(corners[found]!)]!;
  }
  return next === start;
}

function turnsOnce(p: Float64Array, indices: Uint32Array, corners: Uint32Array, first: number, end: number): boolean {
  const axis = facedAxis(p, indices, corners, first, end);
  const height = axis === 0 ? 2 : axis - 1;
  const vertex = indices[corners[first]!]!;
  const middle = p[3 * vertex + height]!;
  let isLeft = false;
  let turns = 0;
  for (let at = first; at < end; at++) {
    const b = indices[endCorner(corners[at]!)]!;
    const c = indices[previousCorner(corners[at]!)]!;
    const side = sideOfLine(p, axis, vertex, b, c);
    if (side === 0 || (at > first && side > 0 !== isLeft)) return false;
    isLeft = side > 0;
    // Each way round crosses the height of the middle upward once.
    if (p[3 * b + height]! < middle && p[3 * c + height]! >= middle) turns++;
  }
  return turns === 1;
}

/** The axis along which the triangles together are largest. */
function facedAxis(p: Float64Array, indices: Uint32Array, corners: Uint32Array, first: number, end: number): number {
  let x = 0;
  let y = 0;
  let z = 0;
  const a = 3 * indices[corners[first]!]!;
  for (let at = first; at < end; at++) {
    const b = 3 * indices[endCorner(corners[at]!)]!;
    const c = 3 * indices[previousCorner(corners[at]!)]!;
    const bx = p[b]! - p[a]!;
    const by = p[b + 1]! - p[a + 1]!;
    const bz = p[b + 2]! - p[a + 2]!;
    const cx = p[c]! - p[a]!;
    const cy = p[c + 1]! - p[a + 1]!;
    const cz = p[c + 2]! - p[a + 2]!;
    x += by * cz - bz * cy;
    y += bz * cx - bx * cz;
    z += bx * cy - by * cx;
  }
  const [wide, deep, high] = [Math.abs(x), Math.abs(y), Math.abs(z)];
  if (wide >= deep && wide >= high) return 0;
  return deep >= high ? 1 : 2;
}
