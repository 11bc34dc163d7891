/** Costs of `shaders/field`: assembling and solving a level's system. */
import {
  ACTIVE_SHARE,
  BRICK_SLOTS,
  type CostOf,
  each,
  param,
  type PassFacts,
  ROW_SHARE,
  sizeOf,
  spanOf,
} from './pass-cost.ts';

/** Bricks of a level: 27 neighbours each. */
const bricksOfLevel = (pass: PassFacts): number => sizeOf(pass, 'neighbours', 4 * 27);

/**
 * `add_row`: 104 for the three blocks (weight times both halves 8, 48 products, 48 sums), 17 for the right sides; its
 * weights 17 for a value (face 8, 1 - z 1, halves 8) and about as many a row of the gradient. Four rows a point in the
 * point's own cell, and one for each of its two offset samples, in whichever cell they lie.
 */
const ROW_FLOPS = 104 + 17 + 17;
const POINT_FLOPS = 6 * ROW_FLOPS;

/**
 * A cell's matrix (9 × 16 bytes) and right side (2 × 16) out, its name (16 of the corners) and run (8) in; every point
 * and normal (16 each) once for the whole level. The tests of the points of 26 neighbouring cells, which find no
 * sample, are not counted: they depend on how the cells lie.
 */
const assemble: CostOf = (pass) => {
  const cells = spanOf(pass);
  const points = (sizeOf(pass, 'points', 16) * cells) / param(pass, 'cell_count');
  return { elements: cells, unit: 'cells', bytes: cells * (176 + 24) + points * 32, flops: points * POINT_FLOPS };
};

/**
 * A slot: the values in (4); of rows with active nodes b and 1 / D (8), the momentum in and out (8), the new value (4).
 * The neighbours 108 and the cell numbers 128 a brick. A data cell: its products (32). An active node: smoothness 87
 * (three bends of 12, twelve twists of 3, their sums 15), ε f 2, the update 6; eight sums a data cell. What a slab
 * reads of the rows beside it (six values a slot in all) is cache traffic.
 */
const chebyshev: CostOf = (pass) => {
  const bricks = spanOf(pass);
  const cells = (sizeOf(pass, 'products', 32) * bricks) / bricksOfLevel(pass);
  const slots = BRICK_SLOTS * bricks;
  return {
    elements: slots,
    unit: 'nodes',
    bytes: slots * (4 + 20 * ROW_SHARE) + 236 * bricks + 32 * cells,
    flops: slots * ACTIVE_SHARE * 95 + 8 * cells,
  };
};

/**
 * Active rows: f₀ in and out (8), system out (8); the others' marks in two fields (8); bits 64, cell numbers 128 and
 * neighbours 108 a brick. A data cell: row sums and right sides (64), 16 sums. An active node: 4 and the reciprocal.
 */
const prepare: CostOf = (pass) => {
  const bricks = spanOf(pass);
  const cells = (sizeOf(pass, 'row_sums', 32) * bricks) / bricksOfLevel(pass);
  const slots = BRICK_SLOTS * bricks;
  return {
    elements: slots,
    unit: 'nodes',
    bytes: slots * 16 * ROW_SHARE + slots * 8 * (1 - ACTIVE_SHARE) + 300 * bricks + 64 * cells,
    flops: slots * ACTIVE_SHARE * 5 + 16 * cells,
  };
};

/** Bits and bases in (4 each a word), both out again (8 a word), neighbours 108 a brick; 32 a data cell's corners. */
const listCells: CostOf = (pass) => {
  const slots = param(pass, 'slot_count');
  const bytes = (slots / 32) * 16 + (slots / BRICK_SLOTS) * 108 + 32 * param(pass, 'cell_count');
  return { elements: slots, unit: 'nodes', bytes };
};

/** Every value in, those of inactive slots out. */
const clear = each('nodes', (pass) => param(pass, 'slot_count'), 4 + 4 * (1 - ACTIVE_SHARE), 0);

export const FIELD_COSTS: Readonly<Record<string, CostOf>> = {
  'field/assemble_cells': assemble,
  'field/assemble_dense_cells': assemble,
  'field/chebyshev_step': chebyshev,
  'field/prepare_solve': prepare,
  'field/list_cells': listCells,
  'field/clear_inactive': clear,
  /**
   * Corners 32, matrix 144, products 32; eight values of the field, shared by neighbouring cells: about two nodes a
   * cell on a surface, 8. Four products of 4×4 by 4 (28 each) and two sums of four.
   */
  'field/multiply_cells': each('cells', spanOf, 216, 120),
  /** Matrix 144 in, sums 32 out. Four products by ones (28 each) and two sums of four. */
  'field/sum_cell_rows': each('cells', spanOf, 176, 120),
  /** Point and normal 32; runs and bits are shared by a cell's points. Six cells of 9, three places of 6, offsets 9. */
  'field/mark_cells': each('points', spanOf, 32, 81),
  /** Goals or residuals; the field that points lie in is shared by neighbours and not counted. A value takes 44. */
  'field/measure_residuals': each('points', (pass) => param(pass, 'count'), 20, 7 * 44 + 20),
  'field/measure_goals': each('points', (pass) => param(pass, 'count'), 48, 18 * 44 + 90),
  'field/count_cells': each('words', (pass) => param(pass, 'word_count'), 8, 0),
  /** The number out (4); a brick's place (4) and its entry of the dense table (4) once for all 27. */
  'field/find_neighbours': each('entries', (pass) => 27 * param(pass, 'brick_count'), 4 + 8 / 27, 0),
};
