/** A batch from the command line, from the job to the exit code: plan, refuse, compute, report. */
import path from 'node:path';
import type { BatchSummary } from '../../batch/events.ts';
import type { InputFolder, OutputFolder } from '../../batch/folders.ts';
import type { BatchItem, Shard } from '../../batch/item.ts';
import type { BatchJob } from '../../batch/job.ts';
import { formatJob } from '../../batch/job-file.ts';
import { earlierOf } from '../../batch/find-kept.ts';
import type { BatchMode } from '../../batch/mode.ts';
import { JOB_FILE, LOG_ENDING, REPORT_HTML } from '../../batch/output-names.ts';
import { type LeftOut, leftOutOf, planBatch, shardOf } from '../../batch/plan.ts';
import { refuseForeignFiles } from '../../batch/report/foreign-files.ts';
import { writeReport } from '../../batch/report/write-report.ts';
import { runBatch } from '../../batch/run-batch.ts';
import { ReconstructError } from '../../engine/index.ts';
import { texturePaths } from '../check-output.ts';
import { EXIT, Incomplete } from '../exit-codes.ts';
import { openLiveLine } from '../live-line.ts';
import { nodeInputFolder, nodeOutputFolder } from '../node-folders.ts';
import { ProcessRunner } from '../process-runner.ts';
import { VERSION } from '../version.ts';
import { leftOutText, plannedItems, planText } from './dry-run.ts';
import { BatchLog } from './log.ts';
import { LoggedEvents } from './logged-events.ts';
import { type Places, refuseToOverwriteInput } from './places.ts';
import { BatchProgress, duration } from './progress.ts';
import { shardFrom } from './shard.ts';
import { StoppingRunner } from './stopping-runner.ts';

