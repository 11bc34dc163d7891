/** The lengths of a whole cloud from those of a random share of it. */
import { LEAST_NEIGHBOURS, MOST_NEIGHBOURS, planeRadius, type ScaleEstimate } from '../analysis/measure-scale.ts';
import { countWithin } from '../analysis/spacing-in.ts';

export interface DenseScale extends ScaleEstimate {
  /** Noise spans more points than a plane's neighbourhood may take: planes of so few say nothing of the surface. */
  readonly isTooNoisy: boolean;
}

/**
 * On a surface the spacing grows with the root of the thinning; the noise does not. Neighbourhoods by the rule of
 * `measure-scale.ts`: k points in a disc of radius r, one to each square of side s, are k s² = π r².
 */
export function denseScale(
  { spacingNorm: shareSpacing, noiseNorm, noisyNorm }: ScaleEstimate,
  shareCount: number,
  pointCount: number,
): DenseScale {
  const spacingNorm = shareSpacing * Math.sqrt(shareCount / pointCount);
  const radius = planeRadius({ spacingNorm, noiseNorm });
  const wanted = Math.round(countWithin(radius, spacingNorm));
  const neighbourCount = Math.max(LEAST_NEIGHBOURS, Math.min(wanted, MOST_NEIGHBOURS));
  return {
    spacingNorm,
    noiseNorm,
    ...(noisyNorm !== undefined && { noisyNorm }),
    neighbourCount,
    neighbourhoodNorm: spacingNorm * Math.sqrt(neighbourCount / Math.PI),
    isTooNoisy: wanted > MOST_NEIGHBOURS,
  };
}
