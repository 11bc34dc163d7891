/**
 * Where each point has its foot on a surface: the vertex nearest to it. By cells of a grid, for points lie beside the
 * surface: a k-d tree takes seven times as long, most of it to be built. The cells are filled by one task, and then
 * asked by all workers, each for points of its own.
 */
import { abortable } from '../gpu/gpu.ts';
import type { TaskHost } from '../host/host.ts';
import { inStretches } from '../host/in-stretches.ts';
import { allocateShareable, hasSharedMemory, shareable } from '../host/shared-memory.ts';
import { task } from '../host/task.ts';
import { boundsOf } from '../math/point-bounds.ts';
import type { Range } from '../math/ranges.ts';

export interface FeetInput {
  /** [3 × vertexCount] at least one. */
  readonly positions: Float32Array;
  /** [3 × pointCount] in the same space. */
  readonly points: Float32Array;
}

/** The foot of a point of which nothing of the surface is near. */
export const NO_FOOT = 0xffffffff;

/** For each vertex so many cells: of a surface, few of them have any. */
const CELLS_PER_VERTEX = 4;
/** 64 MiB. */
const MOST_CELLS = 2 ** 24;
/** A point with no vertex so near has no foot: nothing of the surface is about it. */
const MOST_RINGS = 8;
/** Points of a task: some 20 ms. */
const POINTS_PER_TASK = 2 ** 15;
/** Of a cell's side: rounding must not put a cell farther away than a vertex in it. */
const SLACK = 1e-6;

/**
 * [pointCount] the vertex nearest to each point, the first of several; `NO_FOOT` where there is none. Rejects with
 * `signal.reason`.
 */
export async function findFeet(input: FeetInput, host: TaskHost, signal: AbortSignal): Promise<Uint32Array> {
  const positions = shareable(input.positions);
  const cells = await abortable(host.runTask(sortIntoCells, { positions }), signal);
  const { points } = input;
  const pointCount = points.length / 3;
  // Where every task gets copies of all vertices, one has to do.
  const size = hasSharedMemory() ? POINTS_PER_TASK : Math.max(1, pointCount);
  const feet = new Uint32Array(pointCount);
  await inStretches(pointCount, size, host, signal, async ({ first, end }: Range) => {
    const stretch = { cells, positions, points: points.slice(3 * first, 3 * end) };
    feet.set(await host.runTask(findNearestVertices, stretch), first);
  });
  return feet;
}

/** The vertices by the cells of a grid round them all. */
export interface VertexCells {
  readonly min: readonly number[];
  /** Length of a cell's side. */
  readonly side: number;
  /** Cells along x, y and z. */
  readonly sizes: readonly number[];
  /** [cellCount + 1] where each cell's vertices begin in `order`; x runs fastest. */
  readonly starts: Uint32Array;
  /** [vertexCount] those of a cell ascending. */
  readonly order: Uint32Array;
}

export const sortIntoCells = task('sortIntoCells', ({ positions }: Pick<FeetInput, 'positions'>): VertexCells => {
  const count = positions.length / 3;
  const { min, max } = boundsOf(positions);
  const extents = max.map((value, axis) => value - min[axis]!);
  const longest = Math.max(...extents, Number.MIN_VALUE);
  const wanted = Math.min(MOST_CELLS, CELLS_PER_VERTEX * count);
  // A flat surface has a volume, too: its cells are no smaller than those of a cube of a thousandth of its height.
  const volume = extents.reduce((product, extent) => product * Math.max(extent, longest / 1000), 1);
  const side = Math.cbrt(volume / wanted);
  const sizes = extents.map((extent) => Math.floor(extent / side) + 1);
  const cellCount = sizes.reduce((product, size) => product * size, 1);
  const starts = new Uint32Array(allocateShareable(4 * (cellCount + 1)));
  const order = new Uint32Array(allocateShareable(4 * count));
  const cellOf = cellsOf(positions, { min, side, sizes });
  for (let vertex = 0; vertex < count; vertex++) starts[cellOf[vertex]! + 1]!++;
  for (let cell = 1; cell <= cellCount; cell++) starts[cell]! += starts[cell - 1]!;
  // Backwards from the ends of the cells, which so come to be their beginnings.
  const next = starts.subarray(1);
  for (let vertex = count - 1; vertex >= 0; vertex--) order[--next[cellOf[vertex]!]!] = vertex;
  starts.copyWithin(0, 1);
  starts[cellCount] = count;
  return { min, side, sizes, starts, order };
});

/** [vertexCount] */
function cellsOf(positions: Float32Array, { min, side, sizes }: Pick<VertexCells, 'min' | 'side' | 'sizes'>) {
  const cells = new Uint32Array(positions.length / 3);
  const [minX, minY, minZ] = [min[0]!, min[1]!, min[2]!];
  const [sizeX, sizeY, sizeZ] = [sizes[0]!, sizes[1]!, sizes[2]!];
  for (let vertex = 0, at = 0; vertex < cells.length; vertex++, at += 3) {
    const i = placeOf(positions[at]!, minX, side, sizeX);
    const j = placeOf(positions[at + 1]!, minY, side, sizeY);
    const k = placeOf(positions[at + 2]!, minZ, side, sizeZ);
    cells[vertex] = (k * sizeY + j) * sizeX + i;
  }
  return cells;
}

