/**
 * The cloud that the pipeline works on, or the share of a large one: prepared, cleaned of outliers, with its tree, on
 * the CPU and on the device.
 */
import { dumpCleaned } from './dump-cleaned.ts';
import { CLEAN_PASSES, cleanCloud, LEAST_POINTS } from '../analysis/clean-cloud.ts';
import type { PreparedCloud } from '../cloud/prepare-cloud.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import type { PreparedWithWarnings } from '../cloud/prepare-task.ts';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { StageContext } from '../host/stage-context.ts';
import { findNearest, type Neighbours } from '../neighbours/find-nearest.ts';
import { type GpuKdTree, uploadKdTree, uploadPoints } from '../neighbours/gpu-kd-tree.ts';
import { buildKdTree, type KdTree } from '../neighbours/kd-tree.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { type PreparedAhead, preparedPoints } from './prepare-ahead.ts';
import type { StageClock } from './stage-clock.ts';
import type { WorkLimits } from '../limits.ts';

export interface WorkingCloud {
  readonly prepared: PreparedCloud;
  readonly pointCount: number;
  readonly tree: KdTree;
  readonly gpuTree: GpuKdTree;
  /** vec4f [pointCount] normalised. */
  readonly points: GPUBuffer;
  /**
   * [pointCount] standard deviation of the noise at each point, normalised, which is the w of `points`, too; 0 where it
   * is that of the cloud. Not there where noise does not differ by region.
   */
  readonly deviations?: Float32Array<ArrayBuffer>;
  /**
   * The nearest of each point as the last search for outliers left them, which found none; for whom they are of no use
   * destroys them (`dropNearest`).
   */
  readonly nearest?: Neighbours | undefined;
  readonly duplicateCount: number;
  readonly farCount: number;
  readonly outlierCount: number;
}

export interface WorkingCloudInput {
  readonly cloud: PointCloud;
  readonly clock: StageClock;
  readonly limits: WorkLimits;
  /** How many nearest points of each the run will ask for, itself among them: at least 9, or 0. */
  readonly listed: number;
  /** What was done before the run for this cloud, if anything was. */
  readonly ahead?: PreparedAhead | undefined;
}

/**
 * The stages `prepare` and `clean`. Buffers of the result belong to the stage's scope.
 * Throws `cloud-degenerate` where nothing is left to reconstruct.
 */
export async function makeWorkingCloud(
  stage: StageContext,
  { cloud, clock, limits, listed, ahead }: WorkingCloudInput,
): Promise<WorkingCloud> {
  const { gpu, scope, host, context } = stage;
  let prepared = await clock.run('prepare', async () =>
    reportWarnings(
      ahead ?? (await preparedPoints(cloud.positions, host, context.signal, limits, cloud.all !== undefined)),
      context,
    ),
  );
  const { duplicateCount, farCount, sourceIndices: first } = prepared;
  return clock.run('clean', async () => {
    let tree = ahead?.tree ?? (await buildKdTree(prepared.positions, host, context));
    let outlierCount = 0;
    let nearest: Neighbours | undefined;
    for (let pass = 0; pass < CLEAN_PASSES; pass++) {
      using own = new BufferScope(gpu, 'clean');
      const points = uploadPoints(own, prepared.positions);
      const pointCount = prepared.sourceIndices.length;
      const search = { tree: uploadKdTree(own, tree), queries: points, queryCount: pointCount, k: listed };
      const isListed = listed > 0 && pointCount >= LEAST_POINTS;
      const found = isListed ? await findNearest({ ...stage, scope: own }, search) : undefined;
      const { positions } = prepared;
      const keep = await cleanCloud(stage, { tree: search.tree, points, pointCount, nearest: found, positions });
      const kept = keptInFileOrder(prepared.sourceIndices, keep, cloud.positions.length / 3);
      if (kept.length === pointCount) {
        if (found) nearest = handedOver(found, own, scope);
        break;
      }
      outlierCount += pointCount - kept.length;
      // Outliers stretched the frame: what is left is framed, and sorted, anew.
      const left = await preparedPoints(subset(cloud.positions, kept), host, context.signal, limits);
      prepared = withSource(reportWarnings(left, context), kept);
      tree = await buildKdTree(prepared.positions, host, context);
    }
    const points = uploadPoints(scope, prepared.positions);
    const gpuTree = uploadKdTree(scope, tree);
    const pointCount = prepared.sourceIndices.length;
    await dumpCleaned(host, cloud, first, prepared);
    return { prepared, pointCount, tree, gpuTree, points, nearest, duplicateCount, farCount, outlierCount };
  });
}

/** The same lists, owned by another scope. */
export function handedOver(lists: Neighbours, from: BufferScope, to: BufferScope): Neighbours {
  for (const buffer of [lists.indices, lists.squared]) to.adopt(from.release(buffer));
  return lists;
}

/** Destroys what is left of the search for outliers, which belongs to `scope`. */
export function dropNearest({ nearest }: WorkingCloud, scope: BufferScope): void {
  if (nearest) for (const buffer of [nearest.indices, nearest.squared]) scope.destroy(buffer);
}

function reportWarnings({ prepared, warnings }: PreparedWithWarnings, context: RunContext): PreparedCloud {
  for (const message of warnings) context.onEvent({ type: 'warning', message });
  return prepared;
}

/** The source indices with keep 1, ascending: by a mark a point of the cloud, for a sort takes ten times as long. */
function keptInFileOrder(sourceIndices: Uint32Array, keep: ArrayLike<number>, cloudCount: number): Uint32Array {
  const isKept = new Uint8Array(cloudCount);
  let count = 0;
  for (let i = 0; i < sourceIndices.length; i++) {
    if (keep[i] !== 1) continue;
    isKept[sourceIndices[i]!] = 1;
    count++;
  }
  const kept = new Uint32Array(count);
  for (let source = 0, filled = 0; filled < count; source++) if (isKept[source] === 1) kept[filled++] = source;
  return kept;
}

function subset(positions: Float32Array, indices: Uint32Array): Float32Array {
  return gatherTriples(positions, indices, new Float32Array(3 * indices.length));
}

/** Source indices of a subset's preparation, led back to the whole cloud. */
function withSource(prepared: PreparedCloud, indices: Uint32Array): PreparedCloud {
  return { ...prepared, sourceIndices: prepared.sourceIndices.map((i) => indices[i]!) };
}
