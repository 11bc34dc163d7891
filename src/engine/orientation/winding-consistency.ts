/**
 * Winding-number normal consistency (WNNC, Lin et al., SIGGRAPH Asia 2024): dipoles at the points whose winding field
 * is one half on the surface and whose directions are the field's own gradient. Nothing but positions goes in; out
 * come directions that agree over the whole shape and point outward from closed ones.
 *
 * Every round makes one step of steepest descent on |b - A μ|², b = ½, then turns each dipole to the gradient of the
 * field of all. Pairs closer than a width are dropped, and the width falls from round to round: wide, the field is
 * smooth and finds the global arrangement; narrow, it finds thin parts (algorithm.md section 2, step 2).
 */
import advanceDipolesWgsl from '../../shaders/orientation/advance_dipoles.wgsl';
import alignDipolesWgsl from '../../shaders/orientation/align_dipoles.wgsl';
import placeResidualsWgsl from '../../shaders/orientation/place_residuals.wgsl';
import reduceStepWgsl from '../../shaders/orientation/reduce_step.wgsl';
import type { CloudScale } from '../analysis/measure-scale.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel } from '../gpu/kernel.ts';
import type { StageContext } from '../host/stage-context.ts';
import {
  encodeAdjoint,
  encodeGradient,
  encodeWinding,
  finished,
  LEAST_WIDTH,
  pacedSums,
  SUM_KERNELS,
  sumInParts,
} from './tree-sums.ts';
import { encodeMoments, encodeVectors, type GpuWindingTree, MOMENT_KERNELS } from './winding-tree.ts';

export const placeResiduals = defineKernel({
  label: 'orientation/place_residuals',
  code: placeResidualsWgsl,
  workgroup: 64,
  params: { count: 'u32' },
  buffers: { winding: 'read', point_entries: 'read', moments: 'read_write' },
});

export const reduceStep = defineKernel({
  label: 'orientation/reduce_step',
  code: reduceStepWgsl,
  workgroup: 256,
  params: { count: 'u32', width_squared: 'f32' },
  buffers: { descent: 'read', response: 'read', step_length: 'read_write' },
});

export const advanceDipoles = defineKernel({
  label: 'orientation/advance_dipoles',
  code: advanceDipolesWgsl,
  workgroup: 64,
  params: { count: 'u32' },
  buffers: { descent: 'read', step_length: 'read', dipoles: 'read_write' },
});

export const alignDipoles = defineKernel({
  label: 'orientation/align_dipoles',
  code: alignDipolesWgsl,
  workgroup: 64,
  params: { count: 'u32' },
  buffers: { gradients: 'read', held: 'read', dipoles: 'read_write' },
});

export const CONSISTENCY_KERNELS = [
  ...SUM_KERNELS,
  ...MOMENT_KERNELS,
  placeResiduals,
  reduceStep,
  advanceDipoles,
  alignDipoles,
] as const;

/** Rounds, as measured: fewer leave wrong patches on thin parts, more change nothing. */
const ROUNDS = 15;

/** The widths below which pairs are dropped, normalised: from the first round to the last. */
export interface WidthRange {
  readonly widest: number;
  readonly narrowest: number;
}

/**
 * From here on in spacings of the dipoles noise counts less, down to the shares of it below: at 12 and 3 σ throughout,
 * the legs of a scorpion and the walls of a skull are thinner than what is left out about each dipole, and a part of
 * them comes out inside out. P2S in 10⁻⁴ and signed NC of 60,000 points with 1 % of noise at 64 cells, before and now:
 * skull 60.2, .81 and 42.9, .92, koala 20.5 and 20.2.
 */
const NOISY_SPACINGS = 0.3;

