/**
 * Which side of an open surface is its front. A closed surface has an outside; a terrain or a relief has none, and the
 * winding number picks either side, for each piece by itself. Where the largest piece is a sheet lying along the y or z
 * axis, the axes that files call up, every sheet of the mesh is turned to face up: ground and roofs of an airborne scan
 * alike. So is what is built of levels and walls and has levels on one side only: a street between its houses, a yard, a
 * pit, a room without its ceiling, which the winding number takes for a trough that was scanned from below. Rooms and
 * statues are neither and stay as they are.
 */
import { DisjointSets } from './disjoint-sets.ts';

/** Length of a piece's area-weighted mean normal from which on it is a sheet. */
const LEAST_AGREEMENT = 0.5;
/** How much of the largest sheet's mean normal lies along the axis that counts as up. */
const LEAST_UPRIGHT = 0.8;
/** A triangle is level from this cosine to the axis on, and part of a wall up to that. */
const LEAST_LEVEL = 0.95;
const MOST_STEEP = 0.25;
/**
 * Shares of the area that levels and walls have together, and levels alone, of what is built: streets, a yard and a
 * trench .86 to .98 and .21 to .45; a half ball .30 and .05, a face .28 and .05, a hilly terrain .20 and .20.
 */
const LEAST_BUILT = 0.7;
const LEAST_LEVELS = 0.15;
/**
 * Of the levels, those that face one way less those that face the other: streets and the like .84 to 1, rooms and
 * houses .05.
 */
const LEAST_ONE_SIDED = 0.8;
/**
 * Of what levels face by, the normals of all together: what stands open above sums to its opening, a closed house, which
 * has a level floor below and a slanting roof, to nothing.
 */
const LEAST_OPENING = 0.5;

type Sums = [number, number, number];

export interface FacingPiece {
  /** Sum of the triangles' normals times twice their areas. */
  readonly normal: Sums;
  /** Twice the area; below, of the triangles that are level and steep along each axis, and of the level ones with signs. */
  area: number;
  readonly level: Sums;
  readonly steep: Sums;
  readonly signed: Sums;
}

export interface Facing {
  /** The argument itself where nothing has to be turned. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** The largest piece was turned for its levels, against what the winding number took for its outside. */
  readonly isByLevels: boolean;
}

/**
 * The triangles with every sheet facing up, and what is built of levels and walls.
 * @param positions [3 × vertexCount]
 * @param indices [3 × triangleCount]
 */
export function faceUp(positions: Float32Array, indices: Uint32Array<ArrayBuffer>): Facing {
  const sets = new DisjointSets(positions.length / 3);
  for (let i = 0; i < indices.length; i += 3) {
    sets.unite(indices[i]!, indices[i + 1]!);
    sets.unite(indices[i]!, indices[i + 2]!);
  }
  const pieces = measurePieces(positions, indices, sets);
  const down = sheetsDown(pieces);
  const main = largest(pieces);
  const isByLevels = main !== undefined && hasLevelsBelow(main);
  if (down.size === 0) return { indices, isByLevels };
  const result = indices.slice();
  for (let i = 0; i < indices.length; i += 3) if (down.has(sets.find(indices[i]!))) turn(result, i);
  return { indices: result, isByLevels };
}

/** The pieces that face down where they are to face up, by their keys. */
export function sheetsDown(pieces: ReadonlyMap<number, FacingPiece>): ReadonlySet<number> {
  const main = largest(pieces);
  const levels = main && levelsAxis(main);
  const axis = levels ?? (main && upAxis(main));
  if (axis === undefined) return new Set();
  const isDown = (piece: FacingPiece): boolean =>
    piece === main && levels !== undefined ? hasLevelsBelow(piece) : piece.normal[axis] < -LEAST_AGREEMENT * piece.area;
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
  const normal: Sums = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const area = Math.hypot(normal[0], normal[1], normal[2]);
  let piece = pieces.get(key);
  if (!piece) pieces.set(key, (piece = newPiece()));
  piece.area += area;
  for (let axis = 0; axis < 3; axis++) {
    const along = normal[axis]!;
    piece.normal[axis]! += along;
    if (Math.abs(along) >= LEAST_LEVEL * area) {
      piece.level[axis]! += area;
      piece.signed[axis]! += Math.sign(along) * area;
    } else if (Math.abs(along) <= MOST_STEEP * area) piece.steep[axis]! += area;
  }
}

function newPiece(): FacingPiece {
  return { normal: [0, 0, 0], area: 0, level: [0, 0, 0], steep: [0, 0, 0], signed: [0, 0, 0] };
}

function largest(pieces: ReadonlyMap<number, FacingPiece>): FacingPiece | undefined {
  let main: FacingPiece | undefined;
  for (const piece of pieces.values()) if (!main || piece.area > main.area) main = piece;
  return main;
}

/** 1 (y) or 2 (z), if the piece is a sheet along that axis. */
function upAxis({ normal, area }: FacingPiece): 1 | 2 | undefined {
  const length = Math.hypot(...normal);
  if (length === 0 || length < LEAST_AGREEMENT * area) return undefined;
  for (const axis of [1, 2] as const) if (Math.abs(normal[axis]) >= LEAST_UPRIGHT * length) return axis;
  return undefined;
}

/** 2 (z) or 1 (y), if the piece is built of levels and walls along that axis, with levels on one side only. */
function levelsAxis({ level, steep, signed, normal, area }: FacingPiece): 1 | 2 | undefined {
  return ([2, 1] as const).find(
    (axis) =>
      level[axis] >= LEAST_LEVELS * area &&
      level[axis] + steep[axis] >= LEAST_BUILT * area &&
      Math.abs(signed[axis]) >= LEAST_ONE_SIDED * level[axis] &&
      normal[axis] * Math.sign(signed[axis]) >= LEAST_OPENING * Math.abs(signed[axis]),
  );
}

function hasLevelsBelow(piece: FacingPiece): boolean {
  const axis = levelsAxis(piece);
  return axis !== undefined && piece.signed[axis] < 0;
}
