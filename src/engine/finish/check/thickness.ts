/**
 * How much of a surface has the other side close behind it: from places spread evenly over the area a ray runs inward
 * along the normal, and where it leaves the body within a length, the body is thinner there. At edges sharper than a
 * right angle a body is thin by this measure, and it is: no wall of that thickness stands there.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { Triple } from '../../math/triple.ts';
import { sampleSurfaceSteps } from '../../measure/sample-surface.ts';
import { RaySearch } from './ray-search.ts';
import type { TestedMesh } from './self-intersections.ts';

export interface ThinShare {
  /** 0…1, of the places that were looked at. */
  readonly share: number;
  /** Where it is thinnest, in the space of the mesh; null where no place is thin. */
  readonly thinnest: { readonly thickness: number; readonly place: Triple } | null;
}

export interface ThicknessOptions {
  /** In the space of the mesh, above 0. */
  readonly thinnerThan: number;
  /** The surface faces inward: rays run along its normals. */
  readonly isInsideOut: boolean;
  /** Places that are looked at. */
  readonly samples: number;
  readonly seed: number;
}

export function* thicknessSteps(mesh: TestedMesh, options: ThicknessOptions): Steps<ThinShare> {
  const { thinnerThan, isInsideOut, samples, seed } = options;
  // The arrays lie in shared memory, which changes nothing for who reads them.
  const { positions, indices } = mesh as { positions: Float64Array<ArrayBuffer>; indices: Uint32Array<ArrayBuffer> };
  const { points, normals } = yield* sampleSurfaceSteps({ positions, indices }, samples, seed);
  const search = new RaySearch(positions, indices, mesh.tree, isInsideOut);
  const inward = isInsideOut ? 1 : -1;
  // A ray that goes on for ever would miss no box by the rounding of its length.
  const length = Math.min(thinnerThan, 2 * diagonalOf(mesh.tree.bounds));
  let thinCount = 0;
  let thinnest: ThinShare['thinnest'] = null;
  for (let i = 0; i < points.length; i += 3) {
    // A ray takes some microseconds, a hundred times what the other loops do in a step.
    if ((i & (STEP_MASK >> 4)) < 3) yield;
    const place: Triple = [points[i]!, points[i + 1]!, points[i + 2]!];
    const direction: Triple = [inward * normals[i]!, inward * normals[i + 1]!, inward * normals[i + 2]!];
    const thickness = search.exitDistance(place, direction, length);
    if (thickness >= thinnerThan) continue;
    thinCount++;
    if (thinnest === null || thickness < thinnest.thickness) thinnest = { thickness, place };
  }
  return { share: thinCount / (points.length / 3), thinnest };
}

/** Of the box of all triangles, which is the tree's first. */
function diagonalOf(bounds: Float64Array): number {
  return Math.hypot(...[0, 1, 2].map((axis) => bounds[3 + axis]! - bounds[axis]!));
}
