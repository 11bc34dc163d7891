/**
 * A level's linear system A x = b on the device, A = H + ε + Σ C: the smoothness and ε as a stencil, the data as the
 * matrices of its cells; never as a sparse matrix. Each iteration is two kernels: cells multiply, bricks gather,
 * apply the stencil and step.
 */
import chebyshevStepWgsl from '../../shaders/field/chebyshev_step.wgsl';
import clearInactiveWgsl from '../../shaders/field/clear_inactive.wgsl';
import multiplyCellsWgsl from '../../shaders/field/multiply_cells.wgsl';
import prepareSolveWgsl from '../../shaders/field/prepare_solve.wgsl';
import sumCellRowsWgsl from '../../shaders/field/sum_cell_rows.wgsl';
import type { BufferScope } from '../gpu/buffer-scope.ts';
import { defineKernel, type ParamsOf } from '../gpu/kernel.ts';
import { BRICK_NODES, type BrickGrid } from '../grid/brick-grid.ts';
import { CORNERS, type DataCells } from './data-cells.ts';
import type { ChebyshevStep } from './chebyshev.ts';
import { type PacedWork } from '../gpu/paced-work.ts';
import { ranges } from '../math/ranges.ts';
import type { LevelWeights } from './weights.ts';

export const sumCellRows = defineKernel({
  label: 'field/sum_cell_rows',
  code: sumCellRowsWgsl,
  workgroup: 64,
  params: { first: 'u32', end: 'u32', cell_count: 'u32' },
  buffers: { coefficients: 'read', row_sums: 'read_write' },
});

export const prepareSolve = defineKernel({
  label: 'field/prepare_solve',
  code: prepareSolveWgsl,
  workgroup: 256,
  params: { first: 'u32', end: 'u32', start_weight: 'f32' },
  buffers: {
    neighbours: 'read',
    active_bits: 'read',
    cell_index: 'read',
    row_sums: 'read',
    right_side: 'read',
    field: 'read_write',
    next: 'read_write',
    system: 'read_write',
  },
});

export const multiplyCells = defineKernel({
  label: 'field/multiply_cells',
  code: multiplyCellsWgsl,
  workgroup: 64,
  params: { first: 'u32', end: 'u32', cell_count: 'u32' },
  buffers: { current: 'read', corner_slots: 'read', coefficients: 'read', products: 'read_write' },
});

export const chebyshevStep = defineKernel({
  label: 'field/chebyshev_step',
  code: chebyshevStepWgsl,
  workgroup: 64,
  params: {
    first: 'u32',
    end: 'u32',
    start_weight: 'f32',
    alpha: 'f32',
    beta: 'f32',
    measures: 'u32',
    energy_offset: 'u32',
  },
  buffers: {
    current: 'read',
    products: 'read',
    neighbours: 'read',
    cell_index: 'read',
    system: 'read',
    momentum: 'read_write',
    next: 'read_write',
    energies: 'read_write',
  },
});

export const clearInactive = defineKernel({
  label: 'field/clear_inactive',
  code: clearInactiveWgsl,
  workgroup: 64,
  params: { slot_count: 'u32' },
  buffers: { field: 'read_write' },
});

export const SYSTEM_KERNELS = [sumCellRows, prepareSolve, multiplyCells, chebyshevStep, clearInactive] as const;

/** Slabs of a brick: each has a thread of `chebyshev_step.wgsl`, and its part of the energy. */
export const SLABS = 16;
/** Bricks and cells of one dispatch: some tens of milliseconds on two CPU cores. */
const BRICKS_PER_DISPATCH = 4096;
const CELLS_PER_DISPATCH = 1 << 18;
/** Cells that cost about as much as a brick, for the pacing of submits. */
const CELLS_PER_BRICK = 64;

type CellRange = ParamsOf<typeof multiplyCells>;

export class LevelSystem {
  readonly grid: BrickGrid;
  readonly cells: DataCells;
  readonly startWeight: number;
  /** f32 [512 × brickCount] in turns with the caller's field. */
  readonly next: GPUBuffer;
  /** f32 [512 × brickCount]: p. */
  readonly momentum: GPUBuffer;
  /** vec2f [512 × brickCount]: b, 1 / D. */
  readonly system: GPUBuffer;
  /** vec4f [2 × cellCount]: a cell's part of A x, before the solve its part of D. */
  readonly products: GPUBuffer;
  /** f32 [records × 16 × brickCount]: energies by slab, added on the CPU in float64. */
  readonly energies: GPUBuffer;

