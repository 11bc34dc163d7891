/** The kernels that choose bricks and nodes; each WGSL file says what its thread does. */
import clipBricksWgsl from '../../shaders/grid/clip_bricks.wgsl';
import countActiveWgsl from '../../shaders/grid/count_active.wgsl';
import dilateBitsWgsl from '../../shaders/grid/dilate_bits.wgsl';
import keepInterpolableWgsl from '../../shaders/grid/keep_interpolable.wgsl';
import markPointBricksWgsl from '../../shaders/grid/mark_point_bricks.wgsl';
import markZoneBricksWgsl from '../../shaders/grid/mark_zone_bricks.wgsl';
import mergeBitsWgsl from '../../shaders/grid/merge_bits.wgsl';
import numberBricksWgsl from '../../shaders/grid/number_bricks.wgsl';
import setPointBitsWgsl from '../../shaders/grid/set_point_bits.wgsl';
import setZoneBitsWgsl from '../../shaders/grid/set_zone_bits.wgsl';
import { defineKernel } from '../gpu/kernel.ts';

export const markPointBricks = defineKernel({
  label: 'grid/mark_point_bricks',
  code: markPointBricksWgsl,
  workgroup: 64,
  params: { count: 'u32', resolution: 'u32', bricks_per_axis: 'u32', below: 'i32', above: 'i32' },
  buffers: { points: 'read', brick_table: 'read_write' },
});

export const markZoneBricks = defineKernel({
  label: 'grid/mark_zone_bricks',
  code: markZoneBricksWgsl,
  workgroup: 64,
  params: {
    word_count: 'u32',
    nodes_per_cell: 'u32',
    resolution: 'u32',
    bricks_per_axis: 'u32',
    below: 'i32',
    above: 'i32',
  },
  buffers: { zone_coords: 'read', zone_bits: 'read', brick_table: 'read_write' },
});

export const numberBricks = defineKernel({
  label: 'grid/number_bricks',
  code: numberBricksWgsl,
  workgroup: 256,
  params: { table_size: 'u32', bricks_per_axis: 'u32' },
  buffers: { brick_sums: 'read', brick_table: 'read_write', brick_coords: 'read_write' },
});

export const clipBricks = defineKernel({
  label: 'grid/clip_bricks',
  code: clipBricksWgsl,
  workgroup: 256,
  params: { low: 'vec3u', high: 'vec3u', table_size: 'u32', bricks_per_axis: 'u32' },
  buffers: { brick_table: 'read_write' },
});

export const setPointBits = defineKernel({
  label: 'grid/set_point_bits',
  code: setPointBitsWgsl,
  workgroup: 64,
  params: { count: 'u32', resolution: 'u32', bricks_per_axis: 'u32' },
  buffers: { points: 'read', brick_table: 'read', cell_bits: 'read_write' },
});

export const setZoneBits = defineKernel({
  label: 'grid/set_zone_bits',
  code: setZoneBitsWgsl,
  workgroup: 64,
  params: { word_count: 'u32', nodes_per_cell: 'u32', bricks_per_axis: 'u32' },
  buffers: { zone_coords: 'read', zone_bits: 'read', brick_table: 'read', cell_bits: 'read_write' },
});

export const dilateBits = defineKernel({
  label: 'grid/dilate_bits',
  code: dilateBitsWgsl,
  workgroup: 64,
  params: { word_count: 'u32', resolution: 'u32', bricks_per_axis: 'u32', axis: 'u32', below: 'i32', above: 'i32' },
  buffers: { brick_table: 'read', brick_coords: 'read', source_bits: 'read', spread_bits: 'read_write' },
});

export const keepInterpolable = defineKernel({
  label: 'grid/keep_interpolable',
  code: keepInterpolableWgsl,
  workgroup: 64,
  params: { word_count: 'u32', coarse_per_axis: 'u32' },
  buffers: { brick_table: 'read', active_bits: 'read', brick_coords: 'read', node_bits: 'read_write' },
});

export const mergeBits = defineKernel({
  label: 'grid/merge_bits',
  code: mergeBitsWgsl,
  workgroup: 256,
  params: { word_count: 'u32' },
  buffers: { added_bits: 'read', active_bits: 'read_write' },
});

export const countActive = defineKernel({
  label: 'grid/count_active',
  code: countActiveWgsl,
  workgroup: 64,
  params: { brick_count: 'u32' },
  buffers: { active_bits: 'read', node_counts: 'read_write' },
});

export const MARK_KERNELS = [
  markPointBricks,
  markZoneBricks,
  clipBricks,
  numberBricks,
  setPointBits,
  setZoneBits,
  dilateBits,
  keepInterpolable,
  mergeBits,
  countActive,
] as const;
