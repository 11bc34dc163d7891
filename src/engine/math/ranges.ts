/** Work in parts: the one way in which a number of elements is split into consecutive ranges. */

/** The elements `first` … `end - 1`, `count` of them. */
export interface Range {
  readonly first: number;
  readonly count: number;
  readonly end: number;
}

/** Consecutive ranges of at most `size` that cover 0 … total - 1; none where total is 0. */
export function* ranges(total: number, size: number): Generator<Range> {
  for (let first = 0; first < total; first += size) {
    const end = Math.min(first + size, total);
    yield { first, count: end - first, end };
  }
}
