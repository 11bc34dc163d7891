/**
 * The start of a run that needs no device, done ahead: a batch prepares the next cloud, and builds its tree, while the
 * device works on the one before. The run then takes it over (`RunControl.prepared`) and comes to the same bytes, since
 * both ways call the same tasks on the same points.
 */
import { type PreparedWithWarnings, preparePoints } from '../cloud/prepare-task.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import { abortable } from '../gpu/gpu.ts';
import type { TaskHost } from '../host/host.ts';
import { buildKdTree, type KdTree } from '../neighbours/kd-tree.ts';
import { WORK_LIMITS, type WorkLimits } from '../limits.ts';

/** Arrays are shared with the run that takes it: to be read, not written or transferred. It may serve again. */
export interface PreparedAhead extends PreparedWithWarnings {
  /** [3 × pointCount] those of the cloud: what is prepared serves no other. */
  readonly positions: Float32Array;
  /** A tree over `prepared.positions`. */
  readonly tree: KdTree;
}

/**
 * What the stages `prepare` and `clean` begin with. Tells no events: its warnings are told by the run that takes it.
 *
 * @throws ReconstructError `cloud-degenerate` or `cloud-format`, as the run would; rejects with the signal's reason
 */
export async function prepareAhead(
  { positions }: PointCloud,
  host: TaskHost,
  { signal }: Pick<RunContext, 'signal'>,
): Promise<PreparedAhead> {
  const { prepared, warnings } = await preparedPoints(positions, host, signal);
  const context = { signal, onEvent: () => undefined };
  return { positions, prepared, warnings, tree: await buildKdTree(prepared.positions, host, context) };
}

/**
 * Prepares the points or, where they are too many, a share of them. @throws ReconstructError `cloud-degenerate`;
 * rejects with the signal's reason
 * @param isShare they are one already
 */
export function preparedPoints(
  positions: Float32Array,
  host: TaskHost,
  signal: AbortSignal,
  { wholePoints }: Pick<WorkLimits, 'wholePoints'> = WORK_LIMITS,
  isShare = false,
): Promise<PreparedWithWarnings> {
  return abortable(host.runTask(preparePoints, { positions, wholePoints, isShare }), signal);
}

/** Throws `option-invalid` where another cloud was prepared: the mesh would be of that one. */
export function checkPrepared({ positions }: PreparedAhead, cloud: PointCloud): void {
  if (positions === cloud.positions) return;
  throw new ReconstructError(
    'option-invalid',
    'what was prepared ahead is of another cloud; start the run without it',
    {
      option: 'prepared',
    },
  );
}
