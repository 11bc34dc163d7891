/** The benchmark's clouds as files: those beside the project, and those that are made at need and kept for next time. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BenchCase, SAMPLER } from './cases.ts';
import { makeCloud } from './make-cloud.ts';

export const CLOUD_FOLDER = join(tmpdir(), 'gridpull-bench-clouds');

/** The case's cloud; made where it is missing and may be. */
export async function cloudOf(bench: BenchCase): Promise<string> {
  if (existsSync(bench.cloud)) return bench.cloud;
  if (!bench.made) throw new Error(`${bench.cloud} is missing: the benchmark needs the shared data beside the project`);
  console.error(`making ${bench.cloud} …`);
  await sample(bench, bench.cloud, false);
  return bench.cloud;
}

/** The same points with their true normals, for a method that needs some. */
export async function cloudWithNormals(bench: BenchCase, folder: string): Promise<string> {
  const file = join(folder, `${bench.name}-normals.ply`);
  if (!existsSync(file)) await sample(bench, file, true);
  return file;
}

async function sample({ reference, recipe }: BenchCase, file: string, normals: boolean): Promise<void> {
  if (!existsSync(reference)) throw new Error(`${reference} is missing: the benchmark needs the shared data`);
  mkdirSync(dirname(file), { recursive: true });
  if (recipe.by === 'make-cloud') return makeCloud(reference, file, { ...recipe, noise: 0, normals });
  const partial = `${file}.${process.pid}.part`;
  const args = [SAMPLER, reference, partial, ...recipe.args.split(' '), ...(normals ? ['--normals'] : [])];
  // Ten million points take 2 GB while they are sampled.
  const run = spawnSync(process.execPath, ['--max-old-space-size=8192', ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${SAMPLER} failed: ${run.stderr}`);
  renameSync(partial, file);
}
