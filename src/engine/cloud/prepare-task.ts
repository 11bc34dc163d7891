/**
 * Preparing a cloud as a task: a million points take half a second, too long for a thread that should hear an abort
 * within a tenth of one. Warnings come back with the result, since a task has nobody to tell them to.
 */
import type { RunEvent } from '../events.ts';
import { shareable } from '../host/shared-memory.ts';
import { task } from '../host/task.ts';
import type { Triple } from '../math/triple.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { type PreparedCloud, prepareCloud } from './prepare-cloud.ts';
import { thinnedIndices } from './thin-cloud.ts';

export interface PreparedWithWarnings {
  readonly prepared: PreparedCloud;
  readonly warnings: readonly string[];
}

export interface PreparePointsArguments {
  /** [3 × pointCount] local world. */
  readonly positions: Float32Array;
  readonly wholePoints: number;
  /** They are the share of more (`PointCloud.all`). */
  readonly isShare?: boolean;
}

const NOWHERE: Triple = [0, 0, 0];

/**
 * `prepareCloud` of bare positions [3 × pointCount]; of more than `wholePoints` of a share of them, without warnings:
 * what is wrong with the others `orderDense` finds.
 * @throws ReconstructError `cloud-degenerate`
 */
export const preparePoints = task(
  'preparePoints',
  ({ positions, wholePoints, isShare }: PreparePointsArguments): PreparedWithWarnings => {
    const share = isShare ? undefined : thinnedIndices(positions.length / 3, wholePoints);
    if (!share && !isShare) return prepareAll(positions);
    const { prepared } = prepareAll(
      share ? gatherTriples(positions, share, new Float32Array(3 * share.length)) : positions,
    );
    const sourceIndices = share ? prepared.sourceIndices.map((i) => share[i]!) : prepared.sourceIndices;
    return { prepared: { ...prepared, sourceIndices, duplicateCount: 0, farCount: 0 }, warnings: [] };
  },
);

function prepareAll(positions: Float32Array): PreparedWithWarnings {
  const warnings: string[] = [];
  const pointCount = positions.length / 3;
  const stats = { pointCount, finiteCount: pointCount, min: NOWHERE, max: NOWHERE, warnings };
  // Nobody aborts a task: its caller stops waiting for it.
  const { signal } = new AbortController();
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'warning') warnings.push(event.message);
  };
  const prepared = prepareCloud({ positions, shift: NOWHERE, stats }, { signal, onEvent });
  // Nearly every task to come works with them.
  return { prepared: { ...prepared, positions: shareable(prepared.positions) }, warnings };
}
