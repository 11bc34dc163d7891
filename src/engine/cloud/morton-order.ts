/**
 * Orders points along a Morton curve, so that neighbours in space are mostly neighbours in memory: what the tree, the
 * grids and the GPU's caches live on. The cells are those of the finest level: 2048 an axis give keys of 33 bits,
 * sorted by three passes of a counting sort over digits of 11 bits. Counting sort is stable, so points of one cell keep
 * their order and the result depends on the positions alone.
 */
import { CUBE_ORIGIN, CUBE_SIDE, FINEST_RESOLUTION } from '../resolutions.ts';

/** The kernels' constants of `shaders/common/point_cell.wgsl` as float32. */
const HALF_SIDE = Math.fround(-CUBE_ORIGIN);
const CELLS_PER_NORM = Math.fround(FINEST_RESOLUTION / CUBE_SIDE);
/** Values of eleven bits. */
const DIGIT_COUNT = 2048;

/**
 * The cell of one normalised coordinate: ⌊(p + 0.55) · (2048 / 1.1)⌋, held to 0…2047. In float32 and in this order, as
 * the kernels compute it (both operations are correctly rounded there too): a point that changed cells at a border
 * would break its cell's range of points.
 */
export function mortonCell(coordinate: number): number {
  const cell = Math.floor(Math.fround(Math.fround(coordinate + HALF_SIDE) * CELLS_PER_NORM));
  return Math.min(Math.max(cell, 0), FINEST_RESOLUTION - 1);
}

/**
 * @param positions [3 × pointCount] normalised.
 * @returns [pointCount] point indices in Morton order (bits of x lowest), those of one cell ascending.
 */
export function mortonOrder(positions: Float32Array): Uint32Array<ArrayBuffer> {
  const keys = new MortonKeys(positions.length / 3);
  for (let i = 0; i < positions.length; i += 3) keys.add(positions[i]!, positions[i + 1]!, positions[i + 2]!);
  return keys.order();
}

/**
 * Keys of points that come one after the other, from wherever they are: thirteen bytes a point while they are sorted.
 */
export class MortonKeys {
  /** The lower ten bits of each axis make 30 bits of key, the eleventh bits the three above them. */
  readonly #lowBits: Uint32Array<ArrayBuffer>;
  readonly #topBits: Uint8Array<ArrayBuffer>;
  #count = 0;

  /** @param mostPoints as many as are added at most */
  constructor(mostPoints: number) {
    this.#lowBits = new Uint32Array(mostPoints);
    this.#topBits = new Uint8Array(mostPoints);
  }

  get count(): number {
    return this.#count;
  }

  /** A point by its normalised coordinates. */
  add(atX: number, atY: number, atZ: number): void {
    const x = mortonCell(atX);
    const y = mortonCell(atY);
    const z = mortonCell(atZ);
    this.#lowBits[this.#count] = spread(x) | (spread(y) << 1) | (spread(z) << 2);
    this.#topBits[this.#count++] = (x >>> 10) | ((y >>> 10) << 1) | ((z >>> 10) << 2);
  }

  /** [count] numbers of the points, in the order in which they were added, by their keys. The keys are used up. */
  order(): Uint32Array<ArrayBuffer> {
    let current = new Uint32Array(this.#count);
    for (let i = 0; i < current.length; i++) current[i] = i;
    let next = new Uint32Array(this.#count);
    for (let digit = 0; digit < 3; digit++) {
      sortByDigit(current, next, digit, this.#lowBits, this.#topBits);
      [current, next] = [next, current];
    }
    // At once, not when the collector comes to it: what is made next is as large again.
    for (const used of [next, this.#lowBits, this.#topBits]) used.buffer.transfer(0);
    return current;
  }
}

/** One pass of the counting sort. The digit is spelled out twice: as a closure it made the sort take twice as long. */
function sortByDigit(
  current: Uint32Array,
  next: Uint32Array,
  digit: number,
  lowBits: Uint32Array,
  topBits: Uint8Array,
): void {
  const shift = 11 * digit;
  // 30 = 22 + 8: the last digit's upper three bits are `topBits`. A shift by 11 puts them beyond the other digits.
  const topShift = digit === 2 ? 8 : 11;
  const mask = DIGIT_COUNT - 1;
  const starts = new Uint32Array(DIGIT_COUNT);
  for (let point = 0; point < current.length; point++) {
    const value = ((lowBits[point]! >>> shift) | (topBits[point]! << topShift)) & mask;
    starts[value] = starts[value]! + 1;
  }
  let sum = 0;
  for (let value = 0; value < DIGIT_COUNT; value++) {
    const count = starts[value]!;
    starts[value] = sum;
    sum += count;
  }
  for (let i = 0; i < current.length; i++) {
    const point = current[i]!;
    const value = ((lowBits[point]! >>> shift) | (topBits[point]! << topShift)) & mask;
    const place = starts[value]!;
    starts[value] = place + 1;
    next[place] = point;
  }
}

/** Puts two zero bits after each of the lower ten bits. */
function spread(cell: number): number {
  let bits = cell & 0x3ff;
  bits = (bits | (bits << 16)) & 0x030000ff;
  bits = (bits | (bits << 8)) & 0x0300f00f;
  bits = (bits | (bits << 4)) & 0x030c30c3;
  return (bits | (bits << 2)) & 0x09249249;
}
