// Normals beside sharp edges. A plane fitted across an edge mixes both faces; such a point has a low confidence and
// takes over the normal of the neighbour on whose plane it lies. One thread a point (docs/algorithm.md, "sharp edges").
//   kd_nodes  [point_count] k-d tree, see neighbours/kd_tree.wgsl
//   points    [point_count] normalised; w = the point's own noise, in which no edge can be told, or 0
//   normals   [point_count] outward; w = confidence, 1 - λ0/λ1
//   sharpened [point_count] out: as normals
//   borrowed  [1] out: adds up the points that took a normal over; whole numbers, so that their order does not matter
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"
#include "lender.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32,
  // A neighbour's plane must pass as near as this.
  most_offset: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read> normals: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> sharpened: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> borrowed: array<atomic<u32>>;

const KNN_CAPACITY = 32u;
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
  let own = normals[i];
  sharpened[i] = own;
  if (own.w > BORROWER_CONFIDENCE || points[i].w > 0.0) {
    return;
  }
  let found = kd_nearest_k(points[i].xyz, KNN_CAPACITY, params.point_count);
  var best = params.most_offset;
  // The loop begins at 1: the nearest point is the point itself.
  for (var j = 1u; j < found; j++) {
    let other = near_index[j];
    let lent = normals[other];
    let offset = lender_offset(own.xyz, lent, points[i].xyz - points[other].xyz, near_squared[j]);
    if (offset < best) {
      best = offset;
      sharpened[i] = vec4f(lent.xyz, own.w);
    }
  }
  if (best < params.most_offset) {
    atomicAdd(&borrowed[0], 1u);
  }
}
