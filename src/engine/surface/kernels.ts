/** The kernels of marching cubes; each WGSL file says what its thread does. `first` splits long runs over the rows. */
import countTrianglesWgsl from '../../shaders/surface/count_triangles.wgsl';
import emitTrianglesWgsl from '../../shaders/surface/emit_triangles.wgsl';
import emitVerticesWgsl from '../../shaders/surface/emit_vertices.wgsl';
import markEdgesWgsl from '../../shaders/surface/mark_edges.wgsl';
import packRowsWgsl from '../../shaders/surface/pack_rows.wgsl';
import { defineKernel } from '../gpu/kernel.ts';

export const packRows = defineKernel({
  label: 'surface/pack_rows',
  code: packRowsWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32' },
  buffers: { active_bits: 'read', field: 'read', node_rows: 'read_write' },
});

export const markEdges = defineKernel({
  label: 'surface/mark_edges',
  code: markEdgesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', bricks_per_axis: 'u32' },
  buffers: {
    brick_table: 'read',
    brick_coords: 'read',
    node_rows: 'read',
    edge_masks: 'read_write',
    vertex_counts: 'read_write',
  },
});

export const countTriangles = defineKernel({
  label: 'surface/count_triangles',
  code: countTrianglesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', bricks_per_axis: 'u32' },
  buffers: {
    brick_table: 'read',
    brick_coords: 'read',
    node_rows: 'read',
    case_table: 'read',
    triangle_counts: 'read_write',
  },
});

export const emitVertices = defineKernel({
  label: 'surface/emit_vertices',
  code: emitVerticesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', bricks_per_axis: 'u32', origin: 'f32', voxel: 'f32' },
  buffers: {
    brick_table: 'read',
    brick_coords: 'read',
    field: 'read',
    edge_masks: 'read',
    vertex_offsets: 'read',
    positions: 'read_write',
  },
});

export const emitTriangles = defineKernel({
  label: 'surface/emit_triangles',
  code: emitTrianglesWgsl,
  workgroup: 64,
  params: { first: 'u32', count: 'u32', bricks_per_axis: 'u32' },
  buffers: {
    brick_table: 'read',
    brick_coords: 'read',
    node_rows: 'read',
    case_table: 'read',
    edge_masks: 'read',
    vertex_offsets: 'read',
    triangle_offsets: 'read',
    indices: 'read_write',
  },
});