/** The cell of a coordinate; the outermost one where it lies beyond. */
function placeOf(value: number, min: number, side: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor((value - min) / side)));
}

interface StretchInput extends FeetInput {
  readonly cells: VertexCells;
}

/** As `findFeet` finds them. */
export const findNearestVertices = task('findNearestVertices', ({ cells, ...input }: StretchInput): Uint32Array => {
  const { points } = input;
  const search = new CellSearch(input.positions, cells);
  const feet = new Uint32Array(points.length / 3);
  for (let point = 0; point < feet.length; point++) {
    feet[point] = search.nearest(points[3 * point]!, points[3 * point + 1]!, points[3 * point + 2]!);
  }
  return feet;
});

class CellSearch {
  readonly #positions: Float32Array;
  readonly #starts: Uint32Array;
  readonly #order: Uint32Array;
  readonly #side: number;
  readonly #minX: number;
  readonly #minY: number;
  readonly #minZ: number;
  readonly #sizeX: number;
  readonly #sizeY: number;
  readonly #sizeZ: number;
  #vertex = NO_FOOT;
  #squared = Infinity;

  constructor(positions: Float32Array, { min, side, sizes, starts, order }: VertexCells) {
    this.#positions = positions;
    this.#starts = starts;
    this.#order = order;
    this.#side = side;
    [this.#minX, this.#minY, this.#minZ] = [min[0]!, min[1]!, min[2]!];
    [this.#sizeX, this.#sizeY, this.#sizeZ] = [sizes[0]!, sizes[1]!, sizes[2]!];
  }

  /** The first of those that are nearest; `NO_FOOT` where there is none within `MOST_RINGS` cells. */
  nearest(x: number, y: number, z: number): number {
    const side = this.#side;
    const atX = placeOf(x, this.#minX, side, this.#sizeX);
    const atY = placeOf(y, this.#minY, side, this.#sizeY);
    const atZ = placeOf(z, this.#minZ, side, this.#sizeZ);
    this.#vertex = NO_FOOT;
    this.#squared = Infinity;
    for (let ring = 0; ring <= MOST_RINGS; ring++) {
      // Whatever lies in this ring, or beyond it, is no nearer than the rings within it are wide.
      if (ring > 0 && this.#squared <= ((ring - 1) * side) ** 2) break;
      const lastZ = Math.min(this.#sizeZ - 1, atZ + ring);
      const lastY = Math.min(this.#sizeY - 1, atY + ring);
      for (let k = Math.max(0, atZ - ring); k <= lastZ; k++) {
        const apartZ = apart(z - this.#minZ, k, side);
        if (apartZ > this.#squared) continue;
        const isFaceZ = k - atZ === ring || atZ - k === ring;
        for (let j = Math.max(0, atY - ring); j <= lastY; j++) {
          const aside = apartZ + apart(y - this.#minY, j, side);
          if (aside > this.#squared) continue;
          const row = (k * this.#sizeY + j) * this.#sizeX;
          if (isFaceZ || j - atY === ring || atY - j === ring) {
            this.#look(row, atX - ring, atX + ring, x, y, z);
          } else {
            if (aside + apart(x - this.#minX, atX - ring, side) <= this.#squared) {
              this.#look(row, atX - ring, atX - ring, x, y, z);
            }
            if (aside + apart(x - this.#minX, atX + ring, side) <= this.#squared) {
              this.#look(row, atX + ring, atX + ring, x, y, z);
            }
          }
        }
      }
    }
    return this.#vertex;
  }

  /** The cells of a row, whose vertices follow one another. */
  #look(row: number, from: number, to: number, x: number, y: number, z: number): void {
    const last = this.#sizeX - 1;
    if (to < 0 || from > last) return;
    const positions = this.#positions;
    const order = this.#order;
    const end = this.#starts[row + Math.min(last, to) + 1]!;
    for (let place = this.#starts[row + Math.max(0, from)]!; place < end; place++) {
      const vertex = order[place]!;
      const dx = positions[3 * vertex]! - x;
      const dy = positions[3 * vertex + 1]! - y;
      const dz = positions[3 * vertex + 2]! - z;
      const squared = dx * dx + dy * dy + dz * dz;
      if (squared > this.#squared || (squared === this.#squared && vertex > this.#vertex)) continue;
      this.#vertex = vertex;
      this.#squared = squared;
    }
  }
}

/** Squared distance of a coordinate, counted from the grid's edge, from the cell at `place`; 0 within it. */
function apart(value: number, place: number, side: number): number {
  const below = place * side - value;
  const beyond = Math.max(below, value - (place + 1) * side) - SLACK * side;
  return beyond > 0 ? beyond * beyond : 0;
}
