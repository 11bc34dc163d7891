/** The k nearest points by looking at all of them, in double precision. */
export interface ReferenceNeighbours {
  /** Ascending by squared distance, then by point index. */
  readonly indices: number[];
  readonly squared: number[];
}

/** @param positions [3n]; of a query at (x, y, z). Gives min(k, n) neighbours. */
export function referenceNearest(
  positions: Float32Array,
  [x, y, z]: readonly [number, number, number],
  k: number,
): ReferenceNeighbours {
  const all = Array.from({ length: positions.length / 3 }, (_, index) => {
    const dx = (positions[3 * index] ?? NaN) - x;
    const dy = (positions[3 * index + 1] ?? NaN) - y;
    const dz = (positions[3 * index + 2] ?? NaN) - z;
    return { index, squared: dx * dx + dy * dy + dz * dz };
  });
  all.sort((a, b) => a.squared - b.squared || a.index - b.index);
  const nearest = all.slice(0, k);
  return { indices: nearest.map((p) => p.index), squared: nearest.map((p) => p.squared) };
}
