/** How much of a cloud lies in two layers, and whether those are of one surface (`look-for-layers.ts`). */

/** What a sample of places tells. */
export interface LayerCounts {
  /** Share of the places whose neighbours lie in two layers. */
  readonly share: number;
  /** Of those, how many have both layers facing the same way, each weighted by how sure its sides are; NaN of none. */
  readonly alikeShare: number;
  /** Median distance between the layers, normalised; 0 of none. */
  readonly offsetNorm: number;
  /**
   * Standard deviation of the points across one surface, where both layers face the same way, normalised; 0 of none.
   */
  readonly deviationNorm: number;
}
