/**
 * Preparing a cloud as a task: a million points take half a second, too long for a thread that should hear an abort
 * within a tenth of one. Warnings come back with the result, since a task has nobody to tell them to.
 */
import type { RunEvent } from '../events.ts';
import type { Triple } from './frame.ts';
import { type PreparedCloud, prepareCloud } from './prepare-cloud.ts';

export interface PreparedWithWarnings {
  readonly prepared: PreparedCloud;
  readonly warnings: readonly string[];
}

const NOWHERE: Triple = [0, 0, 0];

/**
 * `prepareCloud` of bare positions [3 × pointCount].
 * @throws ReconstructError `cloud-degenerate`
 */
export function preparePoints({ positions }: { readonly positions: Float32Array }): PreparedWithWarnings {
  const warnings: string[] = [];
  const pointCount = positions.length / 3;
  const stats = { pointCount, finiteCount: pointCount, min: NOWHERE, max: NOWHERE, warnings };
  // Nobody aborts a task: its caller stops waiting for it.
  const { signal } = new AbortController();
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'warning') warnings.push(event.message);
  };
  return { prepared: prepareCloud({ positions, shift: NOWHERE, stats }, { signal, onEvent }), warnings };
}
