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
import { PlannedRun, type PieceProgress } from '../tiles/planned-run.ts';
import { MissingPiece, TilesFolder } from '../tiles/tiles-folder.ts';
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

export interface StatusArguments {
  readonly next?: boolean;
  readonly json?: boolean;
}

interface LevelStatus {
  readonly resolution: number;
  /** Null while the level before, which decides on its tiles, is not there. */
  readonly progress: PieceProgress | null;
}

/** The phase that is due. A mesh that was joined is no part of the folder. */
type Next = PartTask['phase'] | 'join';

export async function statusCommand(folder: string, { next: isNextAsked, json }: StatusArguments): Promise<string> {
  const run = await PlannedRun.read(new TilesFolder(folder));
  const levels: LevelStatus[] = [];
  let surface: PieceProgress | null = null;
  for (const [level, resolution] of run.resolutions.entries()) {
    const tileCount = await tilesOf(run, level);
    const progress = tileCount === null ? null : await run.progress(run.levelFolder(level), tileCount);
    levels.push({ resolution, progress });
    if (tileCount !== null && level === run.resolutions.length - 1) surface = await run.progress('surface', tileCount);
  }
  const due = levels.find(({ progress }) => !progress || progress.partsLeft.length > 0);
  const next: Next = due ? 'solve' : surface && surface.partsLeft.length > 0 ? 'extract' : 'join';
  if (isNextAsked) return `${next}\n`;
  const { parts, inputs } = run.plan;
  if (json) return `${JSON.stringify({ inputs, parts, levels, surface, next })}\n`;
  const how = next === 'join' ? `join ${folder} -o MESH` : `${next} ${folder} I/${parts}`;
  const rows = [
    ...levels.map(({ resolution, progress }): [string, PieceProgress | null] => [`level ${resolution}`, progress]),
    ['surface', surface] as const,
  ];
  return [
    `${folder}: ${inputs.join(', ')} in ${parts} ${parts === 1 ? 'part' : 'parts'}`,
    ...rows.map(([name, progress]) => `  ${name.padEnd(10)} ${progressText(progress)}`),
    `  next       gridpull tiles ${how}`,
    '',
  ].join('\n');
}

/** Null where the level before is not whole. */
async function tilesOf(run: PlannedRun, level: number): Promise<number | null> {
  try {
    return (await run.boxes(level)).length;
  } catch (error) {
    if (error instanceof MissingPiece) return null;
    throw error;
  }
}

function progressText(progress: PieceProgress | null): string {
  if (!progress) return 'waits for the level before';
  const { tiles, done, partsLeft } = progress;
  const left =
    partsLeft.length === 0 ? '' : `; left to ${partsLeft.length === 1 ? 'part' : 'parts'} ${ranges(partsLeft)}`;
  return `${done} of ${tiles} tiles${left}`;
}

/** 1, 2, 3, 5 as `1-3,5`, which is how Slurm wants an array, too. */
function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}