/** The widths for `pointCount` points of which `dipoleCount` carry dipoles, from their spacing s and the noise σ. */
export function widthRange(scale: CloudScale, pointCount: number, dipoleCount: number): WidthRange {
  const spacing = dipoleSpacing(scale, pointCount, dipoleCount);
  const deviations = (most: number, least: number): number =>
    Math.min(most * scale.noiseNorm, Math.max(most * NOISY_SPACINGS * spacing, least * scale.noiseNorm));
  return {
    widest: Math.max(2 * spacing, deviations(12, 4), LEAST_WIDTH),
    narrowest: Math.max(0.25 * spacing, deviations(3, 1.5), LEAST_WIDTH),
  };
}

/**
 * The width at which the dipoles, once they are found, say the sides of points. Narrower, noise turns single points:
 * koala with 1 % of noise 20.2 → 20.9.
 */
export function sideWidth(scale: CloudScale, pointCount: number, dipoleCount: number): number {
  return Math.max(0.25 * dipoleSpacing(scale, pointCount, dipoleCount), 3 * scale.noiseNorm, LEAST_WIDTH);
}

/** The spacing of the points that carry dipoles, normalised: on a surface it grows with the root of the thinning. */
export function dipoleSpacing(scale: CloudScale, pointCount: number, dipoleCount: number): number {
  return scale.spacingNorm * Math.sqrt(pointCount / dipoleCount);
}

export interface DipolesInput {
  readonly tree: GpuWindingTree;
  /** vec4f [tree.pointCount], tree order. */
  readonly positions: GPUBuffer;
  readonly widths: WidthRange;
  /** [4 × tree.pointCount], tree order: unit directions that dipoles keep; w = 0 where one is to be found. */
  readonly held?: Float32Array<ArrayBuffer> | undefined;
}

/**
 * Finds the dipoles of the tree's points and leaves them in it as sources, summed. Rejects with the signal's reason
 * when cancelled.
 */
export async function placeConsistentDipoles(
  stage: StageContext,
  { tree, positions, widths, held: directions }: DipolesInput,
): Promise<void> {
  const { gpu, context } = stage;
  await gpu.load(...CONSISTENCY_KERNELS);
  using own = new BufferScope(gpu, 'orientation/consistency');
  const { pointCount: count, pointEntries: point_entries, moments } = tree;
  const dipoles = own.storage('dipoles', 16 * count);
  const vectors = own.storage('vectors', 16 * count);
  const winding = own.storage('winding', 4 * count);
  const held = directions ? own.upload('held', directions) : own.storage('held', 16 * count);
  const step_length = own.storage('step length', 4);
  for (let round = 0; round < ROUNDS; round++) {
    const left = (ROUNDS - 1 - round) / (ROUNDS - 1);
    const width = widths.narrowest + (widths.widest - widths.narrowest) * left;
    const at = { queries: positions, count, width };
    using work = pacedSums(gpu, 'orientation/round', context);
    encodeVectors(work.commands, tree, dipoles);
    await sumInParts(work, encodeWinding, tree, at, winding);
    // r = Aᵀ (b - A μ)
    work.commands.dispatch(placeResiduals, count, { count }, { winding, point_entries, moments });
    encodeMoments(work.commands, tree);
    await sumInParts(work, encodeAdjoint, tree, at, vectors);
    // μ += r ⟨r,r⟩ / ⟨A r,A r⟩
    encodeVectors(work.commands, tree, vectors);
    await sumInParts(work, encodeWinding, tree, at, winding);
    const buffers = { descent: vectors, response: winding, step_length };
    work.commands.dispatch(reduceStep, 1, { count, width_squared: width ** 2 }, buffers);
    work.commands.dispatch(advanceDipoles, count, { count }, { descent: vectors, step_length, dipoles });
    // μ ← |μ| normalise(G μ), or the direction that is known
    encodeVectors(work.commands, tree, dipoles);
    await sumInParts(work, encodeGradient, tree, at, vectors);
    work.commands.dispatch(alignDipoles, count, { count }, { gradients: vectors, held, dipoles });
    work.finish();
    await finished(gpu, context);
    context.onEvent({ type: 'stage-progressed', share: (round + 1) / (ROUNDS + 1) });
  }
  const last = gpu.commands('orientation/dipoles');
  encodeVectors(last, tree, dipoles);
  last.submit();
}
