/** Sentences of the engine in the person's language: by their code where they have one, else as they are. */
import { formatBytes } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { Estimate } from '../../worker/engine-api.ts';

/** Why a detail was chosen, or cannot work. */
export function noteOf({ note, noteCode, noteNumbers }: Estimate): string {
  if (!noteCode) return note;
  const { needBytes = 0, limitBytes = 0, resolution = 0 } = noteNumbers ?? {};
  return t(`note.${noteCode}`, { need: formatBytes(needBytes), limit: formatBytes(limitBytes), resolution });
}
