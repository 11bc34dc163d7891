/**
 * Triangles across a hole, between the vertices of its rim alone.
 *
 * Of all triangulations the one with the smallest greatest turn between neighbouring triangles, and of those with the
 * smallest area (Liepa, "Filling Holes in Meshes", 2003; Barequet and Sharir, 1995), by dynamic programming in time n³.
 * Rims of more than 350 edges, which would take seconds, are closed ear by ear, short and sharp ones first.
 */

export interface RimShape {
  /** [3 × count] the rim's vertices, the hole on the right. */
  readonly positions: Float64Array;
  /** [3 × count] the third corner of the surface's triangle at each edge of the rim. */
  readonly apexes: Float64Array;
  /** Whether the surface has an edge between two vertices of the rim that are no neighbours on it. */
  readonly isTaken: (a: number, b: number) => boolean;
}

/** Dynamic programming up to here: .5 s for 350 edges, 10 s for 1,000. */
const MOST_EDGES = 350;
/** Turns whose 1 − cos falls into one step of this count as equal, so that the area decides. */
const TURN_STEP = 0.02;

/**
 * @returns [3 × (count − 2)] numbers of the rim's vertices, turning with the surface; null where the edges that the
 *   surface has leave no way
 */
export function triangulateRim(rim: RimShape): Uint32Array<ArrayBuffer> | null {
  const count = rim.positions.length / 3;
  if (count < 3) return null;
  return count <= MOST_EDGES ? leastTurning(rim, count) : cutEars(rim, count);
}

type Normal = readonly [number, number, number];

/** The normal of (a, b, c) times twice its area. */
function crossOf(
  a: ArrayLike<number>,
  i: number,
  b: ArrayLike<number>,
  j: number,
  c: ArrayLike<number>,
  k: number,
): Normal {
  const [ux, uy, uz] = [b[3 * j]! - a[3 * i]!, b[3 * j + 1]! - a[3 * i + 1]!, b[3 * j + 2]! - a[3 * i + 2]!];
  const [vx, vy, vz] = [c[3 * k]! - a[3 * i]!, c[3 * k + 1]! - a[3 * i + 1]!, c[3 * k + 2]! - a[3 * i + 2]!];
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}

/** What is known of the best triangulation between two vertices of the rim: at `i * count + j`, i < j. */
interface Table {
  readonly areas: Float64Array;
  /** 1 − cos of the greatest turn. */
  readonly turns: Float32Array;
  /** The third corner of the triangle on the chord; −1 where there is none. */
  readonly thirds: Int32Array;
  /** [3 ×] its unit normal; on an edge of the rim that of the surface's triangle. */
  readonly normals: Float32Array;
}

function leastTurning(rim: RimShape, count: number): Uint32Array<ArrayBuffer> | null {
  const cells = count * count;
  const table: Table = {
    areas: new Float64Array(cells),
    turns: new Float32Array(cells),
    thirds: new Int32Array(cells).fill(-1),
    normals: new Float32Array(3 * cells),
  };
  const { positions, apexes } = rim;
  for (let i = 0; i < count; i++) {
    const next = (i + 1) % count;
    const cross = crossOf(positions, i, positions, next, apexes, i);
    const length = Math.hypot(...cross) || 1;
    const cell = i < next ? i * count + next : next * count + i;
    for (let axis = 0; axis < 3; axis++) table.normals[3 * cell + axis] = cross[axis]! / length;
  }
  for (let span = 2; span < count; span++) {
    for (let i = 0; i + span < count; i++) bridge(rim, count, table, i, i + span);
  }
  return trianglesOf(table, count);
}

