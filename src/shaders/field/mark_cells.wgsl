// Which cells have data, and which points lie in a cell. One thread a point.
//
// Points come in Morton order, so the points of a cell are one range of them at every level: the thread of the range's
// first point writes the first index, the thread of its last point the end. No sort, no atomics, one writer each.
// A data cell is a cell with a sample in it and eight active corners; marking is a bitwise or, whose order is free.
// A point whose cell is in no brick has no range, so none of its samples count (a grid made for the cloud has no such).
//   points      [point_count] xyz normalised, w unused
//   normals     [point_count] unit, w unused
//   brick_table [bricks_per_axis³], active_bits [16 × brickCount] the grid
//   cell_ranges [2 × 512 × brickCount] in: 0; out: first point and end of the range of a slot's cell
//   senders     [512 × brickCount] in: 0; out, of a slot's cell: bit k where points in the cell at offset
//               (k % 3, k / 3 % 3, k / 9) - 1 may have samples in it
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
@group(0) @binding(5) var<storage, read_write> cell_ranges: array<u32>;
@group(0) @binding(6) var<storage, read_write> senders: array<atomic<u32>>;
@group(0) @binding(7) var<storage, read_write> data_bits: array<atomic<u32>>;

// Normalised: some times what float32 resolves near 1.
const ROUNDING = 1e-6;

fn has_active_corners(cell: vec3u) -> bool {
  for (var k = 0u; k < 8u; k++) {
    let slot = find_slot(vec3i(cell + vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u)), params.bricks_per_axis);
    if (slot == NO_SLOT || !is_active(slot)) {
      return false;
    }
  }
  return true;
}

// The cell has a sample.
fn mark_data(cell: vec3u) {
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

// The cell may have a sample of a point in the cell `sender`, which is at most one cell away on every axis.
fn mark_sender(cell: vec3u, sender: vec3u) {
  let slot = find_slot(vec3i(cell), params.bricks_per_axis);
  if (slot == NO_SLOT) {
    return;
  }
  let offset = sender + 1u - cell;
  let bit = 1u << (offset.x + 3u * offset.y + 9u * offset.z);
  if ((atomicLoad(&senders[slot]) & bit) == 0u) {
    atomicOr(&senders[slot], bit);
  }
}

// A sample at `position` of a point in the cell `sender`. The kernel that sums it may round its place to the other side
// of a border, since compilers are free to fuse a product and a sum: then that cell knows the sender too.
fn mark(position: vec3f, sender: vec3u) {
  mark_data(sample_at(position).cell);
  let low = sample_at(position - ROUNDING).cell;
  let high = sample_at(position + ROUNDING).cell;
  let count = select(1u, 8u, any(low != high));
  for (var k = 0u; k < count; k++) {
    mark_sender(select(low, high, vec3<bool>((k & 1u) != 0u, (k & 2u) != 0u, (k & 4u) != 0u)), sender);
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
    cell_ranges[2u * slot] = i;
  }
  if (i + 1u == params.point_count || any(cell_of(i + 1u) != cell)) {
    cell_ranges[2u * slot + 1u] = i + 1u;
  }
  let position = points[i].xyz;
  // This is a loop, for what it calls would otherwise be compiled three times over.
  let offsets = vec3f(-params.inner_offset_norm, 0.0, params.offset_norm);
  for (var side = 0u; side < 3u; side++) {
    mark(position + offsets[side] * normals[i].xyz, cell);
  }
}
