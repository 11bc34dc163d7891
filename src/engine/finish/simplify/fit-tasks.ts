/**
 * The fit of a simplified mesh to its original, and the distances between the two, cut into tasks for all threads of
 * the host: most of either is looking for closest triangles, point by point.
 */
import { abortable } from '../../gpu/gpu.ts';
import type { TaskHost } from '../../host/host.ts';
import { inStretches } from '../../host/in-stretches.ts';
import { INLINE_TASKS } from '../../host/inline-host.ts';
import { hasSharedMemory, shareable } from '../../host/shared-memory.ts';
import { finishSteps, runSteps } from '../../host/steps.ts';
import { task } from '../../host/task.ts';
import { allocateCorners, type SearchTree, searchTreeSteps, TriangleSearch } from '../../measure/closest-point.ts';
import {
  type DeviationInput,
  type DeviationStretch,
  joinedSteps,
  type MeasuredDeviation,
  pointCount,
  stretchSteps,
} from '../../measure/deviation.ts';
import { growTriangleTree } from '../../mesh/grow-tree.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { FIT_POINTS, type FitInput, type FitPoints, fitPointSteps, fitVerticesSteps } from './fit-vertices.ts';

/** Of points: some 0.1 s of work, so that an abort never waits long for a worker. */
const STRETCH = 1 << 16;
/** Triangles: a tree of fewer is one task. */
const LEAST_SHARED = 1 << 16;

export const buildSearchTree = task('buildSearchTree', (mesh: WorldMesh): SearchTree =>
  finishSteps(searchTreeSteps(mesh)),
);

interface Stretch {
  readonly first: number;
  readonly count: number;
}

/** The tree of `buildSearchTree`, grown by all threads where that pays. Rejects with `signal.reason` when aborted. */
export async function growSearchTree(mesh: WorldMesh, host: TaskHost, signal: AbortSignal): Promise<SearchTree> {
  const shared = sharedMesh(mesh);
  const count = mesh.indices.length / 3;
  if (!hasSharedMemory() || count <= LEAST_SHARED) return abortable(host.runTask(buildSearchTree, shared), signal);
  const corners = allocateCorners(shared.indices);
  return { ...(await growTriangleTree(shared.positions, shared.indices, host, signal, { corners })), corners };
}

export const measureStretch = task(
  'measureStretch',
  ({ first, count, ...input }: DeviationInput & Stretch): DeviationStretch =>
    finishSteps(stretchSteps(input, first, first + count)),
);

/** As `deviationOnSteps` measures. */
export async function measureDeviation(
  input: DeviationInput,
  host: TaskHost,
  signal: AbortSignal,
): Promise<MeasuredDeviation> {
  const tasks = sharing(host);
  const shared = { ...input, from: sharedMesh(input.from), onto: sharedMesh(input.onto) };
  const stretches = await inStretches(pointCount(input), STRETCH, tasks, signal, (range) =>
    tasks.runTask(measureStretch, { ...shared, ...range }),
  );
  return runSteps(joinedSteps(input, stretches), signal);
}

interface PointsInput {
  readonly original: WorldMesh;
  readonly wanted: number;
}

export const placeFitPoints = task('placeFitPoints', ({ original, wanted }: PointsInput): FitPoints =>
  finishSteps(fitPointSteps(original, wanted)),
);

interface ClosestInput extends Stretch {
  readonly tree: SearchTree;
  /** [3 × …] */
  readonly points: Float64Array;
}

/** [count] the closest triangle of each point */
export const findClosestTriangles = task(
  'findClosestTriangles',
  ({ tree, points, first, count }: ClosestInput): Uint32Array<ArrayBuffer> => {
    const search = new TriangleSearch(tree);
    const found = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const at = 3 * (first + i);
      found[i] = search.findClosest(points[at]!, points[at + 1]!, points[at + 2]!);
    }
    return found;
  },
);

export const fitVertices = task('fitVertices', (input: FitInput): Float64Array<ArrayBuffer> =>
  finishSteps(fitVerticesSteps(input)),
);

/**
 * [3 × vertexCount] fitted positions
 *
 * @param isFixed [vertexCount] 1 for vertices that stay
 */
export async function fitToOriginal(
  mesh: WorldMesh,
  original: WorldMesh,
  isFixed: Uint8Array,
  host: TaskHost,
  signal: AbortSignal,
): Promise<Float64Array<ArrayBuffer>> {
  const tasks = sharing(host);
  const shared = sharedMesh(mesh);
  const wanted = FIT_POINTS * (mesh.indices.length / 3);
  const [points, tree] = await Promise.all([
    abortable(tasks.runTask(placeFitPoints, { original, wanted }), signal),
    growSearchTree(shared, tasks, signal),
  ]);
  const closest = new Uint32Array(points.areas.length);
  await inStretches(closest.length, STRETCH, tasks, signal, async (range) => {
    closest.set(await tasks.runTask(findClosestTriangles, { tree, points: points.points, ...range }), range.first);
  });
  return abortable(tasks.runTask(fitVertices, { mesh: shared, points, closest, isFixed }), signal);
}

/** Arrays that would be copied for every task leave the work on this thread. */
function sharing(host: TaskHost): TaskHost {
  return hasSharedMemory() ? host : INLINE_TASKS;
}

function sharedMesh({ positions, indices }: WorldMesh): WorldMesh {
  return { positions: shareable(positions), indices: shareable(indices) };
}
