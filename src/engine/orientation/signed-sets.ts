/**
 * Union–find that also knows whether two members of a set have equal or opposite signs: union–find with parity, by
 * path compression alone, which costs a logarithm at the worst (Tarjan and van Leeuwen 1984).
 */
export class SignedSets {
  readonly #parents: Uint32Array;
  /** 1 where an item's sign is opposite to its parent's. */
  readonly #opposite: Uint8Array;

  constructor(count: number) {
    this.#parents = new Uint32Array(count).map((_, i) => i);
    this.#opposite = new Uint8Array(count);
  }

  /** The root of the item's set. */
  find(item: number): number {
    const parents = this.#parents;
    let root = item;
    let parity = 0;
    while (parents[root] !== root) {
      parity ^= this.#opposite[root]!;
      root = parents[root]!;
    }
    // Second pass: everything on the path hangs directly below the root, with its sign relative to it.
    while (parents[item] !== root) {
      const parent = parents[item]!;
      const own = this.#opposite[item]!;
      parents[item] = root;
      this.#opposite[item] = parity;
      parity ^= own;
      item = parent;
    }
    return root;
  }

  /** Whether the item's sign is opposite to that of its set's root. */
  isOpposite(item: number): boolean {
    // Found, the item hangs directly below its root; a root's own mark is never set.
    this.find(item);
    return this.#opposite[item] === 1;
  }

  /** Unites two sets such that `a` and `b` have equal or opposite signs; nothing where they are in one set already. */
  unite(a: number, b: number, opposite: boolean): void {
    const kept = this.find(a);
    const joined = this.find(b);
    if (kept === joined) return;
    const parity = Number(this.isOpposite(a)) ^ Number(this.isOpposite(b)) ^ Number(opposite);
    this.#parents[joined] = kept;
    this.#opposite[joined] = parity;
  }
}
