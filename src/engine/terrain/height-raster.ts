/**
 * The height of a surface, seen from above, in cells: that of its highest place at the middle of each cell, or none.
 *
 * Cells are filled triangle by triangle, row by row of cells: where an edge crosses the middle of a row is computed
 * from the edge alone, its lower end first, so that two triangles that share it agree to the last bit and no cell
 * between them stays empty. Where both hold a cell, the higher one counts, and the order of triangles does not. Rows
 * are made in bands, so that memory does not grow with the raster. Corners of cells lie at whole multiples of their
 * size: rasters of neighbours fit.
 */
import { ReconstructError } from '../errors.ts';
import { STEP_MASK, type Steps } from '../host/steps.ts';
import { multiple, niceAbove, niceBelow, shortNumber, type TerrainMesh } from './terrain-mesh.ts';

/** What a raster has where there is no surface: the lowest float32, which no height is. Programs of maps know it. */
export const NO_HEIGHT = -3.4028234663852886e38;

/** Four bytes each: a TIFF's places are numbers of 32 bits. */
const MOST_CELLS = 1e9;
const MOST_ON_A_SIDE = 1 << 20;
/** Of the cell that is chosen where nobody says one; 400 MB. */
const MOST_CHOSEN_CELLS = 1e8;
/** Beyond, cells are finer than a float64 coordinate tells them apart. */
const MOST_CELLS_FROM_ORIGIN = 1e12;

/** Of a cell: a border that lies on a multiple of its size up to rounding begins no cell of its own. */
const ROUNDING = 1e-6;

export interface RasterGrid {
  readonly columns: number;
  readonly rows: number;
  /** World unit. */
  readonly cell: number;
  /** World, of the outer corner of the first cell of the first row, which is the one of greatest y. */
  readonly left: number;
  readonly top: number;
}

/** What was found while it was filled. */
export interface RasterTally {
  measured: number;
  /** Cells in which surfaces lie over one another by more than a cell. */
  overhung: number;
  lowest: number;
  highest: number;
}

export function emptyTally(): RasterTally {
  return { measured: 0, overhung: 0, lowest: Infinity, highest: -Infinity };
}

/**
 * @param cell null for one that fits the triangles: of 1, 2 and 5 and their tenfolds the largest up to the mean length
 *   of an edge
 * @throws ReconstructError `mesh-format` where nothing is to be seen from above, `option-invalid` for a raster that is
 *   too large
 */
export function* rasterGridSteps(mesh: TerrainMesh, indices: Uint32Array, cell: number | null): Steps<RasterGrid> {
  const { positions, shift } = mesh;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  let [length, area] = [0, 0];
  for (let at = 0; at < indices.length; at += 3) {
    if ((at & STEP_MASK) < 3) yield;
    area += areaFromAbove(positions, indices, at);
    for (let corner = 0; corner < 3; corner++) {
      const [a, b] = [3 * indices[at + corner]!, 3 * indices[at + ((corner + 1) % 3)]!];
      const [x, y, z] = [positions[a]!, positions[a + 1]!, positions[a + 2]!];
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
      length += Math.hypot(positions[b]! - x, positions[b + 1]! - y, positions[b + 2]! - z);
    }
  }
  if (!(area > 0)) throw unseen();
  const bounds = [minX + shift[0], minY + shift[1], maxX + shift[0], maxY + shift[1]] as const;
  const chosen = cell ?? chosenCell(bounds, length / indices.length);
  return checkedGrid(bounds, chosen);
}

/** Twice as much; 0 of a wall. */
function areaFromAbove(positions: Float32Array, indices: Uint32Array, at: number): number {
  const [a, b, c] = [3 * indices[at]!, 3 * indices[at + 1]!, 3 * indices[at + 2]!];
  const [x, y] = [positions[a]!, positions[a + 1]!];
  return Math.abs((positions[b]! - x) * (positions[c + 1]! - y) - (positions[c]! - x) * (positions[b + 1]! - y));
}

type Bounds = readonly [minX: number, minY: number, maxX: number, maxY: number];

/** @throws ReconstructError `option-invalid` for a raster that is too large */
function checkedGrid(bounds: Bounds, cell: number): RasterGrid {
  const [minX, minY, maxX, maxY] = bounds;
  const from = [Math.floor(minX / cell + ROUNDING), Math.floor(minY / cell + ROUNDING)] as const;
  const columns = Math.max(Math.ceil(maxX / cell - ROUNDING) - from[0], 1);
  const rows = Math.max(Math.ceil(maxY / cell - ROUNDING) - from[1], 1);
  const farthest = Math.max(...bounds.map(Math.abs)) / cell;
  if (columns > MOST_ON_A_SIDE || rows > MOST_ON_A_SIDE || columns * rows > MOST_CELLS) {
    const fits = niceAbove(smallestCell(bounds, MOST_CELLS));
    const message =
      `Cells of ${shortNumber(cell)} would make a height raster of ${columns} × ${rows} cells, ` +
      `${Math.ceil((4 * columns * rows) / 1e6)} MB; at most ${MOST_ON_A_SIDE} are written along a side, and ${MOST_CELLS} in all. ` +
      `Take larger cells, of ${shortNumber(fits)} for example.`;
    throw new ReconstructError('option-invalid', message, { cell, columns, rows });
  }
  if (farthest > MOST_CELLS_FROM_ORIGIN) {
    const message =
      `Cells of ${shortNumber(cell)} are finer than coordinates of ${shortNumber(farthest * cell)} tell apart. ` +
      'Take larger cells, or move the mesh nearer to the origin.';
    throw new ReconstructError('option-invalid', message, { cell });
  }
  return { columns, rows, cell, left: multiple(from[0], cell), top: multiple(from[1] + rows, cell) };
}

