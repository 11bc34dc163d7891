/**
 * Turns edges between narrow triangles where that makes the narrower of the two wider and leaves the surface where it
 * is: not across a crease, not through more than a small gap.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import { endCorner, previousCorner } from '../../mesh/half-edges.ts';
import { writeNormal } from '../../mesh/triangle-normal.ts';
import type { EditableMesh } from '../../mesh/editable-mesh.ts';
import { leastSine } from '../../mesh/triangle-angles.ts';
import { triangleOf } from '../../mesh/triangle-sides.ts';

export interface TurnOptions {
  /** Only where an angle has a smaller sine. */
  readonly sine: number;
  /** The mean distance between the two pairs of triangles, a length. */
  readonly mostGap: number;
  /** Cosine between the new triangles' normals and the old ones' mean. */
  readonly leastCosine: number;
  /** [vertexCount] 1 for vertices whose edges stay */
  readonly isLocked: Uint8Array;
}

/** Each turn may make room for another: measured, the fourth round turns a hundredth of what the first does. */
const ROUNDS = 4;
/** A turn is worth it from here on; less would go back and forth. */
const LEAST_GAIN = 1.02;

/**
 * Turns edges in place.
 *
 * @param triangles whose edges are looked at, both of the triangles at each among them
 * @param sines [triangleCount] of each triangle's smallest angle; kept true
 */
export function* turnEdgeSteps(
  mesh: EditableMesh,
  triangles: Uint32Array,
  sines: Float64Array,
  options: TurnOptions,
): Steps<void> {
  const { opposites, positions, indices } = mesh;
  const normals = new Float64Array(12);
  for (let round = 0; round < ROUNDS; round++) {
    let turned = 0;
    for (let at = 0; at < triangles.length; at++) {
      if ((at & STEP_MASK) === 0) yield;
      const triangle = triangles[at]!;
      for (let corner = 3 * triangle; corner < 3 * triangle + 3; corner++) {
        const across = opposites[corner]!;
        if (across < corner) continue;
        const before = Math.min(sines[triangle]!, sines[triangleOf(across)]!);
        if (before > options.sine || !isWanted(mesh, corner, across, before, options, normals)) continue;
        mesh.turnEdge(corner);
        for (const first of [3 * triangle, 3 * triangleOf(across)]) {
          sines[first / 3] = leastSine(positions, indices[first]!, indices[first + 1]!, indices[first + 2]!);
        }
        turned++;
      }
    }
    if (turned === 0) return;
  }
}

function isWanted(
  mesh: EditableMesh,
  corner: number,
  across: number,
  before: number,
  { mostGap, leastCosine, isLocked }: TurnOptions,
  normals: Float64Array,
): boolean {
  const { indices, positions } = mesh;
  const p = indices[corner]!;
  const q = indices[across]!;
  const a = indices[endCorner(corner)]!;
  const b = indices[previousCorner(corner)]!;
  if ((isLocked[p]! | isLocked[q]! | isLocked[a]! | isLocked[b]!) !== 0) return false;
  const after = Math.min(leastSine(positions, p, a, q), leastSine(positions, p, q, b));
  if (after <= LEAST_GAIN * before) return false;

  const some = writeNormal(positions, p, a, b, normals, 0);
  const other = writeNormal(positions, q, b, a, normals, 3);
  const x = normals[0]! + normals[3]!;
  const y = normals[1]! + normals[4]!;
  const z = normals[2]! + normals[5]!;
  const length = Math.sqrt(x * x + y * y + z * z);
  if (!(length > 0)) return false;
  for (const [at, c, d] of [
    [6, a, q],
    [9, q, b],
  ] as const) {
    const size = writeNormal(positions, p, c, d, normals, at);
    if (!(size > 0)) return false;
    const along = normals[at]! * x + normals[at + 1]! * y + normals[at + 2]! * z;
    if (along < leastCosine * size * length) return false;
  }
  // Both pairs bound a tetrahedron: its volume over their area is how far they lie apart.
  const volume = Math.abs(
    (positions[3 * q]! - positions[3 * p]!) * normals[0]! +
      (positions[3 * q + 1]! - positions[3 * p + 1]!) * normals[1]! +
      (positions[3 * q + 2]! - positions[3 * p + 2]!) * normals[2]!,
  );
  return volume <= mostGap * (some + other) && !mesh.isEdge(p, q);
}
