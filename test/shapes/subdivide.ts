/** The same surface with four times the triangles, each cut at the middles of its sides. */
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { worldMesh } from './meshes.ts';

export function subdivide({ positions, indices }: WorldMesh, times = 1): WorldMesh {
  if (times === 0) return { positions, indices };
  const places = [...positions];
  const middles = new Map<string, number>();
  const middle = (a: number, b: number): number => {
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const known = middles.get(key);
    if (known !== undefined) return known;
    const vertex = places.length / 3;
    for (let axis = 0; axis < 3; axis++) places.push((positions[3 * a + axis]! + positions[3 * b + axis]!) / 2);
    middles.set(key, vertex);
    return vertex;
  };
  const triangles: number[] = [];
  for (let first = 0; first < indices.length; first += 3) {
    const [a, b, c] = [indices[first]!, indices[first + 1]!, indices[first + 2]!];
    const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
    triangles.push(a, ab, ca, b, bc, ab, c, ca, bc, ab, bc, ca);
  }
  return subdivide(worldMesh(places, triangles), times - 1);
}

/** Vertices in another order; triangles in another, too, and each begun at another corner. */
export function reordered({ positions, indices }: WorldMesh, step: number): WorldMesh {
  const [vertexCount, triangleCount] = [positions.length / 3, indices.length / 3];
  const placeOf = (i: number, count: number): number => (i * step) % count;
  const places = new Float64Array(positions.length);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    places.set(positions.subarray(3 * vertex, 3 * vertex + 3), 3 * placeOf(vertex, vertexCount));
  }
  const triangles = new Uint32Array(indices.length);
  for (let triangle = 0; triangle < triangleCount; triangle++) {
    for (let corner = 0; corner < 3; corner++) {
      const vertex = indices[3 * triangle + ((corner + triangle) % 3)]!;
      triangles[3 * placeOf(triangle, triangleCount) + corner] = placeOf(vertex, vertexCount);
    }
  }
  return { positions: places, indices: triangles };
}
