/** What a batch would do, told without writing anything. */
import type { InputFolder, OutputFolder } from '../../batch/folders.ts';
import type { BatchItem } from '../../batch/item.ts';
import { findKept } from '../../batch/find-kept.ts';
import type { BatchMode } from '../../batch/mode.ts';
import type { LeaveOutReason, LeftOut } from '../../batch/plan.ts';

export interface PlannedItem {
  readonly input: string;
  readonly bytes: number;
  readonly output: string;
  readonly action: 'compute' | 'keep-done' | 'keep-failed';
}

/** Reads the inputs that have results already, where the mode asks whether they are unchanged. */
export async function plannedItems(
  items: readonly BatchItem[],
  input: InputFolder,
  output: OutputFolder,
  mode: BatchMode,
  signal: AbortSignal,
): Promise<PlannedItem[]> {
  const planned: PlannedItem[] = [];
  for (const item of items) {
    const { kept } = await findKept(item, mode, input, output, signal, () => undefined);
    const action = kept ? (`keep-${kept.state}` as const) : 'compute';
    planned.push({ input: item.input, bytes: item.inputBytes, output: item.output, action });
  }
  return planned;
}

const REASONS: Readonly<Record<LeaveOutReason, string>> = {
  pattern: 'of no kind that was asked for',
  excluded: 'excluded',
  document: 'a document by its name',
  output: 'in the output folder',
  unreadable: 'this user may not read it',
  name: 'its name is no text (UTF-8); rename it',
};
/** More names say no more. */
const NAMES_SHOWN = 5;

/** A line for each reason, with the first names; nothing where nothing was left out. */
export function leftOutText(leftOut: readonly LeftOut[]): string {
  return [...new Set(leftOut.map(({ reason }) => reason))]
    .map((reason) => {
      const files = leftOut.filter((each) => each.reason === reason);
      const names = files.slice(0, NAMES_SHOWN).map(({ path }) => path);
      const more = files.length > NAMES_SHOWN ? ` and ${files.length - NAMES_SHOWN} more` : '';
      return `left out, ${REASONS[reason]}: ${names.join(', ')}${more}\n`;
    })
    .join('');
}

export function planText(planned: readonly PlannedItem[]): string {
  const notes = {
    compute: '',
    'keep-done': '  (kept: done and unchanged)',
    'keep-failed': '  (kept: failed and unchanged)',
  };
  const lines = planned.map(({ input, output, action }) => `${input} -> ${output}${notes[action]}\n`);
  const computed = planned.filter(({ action }) => action === 'compute').length;
  const kept = planned.length - computed;
  return `${lines.join('')}${computed} to compute${kept > 0 ? `, ${kept} kept` : ''}; nothing was written\n`;
}
