/** The colours of a mesh for another of nearly the same surface: of the closest point, between the corners of its triangle. */
import type { Steps } from '../host/steps.ts';
import { TriangleSearch } from '../measure/closest-point.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';

/** Searches between two yields: a few milliseconds. */
const STEP_SEARCHES = 1023;

/**
 * @param colors [3 × vertexCount of `from`] sRGB
 * @returns [3 × vertexCount of `to`]
 */
export function* carryColours(from: WorldMesh, colors: Uint8Array, to: WorldMesh): Steps<Uint8Array<ArrayBuffer>> {
  const search = yield* TriangleSearch.buildSteps(from);
  const carried = new Uint8Array(to.positions.length);
  for (let vertex = 0; vertex < to.positions.length / 3; vertex++) {
    if ((vertex & STEP_SEARCHES) === 0) yield;
    const at = 3 * vertex;
    const point = to.positions.subarray(at, at + 3);
    const corners = from.indices.subarray(3 * search.findClosest(point[0]!, point[1]!, point[2]!));
    const weights = barycentric(from.positions, corners, point);
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += weights[k]! * colors[3 * corners[k]! + channel]!;
      carried[at + channel] = Math.round(sum);
    }
  }
  return carried;
}

/** The weights of a triangle's corners at the point of its plane that is nearest, none below 0; they sum up to 1. */
function barycentric(positions: Float64Array, corners: Uint32Array, point: Float64Array): [number, number, number] {
  const [a, b, c] = [3 * corners[0]!, 3 * corners[1]!, 3 * corners[2]!];
  let [uu, uv, vv, up, vp] = [0, 0, 0, 0, 0];
  for (let axis = 0; axis < 3; axis++) {
    const origin = positions[a + axis]!;
    const [u, v, p] = [positions[b + axis]! - origin, positions[c + axis]! - origin, point[axis]! - origin];
    uu += u * u;
    uv += u * v;
    vv += v * v;
    up += u * p;
    vp += v * p;
  }
  const determinant = uu * vv - uv * uv;
  // A triangle without area lies on a line or in a point: its first corner speaks for it.
  if (!(determinant > 0)) return [1, 0, 0];
  const second = Math.max(0, Math.min(1, (vv * up - uv * vp) / determinant));
  const third = Math.max(0, Math.min(1 - second, (uu * vp - uv * up) / determinant));
  return [1 - second - third, second, third];
}
