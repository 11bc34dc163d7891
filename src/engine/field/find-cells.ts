/** Which cells of a level have samples, their numbers and corners, and the range of points of every cell. */
import countCellsWgsl from '../../shaders/field/count_cells.wgsl';
import findNeighboursWgsl from '../../shaders/field/find_neighbours.wgsl';
import listCellsWgsl from '../../shaders/field/list_cells.wgsl';
import markCellsWgsl from '../../shaders/field/mark_cells.wgsl';
import type { RunContext } from '../events.ts';
import type { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import { defineKernel, type Kernel } from '../gpu/kernel.ts';
import { encodeScan, SCAN_KERNELS } from '../gpu/scan.ts';
import { BRICK_NODES, BRICK_WORDS, type BrickGrid } from '../grid/brick-grid.ts';
import type { CellSamples, DataCells } from './data-cells.ts';
import { PacedWork } from '../gpu/paced-work.ts';
import { ranges } from '../math/ranges.ts';
import type { LevelWeights } from './weights.ts';

export const findNeighbours = defineKernel({
  label: 'field/find_neighbours',
  code: findNeighboursWgsl,
  workgroup: 64,
  params: { brick_count: 'u32', bricks_per_axis: 'u32' },
  buffers: { brick_table: 'read', brick_coords: 'read', neighbours: 'read_write' },
});

export const markCells = defineKernel({
  label: 'field/mark_cells',
  code: markCellsWgsl,
  workgroup: 64,
  params: {
    first: 'u32',
    end: 'u32',
    point_count: 'u32',
    resolution: 'u32',
    bricks_per_axis: 'u32',
    cells_per_norm: 'f32',
    offset_norm: 'f32',
    inner_offset_norm: 'f32',
  },
  buffers: {
    points: 'read',
    normals: 'read',
    brick_table: 'read',
    active_bits: 'read',
    cell_ranges: 'read_write',
    senders: 'read_write',
    data_bits: 'read_write',
  },
});

export const countCells = defineKernel({
  label: 'field/count_cells',
  code: countCellsWgsl,
  workgroup: 64,
  params: { word_count: 'u32' },
  buffers: { data_bits: 'read', counts: 'read_write' },
});

export const listCells = defineKernel({
  label: 'field/list_cells',
  code: listCellsWgsl,
  workgroup: 64,
  params: { slot_count: 'u32', cell_count: 'u32' },
  buffers: {
    data_bits: 'read',
    bases: 'read',
    neighbours: 'read',
    senders: 'read',
    cell_index: 'read_write',
    corner_slots: 'read_write',
    cell_senders: 'read_write',
  },
});

export const FIND_CELLS_KERNELS: readonly Kernel[] = [
  findNeighbours,
  markCells,
  countCells,
  listCells,
  ...SCAN_KERNELS,
] as readonly Kernel[];

export interface FoundCells extends Pick<DataCells, 'cellCount' | 'neighbours' | 'cellIndex' | 'cornerSlots'> {
  /** u32 [2 × 512 × brickCount]: first point and end of the range of a slot's cell; 0, 0 where there is none. */
  readonly cellRanges: GPUBuffer;
  /** vec2u [cellCount]: slot of the cell, and which of the 27 ranges round it have samples in it. */
  readonly cellSenders: GPUBuffer;
}

const POINTS_PER_SUBMIT = 1 << 20;

/** What the solver needs goes to `scope`, the ranges and the mask to `own`, which may end with the assembly. */
// oxlint-disable-next-line max-lines-per-function -- six dispatches in a row that share their buffers: parts would hand on a dozen
export async function findCells(
  gpu: Gpu,
  scope: BufferScope,
  own: BufferScope,
  grid: BrickGrid,
  { points, normals, pointCount }: CellSamples,
  { offsetNorm, innerOffsetNorm }: LevelWeights,
  context: RunContext,
): Promise<FoundCells> {
  const { brickCount, brickTable, brickCoords, activeBits, frame } = grid;
  const wordCount = BRICK_WORDS * brickCount;
  const neighbours = scope.storage('neighbours', 4 * 27 * brickCount);
  const cellIndex = scope.storage('cell index', 8 * wordCount);
  const cellRanges = own.storage('cell ranges', 8 * BRICK_NODES * brickCount);
  const senders = own.storage('senders', 4 * BRICK_NODES * brickCount);
  const dataBits = own.storage('data bits', 4 * wordCount);
  const bases = own.storage('bases', 4 * wordCount);

  using work = new PacedWork(gpu, 'field/find cells', POINTS_PER_SUBMIT, context);
  work.commands.dispatch(
    findNeighbours,
    27 * brickCount,
    { brick_count: brickCount, bricks_per_axis: frame.bricksPerAxis },
    { brick_table: brickTable, brick_coords: brickCoords, neighbours },
  );
  for (const { first, count, end } of ranges(pointCount, POINTS_PER_SUBMIT)) {
    work.commands.dispatch(
      markCells,
      count,
      {
        first,
        end,
        point_count: pointCount,
        resolution: frame.resolution,
        bricks_per_axis: frame.bricksPerAxis,
        cells_per_norm: 1 / frame.voxelNorm,
        offset_norm: offsetNorm,
        inner_offset_norm: innerOffsetNorm,
      },
      {
        points,
        normals,
        brick_table: brickTable,
        active_bits: activeBits,
        cell_ranges: cellRanges,
        senders,
        data_bits: dataBits,
      },
    );
    await work.spend(count);
  }
  work.commands.dispatch(countCells, wordCount, { word_count: wordCount }, { data_bits: dataBits, counts: bases });
  const total = encodeScan(work.commands, own, bases, wordCount);
  work.finish();
  const [cellCount = 0] = await gpu.readUints(total, 1, context.signal);

  const cellSenders = own.storage('cell senders', 8 * cellCount);
  const cornerSlots = scope.storage('corner slots', 4 * 8 * cellCount);
  gpu
    .commands('field/list cells')
    .dispatch(
      listCells,
      BRICK_NODES * brickCount,
      { slot_count: BRICK_NODES * brickCount, cell_count: cellCount },
      {
        data_bits: dataBits,
        bases,
        neighbours,
        senders,
        cell_index: cellIndex,
        corner_slots: cornerSlots,
        cell_senders: cellSenders,
      },
    )
    .submit();
  own.destroy(senders);
  return { cellCount, neighbours, cellIndex, cornerSlots, cellRanges, cellSenders };
}
