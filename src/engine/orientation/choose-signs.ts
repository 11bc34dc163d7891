/**
 * Which patches to turn round so that the winding number on the surface comes as near to one half as it can
 * (algorithm.md, "flipped parts"): E = Σ (Σ s W - ½)² over the samples, s = ±1 a patch. Least squares over signs is
 * hard, but nearly all of them are right from the start: single turns and pairs, the best first, find the rest.
 */
import { task } from '../host/task.ts';
import type { CreaseVotes } from './crease-votes.ts';

export interface SignsInput {
  /**
   * [(patchCount + 1) × sampleCount]: what each patch adds to the winding number at the samples; the last: the rest.
   */
  readonly windings: Float32Array;
  /** [patchCount] samples that lie on each patch. */
  readonly sampleCounts: Uint32Array;
  readonly creases: CreaseVotes;
}

/** A turn must lower the energy by so much for each sample of what it turns (measured): less may be chance. */
const LEAST_GAIN = 0.25;
/**
 * A patch whose creases do not fit turns where that costs at most so much for each of its samples. The floors of cups
 * without an underside gained up to .37 when they turned the wrong way, and cost as much to turn back.
 */
const MOST_COST = 0.5;
/** Of the pairs of neighbours at its creases, less those that fit, and how many they have to be. */
const LEAST_MISFIT = 0.6;
const LEAST_PAIRS = 30;

/** [patchCount] 1 where the patch has to turn round. */
export const chooseSigns = task(
  'chooseSigns',
  ({ windings, sampleCounts, creases }: SignsInput): Uint8Array<ArrayBuffer> => {
    const patchCount = sampleCounts.length;
    const energy = new PatchEnergy(windings, patchCount);
    const flips = new Uint8Array(patchCount);
    for (let turn = 0; turn < 4 * patchCount; turn++) {
      const best = bestSingle(energy, sampleCounts) ?? bestPair(energy, sampleCounts);
      if (!best) break;
      for (const patch of best) {
        energy.flip(patch);
        flips[patch] = 1 - flips[patch]!;
      }
    }
    fitCreases(energy, sampleCounts, creases, flips);
    return flips;
  },
);

/** Turns the patches whose creases do not fit, the worst first. */
function fitCreases(
  energy: PatchEnergy,
  sampleCounts: Uint32Array,
  { balances, totals }: CreaseVotes,
  flips: Uint8Array,
): void {
  const patchCount = flips.length;
  for (let turn = 0; turn < patchCount; turn++) {
    let [worst, most] = [-1, 0];
    for (let p = 0; p < patchCount; p++) {
      let [balance, total] = [0, 0];
      for (let q = 0; q < patchCount; q++) {
        balance += (flips[p] === flips[q] ? 1 : -1) * balances[p * patchCount + q]!;
        total += totals[p * patchCount + q]!;
      }
      if (total < LEAST_PAIRS || balance > -LEAST_MISFIT * total || balance > most) continue;
      if (energy.change(p) <= MOST_COST * sampleCounts[p]!) [worst, most] = [p, balance];
    }
    if (worst < 0) return;
    energy.flip(worst);
    flips[worst] = 1 - flips[worst]!;
  }
}

function bestSingle(energy: PatchEnergy, sampleCounts: Uint32Array): number[] | undefined {
  let best: number[] | undefined;
  let least = -1e-9;
  for (let q = 0; q < sampleCounts.length; q++) {
    const change = energy.change(q);
    if (change < least && change < -LEAST_GAIN * sampleCounts[q]!) {
      least = change;
      best = [q];
    }
  }
  return best;
}

function bestPair(energy: PatchEnergy, sampleCounts: Uint32Array): number[] | undefined {
  let best: number[] | undefined;
  let least = -1e-9;
  for (let q = 0; q < sampleCounts.length; q++) {
    for (let r = q + 1; r < sampleCounts.length; r++) {
      const change = energy.change(q) + energy.change(r) + energy.together(q, r);
      if (change < least && change < -LEAST_GAIN * (sampleCounts[q]! + sampleCounts[r]!)) {
        least = change;
        best = [q, r];
      }
    }
  }
  return best;
}

/** sᵀ G s - sᵀ c with the Gram matrix G of the patches' windings and c their sums. */
class PatchEnergy {
  readonly #size: number;
  readonly #gram: Float64Array;
  readonly #sums: Float64Array;
  readonly #signs: Int8Array;

  constructor(windings: Float32Array, patchCount: number) {
    const size = patchCount + 1;
    const sampleCount = windings.length / size;
    this.#size = size;
    this.#gram = new Float64Array(size * size);
    this.#sums = new Float64Array(size);
    this.#signs = new Int8Array(size).fill(1);
    for (let q = 0; q < size; q++) {
      for (let m = 0; m < sampleCount; m++) this.#sums[q]! += windings[q * sampleCount + m]!;
      for (let r = q; r < size; r++) {
        let product = 0;
        for (let m = 0; m < sampleCount; m++)
          product += windings[q * sampleCount + m]! * windings[r * sampleCount + m]!;
        this.#gram[q * size + r] = product;
        this.#gram[r * size + q] = product;
      }
    }
  }

  /** What turning one patch changes. */
  change(q: number): number {
    let others = 0;
    for (let r = 0; r < this.#size; r++) if (r !== q) others += this.#signs[r]! * this.#gram[q * this.#size + r]!;
    return this.#signs[q]! * (2 * this.#sums[q]! - 4 * others);
  }

  /** What turning both changes beyond turning each. */
  together(q: number, r: number): number {
    return 8 * this.#signs[q]! * this.#signs[r]! * this.#gram[q * this.#size + r]!;
  }

  flip(q: number): void {
    this.#signs[q] = -this.#signs[q]!;
  }
}
