/**
 * The tree of boxes round a mesh's triangles (triangle-tree.ts), grown by all threads of the host: the same tree as one
 * thread grows, for where each node stands follows from the count of triangles. Level by level the upper nodes are
 * split, each by one task; what is below has a task that splits it to the end.
 */
import type { TaskHost } from '../host/host.ts';
import { inStretches } from '../host/in-stretches.ts';
import { hasSharedMemory } from '../host/shared-memory.ts';
import { finishSteps, runSteps } from '../host/steps.ts';
import { task } from '../host/task.ts';
import {
  allocateBounds,
  boundSteps,
  centroidSteps,
  joinBounds,
  type LeafCopies,
  nodeCounter,
  openTreeSort,
  splitSteps,
  type Subtree,
  treeOf,
  type TreeSort,
  type TriangleTree,
  triangleTreeSteps,
} from './triangle-tree.ts';

/** Some 50 ms of work, so that an abort never waits long for a worker. */
const PART_TRIANGLES = 1 << 16;

interface PlacedMesh {
  readonly positions: Float64Array;
  readonly indices: Uint32Array;
}

interface CentroidsInput extends PlacedMesh {
  readonly sort: TreeSort;
  readonly first: number;
  readonly count: number;
}

export const placeCentroids = task('placeCentroids', ({ positions, indices, sort, first, count }: CentroidsInput) =>
  finishSteps(centroidSteps(positions, indices, sort, first, first + count)),
);

interface SplitInput {
  readonly sort: TreeSort;
  readonly subtree: Subtree;
}

/** One node's children. */
export const splitNode = task('splitNode', ({ sort, subtree }: SplitInput): Subtree[] =>
  finishSteps(splitSteps(sort, subtree, Math.ceil((subtree.end - subtree.begin) / 2))),
);

interface GrowInput extends PlacedMesh, SplitInput {
  readonly bounds: Float64Array;
  readonly copies: LeafCopies;
}

/** A subtree to its leaves, with all boxes. */
export const growSubtree = task(
  'growSubtree',
  ({ positions, indices, sort, bounds, copies, subtree }: GrowInput): void => {
    finishSteps(splitSteps(sort, subtree, 0));
    const end = subtree.node + nodeCounter()(subtree.end - subtree.begin);
    finishSteps(boundSteps(positions, indices, { ...sort, bounds }, subtree.node, end, copies));
  },
);

/**
 * As `triangleTreeSteps`. Rejects with `signal.reason` when aborted.
 *
 * @param positions in shared memory, as `indices`, where there is some
 * @param indices [3 × triangleCount] at least one triangle
 * @param copies written; in shared memory, too
 * @param most triangles of what one task splits to the end
 */
export async function growTriangleTree(
  positions: Float64Array,
  indices: Uint32Array,
  host: TaskHost,
  signal: AbortSignal,
  copies: LeafCopies = {},
  most = PART_TRIANGLES,
): Promise<TriangleTree> {
  const triangleCount = indices.length / 3;
  // Arrays that would be copied for every task leave the work on this thread; a thread for one task would not pay.
  if (!hasSharedMemory() || triangleCount <= most) {
    return runSteps(triangleTreeSteps(positions, indices, copies), signal);
  }
  const sort = openTreeSort(triangleCount);
  const bounds = allocateBounds(sort);
  await inStretches(triangleCount, most, host, signal, (range) =>
    host.runTask(placeCentroids, { positions, indices, sort, ...range }),
  );
  const above: number[] = [];
  let level: Subtree[] = [{ begin: 0, end: triangleCount, node: 0 }];
  while (sizeOf(level[0]!) > most) {
    above.push(...level.map(({ node }) => node));
    const split = await inStretches(level.length, 1, host, signal, ({ first }) =>
      host.runTask(splitNode, { sort, subtree: level[first]! }),
    );
    level = split.flat();
  }
  await inStretches(level.length, 1, host, signal, ({ first }) =>
    host.runTask(growSubtree, { positions, indices, sort, bounds, copies, subtree: level[first]! }),
  );
  for (const node of above.reverse()) joinBounds(bounds, 6 * node, 6 * (node + 1), 6 * sort.rightChildren[node]!);
  return treeOf(sort, bounds);
}

function sizeOf({ begin, end }: Subtree): number {
  return end - begin;
}
