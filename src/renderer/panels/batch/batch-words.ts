/** Sentences about a cloud of a batch. */
import type { ItemState } from '../../../batch/events.ts';
import type { Sidecar } from '../../../batch/sidecar.ts';
import type { LengthUnit } from '../../../contracts/settings.ts';
import { formatDuration, formatLength, formatShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { BatchRow, BatchState } from '../../app/state.ts';
import type { IconName } from '../../icons/icons.ts';

export const STATE_ICONS: Readonly<Record<ItemState | 'paused', IconName>> = {
  waiting: 'circle-dashed',
  checking: 'loader',
  running: 'loader',
  paused: 'circle-pause',
  done: 'circle-check',
  failed: 'circle-alert',
  cancelled: 'ban',
};

/** The state that a row shows: the one that works stands still in a pause. */
export function shownState({ state }: BatchRow, batch: BatchState['state']): ItemState | 'paused' {
  return batch === 'paused' && state === 'running' ? 'paused' : state;
}

/** What came out: triangles, edges, deviation. Empty where nothing did. */
export function resultInWords({ result }: Sidecar, unit: LengthUnit): string {
  if (!result) return '';
  const { topology } = result.report;
  const { fit } = result;
  return [
    t('status.triangles', { count: topology.triangles }),
    topology.boundaryEdges === 0 ? t('batch.watertight') : t('batch.openEdges', { count: topology.boundaryEdges }),
    ...(fit ? [t('batch.deviation', { length: formatLength(fit.mean, unit) })] : []),
  ]
    .map((part) => part.replaceAll(' ', '\u00a0')) // broken only between them
    .join(' · ');
}

/** What is said beside the state: how far, how long, since when. */
export function stateInWords({ state, share, kept, sidecar }: BatchRow): string {
  if (state === 'running') return formatShare(share);
  const parts = kept ? [t('batch.kept')] : [];
  const ms = sidecar?.result?.times.total;
  if (state === 'done' && ms !== undefined) parts.unshift(formatDuration(ms / 1000));
  return parts.join(', ');
}

/** The path in two: the folder with its '/', quiet, and the name. */
export function splitPath(path: string): readonly [folder: string, name: string] {
  const end = path.lastIndexOf('/') + 1;
  return [path.slice(0, end), path.slice(end)];
}
