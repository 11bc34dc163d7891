/**
 * One case of `finish-cases.ts`: its mesh, made by the engine where it is not there yet, what became of it, and what
 * that lacks.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeMeshFile } from '../../src/cli/certificate.ts';
import { fileSource } from '../../src/cli/node-files.ts';
import { readMesh } from '../../src/engine/formats/read-mesh/read-mesh.ts';
import { readCloud } from '../../src/engine/formats/read/read-cloud.ts';
import { finishSteps } from '../../src/engine/host/steps.ts';
import type { MeshCheck } from '../../src/engine/finish/check/mesh-check.ts';
import { normalPair, randomBits } from '../../src/engine/math/random.ts';
import { searchTreeSteps, TriangleSearch } from '../../src/engine/measure/closest-point.ts';
import { readTriangleMesh } from '../../src/engine/read-triangle-mesh.ts';
import { NEVER } from '../prove/prove-surface.ts';
import { quietContext } from '../run-context.ts';
import { boundsOf } from '../shapes/sampled-cloud.ts';
import type { FinishCase, FoundMesh } from './finish-cases.ts';
import type { FinishDone, FinishWork } from './finish-work.ts';
import { compareWith, reconstructCloud, type RunSettings } from './run-case.ts';

export interface FinishResult extends FinishDone {
  readonly name: string;
  /** Mean distance to the truth, in its extents, before and after; null where nothing is asked about it. */
  readonly distances: { readonly before: number; readonly after: number } | null;
  /** Only where something is asked about the volume. */
  readonly before: MeshCheck | null;
  /** What is wanted and not there, in words. */
  readonly missed: readonly string[];
}

/** @throws Error where the engine or an operation ends with one */
export async function runFinish(bench: FinishCase, settings: RunSettings): Promise<FinishResult> {
  const { name, mesh: found, options, takesCloud = false } = bench;
  const mesh = await meshOf(found, settings);
  const output = join(settings.folder, `${fileName(name)}${options.texture === undefined ? '.ply' : '.glb'}`);
  const done = work({ mesh, options, output, ...(takesCloud && { cloud: found.cloud }) });
  const asksDistance = bench.wanted.ratio !== undefined || options.smooth !== undefined;
  const distances = asksDistance ? await distancesOf(found, mesh, output, settings) : null;
  const before = bench.wanted.volumeShare === undefined ? null : work({ mesh, options: {} }).proof;
  const result = { ...done, name, distances, before };
  return { ...result, missed: shortfalls(bench, result) };
}

function work(input: FinishWork): FinishDone {
  const program = ['--import', './scripts/wgsl-node.ts', 'test/bench/finish-work.ts', JSON.stringify(input)];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr.trim().split('\n').pop());
  return JSON.parse(stdout) as FinishDone;
}

const fileName = (name: string): string => name.replaceAll(/[ %]+/g, '-');

/** The mesh as a file, which is kept for the next case. */
async function meshOf({ name, cloud, resolution, noise }: FoundMesh, settings: RunSettings): Promise<string> {
  const file = join(settings.folder, `found-${fileName(name)}.ply`);
  if (existsSync(file)) return file;
  const made = reconstructCloud(cloud, file, { ...settings, resolution });
  if ('failure' in made) throw new Error(`${cloud}: ${made.failure.message}`);
  if (noise === undefined) return file;
  const mesh = await readTriangleMesh(readFileSync(file), file, quietContext);
  const step = (noise * extentOf(mesh.positions)) / Number(resolution);
  const positions = mesh.positions.map(
    (value, i) => value + step * normalPair(randomBits(SEED, 0, i), randomBits(SEED, 1, i))[0],
  );
  await writeMeshFile({ ...mesh, positions }, 'ply', file, quietContext);
  return file;
}

const SEED = 7;

function extentOf(positions: ArrayLike<number>): number {
  const { low, high } = boundsOf(positions);
  return Math.max(...high.map((value, axis) => value - low[axis]!));
}

async function distancesOf(
  { reference, cloud, resolution }: FoundMesh,
  before: string,
  after: string,
  settings: RunSettings,
) {
  if (reference === null) return pointDistances(cloud, before, after, Number(resolution));
  const [first, second] = [before, after].map((mesh) => {
    const compared = compareWith({ reference }, mesh);
    if ('failure' in compared) throw new Error(`${mesh}: ${compared.failure.message} (${settings.folder})`);
    return compared.result.chamferL1;
  });
  return { before: first!, after: second! };
}

/** Cells of the mesh before that a point may lie away from it: those further away have no surface. */
const MOST_CELLS = 2;

/** From the points that have a surface to it, where there is no true one. */
async function pointDistances(cloudFile: string, before: string, after: string, resolution: number) {
  const { positions, shift } = await readCloud(await fileSource(cloudFile), quietContext);
  const [first, second] = await Promise.all(
    [before, after].map(async (file) => readMesh(readFileSync(file), file, quietContext)),
  );
  const extent = extentOf(first!.positions);
  const [own, other] = [first!, second!].map((mesh) => new TriangleSearch(finishSteps(searchTreeSteps(mesh))));
  const sums = { count: 0, before: 0, after: 0 };
  for (let at = 0; at < positions.length; at += 3) {
    const place = [0, 1, 2].map((axis) => positions[at + axis]! + shift[axis]!) as [number, number, number];
    const distance = distanceTo(own!, place);
    if (distance > (MOST_CELLS * extent) / resolution) continue;
    sums.count++;
    sums.before += distance / extent;
    sums.after += distanceTo(other!, place) / extent;
  }
  return { before: sums.before / sums.count, after: sums.after / sums.count };
}

function distanceTo(search: TriangleSearch, [x, y, z]: readonly [number, number, number]): number {
  search.findClosest(x, y, z);
  return Math.sqrt(search.distanceSquared);
}

type Measured = Omit<FinishResult, 'missed'>;

function shortfalls({ wanted, options }: FinishCase, result: Measured): string[] {
  const { trianglesBefore, proof, report, distances, finishing, proving, before } = result;
  const { wallSeconds } = Object.keys(options).length > 0 ? finishing : proving;
  const ratio = distances === null ? NaN : distances.after / distances.before;
  const checks: readonly (readonly [asked: number | undefined, found: number, words: string])[] = [
    [wanted.ratio, ratio, `P2S ${wanted.ratio} times`],
    [wanted.narrow, report.relaxed?.after.under5 ?? NaN, 'no triangle under 5°'],
    [wanted.count, countOff(result), 'the count'],
    [wanted.seconds, wallSeconds, `${wanted.seconds} s`],
    [wanted.secondsPerMillion, (1e6 * wallSeconds) / trianglesBefore, `${wanted.secondsPerMillion} s a million`],
    [wanted.rims, proof.rims.count, `${wanted.rims} rim`],
    [wanted.volumeShare, Math.abs((proof.volume ?? NaN) / (before?.volume ?? NaN) - 1), 'the volume'],
  ];
  const known = before?.faults ?? [];
  const newFaults = proof.faults.filter((fault) => NEVER.includes(fault) && !known.includes(fault));
  // Whatever is no number is missed as well.
  const missed = checks
    .filter(([asked, found]) => asked !== undefined && !(found <= asked))
    .map(([, , words]) => words);
  return [...missed.map((words) => `${words} wanted`), ...newFaults];
}

/** By how much more than the triangles asked for there are, a share. */
function countOff({ proof, report }: Measured): number {
  const asked = report.simplified?.wantedTriangles;
  return asked === undefined ? NaN : proof.triangles / asked - 1;
}