  /** 16 bytes a slot, 32 bytes a cell and 64 bytes a brick and record, owned by `scope`. */
  constructor(scope: BufferScope, grid: BrickGrid, cells: DataCells, weights: LevelWeights, records: number) {
    const slotCount = BRICK_NODES * grid.brickCount;
    this.grid = grid;
    this.cells = cells;
    this.startWeight = weights.startWeight;
    this.next = scope.storage('next', 4 * slotCount);
    this.momentum = scope.storage('momentum', 4 * slotCount);
    this.system = scope.storage('system', 8 * slotCount);
    this.products = scope.storage('products', 4 * CORNERS * cells.cellCount);
    this.energies = scope.storage('energies', 4 * records * SLABS * grid.brickCount);
  }

  /** Right side and diagonal from the start; marks the inactive slots of `field` and `next`. */
  async prepare(work: PacedWork, field: GPUBuffer): Promise<void> {
    const { cells, products } = this;
    const { coefficients } = cells;
    await this.#overCells(work, (threads, params) =>
      work.commands.dispatch(sumCellRows, threads, params, { coefficients, row_sums: products }),
    );
    for (const { first, count, end } of ranges(this.grid.brickCount, BRICKS_PER_DISPATCH)) {
      work.commands.dispatch(
        prepareSolve,
        prepareSolve.workgroup * count,
        { first, end, start_weight: this.startWeight },
        {
          neighbours: cells.neighbours,
          active_bits: this.grid.activeBits,
          cell_index: cells.cellIndex,
          row_sums: products,
          right_side: cells.rightSide,
          field,
          next: this.next,
          system: this.system,
        },
      );
      await work.spend(count);
    }
  }

  /**
   * x ← x + α p from `current` into `next`. With `record` the energy of `current` goes to that row of `energies`.
   * False where `stop` ended it in between: `current` is still whole, `next`, the momentum and that row are not.
   */
  async step(
    work: PacedWork,
    current: GPUBuffer,
    next: GPUBuffer,
    { alpha, beta }: ChebyshevStep,
    record?: number,
    stop?: AbortSignal,
  ): Promise<boolean> {
    const { cells, products } = this;
    const { brickCount } = this.grid;
    const { coefficients, cornerSlots: corner_slots } = cells;
    const multiply = (threads: number, params: CellRange): void => {
      work.commands.dispatch(multiplyCells, threads, params, { current, corner_slots, coefficients, products });
    };
    await this.#overCells(work, multiply, stop);
    for (const { first, count, end } of ranges(brickCount, BRICKS_PER_DISPATCH)) {
      if (stop?.aborted) return false;
      work.commands.dispatch(
        chebyshevStep,
        SLABS * count,
        {
          first,
          end,
          start_weight: this.startWeight,
          alpha,
          beta,
          measures: record === undefined ? 0 : 1,
          energy_offset: (record ?? 0) * brickCount,
        },
        {
          current,
          products,
          neighbours: cells.neighbours,
          cell_index: cells.cellIndex,
          system: this.system,
          momentum: this.momentum,
          next,
          energies: this.energies,
        },
      );
      await work.spend(count);
    }
    return true;
  }

  /** Takes the marks out of `field`. */
  clear(work: PacedWork, field: GPUBuffer): void {
    const slotCount = BRICK_NODES * this.grid.brickCount;
    work.commands.dispatch(clearInactive, slotCount, { slot_count: slotCount }, { field });
  }

  /** Calls `encode` for ranges of cells that one dispatch may take. */
  async #overCells(
    work: PacedWork,
    encode: (threads: number, params: CellRange) => void,
    stop?: AbortSignal,
  ): Promise<void> {
    const { cellCount } = this.cells;
    for (const { first, count, end } of ranges(cellCount, CELLS_PER_DISPATCH)) {
      if (stop?.aborted) return;
      encode(count, { first, end, cell_count: cellCount });
      await work.spend(count / CELLS_PER_BRICK);
    }
  }
}
