/** The kernels of the preset `paper`, declared beside one another because one loop runs them all. */
import adamStepWgsl from '../../../shaders/paper/adam_step.wgsl';
import compactNodesWgsl from '../../../shaders/paper/compact_nodes.wgsl';
import initSphereWgsl from '../../../shaders/paper/init_sphere.wgsl';
import markActiveWgsl from '../../../shaders/paper/mark_active.wgsl';
import markPointsWgsl from '../../../shaders/paper/mark_points.wgsl';
import pullQueriesWgsl from '../../../shaders/paper/pull_queries.wgsl';
import resampleFieldWgsl from '../../../shaders/paper/resample_field.wgsl';
import smoothBandWgsl from '../../../shaders/paper/smooth_band.wgsl';
import spreadBandWgsl from '../../../shaders/paper/spread_band.wgsl';
import { defineKernel } from '../../gpu/kernel.ts';

export const initSphere = defineKernel({
  label: 'paper/init_sphere',
  code: initSphereWgsl,
  workgroup: 64,
  params: { radius_voxel: 'f32' },
  buffers: { field: 'read_write' },
});

export const markPoints = defineKernel({
  label: 'paper/mark_points',
  code: markPointsWgsl,
  workgroup: 64,
  params: { point_count: 'u32' },
  buffers: { points: 'read', occupied: 'read_write', touched: 'read_write' },
});

export const spreadBand = defineKernel({
  label: 'paper/spread_band',
  code: spreadBandWgsl,
  workgroup: 64,
  params: { axis: 'u32', reach: 'i32', clear_border: 'u32' },
  buffers: { before: 'read', after: 'read_write' },
});

export const markActive = defineKernel({
  label: 'paper/mark_active',
  code: markActiveWgsl,
  workgroup: 64,
  params: { node_count: 'u32' },
  buffers: { weights: 'read', touched: 'read', flags: 'read_write' },
});

export const compactNodes = defineKernel({
  label: 'paper/compact_nodes',
  code: compactNodesWgsl,
  workgroup: 64,
  params: { node_count: 'u32', active_count: 'u32' },
  buffers: { places: 'read', nodes: 'read_write' },
});

export const pullQueries = defineKernel({
  label: 'paper/pull_queries',
  code: pullQueriesWgsl,
  workgroup: 64,
  params: {
    point_count: 'u32',
    query_count: 'u32',
    neighbour_count: 'u32',
    seed: 'u32',
    step: 'u32',
    narrow_count: 'u32',
    narrow_sigma: 'f32',
    wide_sigma: 'f32',
    consistency: 'f32',
  },
  buffers: { points: 'read', neighbours: 'read', field: 'read', gradient: 'read_write', losses: 'read_write' },
});

export const smoothBand = defineKernel({
  label: 'paper/smooth_band',
  code: smoothBandWgsl,
  workgroup: 64,
  params: { active_count: 'u32', band_count: 'f32' },
  buffers: { nodes: 'read', weights: 'read', field: 'read', slopes: 'read_write', losses: 'read_write' },
});

export const adamStep = defineKernel({
  label: 'paper/adam_step',
  code: adamStepWgsl,
  workgroup: 64,
  params: { active_count: 'u32', query_count: 'f32', rate: 'f32' },
  buffers: { nodes: 'read', slopes: 'read', gradient: 'read_write', moments: 'read_write', field: 'read_write' },
});

export const resampleField = defineKernel({
  label: 'paper/resample_field',
  code: resampleFieldWgsl,
  workgroup: 64,
  params: { slot_count: 'u32', voxel_norm: 'f32', origin_norm: 'f32' },
  buffers: { brick_coords: 'read', source: 'read', field: 'read_write' },
});
