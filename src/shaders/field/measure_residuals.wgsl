// How far some points of a cloud lie from a solved level's surface, by the field's value over its slope. One thread for
// each of them.
//   points      [n] xyz normalised; w unused
//   brick_table [bricks_per_axis³] of the level: brick number + 1, or 0
//   active_bits [16 × brickCount] one bit a slot
//   field       [512 × brickCount] solved, normalised lengths
//   residuals   [count] out: |f| / |∇f| at point `stride` × i, normalised; -1 where the field does not tell
#include "../common/dispatch.wgsl"
#include "read_field.wgsl"

struct Params {
  first: u32,
  count: u32,
  stride: u32,
  bricks_per_axis: u32,
  cells_per_norm: f32,
  reach: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read> brick_table: array<u32>;
@group(0) @binding(3) var<storage, read> active_bits: array<u32>;
@group(0) @binding(4) var<storage, read> field: array<f32>;
@group(0) @binding(5) var<storage, read_write> residuals: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let thread = thread_index(group, groups, local, 64u);
  if (thread >= params.count) {
    return;
  }
  let i = params.first + thread;
  is_whole = true;
  reach = params.reach;
  let position = points[params.stride * i].xyz;
  let slope = length(slope_at(position));
  let value = abs(value_at(position));
  residuals[i] = select(-1.0, value / slope, is_whole && slope >= LEAST_SLOPE);
}
