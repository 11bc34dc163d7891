/** What tests of measured thresholds share: cases at a chosen figure, on the processor and on the device. */

/** A unit vector at this cosine from z, in the plane of x and z. */
export const tilted = (cosine: number): number[] => [Math.sqrt(1 - cosine ** 2), 0, cosine];

/** Where a rule, decided one way at `low` and the other at `high`, changes its mind. */
export function turningPoint(decides: (at: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  const first = decides(from);
  if (decides(to) === first) throw new Error(`the rule decides the same at ${low} and at ${high}`);
  for (let i = 0; i < 40; i++) {
    const middle = (from + to) / 2;
    if (decides(middle) === first) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
