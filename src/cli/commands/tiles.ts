/** `gridpull tiles …`: one run shared out over processes and machines that have a folder in common. */
import { resolve } from 'node:path';
import { ReconstructError, type Reading, type RunContext, validateOptions } from '../../engine/index.ts';
import { checkDistinct, checkInputs, type FormatFlags, meshFormatOf } from '../check-output.ts';
import { partFrom } from '../batch/shard.ts';
import type { FileTask } from '../compute-messages.ts';
import { ComputeProcess } from '../compute-process.ts';
import { explain, Interrupted } from '../exit-codes.ts';
import { fileSource } from '../node-files.ts';
import { readingOf } from '../read-options.ts';
import { givenOptions, type ReconstructFlags } from '../reconstruct-options.ts';
import { runText } from '../run-text.ts';
import type { PartFailure } from '../tiles/phase-notes.ts';
import { PlannedRun } from '../tiles/planned-run.ts';
import { TilesFolder } from '../tiles/tiles-folder.ts';
import { statusOf, statusText } from '../tiles/tiles-status.ts';
import type { PartTask, PlanTask } from '../tiles/tiles-task.ts';
import { workLimits } from '../work-limits.ts';
import { checkMeshOutput } from './reconstruct.ts';

export interface PlanArguments extends ReconstructFlags, Reading {
  readonly output: string;
  readonly parts: number;
  readonly software?: boolean;
  readonly adapter?: string;
  readonly quiet?: boolean;
}

type Note = (line: string) => void;

/** Gives the text to print. `note` shows a line that native code printed. */
export async function planTilesCommand(
  clouds: readonly string[],
  args: PlanArguments,
  context: RunContext,
  note: Note,
): Promise<string> {
  const { output: folder, parts, quiet = false } = args;
  return noted(folder, { phase: 'plan', part: null }, async () => {
    const task = await planTaskOf(clouds, args);
    await using computing = new ComputeProcess(note);
    const { isThere, levels } = await computing.run(task, context);
    await new TilesFolder(folder).notes.forgetFailures();
    if (quiet) return '';
    const resolutions = levels.join(' and ');
    const passes = levels.length === 1 ? 'once' : `${levels.length} times, once a level`;
    return (
      `${folder}: ${isThere ? 'is planned already' : 'planned'}, level${levels.length === 1 ? '' : 's'} ${resolutions} in tiles\n` +
      `  then       gridpull tiles solve ${folder} I/${parts}, each part ${passes}\n` +
      `             gridpull tiles extract ${folder} I/${parts}\n` +
      `             gridpull tiles join ${folder} -o MESH\n`
    );
  });
}

/**
 * What is asked of the process that plans. @throws ReconstructError where a file, an option or their number makes no
 * sense
 */
export async function planTaskOf(clouds: readonly string[], args: PlanArguments): Promise<PlanTask> {
  const { output: folder, parts, software = false, adapter } = args;
  if (clouds.includes('-')) {
    throw new ReconstructError('option-invalid', 'other phases read the cloud, too; give a file instead of -', {});
  }
  if (parts < 1) throw new ReconstructError('option-invalid', `--parts is ${parts}; allowed: from 1 on`, { parts });
  for (const cloud of clouds) await fileSource(cloud);
  checkInputs(clouds);
  workLimits();
  return {
    type: 'tiles-plan',
    folder,
    inputs: clouds.map((cloud) => resolve(cloud)),
    reading: readingOf(args),
    options: validateOptions(givenOptions(args)),
    parts,
    software,
    ...(adapter !== undefined && { adapter }),
  };
}

/** Leaves a note of a failure for those that look on, and takes away the one of the call before. */
async function noted<T>(folder: string, of: Pick<PartFailure, 'phase' | 'part'>, body: () => Promise<T>): Promise<T> {
  const { notes, isBegun } = new TilesFolder(folder);
  if (isBegun) await notes.forgetFailure(of);
  try {
    return await body();
  } catch (error) {
    const isWish = error instanceof Interrupted;
    if (!isWish && new TilesFolder(folder).isBegun) await notes.keepFailure({ ...of, ...explain(error) });
    throw error;
  }
}

export interface PartArguments {
  readonly quiet?: boolean;
}

export async function partCommand(
  phase: PartTask['phase'],
  folder: string,
  part: string,
  { quiet = false }: PartArguments,
  context: RunContext,
  note: Note,
): Promise<string> {
  const shard = partFrom(part, process.env);
  const { done, kept, waiting } = await noted(folder, { phase, part: shard.index }, async () => {
    const { software, adapter } = await new TilesFolder(folder).madePlan();
    const device = { software, ...(adapter !== undefined && { adapter }) };
    const task: PartTask = { type: 'tiles-part', phase, folder, part: shard, ...device };
    await using computing = new ComputeProcess(note);
    return await computing.run(task, context);
  });
  if (quiet) return '';
  const verb = phase === 'solve' ? 'solved' : 'drawn';
  const before = kept > 0 ? `, ${kept} were there` : '';
  const rest = waiting ? `  level ${waiting.resolution} is left: ${waiting.reason}\n` : '';
  const { index, count } = shard;
  return `${folder}: part ${index} of ${count}, ${done} ${done === 1 ? 'tile' : 'tiles'} ${verb}${before}\n${rest}`;
}

export interface JoinArguments extends FormatFlags {
  readonly output: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export async function joinCommand(
  folder: string,
  args: JoinArguments,
  context: RunContext,
  note: Note,
): Promise<string> {
  const startMs = performance.now();
  const { output } = args;
  const { inputs, result } = await noted(folder, { phase: 'join', part: null }, async () => {
    const tiles = new TilesFolder(folder);
    const { inputs, reading, options, software, adapter, key } = await tiles.madePlan();
    const format = meshFormatOf(output, args);
    for (const input of inputs) await fileSource(input);
    checkDistinct(await checkMeshOutput(inputs, { output, format, options, force: args.force }));
    const wantsFit = args.json === true || args.quiet !== true;
    const device = { software, ...(adapter !== undefined && { adapter }) };
    const of = { inputs, reading, output, format, options, tiles: folder, wantsFit, diagnostics: {} };
    const task: FileTask = { type: 'file', ...of, ...device };
    await using computing = new ComputeProcess(note);
    const result = await computing.run(task, context);
    await tiles.notes.keepJoined(resolve(output), key);
    return { inputs, result };
  });
  const { report, fit, ...measured } = result;
  const totalMs = performance.now() - startMs;
  if (args.json) return `${JSON.stringify({ inputs, output, ...report, fit, ...measured, totalMs })}\n`;
  return args.quiet ? '' : runText(output, result, totalMs);
}

export interface StatusArguments {
  readonly next?: boolean;
  readonly json?: boolean;
}

export async function statusCommand(folder: string, { next: isNextAsked, json }: StatusArguments): Promise<string> {
  const status = await statusOf(await PlannedRun.read(new TilesFolder(folder)));
  if (isNextAsked) return `${status.next}\n`;
  return json ? `${JSON.stringify(status)}\n` : statusText(folder, status);
}
