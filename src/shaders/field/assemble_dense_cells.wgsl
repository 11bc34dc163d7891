// The matrix and right side of every data cell, for clouds of many points a cell: one workgroup a cell, so that a
// coarse level of a large cloud does not wait for single threads with thousands of points. Each of 32 threads sums
// every 32nd point of a range; the sums are added in a fixed tree.
//   points       [n] xyz normalised, Morton order; w unused
//   normals      [n] unit, outward; w the point's goal where there are goals, else unused
//   cell_ranges  [2 × 512 × brickCount] first point and end of the range of a slot's cell
//   neighbours   [27 × brickCount] see neighbour_slot.wgsl
//   brick_coords [brickCount] bx | by << 10 | bz << 20
//   cell_senders [cell_count] slot of the cell, and which ranges have samples in it (mark_cells.wgsl)
//   coefficients [9 × cell_count] out, in the order of load_cell.wgsl
//   right_side   [2 × cell_count] out: corners 0 … 3 and 4 … 7 of a cell
#include "../common/dispatch.wgsl"
#include "cell_sums.wgsl"

struct Params {
  first: u32,
  end: u32,
  cell_count: u32,
  resolution: u32,
  cells_per_norm: f32,
  voxel_norm: f32,
  offset_norm: f32,
  inner_offset_norm: f32,
  value_weight: f32,
  gradient_weight: f32,
  has_goals: u32,
  // κH of points with a noise of their own for each of it to the power of -.7, and voxels of this level in H; 0 without
  // such.
  kappa_factor: f32,
  voxel_share: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read> normals: array<vec4f>;
@group(0) @binding(3) var<storage, read> cell_ranges: array<u32>;
@group(0) @binding(4) var<storage, read> neighbours: array<u32>;
@group(0) @binding(5) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(6) var<storage, read> cell_senders: array<vec2u>;
@group(0) @binding(7) var<storage, read_write> coefficients: array<vec4f>;
@group(0) @binding(8) var<storage, read_write> right_side: array<vec4f>;

const LANES = 32u;
var<workgroup> partial: array<CellSums, LANES>;

@compute @workgroup_size(32)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let number = params.first + group.y * groups.x + group.x;
  if (number >= params.end) {
    return;
  }
  partial[local] = sum_cell(number, local, LANES);
  // The barrier of a round makes the sums of the round before visible; a round reads only what it does not write.
  // A start that compilers do not know: unrolled, this takes LLVM (software Vulkan) half a minute to compile.
  for (var reach = min(LANES, 64u * params.cell_count) / 2u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (local < reach) {
      partial[local].low += partial[local + reach].low;
      partial[local].both += partial[local + reach].both;
      partial[local].high += partial[local + reach].high;
      partial[local].right_low += partial[local + reach].right_low;
      partial[local].right_high += partial[local + reach].right_high;
    }
  }
  if (local == 0u) {
    store_cell(number, partial[0]);
  }
}