/** The best triangle on the chord between `i` and `j`. */
function bridge(rim: RimShape, count: number, table: Table, i: number, j: number): void {
  const { areas, turns, thirds, normals } = table;
  const cell = i * count + j;
  // The last chord is the rim's own last edge.
  const isRimEdge = i === 0 && j === count - 1;
  let [bestTurn, bestArea] = [Infinity, Infinity];
  let bestNormal: Normal = [0, 0, 0];
  if (isRimEdge || !rim.isTaken(i, j)) {
    for (let k = i + 1; k < j; k++) {
      const [first, second] = [i * count + k, k * count + j];
      const below = Math.max(turns[first]!, turns[second]!);
      if (below > bestTurn) continue;
      const cross = crossOf(rim.positions, i, rim.positions, j, rim.positions, k);
      const length = Math.hypot(...cross);
      if (!(length > 0)) continue;
      const normal: Normal = [cross[0] / length, cross[1] / length, cross[2] / length];
      const turnTo = (other: number): number =>
        1 -
        (normal[0] * normals[3 * other]! + normal[1] * normals[3 * other + 1]! + normal[2] * normals[3 * other + 2]!);
      const turn = Math.max(below, turnTo(first), turnTo(second), isRimEdge ? turnTo(cell) : 0);
      const step = Math.round(turn / TURN_STEP) * TURN_STEP;
      const area = areas[first]! + areas[second]! + length / 2;
      if (step < bestTurn || (step === bestTurn && area < bestArea)) {
        [bestTurn, bestArea, bestNormal] = [step, area, normal];
        thirds[cell] = k;
      }
    }
  }
  turns[cell] = bestTurn;
  areas[cell] = bestArea;
  if (!isRimEdge) normals.set(bestNormal, 3 * cell);
}

function trianglesOf({ thirds }: Table, count: number): Uint32Array<ArrayBuffer> | null {
  const triangles: number[] = [];
  const open: [number, number][] = [[0, count - 1]];
  for (let chord = open.pop(); chord; chord = open.pop()) {
    const [i, j] = chord;
    if (j - i < 2) continue;
    const k = thirds[i * count + j]!;
    if (k < 0) return null;
    triangles.push(i, j, k);
    open.push([i, k], [k, j]);
  }
  return Uint32Array.from(triangles);
}

/** Cuts the ear with the least chord · (1 + angle) until three vertices are left. */
function cutEars(rim: RimShape, count: number): Uint32Array<ArrayBuffer> | null {
  const previous = Uint32Array.from({ length: count }, (_, i) => (i + count - 1) % count);
  const next = Uint32Array.from({ length: count }, (_, i) => (i + 1) % count);
  const costs = Float64Array.from({ length: count }, (_, i) => earCost(rim, previous[i]!, i, next[i]!));
  const triangles: number[] = [];
  // The least vertex that is left.
  let first = 0;
  for (let left = count; left > 3; left--) {
    let ear = -1;
    for (let step = 0, i = first; step < left; step++, i = next[i]!) {
      if (costs[i]! < Infinity && (ear < 0 || costs[i]! < costs[ear]!)) ear = i;
    }
    if (ear < 0) return null;
    const [before, after] = [previous[ear]!, next[ear]!];
    if (ear === first) first = after;
    triangles.push(before, after, ear);
    next[before] = after;
    previous[after] = before;
    costs[ear] = Infinity;
    costs[before] = earCost(rim, previous[before]!, before, after);
    costs[after] = earCost(rim, before, after, next[after]!);
    if (left === 4) triangles.push(previous[before]!, after, before);
  }
  return Uint32Array.from(triangles);
}

function earCost({ positions, isTaken }: RimShape, before: number, ear: number, after: number): number {
  if (isTaken(before, after)) return Infinity;
  const towards = (to: number): Normal =>
    [0, 1, 2].map((axis) => positions[3 * to + axis]! - positions[3 * ear + axis]!) as unknown as Normal;
  const [u, v] = [towards(before), towards(after)];
  const cosine = (u[0] * v[0] + u[1] * v[1] + u[2] * v[2]) / (Math.hypot(...u) * Math.hypot(...v) || 1);
  const chord = Math.hypot(u[0] - v[0], u[1] - v[1], u[2] - v[2]);
  return chord * (1 + Math.acos(Math.max(-1, Math.min(1, cosine))));
}
