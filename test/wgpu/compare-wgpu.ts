/**
 * Whole runs in Deno and in Node. A device that gives a wrong answer, another topology or a vertex further than 10⁻⁴ of
 * a cell from its place is told.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { wgsl } from '../../scripts/vite-wgsl.ts';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { reconstruct, type TriangleMesh } from '../../src/engine/index.ts';
import { measureTopology } from '../../src/engine/mesh/topology.ts';
import { runInDeno } from './deno.ts';
import { type GoldenCloud, goldenClouds } from './golden-clouds.ts';

/** Of a cell. */
const MOST_DISTANCE = 1e-4;
const context = { signal: new AbortController().signal, onEvent: () => undefined };

/** Whether both come to the same. */
export async function compareRuns(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gridpull-wgpu-'));
  try {
    await bundle(folder);
    const isAnswered = runInDeno(`${folder}/in-deno.js`, [folder]).status === 0;
    const rows = await compare(folder);
    console.log(
      '| cloud | triangles | topology | vertices apart, of a cell: mean | most |\n| --- | --: | --- | --: | --: |',
    );
    for (const { cells } of rows) console.log(`| ${cells.join(' | ')} |`);
    return isAnswered && rows.every(({ isSame }) => isSame);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bundle(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [wgsl()],
    build: {
      outDir: folder,
      target: 'esnext',
      minify: false,
      lib: { entry: 'test/wgpu/in-deno.ts', formats: ['es'], fileName: 'in-deno' },
      rolldownOptions: { external: [/^node:/] },
    },
  });
}

async function compare(folder: string) {
  await using host = await openNodeHost({ software: true });
  const rows: { readonly cells: readonly string[]; readonly isSame: boolean }[] = [];
  for (const golden of goldenClouds()) {
    const { mesh, report } = await reconstruct(golden.cloud, golden.options, host, context);
    rows.push(await compareMeshes(folder, golden, mesh, report.voxel));
  }
  return rows;
}

async function compareMeshes(folder: string, { name }: GoldenCloud, mesh: TriangleMesh, cell: number) {
  const positions = new Float32Array(bytesOf(path.join(folder, `${name}.positions`)));
  const indices = new Uint32Array(bytesOf(path.join(folder, `${name}.indices`)));
  const [one, other] = [
    await measureTopology(mesh.positions, mesh.indices, context),
    await measureTopology(positions, indices, context),
  ];
  const shapeOf = ({ components, genus, boundaryEdges, vertices, triangles }: typeof one) =>
    [components, genus, boundaryEdges, vertices, triangles].join(' ');
  const isSameShape = shapeOf(one) === shapeOf(other);
  const { mean, most } = distances(mesh.positions, positions, cell);
  const isSame = isSameShape && most <= MOST_DISTANCE;
  const words = isSameShape ? 'the same' : `${shapeOf(one)} and ${shapeOf(other)}`;
  return { cells: [name, String(one.triangles), words, mean.toExponential(1), most.toExponential(1)], isSame };
}

function bytesOf(file: string): ArrayBuffer {
  const bytes = readFileSync(file);
  return new Uint8Array(bytes).buffer;
}

/** Vertices come in the order of their grid's edges, whatever the device: those of the same number are one. */
function distances(a: Float32Array, b: Float32Array, cell: number): { mean: number; most: number } {
  if (a.length !== b.length) return { mean: NaN, most: Infinity };
  let [sum, most] = [0, 0];
  for (let i = 0; i < a.length; i += 3) {
    const apart = Math.hypot(a[i]! - b[i]!, a[i + 1]! - b[i + 1]!, a[i + 2]! - b[i + 2]!) / cell;
    sum += apart;
    most = Math.max(most, apart);
  }
  return { mean: sum / (a.length / 3), most };
}
