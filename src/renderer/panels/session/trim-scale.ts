/**
 * The trim slider's scale. What is worth trimming lies near the points, what is furthest may be a hundred times
 * further: the first half of the way covers an eighth of the distances.
 */
const STEEPNESS = 4;

/** @param at 0…1 along the slider; `max` in world units */
export function lengthAt(at: number, max: number): number {
  return (max * Math.expm1(STEEPNESS * at)) / Math.expm1(STEEPNESS);
}

/** @returns 0…1 */
export function placeOf(length: number, max: number): number {
  if (!(max > 0)) return 1;
  return Math.min(1, Math.log1p((Math.max(0, length) / max) * Math.expm1(STEEPNESS)) / STEEPNESS);
}
