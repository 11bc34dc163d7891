/**
 * The triangles of marching cubes for each of the 256 sign patterns of a cell's corners, derived when the module
 * loads instead of typed in (Lorensen and Cline 1987 for the method).
 *
 * 1. On every face, walk the corners counter-clockwise as seen from outside the cell. Each run of inside corners is
 *    cut off by one segment, from the crossing that enters the run to the one that leaves it. So the segments of a face
 *    depend on the signs of its four corners alone, and the neighbour behind the face draws the same ones backwards: no
 *    cracks. (Two inside corners across a face's diagonal are two runs: the inside is separated there, always.)
 * 2. A crossed edge is entered from one of its two faces and left by the other, so the segments close to loops, and
 *    every crossing lies on one loop: the surface is a single fan round each of its vertices.
 * 3. Each loop is triangulated without a diagonal between two crossings of one face: such a diagonal would lie in that
 *    face, where the neighbour could draw it as well, and an edge with four triangles would result. Of the
 *    triangulations left, the one with the least sum of squared diagonals, edges taken at their middles; the first
 *    of equals. One is left for every loop of every pattern (test/unit/surface/case-table.test.ts looks at all).
 *
 * Corner c lies at (c & 1, c >> 1 & 1, c >> 2 & 1); bit c of the pattern says that it is inside. Edge 4·axis + k runs
 * along an axis from the corner whose two other coordinates are the bits of k, the earlier axis first.
 * Triangles run counter-clockwise as seen from the positive side, the outside.
 */

export const PATTERN_COUNT = 256;
export const EDGE_COUNT = 12;
/** The most that any pattern has, and what the 15 numbers of four bits in two words hold. */
export const MAX_TRIANGLES = 5;

/** The two corners of an edge, the lower one first. The kernels compute the same (surface/cell_rows.wgsl). */
export function edgeCorners(edge: number): [lower: number, upper: number] {
  const axis = edge >> 2;
  const others = edge & 3;
  const below = others & ((1 << axis) - 1);
  const lower = below | ((others >> axis) << (axis + 1));
  return [lower, lower | (1 << axis)];
}

/** The six faces: their corners counter-clockwise as seen from outside. */
export const FACE_CORNERS: readonly (readonly number[])[] = [0, 1, 2].flatMap((axis) => {
  const u = 1 << ((axis + 1) % 3);
  const v = 1 << ((axis + 2) % 3);
  const side = 1 << axis;
  // u × v points along the axis: out of the upper face, into the cell from the lower one.
  return [
    [0, v, u | v, u],
    [side, side | u, side | u | v, side | v],
  ];
});

const EDGE_OF_CORNERS = new Map(
  Array.from({ length: EDGE_COUNT }, (_, edge) => {
    const [lower, upper] = edgeCorners(edge);
    return [8 * lower + upper, edge];
  }),
);

function edgeBetween(a: number, b: number): number {
  return EDGE_OF_CORNERS.get(8 * Math.min(a, b) + Math.max(a, b))!;
}

/** Whether two edges lie in one face: then one bit of their four corners is 0 in all or 1 in all. */
export function shareFace(a: number, b: number): boolean {
  const [a0, a1] = edgeCorners(a);
  const [b0, b1] = edgeCorners(b);
  return (a0 & a1 & b0 & b1) !== 0 || (a0 | a1 | b0 | b1) !== 7;
}

/** The closed loops of crossed edges of one pattern, each starting at its lowest edge. */
export function traceLoops(pattern: number): number[][] {
  const isInside = (corner: number): boolean => ((pattern >> corner) & 1) === 1;
  const next = new Map<number, number>();
  for (const corners of FACE_CORNERS) {
    for (let i = 0; i < 4; i++) {
      const at = (k: number): number => corners[(i + k) % 4]!;
      if (isInside(at(0)) || !isInside(at(1))) continue;
      let last = 1;
      while (isInside(at(last + 1))) last++;
      next.set(edgeBetween(at(0), at(1)), edgeBetween(at(last), at(last + 1)));
    }
  }
  const loops: number[][] = [];
  for (let edge = 0; edge < EDGE_COUNT; edge++) {
    const loop: number[] = [];
    for (let at = edge; next.has(at);) {
      const following = next.get(at)!;
      next.delete(at);
      loop.push(at);
      at = following;
    }
    if (loop.length > 0) loops.push(loop);
  }
  return loops;
}

interface Fill {
  /** Sum of squared diagonals, Infinity where a diagonal is forbidden. */
  readonly cost: number;
  /** Edges, three a triangle. */
  readonly triangles: readonly number[];
}

/** The best triangulation of a loop: the best apex of its closing side, and so on for the two parts. */
function triangulate(loop: readonly number[], first = 0, last = loop.length - 1): Fill {
  if (last - first < 2) return { cost: 0, triangles: [] };
  let best: Fill = { cost: Infinity, triangles: [] };
  for (let apex = first + 1; apex < last; apex++) {
    const before = triangulate(loop, first, apex);
    const after = triangulate(loop, apex, last);
    const cost = before.cost + after.cost + sideCost(loop, first, apex) + sideCost(loop, apex, last);
    if (cost >= best.cost) continue;
    const corners = [loop[first]!, loop[apex]!, loop[last]!];
    best = { cost, triangles: [...corners, ...before.triangles, ...after.triangles] };
  }
  return best;
}

/** A side of the loop costs nothing, a diagonal its squared length, one within a face is forbidden. */
function sideCost(loop: readonly number[], from: number, to: number): number {
  if (to - from === 1) return 0;
  const [a, b] = [loop[from]!, loop[to]!];
  if (shareFace(a, b)) return Infinity;
  const [p, q] = [doubledMiddle(a), doubledMiddle(b)];
  return p.reduce((sum, value, axis) => sum + (value - q[axis]!) ** 2, 0);
}

/** Twice the middle of an edge: whole numbers, so that equal lengths compare equal. */
function doubledMiddle(edge: number): number[] {
  const [lower, upper] = edgeCorners(edge);
  return [0, 1, 2].map((axis) => ((lower >> axis) & 1) + ((upper >> axis) & 1));
}

/** [256] the edges that the triangles of each pattern have their corners on, three a triangle. */
export function caseTriangles(): readonly (readonly number[])[] {
  // Made when it is first asked for: a tenth of the time that the command line takes to start.
  table ??= Array.from({ length: PATTERN_COUNT }, (_, pattern) =>
    traceLoops(pattern).flatMap((loop) => triangulate(loop).triangles),
  );
  return table;
}

let table: readonly (readonly number[])[] | undefined;

/**
 * The table as the kernels read it: two words a pattern, sixteen numbers of four bits, lowest first: the count of
 * triangles, then their edges.
 */
export function packCaseTable(): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(2 * PATTERN_COUNT);
  caseTriangles().forEach((edges, pattern) => {
    [edges.length / 3, ...edges].forEach((number, place) => {
      const word = 2 * pattern + (place >> 3);
      words[word] = words[word]! | (number << (4 * (place & 7)));
    });
  });
  return words;
}
