/**
 * Whether a loop goes round a strand or round a place where two surfaces touch: how much of the surface lies within a
 * distance of it, over what would lie there of a tube of the loop's own width. A tube has 1, a neck between two planes
 * 4 and more.
 */
import { triangleArea } from '../../mesh/triangle-area.ts';
import { triangleOf } from '../../mesh/triangle-sides.ts';
import { distanceBetween, forEachEdge, halfEdgesAt, type HandleSurface } from './handle-surface.ts';
import { NO_VERTEX, VertexQueue } from './vertex-queue.ts';
import type { Loop } from './wavefront.ts';

/** @param reach in the mesh's unit, along its edges, to both sides of the loop */
export function flareOf(surface: HandleSurface, { vertices, length }: Loop, reach: number): number {
  const { positions, indices } = surface;
  const within = new Set<number>();
  const distances = new Map<number, number>(vertices.map((vertex) => [vertex, 0]));
  const queue = new VertexQueue();
  for (const vertex of vertices) queue.push(vertex, 0);
  for (let vertex = queue.pop(); vertex !== NO_VERTEX; vertex = queue.pop()) {
    if (within.has(vertex)) continue;
    within.add(vertex);
    const distance = distances.get(vertex)!;
    forEachEdge(surface, vertex, (other) => {
      const reached = distance + distanceBetween(surface, vertex, other);
      if (reached > reach || reached >= (distances.get(other) ?? Infinity)) return;
      distances.set(other, reached);
      queue.push(other, reached);
    });
  }
  const triangles = new Set<number>();
  for (const vertex of within) for (const halfEdge of halfEdgesAt(surface, vertex)) triangles.add(triangleOf(halfEdge));
  let area = 0;
  for (const triangle of triangles) {
    const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
    if (within.has(a) && within.has(b) && within.has(c)) area += triangleArea(positions, a, b, c);
  }
  return area / (2 * reach * length);
}
