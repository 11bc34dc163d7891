/** A winding tree on the device, with the sources that its sums are over. */
import placeVectorsWgsl from '../../shaders/orientation/place_vectors.wgsl';
import sumMomentsWgsl from '../../shaders/orientation/sum_moments.wgsl';
import type { CommandList } from '../gpu/command-list.ts';
import type { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel } from '../gpu/kernel.ts';
import type { WindingTree } from './build-winding-tree.ts';

export const placeVectors = defineKernel({
  label: 'orientation/place_vectors',
  code: placeVectorsWgsl,
  workgroup: 64,
  params: { count: 'u32' },
  buffers: { vectors: 'read', point_entries: 'read', moments: 'read_write' },
});

export const sumMoments = defineKernel({
  label: 'orientation/sum_moments',
  code: sumMomentsWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32' },
  buffers: { generations: 'read', moments: 'read_write' },
});

export const MOMENT_KERNELS = [placeVectors, sumMoments] as const;

export interface GpuWindingTree {
  readonly pointCount: number;
  readonly entryCount: number;
  /** vec4f [entryCount]: see `WindingTree.spheres`. */
  readonly spheres: GPUBuffer;
  /**
   * vec4f [entryCount]: the sum of the entry's sources (xyz) and the entry after its subtree as a number (w; float32
   * holds integers up to 2^24). Together they are one load of the walk.
   */
  readonly moments: GPUBuffer;
  /** u32 [pointCount]: entry of each point, tree order. */
  readonly pointEntries: GPUBuffer;
  /** u32 [nodeCount]: see `WindingTree.generations`. */
  readonly generations: GPUBuffer;
  readonly generationOffsets: readonly number[];
}

/** Uploads a tree; all sources are zero. The buffers belong to `scope`. */
export function uploadWindingTree(scope: BufferScope, tree: WindingTree): GpuWindingTree {
  const moments = new Float32Array(4 * tree.entryCount);
  tree.skips.forEach((skip, entry) => (moments[4 * entry + 3] = skip));
  return {
    pointCount: tree.pointCount,
    entryCount: tree.entryCount,
    spheres: scope.upload('winding spheres', tree.spheres),
    moments: scope.upload('winding moments', moments),
    pointEntries: scope.upload('winding point entries', tree.pointEntries),
    generations: scope.upload('winding generations', tree.generations),
    generationOffsets: tree.generationOffsets,
  };
}

/** Records the sums of the nodes over sources that have been placed at the points, a generation after the other. */
export function encodeMoments(commands: CommandList, tree: GpuWindingTree): void {
  const { generations, moments, generationOffsets } = tree;
  for (let height = 0; height + 1 < generationOffsets.length; height++) {
    const first = generationOffsets[height]!;
    const count = generationOffsets[height + 1]! - first;
    commands.dispatch(sumMoments, count, { first, count }, { generations, moments });
  }
}

/** Records placing and summing of `vectors` (vec4f [pointCount], tree order). */
export function encodeVectors(commands: CommandList, tree: GpuWindingTree, vectors: GPUBuffer): void {
  const { pointCount: count, pointEntries, moments } = tree;
  commands.dispatch(placeVectors, count, { count }, { vectors, point_entries: pointEntries, moments });
  encodeMoments(commands, tree);
}
