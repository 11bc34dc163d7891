// Gives the wanted bricks their numbers, in the order of the table; one thread an entry of the table.
//   brick_sums   [table_size] wanted bricks before this entry
//   brick_table  [table_size] in: 1 where a brick is wanted, else 0; out: brick number + 1, or 0
//   brick_coords [brickCount] out: bx | by << 10 | bz << 20
#include "../common/dispatch.wgsl"
#include "../common/brick_coords.wgsl"

struct Params {
  table_size: u32,
  bricks_per_axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_sums: array<u32>;
@group(0) @binding(2) var<storage, read_write> brick_table: array<u32>;
@group(0) @binding(3) var<storage, read_write> brick_coords: array<u32>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 256u);
  if (i >= params.table_size || brick_table[i] == 0u) {
    return;
  }
  let per_axis = params.bricks_per_axis;
  let number = brick_sums[i];
  brick_table[i] = number + 1u;
  brick_coords[number] = pack_brick(vec3u(i % per_axis, (i / per_axis) % per_axis, i / (per_axis * per_axis)));
}
