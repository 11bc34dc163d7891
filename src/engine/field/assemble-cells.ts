/**
 * The data's part of a level's energy: for every cell with samples its 8×8 matrix and right side, without float
 * atomics and without a sort (algorithm.md section 2, step 6). Nodes gather from their eight cells afterwards, so the
 * solver's cost does not depend on the number of points.
 *
 * Points in Morton order make the points of a cell one range at every level: ranges are found by comparing neighbours,
 * data cells are marked in a bit mask, numbered by a scan of its population counts, and each sums its own samples in
 * fixed order.
 */
import assembleCellsWgsl from '../../shaders/field/assemble_cells.wgsl';
import assembleDenseCellsWgsl from '../../shaders/field/assemble_dense_cells.wgsl';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
import type { BrickGrid } from '../grid/brick-grid.ts';
import type { StageContext } from '../host/stage-context.ts';
import { type CellSamples, COEFFICIENTS, CORNERS, type DataCells } from './data-cells.ts';
import { FIND_CELLS_KERNELS, findCells, type FoundCells } from './find-cells.ts';
import { PacedWork } from '../gpu/paced-work.ts';
import { ranges } from '../math/ranges.ts';
import type { LevelWeights } from './weights.ts';

const ASSEMBLE_PARAMS = {
  first: 'u32',
  end: 'u32',
  cell_count: 'u32',
  resolution: 'u32',
  cells_per_norm: 'f32',
  voxel_norm: 'f32',
  offset_norm: 'f32',
  inner_offset_norm: 'f32',
  value_weight: 'f32',
  gradient_weight: 'f32',
  has_goals: 'u32',
  kappa_factor: 'f32',
  voxel_share: 'f32',
} as const;

const ASSEMBLE_BUFFERS = {
  points: 'read',
  normals: 'read',
  cell_ranges: 'read',
  neighbours: 'read',
  brick_coords: 'read',
  cell_senders: 'read',
  coefficients: 'read_write',
  right_side: 'read_write',
} as const;

export const assembleCellsKernel = defineKernel({
  label: 'field/assemble_cells',
  code: assembleCellsWgsl,
  workgroup: 64,
  params: ASSEMBLE_PARAMS,
  buffers: ASSEMBLE_BUFFERS,
});

export const assembleDenseCells = defineKernel({
  label: 'field/assemble_dense_cells',
  code: assembleDenseCellsWgsl,
  workgroup: 32,
  params: ASSEMBLE_PARAMS,
  buffers: ASSEMBLE_BUFFERS,
});

/** Points a data cell from which a workgroup a cell pays. */
const DENSE_CELL_POINTS = 16;
/** Points visited by the cells of one submit, if each is visited by all 27 cells around its own: three or ten are. */
const VISITS_PER_SUBMIT = 1 << 24;

export interface CellsInput {
  readonly grid: BrickGrid;
  readonly samples: CellSamples;
  readonly weights: LevelWeights;
}

/**
 * Finds a level's data cells and sums their samples. The results belong to the stage's scope; 176 bytes a cell stay for
 * matrices and right sides, 32 for corners; 12 bytes a slot and 8 a cell are used in between.
 * Throws `gpu-out-of-memory` where the device allows no buffer of 144 bytes a cell.
 */
export async function assembleCells(
  stage: StageContext,
  { grid, samples: input, weights }: CellsInput,
): Promise<DataCells> {
  const { gpu, scope, context } = stage;
  using own = new BufferScope(gpu, 'field/assemble');
  await gpu.load(...FIND_CELLS_KERNELS);
  const found = await findCells(gpu, scope, own, grid, input, weights, context);
  const { cellCount, neighbours, cellIndex, cornerSlots } = found;
  const coefficients = scope.storage('coefficients', 4 * COEFFICIENTS * cellCount);
  const rightSide = scope.storage('right sides', 4 * CORNERS * cellCount);
  const cells: DataCells = { cellCount, neighbours, cellIndex, cornerSlots, coefficients, rightSide };
  await sumCells(gpu, grid, input, found, cells, weights, context);
  return cells;
}

async function sumCells(
  gpu: Gpu,
  grid: BrickGrid,
  { points, normals, pointCount, hasGoals = false }: CellSamples,
  { cellRanges, cellSenders }: FoundCells,
  cells: DataCells,
  weights: LevelWeights,
  context: RunContext,
): Promise<void> {
  const { cellCount } = cells;
  const { resolution, voxelNorm } = grid.frame;
  const pointsPerCell = pointCount / Math.max(1, cellCount);
  const isDense = pointsPerCell >= DENSE_CELL_POINTS;
  const kernel = isDense ? assembleDenseCells : assembleCellsKernel;
  await gpu.load(kernel);
  const threadsPerCell = isDense ? kernel.workgroup : 1;
  const cellsPerSubmit = Math.ceil(VISITS_PER_SUBMIT / (27 * (1 + pointsPerCell)));
  using work = new PacedWork(gpu, kernel.label, cellsPerSubmit, context);
  for (const { first, count, end } of ranges(cellCount, cellsPerSubmit)) {
    work.commands.dispatch(
      kernel,
      threadsPerCell * count,
      {
        first,
        end,
        cell_count: cellCount,
        resolution,
        cells_per_norm: 1 / voxelNorm,
        voxel_norm: voxelNorm,
        offset_norm: weights.offsetNorm,
        inner_offset_norm: weights.innerOffsetNorm,
        value_weight: weights.valueWeight,
        gradient_weight: weights.gradientWeight,
        has_goals: hasGoals ? 1 : 0,
        kappa_factor: weights.own?.kappaFactor ?? 0,
        voxel_share: weights.own?.voxelShare ?? 0,
      },
      {
        points,
        normals,
        cell_ranges: cellRanges,
        neighbours: cells.neighbours,
        brick_coords: grid.brickCoords,
        cell_senders: cellSenders,
        coefficients: cells.coefficients,
        right_side: cells.rightSide,
      },
    );
    await work.spend(count);
  }
  work.finish();
}
