/** The published settings (GridPull section 4.1 and its code's defaults, as noted in docs/algorithm.md section 1). */
export const PAPER = Object.freeze({
  /** Nodes an axis. */
  nodes: 128,
  /** Queries a step; the first three eighths have the narrow noise. */
  queryCount: 50_000,
  narrowCount: 18_750,
  /** Standard deviations of the query noise, normalised. */
  narrowSigma: 0.01 * 0.027,
  wideSigma: 0.02 * 0.027,
  /** Weight of the gradient consistency term. */
  consistency: 0.005,
  /** The band of the total variation reaches so many voxels. */
  bandVoxels: 14,
  /** Radius of the sphere that the field starts from, in voxels. */
  startRadiusVoxel: 0.01 * 128,
  rate: 1,
  rateDecay: 0.3,
  decayEvery: 400,
  /** Neighbours of a point among which its queries look for their nearest point. */
  neighbours: 12,
});

/** Adam's rate at a step counted from 0, with the bias corrections of both moments folded in. */
export function adamRate(step: number): number {
  const decayed = PAPER.rate * PAPER.rateDecay ** Math.floor(step / PAPER.decayEvery);
  return (decayed * Math.sqrt(1 - 0.999 ** (step + 1))) / (1 - 0.9 ** (step + 1));
}
