/** The kernels that look for zones and fill a level's first field; each WGSL file says what its thread does. */
import findCrossingCellsWgsl from '../../shaders/grid/find_crossing_cells.wgsl';
import findHoleCellsWgsl from '../../shaders/grid/find_hole_cells.wgsl';
import fitMissingWgsl from '../../shaders/grid/fit_missing.wgsl';
import initFieldWgsl from '../../shaders/grid/init_field.wgsl';
import placeNodesWgsl from '../../shaders/grid/place_nodes.wgsl';
import upsampleFieldWgsl from '../../shaders/grid/upsample_field.wgsl';
import { defineKernel } from '../gpu/kernel.ts';

export const placeNodes = defineKernel({
  label: 'grid/place_nodes',
  code: placeNodesWgsl,
  workgroup: 256,
  params: { resolution: 'u32', voxel: 'f32' },
  buffers: { queries: 'read_write' },
});

export const findHoleCells = defineKernel({
  label: 'grid/find_hole_cells',
  code: findHoleCellsWgsl,
  workgroup: 64,
  params: {
    resolution: 'u32',
    bricks_per_axis: 'u32',
    point_count: 'u32',
    voxel: 'f32',
    middle: 'f32',
    hole_radius: 'f32',
  },
  buffers: { winding: 'read', kd_nodes: 'read', brick_table: 'read', cell_bits: 'read_write' },
});

export const findCrossingCells = defineKernel({
  label: 'grid/find_crossing_cells',
  code: findCrossingCellsWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', bricks_per_axis: 'u32' },
  buffers: {
    brick_table: 'read',
    brick_coords: 'read',
    active_bits: 'read',
    field: 'read',
    cell_bits: 'read_write',
  },
});

export const initField = defineKernel({
  label: 'grid/init_field',
  code: initFieldWgsl,
  workgroup: 64,
  params: {
    first: 'u32',
    count: 'u32',
    resolution: 'u32',
    point_count: 'u32',
    lowest_row: 'u32',
    voxel: 'f32',
    spacing: 'f32',
    noise: 'f32',
    far: 'f32',
    middle: 'f32',
  },
  buffers: {
    brick_coords: 'read',
    active_bits: 'read',
    kd_nodes: 'read',
    kd_boxes: 'read',
    points: 'read',
    normals: 'read',
    winding: 'read',
    field: 'read_write',
  },
});

export const upsampleField = defineKernel({
  label: 'grid/upsample_field',
  code: upsampleFieldWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', coarse_per_axis: 'u32' },
  buffers: {
    brick_table: 'read',
    coarse_field: 'read',
    brick_coords: 'read',
    interpolable_bits: 'read',
    field: 'read_write',
  },
});

export const fitMissing = defineKernel({
  label: 'grid/fit_missing',
  code: fitMissingWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', point_count: 'u32', voxel: 'f32', spacing: 'f32', noise: 'f32' },
  buffers: {
    brick_coords: 'read',
    active_bits: 'read',
    interpolable_bits: 'read',
    kd_nodes: 'read',
    points: 'read',
    normals: 'read',
    field: 'read_write',
  },
});
