/**
 * The connected pieces of a mesh, and which of them are no part of the surface: crumbs, and phantom sheets. The latter
 * close up inside the noise band, away from the points yet without an open border, so that the rule for patches lets
 * them pass; most of their area is far (algorithm.md section 2, step 8: nefertiti-1M .000197 with 3 components,
 * .000152 with 1).
 */
import { DisjointSets } from './disjoint-sets.ts';
import { triangleArea } from './triangle-area.ts';

export interface Components {
  readonly count: number;
  /** [vertexCount] the component of each vertex, numbered by their first vertices; NO_COMPONENT where it has none. */
  readonly labels: Uint32Array;
  /** [count] squared units of the positions. */
  readonly areas: Float64Array;
  /** [count] the part of `areas` in triangles that are not far. */
  readonly nearAreas: Float64Array;
}

/** The label of a vertex that no triangle uses. */
export const NO_COMPONENT = 0xffffffff;

// Measured with the clouds of algorithm.md section 3.
const LEAST_AREA_SHARE = 2e-4;
const LEAST_NEAR_SHARE = 0.5;

/**
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount]
 * @param isKept [triangleCount] the triangles that count
 * @param isFar [triangleCount]
 */
export function findComponents(
  positions: Float32Array,
  indices: Uint32Array,
  isKept: Uint8Array,
  isFar: Uint8Array,
): Components {
  const vertexCount = positions.length / 3;
  const sets = new DisjointSets(vertexCount);
  const isUsed = new Uint8Array(vertexCount);
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if (!isKept[triangle]) continue;
    const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
    isUsed[a] = isUsed[b] = isUsed[c] = 1;
    sets.unite(a, b);
    sets.unite(b, c);
  }
  const labels = new Uint32Array(vertexCount).fill(NO_COMPONENT);
  let count = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if (!isUsed[vertex]) continue;
    // A set's representative is its least member: it has its number before the others ask for it.
    const root = sets.find(vertex);
    labels[vertex] = root === vertex ? count++ : labels[root]!;
  }
  const areas = new Float64Array(count);
  const nearAreas = new Float64Array(count);
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if (!isKept[triangle]) continue;
    const component = labels[indices[3 * triangle]!]!;
    const [a, b, c] = [indices[3 * triangle]!, indices[3 * triangle + 1]!, indices[3 * triangle + 2]!];
    const area = triangleArea(positions, a, b, c);
    areas[component] = areas[component]! + area;
    if (!isFar[triangle]) nearAreas[component] = nearAreas[component]! + area;
  }
  return { count, labels, areas, nearAreas };
}

/** [count] 1 for components of under 2e-4 of the whole area, and for those whose area is less than half near. */
export function markPhantoms({ count, areas, nearAreas }: Omit<Components, 'labels'>): Uint8Array {
  const total = areas.reduce((sum, area) => sum + area, 0);
  const isPhantom = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const area = areas[i]!;
    if (area < LEAST_AREA_SHARE * total || nearAreas[i]! < LEAST_NEAR_SHARE * area) isPhantom[i] = 1;
  }
  return isPhantom;
}

/** [count] 1 for components of under 2e-4 of the whole area. */
export function markCrumbs({ count, areas }: Pick<Components, 'count' | 'areas'>): Uint8Array {
  const total = areas.reduce((sum, area) => sum + area, 0);
  return Uint8Array.from({ length: count }, (_, i) => (areas[i]! < LEAST_AREA_SHARE * total ? 1 : 0));
}

/** Clears the flags of the triangles of dropped components; returns how many components were dropped. */
export function dropComponents(
  indices: Uint32Array,
  isKept: Uint8Array,
  { labels }: Components,
  isDropped: Uint8Array,
): number {
  for (let triangle = 0; triangle < isKept.length; triangle++) {
    if (isKept[triangle] && isDropped[labels[indices[3 * triangle]!]!]) isKept[triangle] = 0;
  }
  return isDropped.reduce((sum, dropped) => sum + dropped, 0);
}
