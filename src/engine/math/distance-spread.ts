/** How signed distances are spread: how many lie within a tolerance, and their histogram. Pure loops over millions. */

export interface ToleranceShares {
  /** Below −tolerance. */
  readonly inside: number;
  /** From −tolerance to tolerance. */
  readonly within: number;
  /** Above tolerance; what is endless is here, too. */
  readonly outside: number;
}

/**
 * The shares of all distances that are numbers, which add up to 1; null where there are none.
 * @param tolerance from 0, in the unit of the distances
 */
export function toleranceShares(distances: Float32Array | Float64Array, tolerance: number): ToleranceShares | null {
  let [inside, within, outside] = [0, 0, 0];
  // Counts by index: `for … of` goes through an iterator until the loop is compiled.
  for (let i = 0; i < distances.length; i++) {
    const distance = distances[i]!;
    if (distance > tolerance) outside++;
    else if (distance < -tolerance) inside++;
    else if (distance === distance) within++;
  }
  const count = inside + within + outside;
  return count === 0 ? null : { inside: inside / count, within: within / count, outside: outside / count };
}

/**
 * [binCount] how many distances lie in each of as many equal parts of low … high, the last with its end; those beyond
 * are in none.
 * @param isSigned false for distances without their signs
 */
export function distanceHistogram(
  distances: Float32Array | Float64Array,
  { low, high }: { readonly low: number; readonly high: number },
  binCount: number,
  isSigned = true,
): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(binCount);
  const scale = binCount / (high - low);
  for (let i = 0; i < distances.length; i++) {
    const distance = isSigned ? distances[i]! : Math.abs(distances[i]!);
    if (distance >= low && distance <= high) counts[Math.min(binCount - 1, Math.floor((distance - low) * scale))]!++;
  }
  return counts;
}
