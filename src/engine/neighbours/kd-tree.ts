/**
 * The k-d tree over a cloud: a left-balanced binary tree without pointers, the same bytes for the CPU's search and
 * for the shaders' (`shaders/neighbours/kd_walk.wgsl`). A grid hash would be quicker to build, but scans mix spacings
 * by a factor of a hundred, and a tree needs no cell size.
 *
 * Built in tasks over shared memory: splits from the top until a subtree is small, then whole subtrees. Points are
 * ordered by coordinate, then index, so every split has one answer and the tree does not depend on how many workers
 * there are.
 */
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import { abortable } from '../gpu/gpu.ts';
import type { TaskHost } from '../host/host.ts';
import { allocateShareable, hasSharedMemory } from '../host/shared-memory.ts';
import { buildSubtree, splitSubtree, type Subtree, type TreeMemory } from './build-subtree.ts';

export interface KdTree {
  readonly pointCount: number;
  /**
   * [4 × pointCount] per node x, y, z as float32 bits, then the point's index | axis << 30. The root is node 0, the
   * children of node i are 2i + 1 and 2i + 2. May lie in shared memory; never written once built.
   */
  readonly nodes: Uint32Array;
}

/** Two bits of a node's last number are the axis. */
const MAX_POINT_COUNT = 2 ** 30;
/** Points of a subtree built in one task: about 0.1 s of work, so that an abort never waits long for a worker. */
const TASK_POINT_COUNT = 1 << 18;
/** Subtrees a worker, so that the last ones to finish leave nobody idle for long. */
const SUBTREES_PER_WORKER = 4;
/** Below this a task costs more to send than to do. */
const MIN_TASK_POINT_COUNT = 1 << 13;

/**
 * @param positions [3 × pointCount], any space, finite; zero points give an empty tree.
 * @throws ReconstructError `cloud-format` past 2³⁰ points.
 */
export async function buildKdTree(positions: Float32Array, host: TaskHost, context: RunContext): Promise<KdTree> {
  const { signal } = context;
  signal.throwIfAborted();
  const pointCount = positions.length / 3;
  if (pointCount > MAX_POINT_COUNT) {
    throw new ReconstructError(
      'cloud-format',
      `the cloud has ${pointCount} points, the search tree holds at most ${MAX_POINT_COUNT}; thin the cloud out`,
      { request: pointCount, limit: MAX_POINT_COUNT },
    );
  }
  // Without shared memory nothing can be built beside this thread.
  const shared = hasSharedMemory();
  const memory: TreeMemory = {
    records: allocateShareable(16 * pointCount),
    nodes: allocateShareable(16 * pointCount),
  };
  const tree: KdTree = { pointCount, nodes: new Uint32Array(memory.nodes) };
  if (pointCount === 0) return tree;

  const perWorker = Math.ceil(pointCount / (SUBTREES_PER_WORKER * host.parallelTasks));
  const taskPointCount = Math.max(MIN_TASK_POINT_COUNT, Math.min(TASK_POINT_COUNT, perWorker));
  const split = (subtree: Subtree) =>
    shared ? host.runTask(splitSubtree, { memory, subtree }) : Promise.resolve(splitSubtree({ memory, subtree }));
  const build = (subtree: Subtree) =>
    shared ? host.runTask(buildSubtree, { memory, subtree }) : Promise.resolve(buildSubtree({ memory, subtree }));
  const grow = async (subtree: Subtree): Promise<void> => {
    signal.throwIfAborted();
    if (subtree.count <= taskPointCount) return abortable(build(subtree), signal);
    const children = await abortable(split(subtree), signal);
    await Promise.all(children.map(grow));
  };
  fillRecords(memory.records, positions);
  await grow({ node: 0, first: 0, count: pointCount });
  return tree;
}

/** Writes x, y, z, point index for every point. */
function fillRecords(records: ArrayBufferLike, positions: Float32Array): void {
  const values = new Float32Array(records);
  const indices = new Uint32Array(records);
  for (let from = 0, to = 0; from < positions.length; from += 3, to += 4) {
    values[to] = positions[from]!;
    values[to + 1] = positions[from + 1]!;
    values[to + 2] = positions[from + 2]!;
    indices[to + 3] = to / 4;
  }
}
