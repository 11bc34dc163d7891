/** Points that a run did not use, by reason, as one line. */
import type { RunReport } from '../../../engine/vocabulary.ts';
import { t } from '../../app/i18n.ts';

const REASONS = ['removed', 'cropped', 'notFinite', 'duplicate', 'far', 'outlier'] as const;

/** Empty where all were used. */
export function leftOut(points: RunReport['points']): string {
  return REASONS.filter((reason) => (points[reason] ?? 0) > 0)
    .map((reason) => t(`result.${reason}`, { count: points[reason] ?? 0 }))
    .join(', ');
}
