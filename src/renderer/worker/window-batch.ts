/** A batch in the window's worker: its items one after another on the device that the window has anyway. */
import type { BatchEvent, BatchSummary } from '../../batch/events.ts';
import type { OutputFolder } from '../../batch/folders.ts';
import { formatJob } from '../../batch/job-file.ts';
import type { BatchJob } from '../../batch/job.ts';
import { LocalRunner } from '../../batch/local-runner.ts';
import { JOB_FILE } from '../../batch/output-names.ts';
import { writeReport } from '../../batch/report/write-report.ts';
import { runBatch } from '../../batch/run-batch.ts';
import { planItems } from './batch-plan.ts';
import { throttleBatchEvents } from './throttle-batch-events.ts';
import type { DeviceKeeper, OpenedHost } from './device-keeper.ts';
import type { BatchRequest } from './engine-api.ts';
import { inputFolder, outputFolder } from './folders.ts';
import type { Sink } from './open-cloud.ts';
import { createSha256 } from './sha256.ts';
import type { Steering } from './steering.ts';

export interface BatchSetting {
  readonly request: BatchRequest;
  readonly keeper: DeviceKeeper;
  readonly steering: Steering;
  readonly sink: Sink<BatchEvent>;
  readonly signal: AbortSignal;
}

/**
 * Cancelled, it resolves with what was done until then, and with report and job file written all the same. Rejects like
 * `runBatch`, with what is wrong with the folders or the job, or with the signal's reason before the first item.
 */
export async function runWindowBatch({ request, keeper, steering, sink, signal }: BatchSetting): Promise<BatchSummary> {
  const { job, inputFromOutput, mode, only, version } = request;
  const { items } = await planItems(request.input, request.output, job, signal);
  const input = inputFolder(request.input);
  const output = outputFolder(request.output);
  await using runner = new LocalRunner({
    input,
    output,
    host: hostsOf(keeper),
    createHash: createSha256,
    // Neither can be had in a browser.
    freeMemoryBytes: () => null,
    peakMemoryBytes: () => null,
    control: { pause: steering.control.pause! },
  });
  const summary = await runBatch({
    items: only ? items.filter(({ index }) => only.includes(index)) : items,
    job,
    version,
    input,
    output,
    inputFromOutput,
    runner,
    mode,
    signal,
    onEvent: throttleBatchEvents(sink),
    nowMs: () => steering.nowMs(),
  });
  await writeJob(job, inputFromOutput, output);
  await writeReport(output, NEVER);
  return summary;
}

/** Each call after the first is about a device that was lost: its news may be on the way still. */
function hostsOf(keeper: DeviceKeeper): () => Promise<OpenedHost> {
  let before: OpenedHost | undefined;
  return async () => {
    if (before) await keeper.isLost(before);
    before = await keeper.host();
    return before;
  };
}

/** The job as it would be run from the output folder, where it is kept. */
async function writeJob(job: BatchJob, inputFromOutput: string | null, output: OutputFolder): Promise<void> {
  const kept = {
    ...job,
    input: { ...job.input, folder: inputFromOutput },
    output: { ...job.output, folder: '.' },
  };
  const text = new TextEncoder().encode(formatJob(kept));
  await output.write(JOB_FILE, (sink) => sink.write(text));
}

/** What ends a batch is not cancelled: it is short, and tells what there is. */
const NEVER = new AbortController().signal;
