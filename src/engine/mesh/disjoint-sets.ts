/**
 * Union–find over 0…count−1 with path halving (Tarjan and van Leeuwen 1984) on one typed array. The lower root wins a
 * union, so the representative of a set is its least member and does not depend on the order of the unions.
 */
export class DisjointSets {
  readonly #parents: Uint32Array;

  constructor(count: number) {
    this.#parents = new Uint32Array(count);
    for (let i = 0; i < count; i++) this.#parents[i] = i;
  }

  /** The least member of the set that holds `item`. */
  find(item: number): number {
    const parents = this.#parents;
    let parent = parents[item]!;
    while (parent !== item) {
      const grandparent = parents[parent]!;
      parents[item] = grandparent;
      item = grandparent;
      parent = parents[item]!;
    }
    return item;
  }

  /** Whether two different sets became one. */
  unite(a: number, b: number): boolean {
    const rootA = this.find(a);
    const rootB = this.find(b);
    if (rootA === rootB) return false;
    if (rootA < rootB) this.#parents[rootB] = rootA;
    else this.#parents[rootA] = rootB;
    return true;
  }
}
