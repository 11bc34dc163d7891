/** Meshes with one fault each, and what a check has to say of them, counted by hand. */
import type { MeshCheck } from '../../src/engine/finish/check/mesh-check.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { insideOut, tetrahedron, together, tubeWall, worldMesh } from './meshes.ts';

/** A cube with edges along the axes, facing outward. */
export function cube(x: number, y: number, z: number, side: number): WorldMesh {
  return box([x, y, z], [side, side, side]);
}

/** Its lowest corner and its sides. */
export function box(low: readonly number[], sides: readonly number[]): WorldMesh {
  const positions = Array.from({ length: 8 }, (_, i) =>
    [i & 1, (i >> 1) & 1, i >> 2].map((far, axis) => low[axis]! + far * sides[axis]!),
  ).flat();
  const faces = [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ];
  return worldMesh(
    positions,
    faces.flatMap(([a, b, c, d]) => [a!, b!, c!, a!, c!, d!]),
  );
}

type Counts = Partial<Omit<MeshCheck, 'selfIntersections' | 'rims'>> & {
  readonly pairs: number;
  readonly rims: number;
};

export interface FaultyMesh {
  readonly kind: string;
  readonly mesh: WorldMesh;
  /** What is not named is 0. */
  readonly counts: Counts;
  /**
   * What CGAL 5.5 counts (self_intersections of a Surface_mesh), found once; null where it takes no such surface for a
   * mesh, counts a degenerate triangle as a pair, or does not know that vertices lie in one place.
   */
  readonly cgalPairs: number | null;
}

/** In the plane z = 0, facing up. */
const BASE = [0, 0, 0, 12, 0, 0, 0, 12, 0];
const APART = [0, 1, 2, 3, 4, 5];

/** Two triangles that share no vertex by name: two rims, two components. */
function withBase(other: readonly number[], pairs: number): Pick<FaultyMesh, 'mesh' | 'counts' | 'cgalPairs'> {
  return { mesh: worldMesh([...BASE, ...other], APART), counts: { pairs, rims: 2, components: 2 }, cgalPairs: pairs };
}

const TINY = 1e-12;

