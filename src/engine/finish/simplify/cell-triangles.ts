/** Which triangles reach into the cells of a cut (vertex-parts.ts): what each part's guard has to look at. */
import { allocateShareable } from '../../host/shared-memory.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { doOverlapAt, writeTriangleBox } from '../../mesh/boxes.ts';
import type { MeshTables } from '../../mesh/editable-mesh.ts';
import type { VertexParts } from './vertex-parts.ts';

/** In shared memory, where there is some. */
export interface CellTriangles {
  /** Triangles by part, ascending in each; one that reaches into several cells stands in each of their lists. */
  readonly triangles: Uint32Array;
  /** [partCount + 1] where each part's begin */
  readonly starts: Uint32Array;
}

export function trianglesOf({ triangles, starts }: CellTriangles, part: number): Uint32Array {
  return triangles.subarray(starts[part], starts[part + 1]);
}

export function* cellTriangleSteps(mesh: MeshTables, parts: VertexParts): Steps<CellTriangles> {
  const partCount = parts.starts.length - 1;
  const starts = new Uint32Array(allocateShareable(4 * (partCount + 1)));
  yield* visitSteps(mesh, parts, (part) => void starts[part + 1]!++);
  for (let part = 0; part < partCount; part++) starts[part + 1]! += starts[part]!;
  const triangles = new Uint32Array(allocateShareable(4 * starts[partCount]!));
  const next = starts.slice();
  yield* visitSteps(mesh, parts, (part, triangle) => void (triangles[next[part]!++] = triangle));
  return { triangles, starts };
}

function* visitSteps(
  { positions, indices, isRemoved }: MeshTables,
  { partOf, cells }: VertexParts,
  visit: (part: number, triangle: number) => void,
): Steps<void> {
  const box = new Float64Array(6);
  for (let triangle = 0; triangle < isRemoved.length; triangle++) {
    if ((triangle & STEP_MASK) === 0) yield;
    if (isRemoved[triangle] === 1) continue;
    writeTriangleBox(positions, indices, triangle, box);
    // As cells are, so that rounding parts none from the cell that it touches.
    for (let i = 0; i < 6; i++) box[i] = Math.fround(box[i]!);
    const own = partOf[indices[3 * triangle]!]!;
    if (isInside(box, cells, 6 * own)) {
      visit(own, triangle);
      continue;
    }
    for (let part = 0; part < cells.length / 6; part++) if (doOverlapAt(box, 0, cells, 6 * part)) visit(part, triangle);
  }
}

/** Whether a box touches no side of another. */
function isInside(box: Float64Array, cells: Float64Array, at: number): boolean {
  for (let axis = 0; axis < 3; axis++) {
    if (!(box[axis]! > cells[at + axis]! && box[axis + 3]! < cells[at + axis + 3]!)) return false;
  }
  return true;
}
