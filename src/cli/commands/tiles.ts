/** `gridpull tiles …`: one run shared out over processes and machines that have a folder in common. */
import { resolve } from 'node:path';
import { ReconstructError, type Reading, type RunContext, validateOptions } from '../../engine/index.ts';
import { checkDistinct, checkInputs, type FormatFlags, meshFormatOf } from '../check-output.ts';
import { partFrom } from '../batch/shard.ts';
import type { FileTask } from '../compute-messages.ts';
import { ComputeProcess } from '../compute-process.ts';
import { fileSource } from '../node-files.ts';
import { readingOf } from '../read-options.ts';
import { givenOptions, type ReconstructFlags } from '../reconstruct-options.ts';
import { runText } from '../run-text.ts';
import { TilesFolder } from '../tiles/tiles-folder.ts';
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
  const { output: folder, parts, software = false, adapter, quiet = false } = args;
  if (clouds.includes('-')) {
    throw new ReconstructError('option-invalid', 'other phases read the cloud, too; give a file instead of -', {});
  }
  if (parts < 1) throw new ReconstructError('option-invalid', `--parts is ${parts}; allowed: from 1 on`, { parts });
  for (const cloud of clouds) await fileSource(cloud);
  checkInputs(clouds);
  workLimits();
  const task: PlanTask = {
    type: 'tiles-plan',
    folder,
    inputs: clouds.map((cloud) => resolve(cloud)),
    reading: readingOf(args),
    options: validateOptions(givenOptions(args)),
    parts,
    software,
    ...(adapter !== undefined && { adapter }),
  };
  await using computing = new ComputeProcess(note);
  const { isThere, levels } = await computing.run(task, context);
  if (quiet) return '';
  const resolutions = levels.join(' and ');
  const passes = levels.length === 1 ? 'once' : `${levels.length} times, once a level`;
  return (
    `${folder}: ${isThere ? 'is planned already' : 'planned'}, level${levels.length === 1 ? '' : 's'} ${resolutions} in tiles\n` +
    `  then       gridpull tiles solve ${folder} I/${parts}, each part ${passes}\n` +
    `             gridpull tiles extract ${folder} I/${parts}\n` +
    `             gridpull tiles join ${folder} -o MESH\n`
  );
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
  const { software, adapter } = await new TilesFolder(folder).madePlan();
  const device = { software, ...(adapter !== undefined && { adapter }) };
  const task: PartTask = { type: 'tiles-part', phase, folder, part: shard, ...device };
  await using computing = new ComputeProcess(note);
  const { done, kept, waiting } = await computing.run(task, context);
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
  const { inputs, reading, options, software, adapter } = await new TilesFolder(folder).madePlan();
  const format = meshFormatOf(output, args);
  for (const input of inputs) await fileSource(input);
  checkDistinct(await checkMeshOutput(inputs, { output, format, options, force: args.force }));
  const wantsFit = args.json === true || args.quiet !== true;
  const device = { software, ...(adapter !== undefined && { adapter }) };
  const of = { inputs, reading, output, format, options, tiles: folder, wantsFit, diagnostics: {} };
  const task: FileTask = { type: 'file', ...of, ...device };
  await using computing = new ComputeProcess(note);
  const { report, fit, ...measured } = await computing.run(task, context);
  const totalMs = performance.now() - startMs;
  if (args.json) return `${JSON.stringify({ inputs, output, ...report, fit, ...measured, totalMs })}\n`;
  return args.quiet ? '' : runText(output, report, fit, totalMs);
}
