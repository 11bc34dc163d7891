/**
 * `node test/bench/make-cloud.ts MESH OUT.ply --points N [--seed S] [--noise SHARE] [--normals]`: a cloud of any size
 * from a mesh, evenly over its area, as binary PLY, written in pieces: 100 million points take 1.2 GB of disk and
 * 100 MB of memory.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { writeFileBeside } from '../../src/cli/node-files.ts';
import { readMesh } from '../../src/engine/formats/read-mesh/read-mesh.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../run-context.ts';
import { FLOATS, MeshSampler } from '../shapes/mesh-sampler.ts';
import { NORMAL, plyHeader, XYZ } from '../shapes/ply-header.ts';

export interface StreamOptions {
  readonly points: number;
  readonly seed: number;
  /** Share of the diagonal of the mesh's bounds. */
  readonly noise: number;
  readonly normals: boolean;
}

/** Points sampled before they are written: 1.5 MiB. */
const PIECE = 1 << 16;

/** The header of what `cloudPieces` gives. */
export function cloudHeader({ points, seed, noise, normals }: StreamOptions): string {
  const properties = [...XYZ, ...(normals ? NORMAL : [])];
  return plyHeader(points, properties, `make-cloud.ts seed ${seed} noise ${noise}`);
}

/** The points' bytes in pieces; each piece is overwritten by the next. */
export function* cloudPieces(mesh: WorldMesh, recipe: StreamOptions, piece = PIECE): Generator<Uint8Array> {
  const { points, seed, noise, normals } = recipe;
  const sampler = new MeshSampler(mesh, { seed, noiseWorld: noise * diagonalOf(mesh) });
  const rows = new Float32Array(FLOATS * Math.min(piece, points));
  const kept = normals ? FLOATS : 3;
  const packed = new Float32Array(kept * Math.min(piece, points));
  for (let first = 0; first < points; first += piece) {
    const count = Math.min(piece, points - first);
    sampler.fill(rows.subarray(0, FLOATS * count), first);
    for (let i = 0; i < count; i++) packed.set(rows.subarray(FLOATS * i, FLOATS * i + kept), kept * i);
    yield new Uint8Array(packed.buffer, 0, 4 * kept * count);
  }
}

function diagonalOf({ positions }: WorldMesh): number {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  positions.forEach((value, i) => {
    low[i % 3] = Math.min(low[i % 3]!, value);
    high[i % 3] = Math.max(high[i % 3]!, value);
  });
  return Math.hypot(...high.map((value, axis) => value - low[axis]!));
}

/** A file under that name is whole. */
export async function makeCloud(meshFile: string, output: string, recipe: StreamOptions): Promise<void> {
  const mesh = await readMesh(await readFile(meshFile), meshFile, quietContext);
  await writeFileBeside(output, async (sink) => {
    await sink.write(new TextEncoder().encode(cloudHeader(recipe)));
    for (const bytes of cloudPieces(mesh, recipe)) await sink.write(bytes);
  });
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      points: { type: 'string' },
      seed: { type: 'string', default: '1' },
      noise: { type: 'string', default: '0' },
      normals: { type: 'boolean', default: false },
    },
  });
  const [mesh, output] = positionals;
  const recipe = { ...values, points: Number(values.points), seed: Number(values.seed), noise: Number(values.noise) };
  if (!mesh || !output || !Number.isInteger(recipe.points) || recipe.points < 1 || !(recipe.noise >= 0)) {
    console.error('usage: node test/bench/make-cloud.ts MESH OUT.ply --points N [--seed S] [--noise F] [--normals]');
    process.exit(2);
  }
  await makeCloud(mesh, output, recipe);
}
