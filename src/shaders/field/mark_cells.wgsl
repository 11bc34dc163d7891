// Which cells have data, and which points lie in a cell. One thread a point.
//
// Points come in Morton order, so the points of a cell are one run of them at every level: the thread of the run's
// first point writes the first index, the thread of its last point the end. No sort, no atomics, one writer each.
// A data cell is a cell with a sample in it and eight active corners; marking is a bitwise or, whose order is free.
// A point whose cell is in no brick has no run, so none of its samples count (a grid made for the cloud has no such).
//   points      [point_count] xyz normalised, w unused
//   normals     [point_count] unit, w unused
//   brick_table [bricks_per_axis³], active_bits [16 × brickCount] the grid
//   runs        [2 × 512 × brickCount] in: 0; out: first point and end of the run of a slot's cell
//   data_bits   [16 × brickCount] in: 0; out: one bit a slot
#include "../common/dispatch.wgsl"
#include "../common/brick.wgsl"
#include "../common/active.wgsl"
#include "samples.wgsl"

struct Params {
  first: u32,
  end: u32,
  point_count: u32,
  resolution: u32,
  bricks_per_axis: u32,
  cells_per_norm: f32,
  offset_norm: f32,
  inner_offset_norm: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read> normals: array<vec4f>;
@group(0) @binding(3) var<storage, read> brick_table: array<u32>;
@group(0) @binding(4) var<storage, read> active_bits: array<u32>;
@group(0) @binding(5) var<storage, read_write> runs: array<u32>;
@group(0) @binding(6) var<storage, read_write> data_bits: array<atomic<u32>>;

fn has_active_corners(cell: vec3u) -> bool {
  for (var k = 0u; k < 8u; k++) {
    let slot = find_slot(vec3i(cell + vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u)), params.bricks_per_axis);
    if (slot == NO_SLOT || !is_active(slot)) {
      return false;
    }
  }
  return true;
}

fn mark(position: vec3f) {
  let cell = sample_at(position).cell;
  let slot = find_slot(vec3i(cell), params.bricks_per_axis);
  if (slot == NO_SLOT) {
    return;
  }
  let bit = 1u << (slot & 31u);
  // Most samples fall into a cell that is marked already: the look saves them the corners and the write.
  if ((atomicLoad(&data_bits[slot >> 5u]) & bit) == 0u && has_active_corners(cell)) {
    atomicOr(&data_bits[slot >> 5u], bit);
  }
}

fn cell_of(i: u32) -> vec3u {
  return point_cell(points[i].xyz, params.resolution);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = params.first + thread_index(group, groups, local, 64u);
  if (i >= params.end) {
    return;
  }
  let cell = cell_of(i);
  let slot = find_slot(vec3i(cell), params.bricks_per_axis);
  if (slot == NO_SLOT) {
    return;
  }
  if (i == 0u || any(cell_of(i - 1u) != cell)) {
    runs[2u * slot] = i;
  }
  if (i + 1u == params.point_count || any(cell_of(i + 1u) != cell)) {
    runs[2u * slot + 1u] = i + 1u;
  }
  let position = points[i].xyz;
  let normal = normals[i].xyz;
  mark(position);
  mark(position + params.offset_norm * normal);
  mark(position - params.inner_offset_norm * normal);
}
