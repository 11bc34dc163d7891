// Takes back the flags of the bricks outside a box: a tile of a level builds the bricks of its own surroundings only.
// One thread an entry of the table.
//   brick_table [table_size] in: 1 where a brick is wanted; out: the same, 0 outside low … high - 1
#include "../common/dispatch.wgsl"

struct Params {
  low: vec3u,
  high: vec3u,
  table_size: u32,
  bricks_per_axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> brick_table: array<u32>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 256u);
  if (i >= params.table_size) {
    return;
  }
  let per_axis = params.bricks_per_axis;
  let brick = vec3u(i % per_axis, (i / per_axis) % per_axis, i / (per_axis * per_axis));
  if (any(brick < params.low) || any(brick >= params.high)) {
    brick_table[i] = 0u;
  }
}
