/**
 * PoissonRecon 18.75 on the benchmark's clouds, P2S in 10⁻⁴ of the largest extent / normal agreement: measured once,
 * with the true normals and with estimated ones (PCA and a spanning tree). Where a device's results hold runs of its
 * own, those are shown instead of the first.
 */
export const POISSON_BEFORE: Readonly<Record<string, { readonly trueNormals: string; readonly estimated: string }>> = {
  'koala-50k': { trueNormals: '.74 / .998', estimated: '1.07 / .997' },
  'gear-100k': { trueNormals: '1.76 / .984', estimated: '2.59 / .981' },
  'gyroid-200k': { trueNormals: '1.48 / .992', estimated: '1.93 / .990' },
  'koala-200k-noise': { trueNormals: '4.00 / .988', estimated: '6.93 / .963' },
  'skull-100k-outliers': { trueNormals: '4.32 / .982, 45 pieces', estimated: '496 / .912, inside out' },
  'nefertiti-1M': { trueNormals: '1.56 / .972', estimated: '2.01 / .962' },
};
