/**
 * Which of `count` things is the `sample`-th that is looked at: a multiplicative sequence (2654435761 is prime) that
 * any number of samples spreads over all of them, each once before any comes again.
 */
export function spreadIndex(sample: number, count: number): number {
  return (sample * 2654435761) % count;
}
