/** One run on a cloud of `scan-cases.ts`, its figures, and what they lack. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSource } from '../../src/cli/node-files.ts';
import { readMesh } from '../../src/engine/formats/read-mesh/read-mesh.ts';
import { readCloud } from '../../src/engine/formats/read/read-cloud.ts';
import { INLINE_TASKS } from '../../src/engine/host/inline-host.ts';
import { runSteps } from '../../src/engine/host/steps.ts';
import { sampleSurfaceSteps } from '../../src/engine/measure/sample-surface.ts';
import { buildKdTree } from '../../src/engine/neighbours/kd-tree.ts';
import { NearestSearch } from '../../src/engine/neighbours/nearest-search.ts';
import { acrossRatio } from '../reference/gaps.ts';
import { quietContext } from '../run-context.ts';
import { cloudOf } from './clouds.ts';
import { runPoissonRecon } from './poisson-recon.ts';
import { compareWith, type Failure, reconstructCloud, type RunSettings } from './run-case.ts';
import type { ScanCase, Wanted } from './scan-cases.ts';

/** What the page keeps of a run. Distances are shares of the reference's largest extent. */
export interface ScanFigures {
  readonly points: number;
  readonly resolution: number;
  readonly wallMs: number;
  readonly pieces: number;
  readonly openEdges: number;
  /** Null where the mesh is no oriented manifold. */
  readonly genus: number | null;
  /** Nothing where nobody knows the true surface. */
  readonly p2s?: number;
  readonly normals?: number;
  readonly signedNormals?: number;
  /** Only where it is asked for. */
  readonly farShare?: number;
}

/** PoissonRecon with the true normals on this very cloud: the depth that came closest, and its mean distance. */
export interface ScanPeer {
  readonly depth: number;
  readonly p2s: number;
}

export type ScanResult = { readonly name: string; readonly wanted: Wanted; readonly peer?: ScanPeer } & (
  | { readonly figures: ScanFigures; readonly failure?: undefined }
  | { readonly failure: Failure; readonly figures?: undefined }
);

/** How the peer is run, where it is there. */
export interface ScanPeerSettings {
  readonly program: string;
  readonly depths: readonly number[];
  /** Where clouds with true normals are kept for next time. */
  readonly clouds: string;
}

/** Never throws for what the command line did: a failure is a result too. */
export async function runScan(scan: ScanCase, settings: RunSettings, peer?: ScanPeerSettings): Promise<ScanResult> {
  const own = await runOwn(scan, settings);
  const { recipe, reference } = scan;
  if (peer === undefined || recipe === undefined || reference === undefined) return own;
  const { name } = scan;
  const folders = { clouds: peer.clouds, meshes: settings.folder };
  const best = await runPoissonRecon(peer.program, { name, reference, recipe }, peer.depths, folders);
  return best.metrics ? { ...own, peer: { depth: best.depth, p2s: best.metrics.chamferL1 } } : own;
}

/** What the peer reaches, in 10⁻⁴: on this cloud where it ran, else on one like it. */
export function peerDistance({ wanted, peer }: Pick<ScanResult, 'wanted' | 'peer'>): number | undefined {
  return peer ? 1e4 * peer.p2s : wanted.peer;
}

async function runOwn(scan: ScanCase, settings: RunSettings): Promise<ScanResult> {
  const { name, reference, wanted } = scan;
  const cloud = await cloudOf(scan);
  const mesh = join(settings.folder, `${name}.ply`);
  const run = reconstructCloud(cloud, mesh, settings);
  if ('failure' in run) return { name, wanted, failure: run.failure };
  const { points, resolution, wallMs, topology } = run.result;
  const { components: pieces, boundaryEdges: openEdges, genus } = topology;
  const own = { points: points.inFile, resolution, wallMs: Math.round(wallMs), pieces, openEdges, genus };
  const far = wanted.farShare === undefined ? {} : { farShare: await farShareOf(cloud, mesh) };
  if (reference === undefined) return { name, wanted, figures: { ...own, ...far } };
  const compared = compareWith({ reference }, mesh);
  if ('failure' in compared) return { name, wanted, failure: compared.failure };
  const { chamferL1: p2s, normalConsistency: normals, signedNormalConsistency: signedNormals } = compared.result;
  return { name, wanted, figures: { ...own, p2s, normals, signedNormals, ...far } };
}

