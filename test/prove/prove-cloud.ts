/**
 * Clouds of the surfaces of surfaces.ts, with noise, strays and holes, through the whole engine on the software device,
 * and what it finds through every operation of finish.
 */
import path from 'node:path';
import { fileSource } from '../../src/cli/node-files.ts';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { proveMesh } from '../../src/engine/finish/check/prove-mesh.ts';
import { type PointCloud, ReconstructError, reconstruct, type TaskHost } from '../../src/engine/index.ts';
import { readCloud } from '../../src/engine/formats/read/read-cloud.ts';
import type { Host } from '../../src/engine/hosting.ts';
import type { TriangleMesh } from '../../src/engine/mesh/triangle-mesh.ts';
import { DEFAULTS } from '../../src/engine/options.ts';
import { quietContext } from '../run-context.ts';
import { boundsOf, pointCloudOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { Dice } from './dice.ts';
import { faultsOf, type Proof, proveOperations } from './prove-surface.ts';
import { type Surface, surfaceOf } from './surfaces.ts';

/** Of the engine's level: some ten thousand triangles, so that a cloud is proved in seconds. */
const CELLS = 64;
/** What a scan would say nothing of is passed over. */
const LEAST_CORNERS = 3000;

/** Surfaces from the number `first` on whose clouds are tried; endless. */
export function* cloudSeeds(first: number): Generator<number, never, undefined> {
  for (let seed = first; ; seed++) if (surfaceOf(seed).mesh.indices.length >= LEAST_CORNERS) yield seed;
}

/** Of files: some hundred thousand triangles, in which thin parts are wider than a cell. */
const FILE_CELLS = 128;

/** One after the other, on one device. */
export async function* proveClouds(seeds: Iterable<number>): AsyncGenerator<Proof, void, undefined> {
  yield* onDevice(seeds, (seed, host) => {
    const made = surfaceOf(seed);
    const { cloud, recipe } = cloudOf(made, seed);
    return proveCloud({ seed, surface: `${seed}: cloud of ${made.name}, ${recipe}` }, cloud, CELLS, host);
  });
}

/** The same of files of points; the place in the list is the number of the options. */
export async function* proveFiles(files: Iterable<readonly [number, string]>): AsyncGenerator<Proof, void, undefined> {
  yield* onDevice(files, async ([seed, file], host) => {
    const cloud = await readCloud(await fileSource(file), quietContext);
    const surface = `${seed}: ${path.basename(file)}, ${cloud.positions.length / 3} points`;
    return proveCloud({ seed, surface }, cloud, FILE_CELLS, host);
  });
}

/** The device is opened for the first, and kept for all. */
async function* onDevice<T>(
  items: Iterable<T>,
  prove: (item: T, host: Host) => Promise<Proof>,
): AsyncGenerator<Proof, void, undefined> {
  let host: (Host & AsyncDisposable) | null = null;
  try {
    for (const item of items) {
      host ??= await openNodeHost({ software: true });
      yield await prove(item, host);
    }
  } finally {
    await host?.[Symbol.asyncDispose]();
  }
}

async function proveCloud(
  { seed, surface }: Pick<Proof, 'seed' | 'surface'>,
  cloud: PointCloud,
  resolution: number,
  host: Host,
): Promise<Proof> {
  const proof: Proof = { seed, surface, proved: 0, skipped: null, failures: [] };
  let mesh: TriangleMesh;
  try {
    ({ mesh } = await reconstruct(cloud, { resolution }, host, quietContext));
  } catch (error) {
    if (error instanceof ReconstructError && error.code === 'cloud-degenerate')
      return { ...proof, skipped: error.message };
    return { ...proof, failures: [{ seed, surface, options: {}, what: `ends with ${String(error)}` }] };
  }
  return proveFound({ ...proof, proved: 1 }, mesh, host, cloud);
}

async function proveFound(proof: Proof, mesh: TriangleMesh, host: TaskHost, cloud: PointCloud): Promise<Proof> {
  const before = await proveMesh(mesh, host, quietContext);
  const what = faultsOf(before).join('; ');
  if (what !== '') return { ...proof, failures: [{ ...proof, options: { ...DEFAULTS }, what }] };
  const { proved, failures } = await proveOperations({ ...proof, mesh, before, cloud }, host);
  return { ...proof, proved: proof.proved + proved, failures };
}

/** Some thousand points, as scans have them: uneven, rough, with strays and with places that nobody saw. */
function cloudOf({ mesh }: Surface, seed: number): { cloud: PointCloud; recipe: string } {
  const dice = new Dice(seed + 0xc10d);
  const { low, high } = boundsOf(mesh.positions);
  const extent = Math.max(...high.map((value, axis) => value - low[axis]!));
  const holes = Array.from({ length: dice.pick([0, 0, 1, 3]) }, () => {
    const vertex = 3 * mesh.indices[dice.whole(0, mesh.indices.length - 1)]!;
    const centre = [...mesh.positions.subarray(vertex, vertex + 3)] as [number, number, number];
    return { centre, radius: extent * dice.between(0.02, 0.12) };
  });
  const recipe = {
    points: dice.whole(2000, 5000),
    noise: dice.pick([0, 0, 0.002, 0.01]),
    outliers: dice.pick([0, 0, 0.02]),
  };
  const cloud = pointCloudOf(sampleCloud(mesh, { ...recipe, seed, holes }));
  const { points, noise, outliers } = recipe;
  return { cloud, recipe: `${points} points, noise ${noise}, strays ${outliers}, ${holes.length} holes` };
}
