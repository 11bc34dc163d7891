/**
 * Which side of an open sheet is its front. A closed surface has an outside; a terrain or a relief has none, and the
 * winding number picks either side, for each piece by itself. Where the largest piece is a sheet lying along the y or z
 * axis, the axes that files call up, every sheet of the mesh is turned to face up: ground and roofs of an airborne scan
 * alike. Rooms and statues are no sheets and stay as they are.
 */
import { DisjointSets } from './disjoint-sets.ts';

/** Length of a piece's area-weighted mean normal from which on it is a sheet. */
const LEAST_AGREEMENT = 0.5;
/** How much of the largest sheet's mean normal lies along the axis that counts as up. */
const LEAST_UPRIGHT = 0.8;

export interface FacingPiece {
  /** Sum of the triangles' normals times twice their areas. */
  readonly normal: [number, number, number];
  /** Twice the area. */
  area: number;
}

/**
 * The triangles with every sheet facing up; `indices` itself where nothing has to be turned.
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount]
 */
export function faceUp(positions: Float32Array, indices: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const sets = new DisjointSets(positions.length / 3);
  for (let i = 0; i < indices.length; i += 3) {
    sets.unite(indices[i]!, indices[i + 1]!);
    sets.unite(indices[i]!, indices[i + 2]!);
  }
  const pieces = measurePieces(positions, indices, sets);
  const down = sheetsDown(pieces);
  if (down.size === 0) return indices;
  const result = indices.slice();
  for (let i = 0; i < indices.length; i += 3) if (down.has(sets.find(indices[i]!))) turn(result, i);
  return result;
}

/** The sheets that face down where they are to face up, by their keys. */
export function sheetsDown(pieces: ReadonlyMap<number, FacingPiece>): ReadonlySet<number> {
  const axis = upAxis(pieces);
  if (axis === undefined) return new Set();
  const isDown = ({ normal, area }: FacingPiece): boolean => normal[axis] < -LEAST_AGREEMENT * area;
  return new Set([...pieces].filter(([, piece]) => isDown(piece)).map(([key]) => key));
}

/** Every triangle the other way round; the argument is left as it is. */
export function flipped(indices: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const result = indices.slice();
  for (let i = 0; i < result.length; i += 3) turn(result, i);
  return result;
}

/** Turns the triangle that begins at this index. */
export function turn(indices: Uint32Array, first: number): void {
  const second = indices[first + 1]!;
  indices[first + 1] = indices[first + 2]!;
  indices[first + 2] = second;
}

function measurePieces(positions: Float32Array, indices: Uint32Array, sets: DisjointSets): Map<number, FacingPiece> {
  const pieces = new Map<number, FacingPiece>();
  for (let i = 0; i < indices.length; i += 3) addToPiece(pieces, sets.find(indices[i]!), positions, indices, i);
  return pieces;
}

/** Adds the triangle that begins at index `i` to the piece of that key. */
export function addToPiece(
  pieces: Map<number, FacingPiece>,
  key: number,
  positions: Float32Array,
  indices: Uint32Array,
  i: number,
): void {
  const at = (to: number, from: number, axis: number): number => positions[to + axis]! - positions[from + axis]!;
  const [a, b, c] = [3 * indices[i]!, 3 * indices[i + 1]!, 3 * indices[i + 2]!];
  const [ux, uy, uz] = [at(b, a, 0), at(b, a, 1), at(b, a, 2)];
  const [vx, vy, vz] = [at(c, a, 0), at(c, a, 1), at(c, a, 2)];
  const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  let piece = pieces.get(key);
  if (!piece) pieces.set(key, (piece = { normal: [0, 0, 0], area: 0 }));
  piece.normal[0] += x;
  piece.normal[1] += y;
  piece.normal[2] += z;
  piece.area += Math.hypot(x, y, z);
}

/** 1 (y) or 2 (z), if the largest piece is a sheet along that axis. */
function upAxis(pieces: ReadonlyMap<number, FacingPiece>): 1 | 2 | undefined {
  let main: FacingPiece | undefined;
  for (const piece of pieces.values()) if (!main || piece.area > main.area) main = piece;
  if (!main) return undefined;
  const length = Math.hypot(...main.normal);
  if (length === 0 || length < LEAST_AGREEMENT * main.area) return undefined;
  for (const axis of [1, 2] as const) if (Math.abs(main.normal[axis]) >= LEAST_UPRIGHT * length) return axis;
  return undefined;
}
