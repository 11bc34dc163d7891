/** What a batch is to do, and what an earlier one left, as the window lists it. */
import type { InputEntry, OutputFolder } from '../../batch/folders.ts';
import type { BatchItem } from '../../batch/item.ts';
import type { BatchJob } from '../../batch/job.ts';
import { earlierOf, orNull } from '../../batch/find-kept.ts';
import { sidecarPath } from '../../batch/output-names.ts';
import { planBatch } from '../../batch/plan.ts';
import { refuseForeignFiles } from '../../batch/report/foreign-files.ts';
import type { Sidecar } from '../../batch/sidecar.ts';
import type { BatchPlan, FolderRef } from './engine-api.ts';
import { inputFolder, outputFolder } from './folders.ts';
import { outputPlace } from './output-place.ts';

/** Sidecars read side by side: each is a round trip to another process. */
const LANES = 16;

/** Rejects with `cloud-format`, `output-failed` or `option-invalid`. */
export async function planWithEarlier(
  input: FolderRef,
  output: FolderRef | null,
  job: BatchJob,
  signal: AbortSignal,
): Promise<BatchPlan> {
  const { items, outputs } = await planItems(input, output, job, signal);
  if (output) await refuseForeignFiles(outputFolder(output));
  return {
    items,
    earlier: output ? await readEarlier(items, outputFolder(output), outputs, signal) : items.map(() => null),
  };
}

/** The items alone: the same ones, in the same order, whatever an earlier batch left. */
export async function planItems(
  input: FolderRef,
  output: FolderRef | null,
  job: BatchJob,
  signal: AbortSignal,
): Promise<{ readonly items: readonly BatchItem[]; readonly outputs: readonly InputEntry[] }> {
  const [entries, outputs] = await Promise.all([
    inputFolder(input).list(signal),
    output ? outputFolder(output).list(signal) : [],
  ]);
  const place = output && (await outputPlace(input, output, entries, outputs));
  return { items: planBatch(job, entries, place), outputs };
}

/** [items] Only what the folder's list shows is asked for: of five thousand new files none has a sidecar. */
async function readEarlier(
  items: readonly BatchItem[],
  folder: OutputFolder,
  outputs: readonly InputEntry[],
  signal: AbortSignal,
): Promise<(Sidecar | null)[]> {
  const there = new Set(outputs.map(({ path }) => path));
  const earlier = items.map((): Sidecar | null => null);
  const wanted = items.flatMap((item, place) => (there.has(sidecarPath(item.output)) ? [{ item, place }] : []));
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < wanted.length) {
      signal.throwIfAborted();
      const { item, place } = wanted[next++]!;
      earlier[place] = await orNull(earlierOf(item, folder), signal);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return earlier;
}
