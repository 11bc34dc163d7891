/**
 * From local planes to oriented normals, and the winding field that tells inside from outside (algorithm.md section 2,
 * step 2): winding-number normal consistency on the representatives, its gradient at every point, a vote among
 * neighbours, repair of whole patches. A file's own normals replace all of that where they are good.
 */
import orientAxesWgsl from '../../shaders/orientation/orient_axes.wgsl';
import voteSignsWgsl from '../../shaders/orientation/vote_signs.wgsl';
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { abortable, type Gpu } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
import type { Host } from '../host.ts';
import type { Neighbours } from '../neighbours/find-nearest.ts';
import { LEAST_AGREEMENT } from './adopt-file-normals.ts';
import { PATCH_NEAREST } from './repair-patches.ts';
import { chooseRepresentatives } from './representatives.ts';
import { encodeGradient, sumInParts } from './tree-sums.ts';
import { dipoleSpacing, placeConsistentDipoles, widthRange } from './winding-consistency.ts';
import { makeWindingField, type WindingField } from './winding-field.ts';
import { type GpuWindingTree, uploadWindingTree } from './winding-tree.ts';

export const orientAxes = defineKernel({
  label: 'orientation/orient_axes',
  code: orientAxesWgsl,
  workgroup: 64,
  params: { count: 'u32' },
  buffers: { gradients: 'read', axes: 'read', normals: 'read_write' },
});

export const voteSigns = defineKernel({
  label: 'orientation/vote_signs',
  code: voteSignsWgsl,
  workgroup: 64,
  params: { count: 'u32', listed: 'u32', noise: 'f32' },
  buffers: { points: 'read', nearest: 'read', current: 'read', next: 'read_write' },
});

/** Points that carry dipoles at most: enough for sheets two spacings thick, and a sum stays in tens of ms. */
const MAX_REPRESENTATIVES = 50_000;
const VOTE_ROUNDS = 3;

/** Everything in point order, normalised. */
export interface OrientationInput {
  /** [3 × pointCount], at least one point. */
  readonly positions: Float32Array;
  /** The same on the device, vec4f [pointCount]. */
  readonly points: GPUBuffer;
  /** The nearest points of each, k = 13: the point itself and twelve more. */
  readonly neighbours: Neighbours;
  readonly planes: PlaneFit;
  readonly scale: CloudScale;
  /** [3 × pointCount] where the file has normals. */
  readonly fileNormals?: Float32Array;
  readonly seed: number;
  /** How many points carry dipoles at most; 50,000 where not given. */
  readonly maxRepresentatives?: number;
}

export interface Orientation {
  /** vec4f [pointCount]: unit normals, outward; w = confidence of the plane. */
  readonly normals: GPUBuffer;
  readonly winding: WindingField;
  /** Whether the file's normals decided the sides. */
  readonly usedFileNormals: boolean;
}

/** The representatives' tree on the device, and which points they are. */
interface Representatives {
  readonly tree: GpuWindingTree;
  /** u32 [tree.pointCount]: point of each, tree order. */
  readonly sources: Uint32Array<ArrayBuffer>;
}

/**
 * Orients the planes' axes. Closed shapes come out with outward normals; with file normals their side is kept.
 * The result's buffers belong to `scope`. A file whose normals do not fit its points gives a warning and is oriented
 * as if it had none. Rejects with the signal's reason when cancelled.
 */
export async function orientNormals(
  gpu: Gpu,
  scope: BufferScope,
  host: Host,
  input: OrientationInput,
  context: RunContext,
): Promise<Orientation> {
  const { positions, planes, scale } = input;
  const pointCount = positions.length / 3;
  const representatives = await growTree(scope, host, input, context);
  const ofFile = await normalsOfFile(gpu, host, input, context);
  const normals = ofFile ?? (await normalsByWinding(gpu, host, input, representatives, context));
  const normalsBuffer = scope.storage('normals', 16 * pointCount);
  gpu.device.queue.writeBuffer(normalsBuffer, 0, normals);

  using own = new BufferScope(gpu, 'orientation/field');
  const { tree } = representatives;
  const sources = own.upload('representatives', representatives.sources);
  const surface = { positions, normals, normalsBuffer, planes, noiseNorm: scale.noiseNorm };
  const winding = await makeWindingField(gpu, tree, sources, surface, context);
  return { normals: normalsBuffer, winding, usedFileNormals: ofFile !== undefined };
}

