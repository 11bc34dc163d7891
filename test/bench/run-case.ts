/** One run of the built command line on a case, in a process of its own, and the comparison with the true surface. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { MeshComparison } from '../../src/engine/measure/compare.ts';
import type { RunReport } from '../../src/engine/report.ts';
import type { BenchCase } from './cases.ts';
import { cloudOf } from './clouds.ts';

/** What `gridpull reconstruct --json` prints, and the whole process's time. */
export interface CaseReport extends RunReport {
  readonly readMs: number;
  readonly writeMs: number;
  /** The most that the computing process held. */
  readonly peakMemoryBytes: number;
  readonly wallMs: number;
}

/** What `gridpull compare --json` prints. */
export type Metrics = Pick<
  MeshComparison,
  'chamferL1' | 'normalConsistency' | 'signedNormalConsistency' | 'components' | 'boundaryEdges' | 'nonManifoldEdges'
>;

export interface RunOptions {
  readonly preset: string;
  /** `auto` or a number of cells. */
  readonly resolution: string;
}

export interface Failure {
  /** The command line's exit code; null where it was ended by a signal, such as at the time limit. */
  readonly exitCode: number | null;
  readonly message: string;
}

export type CaseResult = {
  readonly options: RunOptions;
} & (
  | { readonly report: CaseReport; readonly metrics: Metrics; readonly failure?: undefined }
  | { readonly failure: Failure; readonly report?: undefined; readonly metrics?: undefined }
);

export interface RunSettings extends RunOptions {
  readonly software: boolean;
  /** Where the mesh goes. */
  readonly folder: string;
  /** After this a run is ended and counts as failed. */
  readonly limitSeconds: number;
  /** File for the times of all dispatches. */
  readonly profile?: string;
}

/** Never throws for what the command line did: a failure is a result too. */
export async function runCase(bench: BenchCase, settings: RunSettings): Promise<CaseResult> {
  const { preset, resolution, folder } = settings;
  const options = { preset, resolution };
  const output = join(folder, `${bench.name}.ply`);
  const run = reconstructCloud(await cloudOf(bench), output, settings);
  if ('failure' in run) return { options, failure: run.failure };
  const compared = compareWith(bench, output);
  if ('failure' in compared) return { options, failure: compared.failure };
  return { options, report: run.result, metrics: compared.result };
}

/** The built command line, in a process of its own. */
export function reconstructCloud(
  cloud: string,
  output: string,
  { preset, resolution, software, limitSeconds, profile }: RunSettings,
): Outcome<CaseReport> {
  const args = ['reconstruct', cloud, '-o', output, '--json', '--quiet', '--preset', preset];
  const startMs = performance.now();
  const run = gridpull<Omit<CaseReport, 'wallMs'>>(
    [
      ...args,
      ...['--resolution', resolution],
      ...(software ? ['--software'] : []),
      ...(profile === undefined ? [] : ['--profile', profile]),
    ],
    limitSeconds,
  );
  const wallMs = performance.now() - startMs;
  return 'failure' in run ? run : { result: { ...run.result, wallMs } };
}

export function compareWith({ reference }: Pick<BenchCase, 'reference'>, mesh: string): Outcome<Metrics> {
  return gridpull<Metrics>(['compare', reference, mesh, '--json']);
}

export type Outcome<T> = { readonly result: T } | { readonly failure: Failure };

function gridpull<T>(args: readonly string[], limitSeconds?: number): Outcome<T> {
  const run = spawnSync(process.execPath, ['out/cli/index.js', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    ...(limitSeconds !== undefined && { timeout: 1000 * limitSeconds, killSignal: 'SIGINT' }),
  });
  if (run.status === 0) return { result: JSON.parse(run.stdout) as T };
  const late = run.error && 'code' in run.error && run.error.code === 'ETIMEDOUT';
  const message = late ? `not done after ${limitSeconds} s` : lastLine(run.stderr || String(run.error ?? ''));
  return { failure: { exitCode: late ? null : run.status, message } };
}

/** The error itself: what comes before it are warnings of the run. */
function lastLine(text: string): string {
  return text.trim().split('\n').pop() ?? '';
}
