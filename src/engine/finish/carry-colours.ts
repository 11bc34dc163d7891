/**
 * The colours of a mesh for another of nearly the same surface: of the closest point, between the corners of its
 * triangle.
 */
import type { Steps } from '../host/steps.ts';
import { TriangleSearch } from '../measure/closest-point.ts';
import { writeClosestWeights } from '../measure/closest-weights.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';

/** Searches between two yields: a few milliseconds. */
const STEP_SEARCHES = 1023;

/**
 * @param colors [3 × vertexCount of `from`] sRGB
 * @returns [3 × vertexCount of `to`]
 */
export function* carryColours(from: WorldMesh, colors: Uint8Array, to: WorldMesh): Steps<Uint8Array<ArrayBuffer>> {
  const search = yield* TriangleSearch.buildSteps(from);
  const weights = new Float64Array(3);
  const carried = new Uint8Array(to.positions.length);
  for (let vertex = 0; vertex < to.positions.length / 3; vertex++) {
    if ((vertex & STEP_SEARCHES) === 0) yield;
    const at = 3 * vertex;
    const [x, y, z] = [to.positions[at]!, to.positions[at + 1]!, to.positions[at + 2]!];
    const corners = from.indices.subarray(3 * search.findClosest(x, y, z));
    writeClosestWeights(x, y, z, from.positions, corners[0]!, corners[1]!, corners[2]!, weights);
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += weights[k]! * colors[3 * corners[k]! + channel]!;
      carried[at + channel] = Math.round(sum);
    }
  }
  return carried;
}
