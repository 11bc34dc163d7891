/**
 * The side of each plane by a direction at its point, and the vote of its neighbours on that (algorithm.md section 2,
 * step 2).
 */
import orientAxesWgsl from '../../shaders/orientation/orient_axes.wgsl';
import voteSignsWgsl from '../../shaders/orientation/vote_signs.wgsl';
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
import type { Neighbours } from '../neighbours/find-nearest.ts';

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

const VOTE_ROUNDS = 3;

export interface Voters {
  /** vec4f [count] normalised, and the neighbours of each. */
  readonly points: GPUBuffer;
  readonly neighbours: Neighbours;
}

/** Turns the axes to the gradients (both vec4f [count]). The result's buffer belongs to `scope`. */
export async function takeSides(
  gpu: Gpu,
  scope: BufferScope,
  axes: GPUBuffer,
  gradients: GPUBuffer,
  count: number,
): Promise<GPUBuffer> {
  await gpu.load(orientAxes);
  const normals = scope.storage('sided normals', 16 * count);
  gpu.commands('orientation/sides').dispatch(orientAxes, count, { count }, { gradients, axes, normals }).submit();
  return normals;
}

/** Lets neighbours vote on the sides of `normals` (vec4f [count], overwritten). The result belongs to `scope`, too. */
export async function voteOnSides(
  gpu: Gpu,
  scope: BufferScope,
  { points, neighbours }: Voters,
  normals: GPUBuffer,
  scale: CloudScale,
): Promise<GPUBuffer> {
  await gpu.load(voteSigns);
  const { count, k: listed, indices: nearest } = neighbours;
  let current = normals;
  let next = scope.storage('next normals', 16 * count);
  const commands = gpu.commands('orientation/votes');
  for (let round = 0; round < VOTE_ROUNDS; round++) {
    commands.dispatch(voteSigns, count, { count, listed, noise: scale.noiseNorm }, { points, nearest, current, next });
    [current, next] = [next, current];
  }
  commands.submit();
  return current;
}
