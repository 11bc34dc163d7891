/** A guess of how long something takes, as part of a sentence: "about 20 s", but never "about under 1 s". */
import { formatRoughDuration } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';

export function aboutTime(seconds: number): string {
  const time = formatRoughDuration(seconds);
  return seconds < 1 ? time : t('duration.about', { time });
}
