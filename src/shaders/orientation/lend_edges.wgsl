// Normals beside sharp edges where all points take theirs from an even share: a fit over several lines rounds the edge
// off, and the share's planes on either side know it. One thread a point (docs/algorithm.md, "scan lines").
//   kd_nodes      [node_count] the share's tree, see neighbours/kd_walk.wgsl
//   share_points  [node_count] normalised
//   share_normals [node_count] outward; w = confidence, 1 - λ0/λ1
//   points        [n] normalised
//   normals       [n] outward
//   sharpened     [n] out: as normals
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"
#include "lender.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  node_count: u32,
  // A lender's plane must pass as near as this.
  most_offset: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> share_points: array<vec4f>;
@group(0) @binding(3) var<storage, read> share_normals: array<vec4f>;
@group(0) @binding(4) var<storage, read> points: array<vec4f>;
@group(0) @binding(5) var<storage, read> normals: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> sharpened: array<vec4f>;

const KNN_CAPACITY = 32u;
// The confidence of a point of the whole is the least of those round it: an edge passes between them.
const NEAREST_SHARE = 3u;

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
  let found = kd_nearest_k(points[i].xyz, KNN_CAPACITY, params.node_count);
  var confidence = 1.0;
  for (var j = 0u; j < min(found, NEAREST_SHARE); j++) {
    confidence = min(confidence, share_normals[near_index[j]].w);
  }
  if (confidence > BORROWER_CONFIDENCE) {
    return;
  }
  var best = params.most_offset;
  for (var j = 0u; j < found; j++) {
    let other = near_index[j];
    let lent = share_normals[other];
    let offset = lender_offset(own.xyz, lent, points[i].xyz - share_points[other].xyz, near_squared[j]);
    if (offset < best) {
      best = offset;
      sharpened[i] = vec4f(lent.xyz, own.w);
    }
  }
}
