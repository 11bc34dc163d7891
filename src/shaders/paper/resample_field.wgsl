// The paper's field at the nodes of a common grid, by trilinear interpolation; one thread a slot.
//   brick_coords [brick_count] place of each brick
//   source       [128³]
//   field        [512 × brick_count]
#include "../common/dispatch.wgsl"
#include "../common/brick_coords.wgsl"
#include "./paper_grid.wgsl"

struct Params {
  slot_count: u32,
  voxel_norm: f32,
  origin_norm: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(2) var<storage, read> source: array<f32>;
@group(0) @binding(3) var<storage, read_write> field: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let slot = thread_index(group, groups, local, 64u);
  if (slot >= params.slot_count) {
    return;
  }
  let inside = vec3u(slot & 7u, (slot >> 3u) & 7u, (slot >> 6u) & 7u);
  let node = 8u * unpack_brick(brick_coords[slot / 512u]) + inside;
  let position = params.origin_norm + params.voxel_norm * vec3f(node);
  let voxel = clamp(to_voxel(position), vec3f(0.0), vec3f(f32(NODES) - 1.001));
  let lower = vec3u(floor(voxel));
  let share = voxel - floor(voxel);
  var value = 0.0;
  for (var k = 0u; k < 8u; k++) {
    let corner = vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u);
    let side = select(1.0 - share, share, corner == vec3u(1u));
    value += side.x * side.y * side.z * source[node_index(lower + corner)];
  }
  field[slot] = value;
}
