/**
 * Parts of a mesh that threads work on at the same time: its vertices, cut by their places into as many parts as the
 * mesh asks for, whatever the threads, so that what comes out is the same on every machine. Work on a part leaves its
 * border alone, and there are several ways to cut, whose borders lie elsewhere: what one leaves over is inside a part
 * of the next.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { allocateShareable } from '../../host/shared-memory.ts';
import { NO_CORNER } from '../../mesh/corner-table.ts';
import type { EditableMesh } from '../../mesh/editable-mesh.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { longestAxis, selectByKey } from '../../mesh/select-by-key.ts';
import { BORDER } from './volume-costs.ts';

/** In shared memory, where there is some. */
export interface VertexParts {
  /** [vertexCount] the part of each vertex */
  readonly partOf: Uint16Array;
  /** [vertexCount] vertices by part, ascending in each */
  readonly vertices: Uint32Array;
  /** [partCount + 1] where each part's begin */
  readonly starts: Uint32Array;
}

/** Where the first cuts go, as shares of the vertices: the planes of one way are far from those of another. */
export const CUTS = [1 / 2, 1 / 3, 2 / 3];

export function verticesOf({ vertices, starts }: VertexParts, part: number): Uint32Array {
  return vertices.subarray(starts[part], starts[part + 1]);
}

/**
 * @param positions [3 × vertexCount]
 * @param most vertices in a part
 * @param share one of `CUTS`
 */
export function* vertexPartSteps(positions: Float64Array, most: number, share: number): Steps<VertexParts> {
  const count = positions.length / 3;
  const vertices = new Uint32Array(allocateShareable(4 * count));
  for (let vertex = 0; vertex < count; vertex++) vertices[vertex] = vertex;
  const places = positions.slice();
  const partOf = new Uint16Array(allocateShareable(2 * count));
  const starts: number[] = [];
  const waiting = [{ begin: 0, end: count }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield;
    const { begin, end } = next;
    if (end - begin <= most) {
      vertices.subarray(begin, end).sort();
      for (let at = begin; at < end; at++) partOf[vertices[at]!] = starts.length;
      starts.push(begin);
      continue;
    }
    // What is cut last is halved, so that no part is small.
    const middle = begin + Math.round((end - begin > 2 * most ? share : 1 / 2) * (end - begin));
    selectByKey(vertices, places, longestAxis(places, begin, end), begin, end, middle);
    waiting.push({ begin: middle, end }, { begin, end: middle });
  }
  return { partOf, vertices, starts: Uint32Array.from([...starts, count]) };
}

/**
 * Marks those vertices of a part as BORDER that one of another part lies beside, and takes the mark from the others.
 * The triangles at a border's vertices that lie in two parts are nobody's, and stay as they are meanwhile.
 *
 * @param isLocked [vertexCount] only that of the part's vertices is written
 */
export function* markBorderSteps(
  mesh: EditableMesh,
  parts: VertexParts,
  part: number,
  isLocked: Uint8Array,
): Steps<void> {
  const { cornerOf } = mesh;
  const vertices = verticesOf(parts, part);
  for (let at = 0; at < vertices.length; at++) {
    if ((at & STEP_MASK) === 0) yield;
    const vertex = vertices[at]!;
    if (isLocked[vertex] === BORDER) isLocked[vertex] = 0;
    if (cornerOf[vertex] === NO_CORNER || isLocked[vertex] !== 0) continue;
    if (isBeside(mesh, parts.partOf, vertex)) isLocked[vertex] = BORDER;
  }
}

function isBeside(mesh: EditableMesh, partOf: Uint16Array, vertex: number): boolean {
  const { indices, ring } = mesh;
  const own = partOf[vertex]!;
  const count = mesh.walk(vertex);
  for (let i = 0; i < count; i++) {
    if (partOf[indices[endCorner(ring[i]!)]!] !== own || partOf[indices[previousCorner(ring[i]!)]!] !== own)
      return true;
  }
  // Of too many triangles to be walked around: nobody knows what is beside.
  return count === 0;
}