async function growTree(
  scope: BufferScope,
  host: Host,
  { positions, seed, maxRepresentatives = MAX_REPRESENTATIVES }: OrientationInput,
  context: RunContext,
): Promise<Representatives> {
  const chosen = chooseRepresentatives(positions.length / 3, maxRepresentatives, seed);
  const chosenPositions = gather(positions, chosen);
  const built = await abortable(host.runTask('buildWindingTree', { positions: chosenPositions }), context.signal);
  return { tree: uploadWindingTree(scope, built), sources: built.order.map((place) => chosen[place]!) };
}

/** [4 × pointCount] by the file's normals; nothing where there are none or they do not fit. */
async function normalsOfFile(
  gpu: Gpu,
  host: Host,
  { planes, neighbours, fileNormals }: OrientationInput,
  context: RunContext,
): Promise<Float32Array<ArrayBuffer> | undefined> {
  if (!fileNormals) return undefined;
  const { signal } = context;
  const axes = await gpu.readFloats(planes.normals, 4 * neighbours.count, signal);
  const lists = await gpu.readUints(neighbours.indices, neighbours.k * neighbours.count, signal);
  const task = host.runTask('adoptFileNormals', { axes, fileNormals, neighbours: lists });
  const { agreement, normals } = await abortable(task, signal);
  if (!normals) {
    const message =
      `The file's normals fit the surface at ${(100 * agreement).toFixed(0)} % of the points only ` +
      `(${100 * LEAST_AGREEMENT} % are asked for); they are ignored, and the sides are found from the points.`;
    context.onEvent({ type: 'warning', message });
  }
  return normals;
}

/** [4 × pointCount] from nothing but the points. */
async function normalsByWinding(
  gpu: Gpu,
  host: Host,
  input: OrientationInput,
  { tree, sources }: Representatives,
  context: RunContext,
): Promise<Float32Array<ArrayBuffer>> {
  const { positions, points, neighbours, scale } = input;
  const pointCount = positions.length / 3;
  using own = new BufferScope(gpu, 'orientation');
  const widths = widthRange(scale, pointCount, tree.pointCount);
  const atRepresentatives = own.upload('representatives', gather(positions, sources, 4));
  await placeConsistentDipoles(gpu, tree, atRepresentatives, widths, context);

  const gradients = own.storage('gradients', 16 * pointCount);
  // Points between the representatives lie closer to one than these to one another.
  const halfSpacing = 0.5 * dipoleSpacing(scale, pointCount, tree.pointCount);
  const width = tree.pointCount < pointCount ? Math.max(widths.narrowest, halfSpacing) : widths.narrowest;
  const at = { queries: points, count: pointCount, width };
  await sumInParts(gpu, encodeGradient, tree, at, gradients, context);
  const voted = await voteOnSides(gpu, own, input, gradients);

  const normals = await gpu.readFloats(voted, 4 * pointCount, context.signal);
  const listed = Math.min(neighbours.k, PATCH_NEAREST);
  const lists = await gpu.readUints(neighbours.indices, listed * pointCount, context.signal);
  const patches = { positions, normals, neighbours: lists, noiseNorm: scale.noiseNorm };
  const { flips } = await abortable(host.runTask('repairPatches', patches), context.signal);
  return normals.map((value, at) => (at % 4 !== 3 && flips[at >> 2] === 1 ? -value : value));
}

/** Turns the axes to the gradients (vec4f [pointCount]), then lets neighbours vote. Gives the normals, of `scope`. */
async function voteOnSides(
  gpu: Gpu,
  scope: BufferScope,
  { points, neighbours, planes, scale }: OrientationInput,
  gradients: GPUBuffer,
): Promise<GPUBuffer> {
  await gpu.load(orientAxes, voteSigns);
  const { count, k: listed, indices: nearest } = neighbours;
  let current = scope.storage('current normals', 16 * count);
  let next = scope.storage('next normals', 16 * count);
  const batch = gpu.batch('orientation/votes');
  batch.run(orientAxes, count, { count }, { gradients, axes: planes.normals, normals: current });
  for (let round = 0; round < VOTE_ROUNDS; round++) {
    batch.run(voteSigns, count, { count, listed, noise: scale.noiseNorm }, { points, nearest, current, next });
    [current, next] = [next, current];
  }
  batch.submit();
  return current;
}

/** [stride × indices.length] the positions of some points, the rest of a stride beyond 3 being 0. */
function gather(positions: Float32Array, indices: Uint32Array, stride = 3): Float32Array<ArrayBuffer> {
  const gathered = new Float32Array(stride * indices.length);
  indices.forEach((point, i) => gathered.set(positions.subarray(3 * point, 3 * point + 3), stride * i));
  return gathered;
}