/** What is wanted and not there, in words. A surface that hangs open has no genus to be judged. */
export function shortfalls(result: ScanResult): string[] {
  const { wanted, figures, failure } = result;
  if (failure) return [`ended with ${failure.exitCode ?? 'the time limit'}`];
  const { p2s = NaN, pieces, openEdges, genus, wallMs, farShare = NaN } = figures;
  const distance = 1e4 * p2s;
  const peer = peerDistance(result);
  const inUnits = (value: number): string => value.toFixed(2).replace(/^0/, '');
  const checks: readonly (readonly [boolean, string])[] = [
    [wanted.p2s !== undefined && distance > wanted.p2s, `P2S ${inUnits(wanted.p2s ?? 0)} wanted`],
    [
      wanted.ratio !== undefined && peer !== undefined && distance > wanted.ratio * peer,
      `${wanted.ratio} times the peer wanted`,
    ],
    [wanted.pieces !== undefined && pieces > wanted.pieces, `pieces: ${wanted.pieces} wanted`],
    [wanted.isClosed === true && openEdges > 0, 'closed wanted'],
    [wanted.isClosed === false && openEdges === 0, 'open wanted'],
    [wanted.genus !== undefined && openEdges === 0 && genus !== wanted.genus, `genus ${wanted.genus} wanted`],
    [wanted.seconds !== undefined && wallMs > 1000 * wanted.seconds, `${wanted.seconds} s wanted`],
    [
      wanted.farShare !== undefined && !(farShare <= wanted.farShare),
      `${100 * (wanted.farShare ?? 0)} % far from all points wanted, ${(100 * farShare).toFixed(1)} there`,
    ],
  ];
  return checks.filter(([isMissed]) => isMissed).map(([, words]) => words);
}

const SAMPLES = 20_000;
/** Gaps beyond which a surface stands for nothing. */
const FAR = 3;

/** Most neighbours that a gap is looked for among. */
const MOST_NEIGHBOURS = 1024;

/** Share of the mesh's area that is further from every point than three gaps of the nearest one. */
async function farShareOf(cloudFile: string, meshFile: string): Promise<number> {
  const { positions, shift } = await readCloud(await fileSource(cloudFile), quietContext);
  const mesh = await readMesh(readFileSync(meshFile), meshFile, quietContext);
  const { points } = await runSteps(sampleSurfaceSteps(mesh, SAMPLES, 1), quietContext.signal);
  const search = new NearestSearch(await buildKdTree(positions, INLINE_TASKS, quietContext), MOST_NEIGHBOURS);
  const gaps = new Map<number, number>();
  let far = 0;
  for (let i = 0; i < SAMPLES; i++) {
    search.find(points[3 * i]! - shift[0], points[3 * i + 1]! - shift[1], points[3 * i + 2]! - shift[2], 1);
    const [nearest, squared] = [search.indices[0]!, search.squared[0]!];
    const gap = gaps.get(nearest) ?? gapAt(search, positions, nearest);
    gaps.set(nearest, gap);
    if (squared > (FAR * gap) ** 2) far++;
  }
  return far / SAMPLES;
}

/**
 * How far the neighbourhood of a point must reach until it is a piece of surface, as `measure_gaps` has it, in
 * doublings.
 */
function gapAt(search: NearestSearch, positions: Float32Array, index: number): number {
  const at = (i: number): [number, number, number] => [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
  let spacing = 0;
  for (let k = 13; k <= MOST_NEIGHBOURS; k *= 2) {
    const count = search.find(...at(index), k);
    const reach = Math.sqrt(search.squared[count - 1]!);
    const isSurface = acrossRatio(Array.from(search.indices.subarray(0, count), at)) >= (k === 13 ? 0.1 : 0.2);
    if (k === 13) spacing = reach / 1.95;
    if (isSurface) return k === 13 ? spacing : reach / 1.05;
    if (count < k) break;
  }
  return spacing;
}
