/**
 * `node test/bench/walk-visits.ts CLOUD.ply [RESOLUTION]`: how many nodes of the k-d tree the GPU's walk for twelve
 * neighbours loads (`shaders/neighbours/kd_walk.wgsl`), from the points themselves and from the nodes of a level's band
 * by their distance from the cloud. That is the cost of kernels for which `kernel-costs` states no bytes.
 */
import { fileSource } from '../../src/cli/node-files.ts';
import { readCloud } from '../../src/engine/formats/read/read-cloud.ts';
import { inlineHost } from '../../src/engine/host/inline-host.ts';
import { buildKdTree, type KdTree } from '../../src/engine/neighbours/kd-tree.ts';

const NEIGHBOURS = 12;
/** Queries of each kind. */
const SAMPLES = 10_000;
/** Boxes of active nodes round a point's cell at the coarsest levels (algorithm.md section 2, step 4). */
const REACH = 3;

type Triple = readonly [number, number, number];

interface Walk {
  readonly loads: number;
  /** To the nearest point. */
  readonly distance: number;
}

/** The walk of `kd_tree.wgsl`, counting how often it loads a node. */
function walk({ nodes, pointCount }: KdTree, query: Triple): Walk {
  const numbers = new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length);
  const best = new Float64Array(NEIGHBOURS).fill(3.4e38);
  let [previous, place, loads] = [0, 1, 0];
  while (place !== 0) {
    loads++;
    const at = 4 * (place - 1);
    if (previous < place) {
      const apart = query.map((value, axis) => value - numbers[at + axis]!);
      insert(
        best,
        apart.reduce((sum, value) => sum + value * value, 0),
      );
    }
    const axis = nodes[at + 3]! >>> 30;
    const offset = query[axis]! - numbers[at + axis]!;
    const near = 2 * place + (offset > 0 ? 1 : 0);
    const far = near ^ 1;
    let next = place >>> 1;
    if (previous < place && near <= pointCount) next = near;
    else if (previous !== far && offset * offset < best[NEIGHBOURS - 1]! && far <= pointCount) next = far;
    [previous, place] = [place, next];
  }
  return { loads, distance: Math.sqrt(best[0]!) };
}

function insert(best: Float64Array, squared: number): void {
  let j = NEIGHBOURS - 1;
  if (squared >= best[j]!) return;
  for (; j > 0 && best[j - 1]! > squared; j--) best[j] = best[j - 1]!;
  best[j] = squared;
}

/** Centred, the largest extent 1: the engine's normalised space. */
function normalise(positions: Float32Array): Float32Array<ArrayBuffer> {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  positions.forEach((value, i) => {
    low[i % 3] = Math.min(low[i % 3]!, value);
    high[i % 3] = Math.max(high[i % 3]!, value);
  });
  const extent = Math.max(...high.map((value, axis) => value - low[axis]!));
  return Float32Array.from(positions, (value, i) => (value - (low[i % 3]! + high[i % 3]!) / 2) / extent);
}

/** Positions of the band's nodes. */
function bandNodes(points: Float32Array, resolution: number): Triple[] {
  const voxel = 1.1 / resolution;
  const width = resolution + 1;
  const cells = new Set<number>();
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, z] = [0, 1, 2].map((axis) => Math.floor((points[i + axis]! + 0.55) / voxel)) as [
      number,
      number,
      number,
    ];
    cells.add(x + width * (y + width * z));
  }
  const nodes = new Set<number>();
  for (const cell of cells) {
    const first = [cell % width, Math.floor(cell / width) % width, Math.floor(cell / width ** 2)] as const;
    for (let k = 0; k < (2 * REACH + 2) ** 3; k++) {
      const side = 2 * REACH + 2;
      const [x, y, z] = [k % side, Math.floor(k / side) % side, Math.floor(k / side ** 2)].map(
        (step, axis) => first[axis]! + step - REACH,
      ) as [number, number, number];
      if (Math.min(x, y, z) >= 0 && Math.max(x, y, z) < width) nodes.add(x + width * (y + width * z));
    }
  }
  return [...nodes].map((node) => [
    (node % width) * voxel - 0.55,
    (Math.floor(node / width) % width) * voxel - 0.55,
    Math.floor(node / width ** 2) * voxel - 0.55,
  ]);
}

function describe(what: string, walks: readonly Walk[]): void {
  const loads = walks.map((one) => one.loads).sort((a, b) => a - b);
  const at = (share: number): number => loads[Math.floor(share * (loads.length - 1))] ?? 0;
  const mean = loads.reduce((sum, value) => sum + value, 0) / loads.length;
  console.log(`${what.padEnd(34)} mean ${mean.toFixed(0)}, median ${at(0.5)}, p90 ${at(0.9)}, most ${at(1)}`);
}

/** About `SAMPLES` of them, evenly. */
function some<T>(all: readonly T[]): T[] {
  const step = Math.max(1, Math.floor(all.length / SAMPLES));
  return all.filter((_, i) => i % step === 0);
}

const [file, resolution = '64'] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node test/bench/walk-visits.ts CLOUD.ply [RESOLUTION]');
const context = { signal: new AbortController().signal, onEvent: () => undefined };
const cloud = await readCloud(await fileSource(file), context);
const points = normalise(cloud.positions);
// No device: the tree is built by tasks alone.
const tree = await buildKdTree(points, inlineHost(undefined as unknown as GPUDevice, 'none'), context);
const numbers = Array.from({ length: points.length / 3 }, (_, i) => i);
console.log(`nodes loaded by a walk for ${NEIGHBOURS} neighbours among ${numbers.length} points`);
describe(
  'from a point',
  some(numbers).map((i) => walk(tree, [points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!])),
);
const fromNodes = some(bandNodes(points, Number(resolution))).map((node) => walk(tree, node));
describe(`from a node of the band at ${resolution}`, fromNodes);
const voxel = 1.1 / Number(resolution);
const byDistance = Map.groupBy(fromNodes, ({ distance }) => Math.floor(distance / voxel));
for (const [voxels, walks] of [...byDistance].sort(([a], [b]) => a - b)) {
  describe(`  ${voxels} to ${voxels + 1} voxels away`, walks);
}
