/**
 * What tiles read of a dense cloud: the points of their blocks, from memory or from wherever a host keeps them. All
 * that concerns the whole cloud (where blocks begin, the steps of its coordinates) is known without reading any.
 */
import { coordinateSteps } from '../cloud/coordinate-steps.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import type { Triple } from '../math/triple.ts';
import type { DenseCloud } from './dense-cloud.ts';

export interface DensePoints extends Pick<DenseCloud, 'blockStarts'> {
  /** Those of the whole cloud's coordinates. */
  readonly steps: Triple;
  /** [3 × count] of the points with these indices, ascending: normalised. */
  positions(indices: Uint32Array): Promise<Float32Array<ArrayBuffer>>;
  /** [3 × count] sRGB; not there where the cloud has no colours. */
  readonly colors?: (indices: Uint32Array) => Promise<Uint8Array>;
}

/** A dense cloud in memory. @param colors [3 × points of the `PointCloud`] sRGB */
export function heldPoints(cloud: DenseCloud, colors?: Uint8Array): DensePoints {
  const { positions, sourceIndices, blockStarts } = cloud;
  return {
    blockStarts,
    steps: coordinateSteps(positions),
    positions: (indices) => Promise.resolve(gatherTriples(positions, indices, new Float32Array(3 * indices.length))),
    ...(colors && {
      colors: (indices: Uint32Array) => {
        const sources = indices.map((point) => sourceIndices[point]!);
        return Promise.resolve(gatherTriples(colors, sources, new Uint8Array(3 * sources.length)));
      },
    }),
  };
}
