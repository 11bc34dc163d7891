/** Costs of `shaders/grid` and `shaders/scan`: which bricks and nodes a level has, and where its field starts. */
import { ACTIVE_SHARE, type CostOf, each, param, type PassFacts, ROW_SHARE } from './pass-cost.ts';

const count = (pass: PassFacts): number => param(pass, 'count');
const words = (pass: PassFacts): number => param(pass, 'word_count');
const cubed = (value: number): number => value ** 3;

export const GRID_COSTS: Readonly<Record<string, CostOf>> = {
  /** Numbers in and out. */
  'scan/scan_blocks': each('numbers', count, 8 + 4 / 1024, 0),
  'scan/add_block_sums': each('numbers', count, 8 + 4 / 1024, 0),
  /** The point (16; the one before is in cache); flags of few cells. Two cells of 9 operations. */
  'grid/mark_point_bricks': each('points', count, 16, 18),
  /** A flag in; out only where it is taken back. */
  'grid/clip_bricks': each('entries', (pass) => param(pass, 'table_size'), 4, 0),
  'grid/set_point_bits': each('points', count, 16, 18),
  /** Bits in (4; those beside are cached); flags and bits out depend on how many are set: not counted. */
  'grid/mark_zone_bricks': each('words', words, 4.25, 0),
  'grid/set_zone_bits': each('words', words, 4.25, 0),
  /** Own bits in, bits out, the brick's place once for 16; what is read of other words is cached. */
  'grid/dilate_bits': each('words', words, 8.25, 0),
  'grid/merge_bits': each('words', words, 12, 0),
  /** Bits in and out; the coarser level's, an eighth of them. */
  'grid/keep_interpolable': each('words', words, 8.75, 0),
  'grid/count_active': each('bricks', (pass) => param(pass, 'brick_count'), 68, 0),
  /** The dense table's flag and number; what bricks there are, few, is written. */
  'grid/number_bricks': each('entries', (pass) => param(pass, 'table_size'), 8, 0),
  'grid/place_nodes': each('nodes', (pass) => cubed(param(pass, 'resolution') + 1), 16, 6),
  /** A walk for one neighbour an active node, and for 12 where it is near. */
  'grid/init_field': each('nodes', count),
  /** A walk for 12 neighbours a node that the coarser level cannot give. */
  'grid/fit_missing': each('nodes', count),
  /** A walk a cell that the winding number crosses. */
  'grid/find_hole_cells': each('cells', (pass) => cubed(param(pass, 'resolution'))),
  /** Values out, an eighth of them in; 27/8 sums of the coarser on average. */
  'grid/upsample_field': each('nodes', count, 4 * ROW_SHARE + 0.5 + 1 / 8, 4.4 * ACTIVE_SHARE),
  /** Values in, bits in and out. */
  'grid/find_crossing_cells': each('nodes', count, 4 * ROW_SHARE + 2 / 8, 0),
};