/** The options that `batch` and `run` share. */
export interface CarryOutArguments {
  readonly dryRun?: boolean;
  readonly resume?: boolean;
  readonly retryFailed?: boolean;
  readonly overwrite?: boolean;
  readonly shard?: string;
  readonly log?: string;
  readonly software?: boolean;
  readonly adapter?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface Batch {
  /** Its folders are relative to the output folder. */
  readonly job: BatchJob;
  readonly places: Places;
  /** Whether the output folder gets this job as its own. */
  readonly keepsJob: boolean;
}

/** A batch with everything that is known before the work begins. */
interface Prepared extends Batch {
  readonly items: readonly BatchItem[];
  readonly shard: Shard | null;
  readonly mode: BatchMode;
  readonly input: InputFolder;
  readonly output: OutputFolder;
  readonly leftOut: readonly LeftOut[];
  /** Where lines are appended. */
  readonly log: string;
}

/** Gives the text to print. @throws Incomplete where files failed, or Ctrl+C came */
export async function carryOut(batch: Batch, args: CarryOutArguments, signal: AbortSignal): Promise<string> {
  const prepared = await prepare(batch, args, signal);
  const { items, input, output, mode, places } = prepared;
  if (args.dryRun) {
    const planned = await plannedItems(items, input, output, mode, signal);
    const { inputFolder, outputFolder } = places;
    return args.json
      ? `${JSON.stringify({ input: inputFolder, output: outputFolder, items: planned, leftOut: prepared.leftOut })}\n`
      : `${planText(planned)}${leftOutText(prepared.leftOut)}`;
  }
  await refuseForeignFiles(output);
  if (mode === 'fresh' && !args.overwrite) await refuseResults(prepared);
  return compute(prepared, args, signal);
}

async function prepare(batch: Batch, args: CarryOutArguments, signal: AbortSignal): Promise<Prepared> {
  const { job, places } = batch;
  const mode = modeOf(args);
  const shard = shardFrom(args.shard, process.env);
  const input = nodeInputFolder(places.inputFolder, job.input.include.some(looksBelow) ? 'all' : 'top');
  const output = nodeOutputFolder(places.outputFolder);
  const entries = await input.list(signal);
  const all = planBatch(job, entries, places.skipFolder);
  const leftOut = leftOutOf(job, entries, places.skipFolder);
  if (all.length === 0) throw nothingFound(batch, entries.length);
  const log = args.log ?? path.join(places.outputFolder, logName(shard));
  refuseToOverwriteInput(places, all, log);
  return { ...batch, log, items: shard ? shardOf(all, shard) : all, shard, mode, input, output, leftOut };
}

function modeOf({ resume, retryFailed, overwrite }: CarryOutArguments): BatchMode {
  const given = Object.entries({ '--resume': resume, '--retry-failed': retryFailed, '--overwrite': overwrite })
    .filter(([, isGiven]) => isGiven)
    .map(([name]) => name);
  // To try again what failed is to resume, too.
  if (overwrite && given.length > 1) {
    const message = `${given.join(' and ')} contradict each other; give one of them`;
    throw new ReconstructError('option-invalid', message, { option: given[0] ?? '' });
  }
  if (retryFailed) return 'retry-failed';
  return resume ? 'resume' : 'fresh';
}

function looksBelow(pattern: string): boolean {
  return /\/|\*\*/.test(pattern);
}

function nothingFound({ job, places }: Batch, fileCount: number): ReconstructError {
  const { include, exclude } = job.input;
  const without = exclude.length > 0 ? ` without ${exclude.join(', ')}` : '';
  const message =
    `no cloud was found in ${places.inputFolder}: ${fileCount === 0 ? 'there are no files' : `none of ${fileCount} files fits ${include.join(', ')}${without}`}; ` +
    'look below with --recursive, or name the files with --pattern';
  return new ReconstructError('cloud-empty', message, { path: places.inputFolder });
}

async function refuseResults({ items, output, places }: Prepared): Promise<void> {
  const there: BatchItem[] = [];
  for (const item of items) {
    const files = [item.output, ...texturePaths(item.output, item.format, item.options)];
    const sizes = await Promise.all(files.map((file) => output.size(file)));
    if (sizes.some((size) => size !== null) || (await earlierOf(item, output)) !== null) there.push(item);
  }
  if (there.length === 0) return;
  const message =
    `${places.outputFolder} holds results of this batch already (${there.length} of ${items.length} files, ` +
    `${there[0]?.output} for one); add --resume to keep what is unchanged, --retry-failed to try again what failed, ` +
    'or --overwrite to make all anew';
  throw new ReconstructError('option-invalid', message, { path: places.outputFolder });
}

async function compute(prepared: Prepared, args: CarryOutArguments, signal: AbortSignal): Promise<string> {
  const { items, job, places, shard, mode, input, output } = prepared;
  const { inputFolder, outputFolder } = places;
  const startMs = performance.now();
  using log = new BatchLog(prepared.log);
  log.write({ event: 'started', version: VERSION, mode, shard, files: items.length, folder: inputFolder });
  for (const { path: file, reason } of prepared.leftOut) log.write({ event: 'left-out', input: file, reason });
  if (prepared.keepsJob) await writeJob(job, output);

  const line = openLiveLine(args.quiet === true);
  const onDriverLine = (text: string): void => {
    log.write({ event: 'driver', text });
    line.note(`driver: ${text}`);
  };
  await using processes = new ProcessRunner(
    {
      inputFolder,
      outputFolder,
      software: args.software === true,
      ...(args.adapter !== undefined && { adapter: args.adapter }),
    },
    onDriverLine,
  );
  const runner = new StoppingRunner(processes);
  const progress = new BatchProgress(items, line);
  const logged = new LoggedEvents(items, log, () => processes.memoryBytes);
  const summary = await runBatch({
    items,
    job,
    version: VERSION,
    input,
    output,
    inputFromOutput: places.inputFromOutput,
    runner,
    mode,
    signal: AbortSignal.any([signal, runner.signal]),
    onEvent: (event) => {
      progress.onEvent(event);
      logged.onEvent(event);
    },
  })
    .catch(async (error: unknown) => {
      // What is done is reported where there is room for that; why it ended is what counts.
      if (!shard) await writeReport(output, new AbortController().signal).catch(() => undefined);
      throw withResume(error);
    })
    .finally(() => line.clear());
  const seconds = (performance.now() - startMs) / 1000;
  log.write({ event: 'ended', ms: Math.round(1000 * seconds), ...summary });
  // The shards' report is made of all of them, by `gridpull report`; Ctrl+C does not keep from seeing what is done.
  if (!shard) await writeReport(output, new AbortController().signal);
  runner.signal.throwIfAborted();
  return ending(prepared, summary, seconds, args, signal);
}

/** Says how the batch goes on once the machine is mended. */
function withResume(error: unknown): unknown {
  if (!(error instanceof ReconstructError)) return error;
  const message = `${error.message} The batch has ended; go on with --resume.`;
  return new ReconstructError(error.code, message, error.details, { cause: error });
}

/** A shard does not write what another one has written. */
async function writeJob(job: BatchJob, output: OutputFolder): Promise<void> {
  const bytes = new TextEncoder().encode(formatJob(job));
  const there = await output.read(JOB_FILE);
  if (there && Buffer.compare(there, bytes) === 0) return;
  await output.write(JOB_FILE, (sink) => sink.write(bytes));
}

function logName(shard: Shard | null): string {
  return shard ? `batch-${shard.index}-of-${shard.count}.log.${LOG_ENDING}` : `batch.log.${LOG_ENDING}`;
}

function ending(
  { items, places, shard, leftOut }: Prepared,
  summary: BatchSummary,
  seconds: number,
  args: CarryOutArguments,
  signal: AbortSignal,
): string {
  const { done, failed, kept, cancelled } = summary;
  const { inputFolder, outputFolder } = places;
  const report = shard ? null : path.join(outputFolder, REPORT_HTML);
  const counts = [`${done} done`, `${failed} failed`, ...(cancelled > 0 ? [`${cancelled} not computed`] : [])];
  const text = args.json
    ? `${JSON.stringify({ input: inputFolder, output: outputFolder, ...summary, seconds, shard, report })}\n`
    : args.quiet
      ? ''
      : `${leftOutText(leftOut)}${outputFolder}: ${counts.join(', ')}${kept > 0 ? ` (${kept} from before)` : ''}, ${duration(seconds)}\n` +
        `  report  ${report ?? `gridpull report ${outputFolder}, when all shards are done`}\n`;
  if (signal.aborted) {
    const line = `interrupted; ${done + failed} of ${items.length} files are complete; go on with --resume`;
    throw new Incomplete(EXIT.interrupted, line, text);
  }
  if (failed > 0) {
    const where = report ? ` is in ${report}` : ' is in their sidecars and in the log';
    throw new Incomplete(EXIT.partlyFailed, `${failed} of ${items.length} files failed; why${where}`, text);
  }
  return text;
}
