/** The thin sheets of a cloud: their points on the device, what they amount to on a worker. */
import findLayersWgsl from '../../shaders/orientation/find_layers.wgsl';
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { abortable, type Gpu } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
import { submitChunks } from '../gpu/submit-chunks.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { Neighbours } from '../neighbours/find-nearest.ts';
import type { GpuKdTree } from '../neighbours/gpu-kd-tree.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { judgeSheets, mayHaveSheets, type Sheets } from './judge-sheets.ts';
import { sampleMayHaveSheets, sheetCandidates } from './sheet-candidates.ts';

export const findLayers = defineKernel({
  label: 'orientation/find_layers',
  code: findLayersWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32', spacing: 'f32' },
  buffers: { kd_nodes: 'read', points: 'read', list: 'read', layers: 'read_write' },
});

/** About 100 ms on two cores of a software device. */
const POINTS_PER_DISPATCH = 2 ** 13;

/** What is known of a cloud when its sheets are looked for; all in point order, normalised. */
export interface SheetsOf {
  readonly positions: Float32Array;
  readonly points: GPUBuffer;
  readonly tree: KdTree;
  readonly gpuTree: GpuKdTree;
  readonly neighbours: Neighbours;
  readonly planes: PlaneFit;
  readonly scale: CloudScale;
}

/** Nothing where the cloud has no thin sheets. Rejects with the signal's reason when cancelled. */
export async function findSheets(stage: StageContext, cloud: SheetsOf): Promise<Sheets | undefined> {
  const { gpu, host, context } = stage;
  const { positions, tree, neighbours, scale } = cloud;
  const { signal } = context;
  const layers = await layersOf(gpu, cloud, context);
  // Edges and creases of most clouds look like a few: their neighbours need not be read.
  if (!layers || !mayHaveSheets(layers)) return undefined;
  const lists = await gpu.readUints(neighbours.indices, neighbours.k * neighbours.count, signal);
  const input = { positions, tree, layers, neighbours: lists, noiseNorm: scale.noiseNorm };
  return abortable(host.runTask(judgeSheets, input), signal);
}

/** [4 × count], see `find_layers.wgsl`; nothing where a sample of the points shows that too few have two sides. */
async function layersOf(gpu: Gpu, cloud: SheetsOf, context: RunContext): Promise<Float32Array | undefined> {
  const { planes, scale, gpuTree } = cloud;
  const { signal } = context;
  const count = gpuTree.pointCount;
  const axes = await gpu.readFloats(planes.normals, 4 * count, signal);
  const radii = await gpu.readFloats(planes.radii, count, signal);
  const { sampled, others, sampleCount } = sheetCandidates({ axes, radii, noiseNorm: scale.noiseNorm });
  const layers = new Float32Array(4 * count);
  const twoSidedCount = await findLayersOf(gpu, cloud, sampled, layers, signal);
  if (others.length > 0) {
    if (!sampleMayHaveSheets(twoSidedCount, sampleCount)) return undefined;
    await findLayersOf(gpu, cloud, others, layers, signal);
  }
  return layers;
}

/** Enters the layers of the listed points into `layers`; resolves to how many of them have two sides. */
async function findLayersOf(
  gpu: Gpu,
  { points, gpuTree, scale }: SheetsOf,
  listed: Uint32Array<ArrayBuffer>,
  layers: Float32Array,
  signal: AbortSignal,
): Promise<number> {
  if (listed.length === 0) return 0;
  await gpu.load(findLayers);
  using own = new BufferScope(gpu, 'sheets');
  const found = own.storage('layers', 16 * listed.length);
  const buffers = { kd_nodes: gpuTree.nodes, points, list: own.upload('list', listed), layers: found };
  const params = { point_count: gpuTree.pointCount, spacing: scale.spacingNorm };
  await submitChunks(gpu, 'orientation/layers', listed.length, POINTS_PER_DISPATCH, signal, (commands, chunk) => {
    commands.dispatch(findLayers, chunk.count, { ...chunk, ...params }, buffers);
  });
  const values = await gpu.readFloats(found, 4 * listed.length, signal);
  let twoSidedCount = 0;
  listed.forEach((i, at) => {
    layers.set(values.subarray(4 * at, 4 * at + 4), 4 * i);
    if (values[4 * at + 3]! > 0) twoSidedCount++;
  });
  return twoSidedCount;
}

export interface AxesInput {
  readonly planes: PlaneFit;
  readonly sheets: Sheets;
}

/**
 * vec4f [count], owned by the stage's scope: the planes' axes, on sheets those of their sides; there the confidence
 * is 1.
 */
export async function axesBesideSheets(stage: StageContext, { planes, sheets }: AxesInput): Promise<GPUBuffer> {
  const { gpu, scope } = stage;
  const { layers } = sheets;
  const { signal } = stage.context;
  const axes = await gpu.readFloats(planes.normals, layers.length, signal);
  for (let at = 0; at < layers.length; at += 4) {
    if (layers[at + 3] === 0) continue;
    axes.set(layers.subarray(at, at + 3), at);
    axes[at + 3] = 1;
  }
  return scope.upload('axes', axes);
}
