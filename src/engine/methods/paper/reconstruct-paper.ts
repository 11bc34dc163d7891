/**
 * The preset `paper`: GridPull as published (Chen, Liu, Han, ICCV 2023), for researchers and as our own baseline.
 *
 * A dense field of 128³ nodes starts as the distance to a tiny sphere and is optimised by Adam so that queries near
 * the cloud, pulled by the field's value along its gradient, land on their nearest point; with total variation over a
 * band, f = 0 on the points, and gradients that agree between query and point.
 *
 * Units, as in the published code: the start is in voxels (values up to 110), the pull reads the same numbers as
 * normalised lengths (the cloud spans 1). The optimiser carries the field from one to the other: most steps undo the
 * start (docs/algorithm.md section 1, "Units"). Starting in normalised lengths would be a different method with fewer
 * steps. The published normalisation maps the smallest coordinate of any axis to −½; ours centres every axis. Both give
 * the cloud the largest extent 1, and the result differs by a translation of the grid.
 */
import { dumpBand } from './dump-band.ts';
import { buildDenseGrid } from '../../grid/dense-grid.ts';
import { gridFrame } from '../../grid/grid-frame.ts';
import { CUBE_ORIGIN } from '../../resolutions.ts';
import { BRICK_NODES, type BrickGrid } from '../../grid/brick-grid.ts';
import { ReconstructError } from '../../errors.ts';
import type { RunContext } from '../../events.ts';
import { PacedWork } from '../../gpu/paced-work.ts';
import { BufferScope } from '../../gpu/buffer-scope.ts';
import type { Gpu } from '../../gpu/gpu.ts';
import { encodeScan, SCAN_KERNELS } from '../../gpu/scan.ts';
import type { StageContext } from '../../host/stage-context.ts';
import type { Neighbours } from '../../neighbours/find-nearest.ts';
import * as kernels from './paper-kernels.ts';
import { adamRate, PAPER } from './paper-options.ts';

export interface PaperInput {
  /** vec4f [pointCount], normalised. */
  readonly points: GPUBuffer;
  readonly pointCount: number;
  /** Neighbours of every point, at least `PAPER.neighbours` (fewer in a smaller cloud). */
  readonly neighbours: Neighbours;
  readonly steps: number;
  readonly seed: number;
}

export interface PaperField {
  readonly grid: BrickGrid;
  /** f32 [512 × brickCount], sampled at the nodes of the common grid of 256 cells. */
  readonly field: GPUBuffer;
}

/** The level that the published code extracts its mesh at. */
const EXTRACT_RESOLUTION = 256;
const NODE_COUNT = PAPER.nodes ** 3;
const STEPS_PER_SUBMIT = 5;
/** A multiple of the steps of a submit. */
const STEPS_PER_METRIC = 100;

/**
 * Runs the optimisation; the buffers of the result belong to the stage's scope. Rejects with `field-not-finite` if it
 * diverges.
 */
export async function reconstructPaper(stage: StageContext, input: PaperInput): Promise<PaperField> {
  const { gpu, scope, context } = stage;
  await gpu.load(...Object.values(kernels), ...SCAN_KERNELS);
  using own = new BufferScope(gpu, 'paper');
  const band = await markNodes(gpu, own, input, context);
  await dumpBand(stage, band);
  const field = await optimise(gpu, own, input, band, context);

  const grid = buildDenseGrid(stage, gridFrame(EXTRACT_RESOLUTION));
  const slotCount = BRICK_NODES * grid.brickCount;
  const sampled = scope.storage('paper field', 4 * slotCount);
  gpu
    .commands('paper/resample')
    .dispatch(
      kernels.resampleField,
      slotCount,
      { slot_count: slotCount, voxel_norm: grid.frame.voxelNorm, origin_norm: CUBE_ORIGIN },
      { brick_coords: grid.brickCoords, source: field, field: sampled },
    )
    .submit();
  return { grid, field: sampled };
}

interface Band {
  /** u32 [128³] */
  readonly weights: GPUBuffer;
  readonly bandCount: number;
  /** u32 [activeCount] */
  readonly nodes: GPUBuffer;
  readonly activeCount: number;
}

