/** The lengths of a whole cloud from those of a random share of it. */
import { type EvenNeighbourhood, evenNeighbourhood, type ScaleEstimate } from '../analysis/measure-scale.ts';

export type DenseScale = ScaleEstimate & EvenNeighbourhood;

/** On a surface the spacing grows with the root of the thinning; the noise does not. */
export function denseScale(
  { spacingNorm: shareSpacing, noiseNorm, noisyNorm }: ScaleEstimate,
  shareCount: number,
  pointCount: number,
): DenseScale {
  const spacingNorm = shareSpacing * Math.sqrt(shareCount / pointCount);
  return {
    spacingNorm,
    noiseNorm,
    ...(noisyNorm !== undefined && { noisyNorm }),
    ...evenNeighbourhood({ spacingNorm, noiseNorm }),
  };
}
