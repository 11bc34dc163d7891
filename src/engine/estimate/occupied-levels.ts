/**
 * Cells with points and bricks of every level that a run could have.
 *
 * Bricks are marked as the grid marks them (`shaders/grid/mark_point_bricks.wgsl`), one bit each, so their number is
 * exact up to the zones round holes. Cells are told apart by a bit at a hash of their coordinates, and counted by
 * linear counting (Whang et al. 1990): of m bits a share z is still clear after -m ln z different cells, in the mean.
 * With 2²⁴ bits and ten million cells the standard error is 0.02 %, and up to 256 the bits are the cells themselves.
 */
import { gridFrame } from '../grid/grid-frame.ts';
import type { Steps } from '../host/steps.ts';
import { ranges } from '../math/ranges.ts';
import { FINEST_RESOLUTION, RESOLUTIONS } from '../resolutions.ts';
import { type Extent, POINTS_PER_STEP } from './extent.ts';

export interface SurveyedLevel {
  readonly resolution: number;
  /** Cells that hold points. */
  readonly pointCells: number;
  /** Bricks with nodes round those cells, by the band's cells: [0] for a band of 2, [1] of 3. */
  readonly bricks: readonly [number, number];
}

/** Bits of the table of cells, as a power of two: 256³ at least, so that coarse levels are counted exactly. */
const TABLE_BITS = 24;
const BANDS = [2, 3] as const;

export function* levelSteps(positions: Float32Array, extent: Extent): Steps<SurveyedLevel[]> {
  const levels: SurveyedLevel[] = [];
  const cellsOfPoints = new FinestCells(positions, extent);
  for (const resolution of RESOLUTIONS) {
    const counter = new LevelCounter(resolution);
    for (const { first, count } of ranges(positions.length / 3, POINTS_PER_STEP)) {
      yield;
      const found = cellsOfPoints.find(first, count);
      for (let i = 0; i < found; i++) counter.add(cellsOfPoints.x[i]!, cellsOfPoints.y[i]!, cellsOfPoints.z[i]!);
    }
    yield;
    levels.push(counter.result());
  }
  return levels;
}

/** Cells of some consecutive points on the finest grid, from which every level's follow by a shift. */
class FinestCells {
  readonly x = new Uint16Array(POINTS_PER_STEP);
  readonly y = new Uint16Array(POINTS_PER_STEP);
  readonly z = new Uint16Array(POINTS_PER_STEP);
  readonly #positions: Float32Array;
  readonly #extent: Extent;

  constructor(positions: Float32Array, extent: Extent) {
    this.#positions = positions;
    this.#extent = extent;
  }

  /** Fills x, y, z for the kept ones of `count` points from `first` on; gives how many. */
  find(first: number, count: number): number {
    const { min, max, worldPerNorm, isKept } = this.#extent;
    const positions = this.#positions;
    const scale = 1 / (worldPerNorm * gridFrame(FINEST_RESOLUTION).voxelNorm);
    const [centreX, centreY, centreZ] = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
    const end = 3 * (first + count);
    let found = 0;
    for (let i = 3 * first; i < end; i += 3) {
      const x = positions[i]!;
      const y = positions[i + 1]!;
      const z = positions[i + 2]!;
      if (!isKept(x, y, z)) continue;
      this.x[found] = finestCell((x - centreX) * scale);
      this.y[found] = finestCell((y - centreY) * scale);
      this.z[found] = finestCell((z - centreZ) * scale);
      found++;
    }
    return found;
  }
}

function finestCell(fromCentre: number): number {
  return Math.min(Math.max(Math.floor(fromCentre + FINEST_RESOLUTION / 2), 0), FINEST_RESOLUTION - 1);
}

class LevelCounter {
  readonly #resolution: number;
  readonly #shift: number;
  readonly #bricksPerAxis: number;
  readonly #cells = new Uint32Array(2 ** (TABLE_BITS - 5));
  readonly #bricks: readonly [Uint32Array, Uint32Array];

  constructor(resolution: number) {
    this.#resolution = resolution;
    this.#shift = Math.log2(FINEST_RESOLUTION / resolution);
    this.#bricksPerAxis = gridFrame(resolution).bricksPerAxis;
    const words = Math.ceil(this.#bricksPerAxis ** 3 / 32);
    this.#bricks = [new Uint32Array(words), new Uint32Array(words)];
  }

  /** Takes the finest cell of a point. */
  add(finestX: number, finestY: number, finestZ: number): void {
    const x = finestX >> this.#shift;
    const y = finestY >> this.#shift;
    const z = finestZ >> this.#shift;
    const bit = this.#resolution <= 256 ? x | (y << 8) | (z << 16) : hashed(x, y, z);
    const mask = 1 << (bit & 31);
    const word = bit >>> 5;
    // A cell that was seen has marked its bricks; one that only shares its bit has neighbours that mark most of them.
    if ((this.#cells[word]! & mask) !== 0) return;
    this.#cells[word]! |= mask;
    for (let band = 0; band < 2; band++) this.#mark(this.#bricks[band]!, x, y, z, BANDS[band]!);
  }

  /** Bricks that meet the nodes cell - band … cell + 1 + band, as far as they exist. */
  #mark(bits: Uint32Array, x: number, y: number, z: number, band: number): void {
    const perAxis = this.#bricksPerAxis;
    const last = this.#resolution;
    const [endX, endY, endZ] = [
      Math.min(x + band + 1, last) >> 3,
      Math.min(y + band + 1, last) >> 3,
      Math.min(z + band + 1, last) >> 3,
    ];
    for (let k = Math.max(z - band, 0) >> 3; k <= endZ; k++) {
      for (let j = Math.max(y - band, 0) >> 3; j <= endY; j++) {
        for (let i = Math.max(x - band, 0) >> 3; i <= endX; i++) {
          const brick = i + perAxis * (j + perAxis * k);
          bits[brick >>> 5]! |= 1 << (brick & 31);
        }
      }
    }
  }

  result(): SurveyedLevel {
    const size = 2 ** TABLE_BITS;
    const set = bitCount(this.#cells);
    // A full table cannot tell how many more there are; one bit less gives the most it can.
    const clear = Math.max(size - set, 1);
    const pointCells = this.#resolution <= 256 ? set : Math.round(-size * Math.log(clear / size));
    return {
      resolution: this.#resolution,
      pointCells,
      bricks: [bitCount(this.#bricks[0]), bitCount(this.#bricks[1])],
    };
  }
}

/** 24 well mixed bits of a cell (Fibonacci hashing of two words; the constants are odd and otherwise arbitrary). */
function hashed(x: number, y: number, z: number): number {
  let bits = Math.imul(x | (y << 11), 0x9e3779b1) ^ Math.imul(z + 0x7f4a7c15, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 13), 0x297a2d39);
  return (bits ^ (bits >>> 16)) >>> (32 - TABLE_BITS);
}

function bitCount(words: Uint32Array): number {
  let sum = 0;
  for (let word of words) {
    if (word === 0) continue;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    sum += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}