function chosenCell(bounds: Bounds, meanEdge: number): number {
  const least = smallestCell(bounds, MOST_CHOSEN_CELLS);
  const nice = niceBelow(meanEdge);
  return nice >= least ? nice : niceAbove(least);
}

/** With which so many cells suffice. */
function smallestCell([minX, minY, maxX, maxY]: Bounds, most: number): number {
  const [width, height] = [maxX - minX, maxY - minY];
  // A cell more on each side, for corners lie at multiples.
  return Math.max(1.01 * Math.sqrt((width * height) / most), (1.01 * Math.max(width, height)) / MOST_ON_A_SIDE);
}

function unseen(): ReconstructError {
  const message =
    'The mesh has no surface that can be seen from above, so that there are no heights. Check which axis points up.';
  return new ReconstructError('mesh-format', message, {});
}

/** One triangle in cells: x to the right, y down from the top, z world. */
interface Corner {
  x: number;
  y: number;
  z: number;
}

/** @returns [columns × rowCount] world heights, `NO_HEIGHT` where there is none; the row of greatest y first */
export function* bandSteps(
  { positions, shift }: TerrainMesh,
  indices: Uint32Array,
  grid: RasterGrid,
  band: { readonly firstRow: number; readonly rowCount: number },
  tally: RasterTally,
): Steps<Float32Array> {
  const { columns, cell, left, top } = grid;
  const { firstRow, rowCount } = band;
  const highest = new Float32Array(columns * rowCount).fill(NO_HEIGHT);
  const lowest = new Float32Array(columns * rowCount).fill(Infinity);
  const corners: [Corner, Corner, Corner] = [newCorner(), newCorner(), newCorner()];
  const [fromLeft, fromTop] = [left - shift[0], top - shift[1]];
  let work = 0;
  for (let at = 0; at < indices.length; at += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const place = 3 * indices[at + corner]!;
      const into = corners[corner]!;
      into.x = (positions[place]! - fromLeft) / cell;
      into.y = (fromTop - positions[place + 1]!) / cell;
      into.z = positions[place + 2]! + shift[2];
    }
    const [a, b, c] = corners;
    if ((b.x - a.x) * (c.y - a.y) === (c.x - a.x) * (b.y - a.y)) continue; // a wall, or a line
    const from = Math.max(Math.ceil(Math.min(a.y, b.y, c.y) - 0.5), firstRow);
    const to = Math.min(Math.floor(Math.max(a.y, b.y, c.y) - 0.5), firstRow + rowCount - 1);
    for (let row = from; row <= to; row++) {
      work += fillRow(corners, row + 0.5, columns, (row - firstRow) * columns, highest, lowest);
    }
    if (++work > STEP_MASK) {
      work = 0;
      yield;
    }
  }
  for (let index = 0; index < highest.length; index++) {
    if ((index & 0xfffff) === 0) yield;
    const height = highest[index]!;
    if (height === NO_HEIGHT32) continue;
    tally.measured++;
    if (height - lowest[index]! > cell) tally.overhung++;
    tally.lowest = Math.min(tally.lowest, height);
    tally.highest = Math.max(tally.highest, height);
  }
  return highest;
}

const NO_HEIGHT32 = Math.fround(NO_HEIGHT);

function newCorner(): Corner {
  return { x: 0, y: 0, z: 0 };
}

/** Where the middle of a row lies between two edges: cells there take the height between them. Returns how many. */
function fillRow(
  corners: readonly [Corner, Corner, Corner],
  y: number,
  columns: number,
  offset: number,
  highest: Float32Array,
  lowest: Float32Array,
): number {
  let [x0, z0, x1, z1] = [Infinity, 0, -Infinity, 0];
  for (let edge = 0; edge < 3; edge++) {
    const [p, q] = [corners[edge]!, corners[(edge + 1) % 3]!];
    const isDown = p.y < q.y || (p.y === q.y && p.x < q.x);
    const [from, to] = isDown ? [p, q] : [q, p];
    if (y < from.y || y > to.y) continue;
    const share = to.y > from.y ? (y - from.y) / (to.y - from.y) : 0;
    const x = share === 1 ? to.x : from.x + share * (to.x - from.x);
    const z = share === 1 ? to.z : from.z + share * (to.z - from.z);
    if (x < x0) [x0, z0] = [x, z];
    if (x > x1) [x1, z1] = [x, z];
    // One that lies along the row has two ends in it.
    if (to.y === from.y && to.x > x1) [x1, z1] = [to.x, to.z];
  }
  const first = Math.max(Math.ceil(x0 - 0.5), 0);
  const last = Math.min(Math.floor(x1 - 0.5), columns - 1);
  const slope = x1 > x0 ? (z1 - z0) / (x1 - x0) : 0;
  const [low, high] = z0 < z1 ? [z0, z1] : [z1, z0];
  for (let column = first; column <= last; column++) {
    const z = Math.min(Math.max(z0 + slope * (column + 0.5 - x0), low), high);
    if (z > highest[offset + column]!) highest[offset + column] = z;
    if (z < lowest[offset + column]!) lowest[offset + column] = z;
  }
  return Math.max(last - first + 1, 0);
}
