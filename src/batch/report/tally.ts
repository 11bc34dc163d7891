/** How often each of some values is there, most frequent first; values as frequent stay in the order they came in. */
export function tally<T>(values: readonly T[]): (readonly [T, number])[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** The most frequent of at least one value. */
export function mostFrequent<T>(values: readonly T[]): T {
  return tally(values)[0]![0];
}
