/**
 * The least squares of all scans at once: small turns and steps of each that bring the points of every scan to the
 * planes of the others (point to plane, Chen & Medioni 1991; all scans together, Pulli 1999). In what no plane says
 * anything of (a plane slides on itself) nothing moves.
 */
import { smallestEigenvector } from '../math/smallest-eigenvector.ts';

/** Of a scan: three of turns, about its own middle and in units of its radius, three of steps. */
export const UNKNOWNS = 6;

/**
 * Mean square of what a unit of a motion does to the offsets, below which nobody can tell it from none: a plane, a
 * cylinder and a ball, with noise of a twentieth of their spacing, are held in three, two and three of the six; scans
 * of a koala, a gear, a hammer, a boat, a fish in none (from .003 on single ones of gear and hammer).
 */
const LEAST_TOLD = 0.001;
/** Of all, so that rounds do not overshoot while planes change. */
const DAMPING = 1e-4;

/**
 * Several scans may move together where none of them may alone: those that see the top of a part meet one another
 * there, those that see its bottom there, and both groups on walls that say nothing of how thick it is. Of how far such
 * a motion takes the meeting scans past one another so much is offset, as a mean square, where nobody can tell it:
 * gears .0004, what is told from .006 on.
 */
const LEAST_TOLD_TOGETHER = 0.001;
/** Motions of several scans that are held at most. */
const MOST_TOGETHER = 6;
/** Of inverse iterations: each brings the smallest nearer by its ratio to the next, a tenth where it counts. */
const INVERSE_STEPS = 8;
/** A scan takes part in a motion from so much of the largest share on. */
const LEAST_PART = 0.1;

export class MotionSystem {
  readonly #size: number;
  readonly #matrix: Float64Array;
  readonly #right: Float64Array;
  /**
   * [size × size] of motions: the weighed squares of the ways that they take the places of meetings past one another.
   */
  readonly #ways: Float64Array;
  /** [scanCount] weight of the offsets that each scan has part in. */
  readonly #weights: Float64Array;

  constructor(scanCount: number) {
    this.#size = UNKNOWNS * scanCount;
    this.#matrix = new Float64Array(this.#size ** 2);
    this.#right = new Float64Array(this.#size);
    this.#ways = new Float64Array(this.#size ** 2);
    this.#weights = new Float64Array(scanCount);
  }

  /**
   * Weighs (offset + row · (motion of a) - otherRow · (motion of b))².
   * @param row [6] change of the offset by the motion of `a`; `otherRow` by that of `b`, the other way
   */
  add(a: number, row: Float64Array, b: number, otherRow: Float64Array, offset: number, weight: number): void {
    this.#weights[a]! += weight;
    this.#weights[b]! += weight;
    for (let i = 0; i < UNKNOWNS; i++) {
      this.#right[UNKNOWNS * a + i]! -= weight * row[i]! * offset;
      this.#right[UNKNOWNS * b + i]! += weight * otherRow[i]! * offset;
    }
    this.#addSquares(this.#matrix, { a, row, b, otherRow, weight });
  }

  /**
   * The way on which both motions take the place of a meeting past one another, one axis of it, of the same weight.
   * @param row [6] change of the place along the axis by the motion of `a`; `otherRow` by that of `b`
   */
  addWay(a: number, row: Float64Array, b: number, otherRow: Float64Array, weight: number): void {
    this.#addSquares(this.#ways, { a, row, b, otherRow, weight });
  }

