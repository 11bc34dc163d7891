/**
 * The trust of a mesh for what was made of it. Where a vertex lies beside the surface that the trust was measured on,
 * it is off by that, too: σ² + d², d being the distance. What lies beyond its borders is a guess: it closes a hole of
 * it.
 */
import type { Steps } from '../host/steps.ts';
import { TriangleSearch } from '../measure/closest-point.ts';
import { writeClosestWeights } from '../measure/closest-weights.ts';
import { squaredBetween } from '../mesh/squared-between.ts';
import { edgeEnd, endCorner, sortHalfEdgeSteps } from '../mesh/half-edges.ts';
import type { VertexTrust } from '../mesh/vertex-trust.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';

/** Searches between two yields: a few milliseconds. */
const STEP_SEARCHES = 1023;
/**
 * Of a border's edge: operations move borders along the surface by less, what closes a hole has vertices an edge away.
 */
const BEYOND_SHARE = 0.5;
/** Weights below are rounding: the closest point lies on the edge across. */
const LEAST_WEIGHT = 1e-9;

/** @returns of the vertices of `to` */
export function* carryTrust(
  from: WorldMesh,
  { uncertainties, guessed }: VertexTrust,
  to: WorldMesh,
): Steps<VertexTrust> {
  const search = yield* TriangleSearch.buildSteps(from);
  const isBorder = yield* borderVertices(from.indices, from.positions.length / 3);
  const weights = new Float64Array(3);
  const count = to.positions.length / 3;
  const carried = { uncertainties: new Float32Array(count), guessed: new Uint8Array(count) };
  for (let vertex = 0; vertex < count; vertex++) {
    if ((vertex & STEP_SEARCHES) === 0) yield;
    const [x, y, z] = [to.positions[3 * vertex]!, to.positions[3 * vertex + 1]!, to.positions[3 * vertex + 2]!];
    const first = 3 * search.findClosest(x, y, z);
    const corners = from.indices.subarray(first, first + 3);
    writeClosestWeights(x, y, z, from.positions, corners[0]!, corners[1]!, corners[2]!, weights);
    let uncertainty = 0;
    let share = 0;
    for (let k = 0; k < 3; k++) {
      uncertainty += weights[k]! * uncertainties[corners[k]!]!;
      share += weights[k]! * guessed[corners[k]!]!;
    }
    const used = corners.filter((_, k) => weights[k]! > LEAST_WEIGHT);
    const isOnBorder = used.length < 3 && used.every((corner) => isBorder[corner] === 1);
    const edgeSquared = shortestSquared(from.positions, corners);
    const isBeyond = isOnBorder && search.distanceSquared > BEYOND_SHARE ** 2 * edgeSquared;
    carried.uncertainties[vertex] = Math.sqrt(uncertainty ** 2 + search.distanceSquared);
    carried.guessed[vertex] = isBeyond || share >= 0.5 ? 1 : 0;
  }
  return carried;
}

/** Of a triangle's edges. */
function shortestSquared(positions: Float64Array, [a, b, c]: Uint32Array): number {
  return Math.min(
    squaredBetween(positions, a!, b!),
    squaredBetween(positions, b!, c!),
    squaredBetween(positions, c!, a!),
  );
}

/** [vertexCount] 1 at the ends of edges of one triangle. */
function* borderVertices(indices: Uint32Array, vertexCount: number): Steps<Uint8Array> {
  const { order } = yield* sortHalfEdgeSteps(indices, vertexCount);
  const isBorder = new Uint8Array(vertexCount);
  for (let first = 0, end = 0; first < order.length; first = end) {
    end = edgeEnd(indices, order, first);
    if (end - first > 1) continue;
    isBorder[indices[order[first]!]!] = 1;
    isBorder[indices[endCorner(order[first]!)]!] = 1;
  }
  return isBorder;
}
