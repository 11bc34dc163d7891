/**
 * The same clouds through PoissonRecon (M. Kazhdan, github.com/mkazhdan/PoissonRecon), where it is installed: under
 * that name on the path, or where $POISSON_RECON says. It needs normals and gets the true ones, which we do not.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { BenchCase } from './cases.ts';
import { cloudWithNormals } from './clouds.ts';
import { compareWith, type Failure, type Metrics } from './run-case.ts';

export interface PoissonResult {
  readonly depth: number;
  readonly wallMs: number;
  /** 0 where the system does not tell. */
  readonly peakMemoryBytes: number;
  readonly metrics?: Metrics;
  readonly failure?: Failure;
}

/** The executable, or undefined. */
export function findPoissonRecon(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['POISSON_RECON'];
  const places = named ? [named] : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'PoissonRecon'));
  return places.find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where the cloud with normals is kept for next time, and where the mesh goes. */
export interface PoissonFolders {
  readonly clouds: string;
  readonly meshes: string;
}

const COARSER_DEPTHS = 2;

/** The depth whose finest cells are as many an axis as ours, 8 for 256, and the two coarser ones. */
export function depthsFor(resolution: number): readonly number[] {
  const deepest = Math.round(Math.log2(resolution));
  return Array.from({ length: COARSER_DEPTHS + 1 }, (_, i) => deepest - COARSER_DEPTHS + i);
}

/** What the true normals need to be made again: not a scan's file, whose true normals nobody knows. */
export type PoissonCase = Pick<BenchCase, 'name' | 'reference' | 'shape' | 'recipe'>;

/**
 * At the best of the depths: noise is drawn by too deep a tree (nefertiti-1M 1.56 at depth 10, 1.03 at 9, 1.14 at 8,
 * P2S in 10⁻⁴). Each is run and compared; the one with the least distance counts, with its own time and memory.
 */
export async function runPoissonRecon(
  program: string,
  bench: PoissonCase,
  depths: readonly number[],
  { clouds, meshes }: PoissonFolders,
): Promise<PoissonResult> {
  const cloud = await cloudWithNormals(bench, clouds);
  const mesh = join(meshes, `${bench.name}-poisson.ply`);
  const results: PoissonResult[] = [];
  for (const depth of depths) {
    results.push(await runAtDepth(program, bench, depth, { cloud, mesh }));
  }
  return bestOf(results);
}

/** The one with the least distance; the last, a failure, where none was compared. */
export function bestOf(results: readonly PoissonResult[]): PoissonResult {
  const distance = ({ metrics }: PoissonResult): number => metrics?.chamferL1 ?? Infinity;
  return results.reduce((best, other) => (distance(best) < distance(other) ? best : other));
}

async function runAtDepth(
  program: string,
  bench: PoissonCase,
  depth: number,
  { cloud, mesh }: { readonly cloud: string; readonly mesh: string },
): Promise<PoissonResult> {
  const startMs = performance.now();
  const given = ['--in', cloud, '--out', mesh, '--depth', `${depth}`];
  const { exitCode, peakMemoryBytes, message } = await watched(program, given);
  const wallMs = performance.now() - startMs;
  if (exitCode !== 0) return { depth, wallMs, peakMemoryBytes, failure: { exitCode, message } };
  const compared = compareWith(bench, mesh);
  if ('failure' in compared) return { depth, wallMs, peakMemoryBytes, failure: compared.failure };
  return { depth, wallMs, peakMemoryBytes, metrics: compared.result };
}

interface Watched {
  readonly exitCode: number | null;
  readonly peakMemoryBytes: number;
  readonly message: string;
}

const LOOK_MS = 50;

/** Runs a program and looks at the most memory that Linux says it has held. */
function watched(program: string, args: readonly string[]): Promise<Watched> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let [peakMemoryBytes, message] = [0, ''];
    const look = setInterval(() => (peakMemoryBytes = Math.max(peakMemoryBytes, peakOf(child.pid))), LOOK_MS);
    child.stderr.on('data', (data: Buffer) => (message = data.toString().trim() || message));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(look);
      resolve({ exitCode, peakMemoryBytes, message });
    });
  });
}

function peakOf(pid: number | undefined): number {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return 1024 * Number(kibibytes ?? 0);
  } catch {
    return 0; // gone already, or no Linux
  }
}
