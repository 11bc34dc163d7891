/**
 * The least squares of all scans at once: small turns and steps of each that bring the points of every scan to the planes of
 * the others (point to plane, Chen & Medioni 1991; all scans together, Pulli 1999). In what no plane says anything of
 * (a plane slides on itself) nothing moves.
 */
import { smallestEigenvector } from '../math/smallest-eigenvector.ts';

/** Of a scan: three of turns, about its own middle and in units of its radius, three of steps. */
export const UNKNOWNS = 6;

/**
 * Mean square of what a unit of a motion does to the offsets, below which nobody can tell it from none: a plane, a
 * cylinder and a ball, with noise of a twentieth of their spacing, are held in three, two and three of the six; scans of a koala, a gear, a
 * hammer, a boat, a fish in none (from .003 on single ones of gear and hammer).
 */
const LEAST_TOLD = 0.001;
/** Of all, so that rounds do not overshoot while planes change. */
const DAMPING = 1e-4;

export class MotionSystem {
  readonly #size: number;
  readonly #matrix: Float64Array;
  readonly #right: Float64Array;
  /** [scanCount] weight of the offsets that each scan has part in. */
  readonly #weights: Float64Array;

  constructor(scanCount: number) {
    this.#size = UNKNOWNS * scanCount;
    this.#matrix = new Float64Array(this.#size ** 2);
    this.#right = new Float64Array(this.#size);
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
      const [left, other] = [weight * row[i]!, -weight * otherRow[i]!];
      this.#right[UNKNOWNS * a + i]! -= left * offset;
      this.#right[UNKNOWNS * b + i]! -= other * offset;
      for (let j = 0; j < UNKNOWNS; j++) {
        this.#matrix[this.#at(a, i, a, j)]! += left * row[j]!;
        this.#matrix[this.#at(b, i, b, j)]! -= other * otherRow[j]!;
        this.#matrix[this.#at(a, i, b, j)]! -= left * otherRow[j]!;
        this.#matrix[this.#at(b, i, a, j)]! += other * row[j]!;
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

  /** [6 × scanCount] the motions; those of `fixed` scans are 0. */
  solve(fixed: (scan: number) => boolean): Float64Array {
    const free = [...this.#weights.keys()].filter((scan) => !fixed(scan) && this.#weights[scan]! > 0);
    const rows = free.flatMap((scan) => Array.from({ length: UNKNOWNS }, (_, i) => UNKNOWNS * scan + i));
    const count = rows.length;
    const matrix = new Float64Array(count * count);
    for (const [i, row] of rows.entries()) {
      for (const [j, column] of rows.entries()) matrix[count * i + j] = this.#matrix[this.#size * row + column]!;
      matrix[count * i + i]! += DAMPING * this.#weights[Math.floor(row / UNKNOWNS)]!;
    }
    const solution = solveByCholesky(
      matrix,
      rows.map((row) => this.#right[row]!),
    );
    const motions = new Float64Array(this.#size);
    for (const [i, row] of rows.entries()) motions[row] = solution[i]!;
    return motions;
  }

  #at(a: number, i: number, b: number, j: number): number {
    return this.#size * (UNKNOWNS * a + i) + UNKNOWNS * b + j;
  }
}

/** Against weights of at most 1: what is held moves a thousandth of what it would. */
const HOLD = 1e3;

function valueAlong(matrix: Float64Array, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < UNKNOWNS; i++) {
    for (let j = 0; j < UNKNOWNS; j++) sum += vector[i]! * matrix[UNKNOWNS * i + j]! * vector[j]!;
  }
  return sum;
}

/** The positive definite matrix becomes its factor (Golub & Van Loan, Matrix Computations, section 4.2). */
function solveByCholesky(matrix: Float64Array, right: readonly number[]): Float64Array {
  const count = right.length;
  const x = Float64Array.from(right);
  for (let j = 0; j < count; j++) {
    for (let i = j; i < count; i++) {
      let sum = matrix[count * i + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[count * i + k]! * matrix[count * j + k]!;
      matrix[count * i + j] = i === j ? Math.sqrt(sum) : sum / matrix[count * j + j]!;
    }
    for (let k = 0; k < j; k++) x[j]! -= matrix[count * j + k]! * x[k]!;
    x[j]! /= matrix[count * j + j]!;
  }
  for (let j = count - 1; j >= 0; j--) {
    for (let k = j + 1; k < count; k++) x[j]! -= matrix[count * k + j]! * x[k]!;
    x[j]! /= matrix[count * j + j]!;
  }
  return x;
}