  #addSquares(sums: Float64Array, { a, row, b, otherRow, weight }: PairOfRows): void {
    for (let i = 0; i < UNKNOWNS; i++) {
      const [left, other] = [weight * row[i]!, -weight * otherRow[i]!];
      for (let j = 0; j < UNKNOWNS; j++) {
        sums[this.#at(a, i, a, j)]! += left * row[j]!;
        sums[this.#at(b, i, b, j)]! -= other * otherRow[j]!;
        sums[this.#at(a, i, b, j)]! -= left * otherRow[j]!;
        sums[this.#at(b, i, a, j)]! += other * row[j]!;
      }
    }
  }

  /** Of how many of a scan's motions nobody can tell; these are held from then on. */
  holdUntold(scan: number): number {
    const weight = this.#weights[scan]!;
    if (weight === 0) return UNKNOWNS;
    const block = new Float64Array(UNKNOWNS ** 2);
    for (let i = 0; i < UNKNOWNS; i++) {
      for (let j = 0; j < UNKNOWNS; j++) block[UNKNOWNS * i + j] = this.#matrix[this.#at(scan, i, scan, j)]! / weight;
    }
    let held = 0;
    for (; held < UNKNOWNS; held++) {
      const vector = smallestEigenvector(block, UNKNOWNS);
      if (valueAlong(block, vector) >= LEAST_TOLD) break;
      for (let i = 0; i < UNKNOWNS; i++) {
        for (let j = 0; j < UNKNOWNS; j++) {
          const hold = vector[i]! * vector[j]!;
          block[UNKNOWNS * i + j]! += hold;
          this.#matrix[this.#at(scan, i, scan, j)]! += HOLD * weight * hold;
        }
      }
    }
    return held;
  }

  /**
   * Of how many motions of several scans at once nobody can tell, for each scan that takes part; these are held from
   * then on. Of what single scans are held in none is counted again.
   */
  holdUntoldTogether(fixed: (scan: number) => boolean): number[] {
    const held = [...this.#weights].map(() => 0);
    const rows = this.#freeRows(fixed);
    for (let mode = 0; mode < MOST_TOGETHER && rows.length > UNKNOWNS; mode++) {
      const ways = this.#partOf(this.#ways, rows);
      const found = leastTold(choleskyOf(this.#damped(rows), rows.length), ways, this.#partOf(this.#matrix, rows));
      if (found.told >= LEAST_TOLD_TOGETHER) break;
      const moved = timesVector(ways, found.motion);
      const parts = held.map((_, scan) =>
        rows.reduce((sum, row, i) => (Math.floor(row / UNKNOWNS) === scan ? sum + found.motion[i]! ** 2 : sum), 0),
      );
      const most = Math.max(...parts);
      parts.forEach((part, scan) => (held[scan]! += part > LEAST_PART * most ? 1 : 0));
      for (const [i, row] of rows.entries()) {
        for (const [j, column] of rows.entries()) {
          this.#matrix[this.#size * row + column]! += HOLD * moved[i]! * moved[j]!;
        }
      }
    }
    return held;
  }

  /** [6 × scanCount] the motions; those of `fixed` scans are 0. */
  solve(fixed: (scan: number) => boolean): Float64Array {
    const rows = this.#freeRows(fixed);
    const x = Float64Array.from(rows, (row) => this.#right[row]!);
    solveInPlace(choleskyOf(this.#damped(rows), rows.length), x);
    const motions = new Float64Array(this.#size);
    for (const [i, row] of rows.entries()) motions[row] = x[i]!;
    return motions;
  }

  #freeRows(fixed: (scan: number) => boolean): number[] {
    const free = [...this.#weights.keys()].filter((scan) => !fixed(scan) && this.#weights[scan]! > 0);
    return free.flatMap((scan) => Array.from({ length: UNKNOWNS }, (_, i) => UNKNOWNS * scan + i));
  }

  #partOf(matrix: Float64Array, rows: readonly number[]): Float64Array {
    const part = new Float64Array(rows.length ** 2);
    for (const [i, row] of rows.entries()) {
      for (const [j, column] of rows.entries()) part[rows.length * i + j] = matrix[this.#size * row + column]!;
    }
    return part;
  }

  #damped(rows: readonly number[]): Float64Array {
    const matrix = this.#partOf(this.#matrix, rows);
    for (const [i, row] of rows.entries()) {
      matrix[rows.length * i + i]! += DAMPING * this.#weights[Math.floor(row / UNKNOWNS)]!;
    }
    return matrix;
  }

  #at(a: number, i: number, b: number, j: number): number {
    return this.#size * (UNKNOWNS * a + i) + UNKNOWNS * b + j;
  }
}

interface PairOfRows {
  readonly a: number;
  readonly row: Float64Array;
  readonly b: number;
  readonly otherRow: Float64Array;
  readonly weight: number;
}

/** Against weights of at most 1: what is held moves a thousandth of what it would. */
const HOLD = 1e3;

function valueAlong(matrix: Float64Array, vector: Float64Array): number {
  return timesVector(matrix, vector).reduce((sum, value, i) => sum + value * vector[i]!, 0);
}

function timesVector(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[size * i + j]! * vector[j]!;
    return sum;
  });
}

/**
 * The motion whose way is offset least, by inverse iteration (Golub & Van Loan, Matrix Computations, section 8.2.2);
 * its way squared is 1.
 * @param factor of the matrix whose squares are offsets, with its damping
 */
function leastTold(
  factor: Float64Array,
  ways: Float64Array,
  matrix: Float64Array,
): { readonly motion: Float64Array; readonly told: number } {
  // No motion that counts is at right angles to all of these.
  let motion: Float64Array = Float64Array.from({ length: Math.sqrt(ways.length) }, (_, i) => 1 + 0.5 * Math.sin(7 * i));
  for (let step = 0; step < INVERSE_STEPS; step++) {
    motion = timesVector(ways, motion);
    solveInPlace(factor, motion);
    const length = Math.sqrt(Math.max(valueAlong(ways, motion), Number.MIN_VALUE));
    motion = motion.map((value) => value / length);
  }
  return { motion, told: valueAlong(matrix, motion) };
}

/**
 * The lower factor of a positive definite matrix, in its place (Golub & Van Loan, Matrix Computations, section 4.2).
 */
function choleskyOf(matrix: Float64Array, count: number): Float64Array {
  for (let j = 0; j < count; j++) {
    for (let i = j; i < count; i++) {
      let sum = matrix[count * i + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[count * i + k]! * matrix[count * j + k]!;
      matrix[count * i + j] = i === j ? Math.sqrt(sum) : sum / matrix[count * j + j]!;
    }
  }
  return matrix;
}

function solveInPlace(factor: Float64Array, x: Float64Array): void {
  const count = x.length;
  for (let j = 0; j < count; j++) {
    for (let k = 0; k < j; k++) x[j]! -= factor[count * j + k]! * x[k]!;
    x[j]! /= factor[count * j + j]!;
  }
  for (let j = count - 1; j >= 0; j--) {
    for (let k = j + 1; k < count; k++) x[j]! -= factor[count * k + j]! * x[k]!;
    x[j]! /= factor[count * j + j]!;
  }
}
