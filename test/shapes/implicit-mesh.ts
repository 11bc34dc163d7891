/**
 * The surface where a function vanishes, by marching tetrahedra: slow and plain, and other code than the engine's own
 * marching cubes, whose truth it makes. Vertices are moved along the gradient onto the surface, so the mesh is as good
 * as its triangles are small. Closed and manifold wherever the surface stays inside the cube.
 */
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';

type Triple = readonly [number, number, number];

export interface ImplicitShape {
  /** Negative inside. */
  readonly value: (point: Triple) => number;
  /** Cells along each edge of the cube. */
  readonly cells: number;
  /** Half the side of the cube about the origin that holds the surface. */
  readonly halfWidth: number;
  /** Vertices stay where the edges of the cells meet the surface by linear shares: no two triangles can meet then. */
  readonly isRaw?: true;
}

/** Each cell as six tetrahedra about its diagonal (H. Freudenthal 1942): neighbours agree on every face. */
const PATHS: readonly Triple[] = [
  [1, 3, 7],
  [3, 2, 7],
  [2, 6, 7],
  [6, 4, 7],
  [4, 5, 7],
  [5, 1, 7],
];

export function implicitMesh({ value, cells, halfWidth, isRaw }: ImplicitShape): WorldMesh {
  const side = cells + 1;
  const step = (2 * halfWidth) / cells;
  const at = (node: number): Triple => [
    (node % side) * step - halfWidth,
    (Math.floor(node / side) % side) * step - halfWidth,
    Math.floor(node / side ** 2) * step - halfWidth,
  ];
  // Never zero: no vertex coincides with a node, so no triangle loses its area there.
  const values = Float64Array.from({ length: side ** 3 }, (_, node) => value(at(node)) || 1e-12);
  const positions: number[] = [];
  const indices: number[] = [];
  const vertexOf = new Map<number, number>();
  const between = (inside: number, outside: number): number => {
    const key = Math.min(inside, outside) * side ** 3 + Math.max(inside, outside);
    const known = vertexOf.get(key);
    if (known !== undefined) return known;
    const share = values[inside]! / (values[inside]! - values[outside]!);
    const [from, to] = [at(inside), at(outside)];
    const crossing = from.map((low, axis) => low + share * (to[axis]! - low)) as unknown as Triple;
    positions.push(...(isRaw ? crossing : ontoSurface(value, crossing, step)));
    vertexOf.set(key, vertexOf.size);
    return vertexOf.size - 1;
  };
  for (let k = 0; k < cells; k++) {
    for (let j = 0; j < cells; j++) {
      for (let i = 0; i < cells; i++) {
        const corner = (bits: number): number =>
          i + (bits & 1) + side * (j + ((bits >> 1) & 1) + side * (k + (bits >> 2)));
        for (const path of PATHS) {
          const nodes = [corner(0), ...path.map(corner)];
          indices.push(...cutTetrahedron(nodes, (node) => values[node]! < 0, between));
        }
      }
    }
  }
  return { positions: Float64Array.from(positions), indices: Uint32Array.from(indices) };
}

/** The triangles through a tetrahedron of positive orientation: none, one, or two where two nodes are inside. */
function cutTetrahedron(
  nodes: readonly number[],
  isInside: (node: number) => boolean,
  between: (inside: number, outside: number) => number,
): number[] {
  const inside = nodes.filter(isInside);
  const outside = nodes.filter((node) => !isInside(node));
  if (inside.length === 0 || outside.length === 0) return [];
  // An even permutation of the nodes keeps the orientation, an odd one turns the triangles round.
  const isEven = isEvenPermutation([...inside, ...outside].map((node) => nodes.indexOf(node)));
  const [a, b, c, d] = [...inside, ...outside] as [number, number, number, number];
  const triangles =
    inside.length === 1
      ? [[between(a, b), between(a, d), between(a, c)]]
      : inside.length === 3
        ? [[between(a, d), between(c, d), between(b, d)]]
        : [
            [between(a, c), between(b, d), between(a, d)],
            [between(a, c), between(b, c), between(b, d)],
          ];
  return triangles.flatMap(([p, q, r]) => (isEven ? [p!, r!, q!] : [p!, q!, r!]));
}

function isEvenPermutation(order: readonly number[]): boolean {
  let inversions = 0;
  order.forEach((value, i) => order.slice(i + 1).forEach((later) => (inversions += later < value ? 1 : 0)));
  return inversions % 2 === 0;
}

/** Newton's steps along the gradient, none further than a third of a cell: triangles do not fold. */
function ontoSurface(value: (point: Triple) => number, start: Triple, step: number): Triple {
  const difference = 1e-3 * step;
  let point = start;
  for (let turn = 0; turn < 2; turn++) {
    const [x, y, z] = point;
    const here = value(point);
    const slope = (beside: Triple): number => (value(beside) - here) / difference;
    const gradient = [slope([x + difference, y, z]), slope([x, y + difference, z]), slope([x, y, z + difference])];
    const length = Math.hypot(...gradient);
    const move = Math.max(-step / 3, Math.min(step / 3, here / length)) / length;
    point = [x - move * gradient[0]!, y - move * gradient[1]!, z - move * gradient[2]!];
  }
  return point;
}
