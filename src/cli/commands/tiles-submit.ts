/**
 * `gridpull tiles submit`: writes the phases of a shared run as jobs of a scheduler that is there, and hands them to
 * Slurm.
 */
import { execFile } from 'node:child_process';
import { access, chmod, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ReconstructError, type RunContext } from '../../engine/index.ts';
import { type FormatFlags, meshFormatOf } from '../check-output.ts';
import { writeFileBeside } from '../node-files.ts';
import {
  type ChainJobs,
  kubernetesScript,
  parallelScript,
  slurmScript,
  type SlurmResources,
} from '../tiles/chain-scripts.ts';
import { TilesFolder } from '../tiles/tiles-folder.ts';
import { checkMeshOutput } from './reconstruct.ts';
import { type PlanArguments, planTaskOf } from './tiles.ts';

export const SCHEDULERS = ['slurm', 'parallel', 'kubernetes'] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

export interface SubmitArguments extends PlanArguments, FormatFlags {
  readonly mesh: string;
  readonly slurm?: boolean;
  readonly parallel?: boolean;
  readonly kubernetes?: boolean;
  /** Writes the script and hands nothing over. */
  readonly writeOnly?: boolean;
  /** How `gridpull` is called where the jobs run. */
  readonly program?: string;
  readonly whole?: string;
  readonly each?: string;
  readonly image?: string;
  readonly claim?: string;
  readonly mount?: string;
  readonly force?: boolean;
}

/** What is forwarded as it was typed. */
export interface TypedOptions {
  readonly plan: readonly string[];
  readonly join: readonly string[];
}

/** What a task asks of Slurm unless it is told: as much as a card with the memory of an office computer has use for. */
const SLURM_DEFAULTS = {
  whole: ['--cpus-per-task=16', '--mem=64G', '--time=12:00:00'],
  each: ['--cpus-per-task=4', '--mem=16G', '--time=12:00:00'],
} as const;
const ONE_CARD = '--gres=gpu:1';

/** Gives the text to print. */
export async function submitCommand(
  clouds: readonly string[],
  args: SubmitArguments,
  typed: TypedOptions,
  { signal }: RunContext,
): Promise<string> {
  const scheduler = schedulerOf(args);
  // All that would stop a phase is told now, not after hours in a queue.
  const { inputs, options } = await planTaskOf(clouds, args);
  const { output: folder, mesh, force } = args;
  await checkMeshOutput(inputs, { output: mesh, format: meshFormatOf(mesh, args), options, force });
  const text = scriptOf(scheduler, args, jobsOf(clouds, args, typed));
  const tiles = new TilesFolder(folder);
  await tiles.begin();
  await tiles.notes.forgetFailures();
  const script = tiles.file(`submit-${scheduler}.sh`);
  await writeFileBeside(script, (sink) => sink.write(new TextEncoder().encode(text)), signal);
  await chmod(script, 0o755);
  const isHandedOver = scheduler === 'slurm' && args.writeOnly !== true;
  const jobs = isHandedOver ? await handOver(script, signal) : [];
  if (args.quiet) return '';
  const done = isHandedOver ? `${jobs.length} jobs of Slurm` : 'is written';
  return [
    `${script}: ${done}`,
    ...jobs.map((job) => `  job        ${job}`),
    ...(isHandedOver ? [] : [`  start      bash ${script}`]),
    `  watch      gridpull tiles watch ${folder}`,
    '',
  ].join('\n');
}

function schedulerOf(args: SubmitArguments): Scheduler {
  const [scheduler, ...more] = SCHEDULERS.filter((name) => args[name] === true);
  if (scheduler && more.length === 0) return scheduler;
  const message = 'submit takes one of --slurm, --parallel and --kubernetes';
  throw new ReconstructError('option-invalid', message, { option: '--slurm' });
}

function jobsOf(
  clouds: readonly string[],
  { output: folder, mesh, parts, program }: SubmitArguments,
  { plan, join }: TypedOptions,
): ChainJobs {
  const limits = process.env['GRIDPULL_WORK_LIMITS'];
  // The same that runs now.
  const own = [process.execPath, path.resolve(process.argv[1] ?? 'gridpull')];
  return {
    directory: process.cwd(),
    program: program === undefined ? own : wordsOf(program),
    clouds,
    folder,
    mesh,
    parts,
    planOptions: plan,
    joinOptions: join,
    environment: limits ? { GRIDPULL_WORK_LIMITS: limits } : {},
  };
}

function scriptOf(scheduler: Scheduler, args: SubmitArguments, jobs: ChainJobs): string {
  if (scheduler === 'parallel') return parallelScript(jobs);
  if (scheduler === 'slurm') return slurmScript(jobs, slurmResources(args));
  const { image, claim, mount = commonFolder([...jobs.clouds, jobs.folder, jobs.mesh]), software = false } = args;
  if (image === undefined || claim === undefined) {
    const message =
      '--kubernetes needs --image, with GridPull and the driver of the graphics cards, and --claim, of a volume';
    throw new ReconstructError('option-invalid', message, { option: '--image' });
  }
  const card = software ? {} : { 'nvidia.com/gpu': 1 };
  const of = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { memory, ...card } });
  return kubernetesScript(jobs, { image, claim, mount, whole: of('16', '64Gi'), each: of('4', '16Gi') });
}

function slurmResources({ whole, each, software = false }: SubmitArguments): SlurmResources {
  const card = software ? [] : [ONE_CARD];
  return {
    whole: whole === undefined ? [...SLURM_DEFAULTS.whole, ...card] : wordsOf(whole),
    each: each === undefined ? [...SLURM_DEFAULTS.each, ...card] : wordsOf(each),
  };
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The deepest folder that all of these are in. */
export function commonFolder(files: readonly string[]): string {
  const folders = files.map((file) => path.dirname(path.resolve(file)).split(path.sep));
  const [first = [], ...others] = folders;
  const differs = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  return first.slice(0, differs < 0 ? undefined : differs).join(path.sep) || path.sep;
}

/** Runs the script of Slurm. @returns number and name of each job @throws ReconstructError that names the script */
async function handOver(script: string, signal: AbortSignal): Promise<string[]> {
  const written = `${script} is written, for where it is`;
  if (!(await isInPath('sbatch'))) {
    const message = `sbatch, with which jobs are handed to Slurm, is not in the PATH of this machine; ${written}`;
    throw new ReconstructError('output-failed', message, { path: script });
  }
  try {
    const { stdout } = await promisify(execFile)('bash', [script], { signal });
    return stdout.trim().split('\n');
  } catch (error) {
    signal.throwIfAborted();
    const { stderr = '' } = error as { stderr?: string };
    const said = stderr.trim().split('\n').at(-1);
    const message = `Slurm took not all jobs${said ? ` (${said})` : ''}; see squeue for those that it took; ${script} is what they are handed over by`;
    throw new ReconstructError('output-failed', message, { path: script }, { cause: error });
  }
}

async function isInPath(program: string): Promise<boolean> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    const isThere = await access(path.join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}
