/**
 * Crumbs that hang by a vertex: where an open border is drawn back, single triangles stay that touch the rest in a
 * point. They count as parts of the piece that they touch, but where surfaces only touch they are parted, and each
 * would come out as a piece of its own (a clean plane of 30,000 points: four pieces, three of one triangle).
 */
import { finishSteps } from '../host/steps.ts';
import { DisjointSets } from '../mesh/disjoint-sets.ts';
import { markCrumbs } from '../mesh/components.ts';
import { edgeEnd, sortHalfEdgeSteps } from '../mesh/half-edges.ts';
import { triangleArea } from '../mesh/triangle-area.ts';
import { triangleOf } from '../mesh/triangle-sides.ts';

/**
 * Clears the flags of triangles that hang together by edges with no more than a crumb's area.
 *
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount]
 * @param isKept [triangleCount] changed in place
 */
export function dropHangingCrumbs(positions: Float32Array, indices: Uint32Array, isKept: Uint8Array): void {
  const kept = Uint32Array.from(isKept.keys()).filter((triangle) => isKept[triangle] === 1);
  const corners = new Uint32Array(3 * kept.length);
  kept.forEach((triangle, i) => corners.set(indices.subarray(3 * triangle, 3 * triangle + 3), 3 * i));
  const sets = joinedByEdges(corners, positions.length / 3);
  const areas = new Float64Array(kept.length);
  for (let i = 0; i < kept.length; i++) {
    const [a, b, c] = [corners[3 * i]!, corners[3 * i + 1]!, corners[3 * i + 2]!];
    const piece = sets.find(i);
    areas[piece] = areas[piece]! + triangleArea(positions, a, b, c);
  }
  const isCrumb = markCrumbs({ count: kept.length, areas });
  for (let i = 0; i < kept.length; i++) if (isCrumb[sets.find(i)]) isKept[kept[i]!] = 0;
}

function joinedByEdges(indices: Uint32Array, vertexCount: number): DisjointSets {
  const sets = new DisjointSets(indices.length / 3);
  const { order } = finishSteps(sortHalfEdgeSteps(indices, vertexCount));
  for (let first = 0; first < order.length;) {
    const end = edgeEnd(indices, order, first);
    for (let i = first + 1; i < end; i++) sets.unite(triangleOf(order[i - 1]!), triangleOf(order[i]!));
    first = end;
  }
  return sets;
}
