/**
 * The benchmark's clouds as files: those of a folder of data, and those that are made at need and kept for next time.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { plyOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import type { BenchCase } from './cases.ts';
import { makeCloud } from './make-cloud.ts';
import { shapeMesh, writeShape } from './shape-files.ts';

export const CLOUD_FOLDER = join(tmpdir(), 'gridpull-bench-clouds');

type CloudFile = Pick<BenchCase, 'cloud' | 'made' | 'shape'> & Partial<Pick<BenchCase, 'reference' | 'recipe'>>;

/** The case's cloud; made where it is missing and may be, and its true surface with it. */
export async function cloudOf(bench: CloudFile): Promise<string> {
  await needReference(bench);
  if (existsSync(bench.cloud)) return bench.cloud;
  const { reference, recipe } = bench;
  if (!bench.made || reference === undefined || recipe === undefined) throw missing(bench.cloud);
  console.error(`making ${bench.cloud} …`);
  await sample({ ...bench, reference, recipe }, bench.cloud, false);
  return bench.cloud;
}

/** The same points with their true normals, for a method that needs some. */
export async function cloudWithNormals(bench: Sampled & Pick<BenchCase, 'name'>, folder: string): Promise<string> {
  const file = join(folder, `${bench.name}-normals.ply`);
  if (existsSync(file)) return file;
  await needReference(bench);
  await sample(bench, file, true);
  return file;
}

async function needReference({ reference, shape }: Pick<CloudFile, 'reference' | 'shape'>): Promise<void> {
  if (reference === undefined || existsSync(reference)) return;
  if (shape === undefined) throw missing(reference);
  await writeShape(shape, reference);
}

function missing(file: string): Error {
  return new Error(`${file} is missing: --data names a folder with the research clouds, clouds/ and meshes/ in it`);
}

type Sampled = Pick<BenchCase, 'reference' | 'shape' | 'recipe'>;

async function sample({ reference, shape, recipe }: Sampled, file: string, normals: boolean): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  if (recipe.by === 'make-cloud') return makeCloud(reference, file, { ...recipe, noise: 0, normals });
  // The tools write the format that the name ends with.
  const partial = `${file}.${process.pid}.part.ply`;
  if (recipe.by === 'shape') {
    const cloud = sampleCloud(shapeMesh(shape!), { ...recipe.cloud, ...(normals && { normals: 'outward' }) });
    writeFileSync(partial, plyOf(cloud));
  } else {
    const verb = recipe.verb === undefined ? [] : [recipe.verb];
    const args = [
      recipe.tool,
      ...verb,
      reference,
      partial,
      ...recipe.args.split(' '),
      ...(normals ? ['--normals'] : []),
    ];
    // Ten million points take 2 GB while they are sampled.
    const run = spawnSync(process.execPath, ['--max-old-space-size=8192', ...args], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`${recipe.tool} failed: ${run.stderr}`);
  }
  renameSync(partial, file);
}