/** The band of the total variation and the list of nodes that any gradient can reach. */
async function markNodes(gpu: Gpu, scope: BufferScope, input: PaperInput, context: RunContext): Promise<Band> {
  const weights = scope.storage('weights', 4 * NODE_COUNT);
  using own = new BufferScope(gpu, 'paper/mark');
  const occupied = own.storage('occupied', 4 * NODE_COUNT);
  const spread = own.storage('spread', 4 * NODE_COUNT);
  const touched = own.storage('touched', NODE_COUNT / 8);
  const flags = own.storage('flags', 4 * NODE_COUNT);
  const commands = gpu.commands('paper/mark');
  commands.dispatch(
    kernels.markPoints,
    input.pointCount,
    { point_count: input.pointCount },
    { points: input.points, occupied, touched },
  );
  const reach = PAPER.bandVoxels;
  commands
    .dispatch(kernels.spreadBand, NODE_COUNT, { axis: 2, reach, clear_border: 0 }, { before: occupied, after: weights })
    .dispatch(kernels.spreadBand, NODE_COUNT, { axis: 1, reach, clear_border: 0 }, { before: weights, after: spread })
    .dispatch(kernels.spreadBand, NODE_COUNT, { axis: 0, reach, clear_border: 1 }, { before: spread, after: weights });
  commands.dispatch(kernels.markActive, NODE_COUNT, { node_count: NODE_COUNT }, { weights, touched, flags });
  const total = encodeScan(commands, own, flags, NODE_COUNT);
  commands.submit();
  const activeCount = (await gpu.readUints(total, 1, context.signal))[0] ?? 0;
  const nodes = scope.storage('nodes', 4 * activeCount);
  gpu
    .commands('paper/compact')
    .dispatch(
      kernels.compactNodes,
      NODE_COUNT,
      { node_count: NODE_COUNT, active_count: activeCount },
      { places: flags, nodes },
    )
    .submit();
  const band = await gpu.readUints(weights, NODE_COUNT, context.signal);
  return { weights, bandCount: band.reduce((count, weight) => count + Math.min(weight, 1), 0), nodes, activeCount };
}

/** Adam over all steps; returns the field f32 [128³], owned by `scope`. */
async function optimise(
  gpu: Gpu,
  scope: BufferScope,
  input: PaperInput,
  band: Band,
  context: RunContext,
): Promise<GPUBuffer> {
  const field = scope.storage('field', 4 * NODE_COUNT);
  const gradient = scope.storage('gradient', 4 * NODE_COUNT);
  const slopes = scope.storage('slopes', 4 * band.activeCount);
  const moments = scope.storage('moments', 8 * band.activeCount);
  const pullGroups = Math.ceil(PAPER.queryCount / 64);
  const smoothGroups = Math.ceil(band.activeCount / 64);
  const pullLosses = scope.storage('pull losses', 16 * pullGroups);
  const smoothLosses = scope.storage('smooth losses', 4 * smoothGroups);
  gpu
    .commands('paper/init')
    .dispatch(kernels.initSphere, NODE_COUNT, { radius_voxel: PAPER.startRadiusVoxel }, { field })
    .submit();
  using work = new PacedWork(gpu, 'paper/steps', STEPS_PER_SUBMIT, context);
  for (let step = 0; step < input.steps; step++) {
    work.commands
      .dispatch(kernels.pullQueries, PAPER.queryCount, pullParams(input, step), {
        points: input.points,
        neighbours: input.neighbours.indices,
        field,
        gradient,
        losses: pullLosses,
      })
      .dispatch(
        kernels.smoothBand,
        band.activeCount,
        { active_count: band.activeCount, band_count: band.bandCount },
        { nodes: band.nodes, weights: band.weights, field, slopes, losses: smoothLosses },
      )
      .dispatch(
        kernels.adamStep,
        band.activeCount,
        { active_count: band.activeCount, query_count: PAPER.queryCount, rate: adamRate(step) },
        { nodes: band.nodes, slopes, gradient, moments, field },
      );
    await work.spend(1);
    const done = step + 1;
    context.onEvent({ type: 'stage-progressed', share: done / input.steps });
    if (done !== STEPS_PER_SUBMIT && done % STEPS_PER_METRIC !== 0 && done !== input.steps) continue;
    if (done === input.steps) work.finish(); // the other metrics fall between two submits
    const pull = await gpu.readFloats(pullLosses, 4 * pullGroups, context.signal);
    const smooth = await gpu.readFloats(smoothLosses, smoothGroups, context.signal);
    const loss = pull.reduce((sum, x) => sum + x, 0) / PAPER.queryCount + smooth.reduce((sum, x) => sum + x, 0);
    if (!Number.isFinite(loss)) {
      throw new ReconstructError('field-not-finite', `the preset paper diverged at step ${done}; use the default`, {
        step: done,
      });
    }
    context.onEvent({ type: 'metric', name: 'loss', value: loss });
    context.onEvent({ type: 'metric', name: 'step', value: done });
  }
  return field;
}

/** Parameters of the pull at one step. */
export function pullParams(input: PaperInput, step: number) {
  return {
    point_count: input.pointCount,
    query_count: PAPER.queryCount,
    neighbour_count: Math.min(PAPER.neighbours, input.neighbours.k),
    seed: input.seed,
    step,
    narrow_count: PAPER.narrowCount,
    narrow_sigma: PAPER.narrowSigma,
    wide_sigma: PAPER.wideSigma,
    consistency: PAPER.consistency,
  };
}
