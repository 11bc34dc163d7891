/** How a mesh that was made of the points is called where there are several. */
import { formatCount } from './format.ts';
import { t } from './i18n.ts';
import type { FinishedRun } from '../worker/engine-api.ts';

export function resultName({ report }: FinishedRun): string {
  const detail = t('foot.detail', { resolution: formatCount(report.resolution) });
  return `${detail} · ${t('status.triangles', { count: report.topology.triangles })}`;
}
