// The field where the coarser level cannot be interpolated: the height above the tangent planes of the nearest points.
// One thread a slot.
//   brick_coords      [brickCount] bx | by << 10 | bz << 20
//   active_bits       [16 × brickCount] one bit a slot
//   interpolable_bits [16 × brickCount] those nodes that have their value already
//   kd_nodes          [point_count] the cloud's tree
//   points            [point_count] xyz normalised
//   normals           [point_count] outward unit normals
//   field             [512 × brickCount] out: normalised lengths, negative inside; other slots stay as they are
#include "../common/dispatch.wgsl"
#include "slot_node.wgsl"
#include "node_position.wgsl"

struct Params {
  first: u32,
  count: u32,
  point_count: u32,
  voxel: f32,
  spacing: f32,
  noise: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(2) var<storage, read> active_bits: array<u32>;
@group(0) @binding(3) var<storage, read> interpolable_bits: array<u32>;
@group(0) @binding(4) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(5) var<storage, read> points: array<vec4f>;
@group(0) @binding(6) var<storage, read> normals: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> field: array<f32>;

#include "../neighbours/kd_tree.wgsl"
#include "nearest_fit.wgsl"

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  if (i >= params.count) {
    return;
  }
  let slot = params.first + i;
  let missing = active_bits[slot >> 5u] & ~interpolable_bits[slot >> 5u];
  if (((missing >> (slot & 31u)) & 1u) == 0u) {
    return;
  }
  let node = slot_node(slot);
  let position = node_position(node, params.voxel);
  let found = kd_nearest_k(position, KNN_CAPACITY, params.point_count);
  let fit = nearest_fit(position, found, params.spacing, params.noise);
  field[slot] = fit.value;
}
