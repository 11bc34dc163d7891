/**
 * Sets over all parts, each of clusters of single parts that seams, or border vertices, join. A cluster's number is
 * that of its part's first one and its own.
 */
import { DisjointSets } from '../../mesh/disjoint-sets.ts';
import { NONE } from './streamed-surface.ts';

export class ClusterTable {
  /** By part, where its clusters begin. */
  readonly #firsts: number[] = [];
  #count = 0;
  #sets: DisjointSets | undefined;

  /** Adds the next part's clusters; the number of the first one. */
  add(count: number): number {
    const first = this.#count;
    this.#firsts.push(first);
    this.#count += count;
    return first;
  }

  /** The number of a part's first cluster. */
  firstOf(part: number): number {
    return this.#firsts[part]!;
  }

  /** The part whose cluster this is. */
  partOf(cluster: number): number {
    let [low, high] = [0, this.#firsts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#firsts[middle]! <= cluster) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  get count(): number {
    return this.#count;
  }

  /** Of all that were added. */
  get sets(): DisjointSets {
    this.#sets ??= new DisjointSets(this.#count);
    return this.#sets;
  }

  /** [count] sums of the values of all clusters of a set, at its root. */
  summed(values: ArrayLike<number>): Float64Array {
    const sums = new Float64Array(this.#count);
    for (let i = 0; i < sums.length; i++) {
      const root = this.sets.find(i);
      sums[root] = sums[root]! + values[i]!;
    }
    return sums;
  }

  /** Numbers of the sets, in the order of their first clusters. */
  labels(): { readonly count: number; readonly labels: Uint32Array } {
    const labels = new Uint32Array(this.#count);
    let count = 0;
    for (let i = 0; i < labels.length; i++) {
      const root = this.sets.find(i);
      labels[i] = root === i ? count++ : labels[root]!;
    }
    return { count, labels };
  }
}

/** One value a seam of all parts. */
export class SeamValues {
  readonly values: Uint32Array;
  readonly #twins: Uint32Array;

  constructor(twins: Uint32Array) {
    this.#twins = twins;
    this.values = new Uint32Array(twins.length).fill(NONE);
  }

  /** Calls with each seam's value and that of its twin, `NONE` where there is none. */
  each(body: (value: number, across: number) => void): void {
    for (let seam = 0; seam < this.values.length; seam++) {
      const twin = this.#twins[seam]!;
      body(this.values[seam]!, twin === NONE ? NONE : this.values[twin]!);
    }
  }
}
