// The 27 bricks round every brick, itself included: later kernels cross brick borders by one small read instead of
// unpacking coordinates and searching the dense table. One thread an entry.
//   brick_table  [bricks_per_axis³] brick number + 1, or 0
//   brick_coords [brick_count] bx | by << 10 | bz << 20
//   neighbours   [27 × brick_count] out: brick number, or 0xffffffff
#include "../common/dispatch.wgsl"
#include "../common/brick_coords.wgsl"

struct Params {
  brick_count: u32,
  bricks_per_axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_table: array<u32>;
@group(0) @binding(2) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(3) var<storage, read_write> neighbours: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let entry = thread_index(group, groups, local, 64u);
  if (entry >= 27u * params.brick_count) {
    return;
  }
  let k = entry % 27u;
  let at = vec3i(unpack_brick(brick_coords[entry / 27u])) + vec3i(vec3u(k % 3u, (k / 3u) % 3u, k / 9u)) - 1;
  let axis = i32(params.bricks_per_axis);
  var number = 0u;
  if (all(at >= vec3i(0)) && all(at < vec3i(axis))) {
    number = brick_table[at.x + axis * (at.y + axis * at.z)];
  }
  // 0, no brick, wraps to 0xffffffff.
  neighbours[entry] = number - 1u;
}
