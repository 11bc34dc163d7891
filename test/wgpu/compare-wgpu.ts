/**
 * `npm run test:wgpu`: the engine on a second WebGPU. Deno's is wgpu with naga, which Firefox has; Node's is Dawn with Tint, as
 * Chromium. Both take the same software driver, so what differs is theirs. Topology has to be the same, and vertices to be
 * within 10⁻⁴ of a cell of one another; a device that gives a wrong answer, or a greater distance, ends this with 1.
 *
 * Deno is no dependency: npm fetches it for this, or GRIDPULL_DENO names a program.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { wgsl } from '../../scripts/vite-wgsl.ts';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { reconstruct, type TriangleMesh } from '../../src/engine/index.ts';
import { measureTopology } from '../../src/engine/mesh/topology.ts';
import { type GoldenCloud, goldenClouds } from './golden-clouds.ts';

const DENO = 'deno@2.9.6';
/** Of a cell. */
const MOST_DISTANCE = 1e-4;
const DRIVERS = ['lvp_icd.x86_64.json', 'lvp_icd.aarch64.json', 'lvp_icd.json'].map(
  (name) => `/usr/share/vulkan/icd.d/${name}`,
);

const context = { signal: new AbortController().signal, onEvent: () => undefined };
const folder = mkdtempSync(path.join(tmpdir(), 'gridpull-wgpu-'));
try {
  await bundle();
  const answered = runDeno();
  const rows = await compare();
  console.log(
    '| cloud | triangles | topology | vertices apart, of a cell: mean | most |\n| --- | --: | --- | --: | --: |',
  );
  for (const { cells } of rows) console.log(`| ${cells.join(' | ')} |`);
  process.exitCode = answered && rows.every(({ isSame }) => isSame) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function bundle(): Promise<void> {
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

/** Whether its answers were right. */
function runDeno(): boolean {
  const own = process.env['GRIDPULL_DENO'];
  const [program, ...before] = own ? [own] : ['npm', 'exec', '--yes', `--package=${DENO}`, '--', 'deno'];
  const driver = DRIVERS.find((file) => existsSync(file));
  const run = spawnSync(
    program,
    [...before, 'run', '--allow-all', '--unstable-webgpu', `${folder}/in-deno.js`, folder],
    {
      stdio: 'inherit',
      env: { ...process.env, ...(driver && !process.env['VK_DRIVER_FILES'] && { VK_DRIVER_FILES: driver }) },
    },
  );
  if (run.error) throw run.error;
  return run.status === 0;
}

async function compare() {
  await using host = await openNodeHost({ software: true });
  const rows: { readonly cells: readonly string[]; readonly isSame: boolean }[] = [];
  for (const golden of goldenClouds()) {
    const { mesh, report } = await reconstruct(golden.cloud, golden.options, host, context);
    rows.push(await compareMeshes(golden, mesh, report.voxel));
  }
  return rows;
}

async function compareMeshes({ name }: GoldenCloud, mesh: TriangleMesh, cell: number) {
  const positions = new Float32Array(bytesOf(`${name}.positions`));
  const indices = new Uint32Array(bytesOf(`${name}.indices`));
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

function bytesOf(name: string): ArrayBuffer {
  const bytes = readFileSync(path.join(folder, name));
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