export const FAULTY_MESHES: readonly FaultyMesh[] = [
  { kind: 'crossing triangles', ...withBase([3, 3, -2, 4, 3, 5, 3, 5, 4], 1) },
  { kind: 'a vertex in a face', ...withBase([3, 4, 0, 5, 3, 5, 2, 7, 6], 1) },
  { kind: 'a vertex on an edge', ...withBase([6, 6, 0, 5, 3, 5, 9, 9, 6], 1) },
  { kind: 'an edge through an edge', ...withBase([6, -3, -3, 6, 3, 3, 6, -9, 4], 1) },
  { kind: 'an edge on a part of an edge', ...withBase([3, 0, 0, 20, 0, 0, 5, -9, 4], 1) },
  { kind: 'an overlap in one plane', ...withBase([3, 3, 0, 20, 3, 0, 3, 20, 0], 1) },
  { kind: 'a triangle inside another', ...withBase([2, 2, 0, 4, 2, 0, 2, 4, 0], 1) },
  { kind: 'a crossing of 1e-12', ...withBase([3, 3, -TINY, 4, 3, 5, 3, 5, 4], 1) },
  { kind: 'a gap of 1e-12', ...withBase([3, 3, TINY, 4, 3, 5, 3, 5, 4], 0) },
  {
    kind: 'a shared vertex and a crossing',
    mesh: worldMesh([...BASE, 4, 4, -3, 5, 3, 6], [0, 1, 2, 0, 3, 4]),
    counts: { pairs: 1, rims: 2, components: 1, nonManifoldVertices: 1 },
    cgalPairs: 1,
  },
  {
    kind: 'a shared vertex and an overlap in one plane',
    mesh: worldMesh([...BASE, 9, 1, 0, 1, 20, 0], [0, 1, 2, 0, 3, 4]),
    counts: { pairs: 1, rims: 2, components: 1, nonManifoldVertices: 1 },
    cgalPairs: 1,
  },
  {
    kind: 'a bow-tie',
    mesh: worldMesh([...BASE, -5, -9, 0, -9, -5, 0], [0, 1, 2, 0, 4, 3]),
    counts: { pairs: 0, rims: 2, components: 1, nonManifoldVertices: 1 },
    cgalPairs: 0,
  },
  {
    kind: 'two triangles folded onto each other',
    mesh: worldMesh([...BASE, 3, 4, 0], [0, 1, 2, 1, 0, 3]),
    counts: { pairs: 1, rims: 1, components: 1 },
    cgalPairs: 1,
  },
  {
    kind: 'two triangles of one plane side by side',
    mesh: worldMesh([...BASE, 3, -5, 0], [0, 1, 2, 1, 0, 3]),
    counts: { pairs: 0, rims: 1, components: 1 },
    cgalPairs: 0,
  },
  {
    // The three edges of the double have three triangles, so that at their vertices three fans meet.
    kind: 'a triangle that is there twice',
    mesh: worldMesh([...tetrahedron().positions], [...tetrahedron().indices, 1, 2, 3]),
    counts: { pairs: 1, rims: 0, components: 1, duplicateTriangles: 1, nonManifoldEdges: 3, nonManifoldVertices: 3 },
    cgalPairs: null,
  },
  {
    kind: 'a triangle on one line',
    mesh: together(tetrahedron(), worldMesh([5, 5, 5, 6, 6, 6, 8, 8, 8], [0, 1, 2])),
    counts: { pairs: 0, rims: 1, components: 2, degenerateTriangles: 1 },
    cgalPairs: null,
  },
  {
    // Beside it all edges have their two triangles: it only names two corners for one place.
    kind: 'a triangle with two corners in one place',
    mesh: together(tetrahedron(), worldMesh([0, 0, 0, 0, 0, 0, 1, 0, 0], [0, 1, 2])),
    counts: { pairs: 0, rims: 0, components: 1, degenerateTriangles: 1, mergedVertices: 3, volume: 1 / 6 },
    cgalPairs: null,
  },
  {
    // No two corners are joined across that edge: each triangle has a rim of its own.
    kind: 'three triangles at an edge',
    mesh: worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, -1, 0], [0, 1, 2, 0, 1, 3, 1, 0, 4]),
    counts: { pairs: 0, rims: 3, components: 1, nonManifoldEdges: 1, nonManifoldVertices: 2 },
    cgalPairs: null,
  },
  {
    kind: 'a flipped triangle',
    mesh: worldMesh([...tetrahedron().positions], [0, 1, 2, 0, 1, 3, 0, 3, 2, 1, 2, 3]),
    counts: { pairs: 0, rims: 0, components: 1, inconsistentEdges: 3 },
    cgalPairs: null,
  },
  {
    kind: 'a surface inside out',
    mesh: insideOut(tetrahedron()),
    counts: { pairs: 0, rims: 0, components: 1, genus: 0, volume: -1 / 6 },
    cgalPairs: 0,
  },
  {
    kind: 'a hole',
    mesh: worldMesh([...tetrahedron().positions], [0, 2, 1, 0, 1, 3, 0, 3, 2]),
    counts: { pairs: 0, rims: 1, components: 1, genus: 0 },
    cgalPairs: 0,
  },
  {
    kind: 'two rims',
    mesh: tubeWall(12, 4),
    counts: { pairs: 0, rims: 2, components: 1, genus: 0 },
    cgalPairs: 0,
  },
  {
    // Along the edge that they touch in are four triangles, at its ends two fans.
    kind: 'cubes that touch in an edge',
    mesh: together(cube(0, 0, 0, 1), cube(1, 1, 0, 1)),
    counts: { pairs: 0, rims: 0, components: 1, nonManifoldEdges: 1, nonManifoldVertices: 2, mergedVertices: 2 },
    cgalPairs: null,
  },
  {
    kind: 'cubes that touch in a vertex',
    mesh: together(cube(0, 0, 0, 1), cube(1, 1, 1, 1)),
    counts: { pairs: 0, rims: 0, components: 1, nonManifoldVertices: 1, mergedVertices: 1, volume: 2 },
    cgalPairs: null,
  },
  {
    // The lower side lies inside a triangle of the upper side: its two triangles and the eight of the walls meet that
    // one.
    kind: 'a cube that stands on another',
    mesh: together(cube(0, 0, 0, 4), cube(0.5, 2, 4, 1)),
    counts: { pairs: 10, rims: 0, components: 2, genus: 0, volume: 65 },
    cgalPairs: 10,
  },
];
