/**
 * Takes away what marching cubes found where there are no points: far patches, fringes of open borders, then crumbs and
 * phantom sheets, then the vertices left over; then turns diagonals to follow creases. One
 * task, so that the mesh travels to a worker and back once.
 */
import { task } from '../host/task.ts';
import { compactMesh, type CompactMesh } from '../mesh/compact.ts';
import { dropComponents, findComponents, markPhantoms } from '../mesh/components.ts';
import { flipDiagonals } from './flip-diagonals.ts';
import { markFreeTriangles } from './free-space.ts';
import { keepClosedPatches, markFarTriangles, retreatBorders, type VertexSupport } from './trim-patches.ts';

/**
 * From here on bumps of the noise pass for creases, and following them swells thin parts: P2S of trefoil (.85 voxels)
 * rises by 1.4 %, of koala-200k-noise (.61) and skull (.31) by .3 %, though NC gains .0016, .0002 and .0003.
 */
const MOST_NOISE_VOXELS = 0.25;

export interface TrimInput extends VertexSupport {
  /** [3 × vertexCount] normalised */
  readonly positions: Float32Array;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
  /** The widest hole that is filled, as the distance of its middle to the points; 0 fills none. */
  readonly holeRadiusNorm: number;
  /** `findFreeSpace`, where beams tell. */
  readonly isFree?: Uint8Array;
}

export interface TrimmedMesh extends CompactMesh {
  /** Components that remain. */
  readonly componentCount: number;
  readonly farTriangles: number;
  /** Far triangles of patches that did not close a hole, and fringes of open borders. */
  readonly trimmedTriangles: number;
  readonly droppedComponents: number;
}

/** The mesh without what no point supports, compacted; normals follow from what is left. */
export const trimMesh = task('trimMesh', (input: TrimInput): TrimmedMesh => {
  const { positions, indices } = input;
  const { isFar, isKept } = keepSupported(input);
  const trimmedTriangles = isKept.length - countOnes(isKept);
  const { componentCount, droppedComponents } = dropUnsupported(input, isFar, isKept);
  const kept = compactMesh(positions, indices, isKept);
  if (input.noiseNorm < MOST_NOISE_VOXELS * input.voxelNorm) {
    flipDiagonals(kept.positions, kept.indices, input.voxelNorm);
  }
  return { ...kept, componentCount, farTriangles: countOnes(isFar), trimmedTriangles, droppedComponents };
});

/** Which triangles are far from all points, and which are kept: not far patches, what lies in free space, nor fringes of open borders. */
export function keepSupported(input: TrimInput) {
  const { indices } = input;
  const isFar = markFarTriangles(indices, input);
  const isKept = keepClosedPatches(indices, isFar, input.squared, input.holeRadiusNorm);
  if (input.isFree) {
    // Whatever hole it closes: beams went through.
    markFreeTriangles(input.isFree, input, isFar).forEach((free, triangle) => {
      if (free === 1) isKept[triangle] = 0;
    });
  }
  retreatBorders(indices, isKept, input);
  return { isFar, isKept };
}

/** Clears the flags of crumbs and phantom sheets in `isKept`; how many components remain, and how many were dropped. */
export function dropUnsupported({ positions, indices }: TrimInput, isFar: Uint8Array, isKept: Uint8Array) {
  const components = findComponents(positions, indices, isKept, isFar);
  const droppedComponents = dropComponents(indices, isKept, components, markPhantoms(components));
  return { componentCount: components.count - droppedComponents, droppedComponents };
}

function countOnes(flags: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < flags.length; i++) count += flags[i]!;
  return count;
}
