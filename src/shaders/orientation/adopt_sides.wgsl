// The side of each plane from oriented points round it, a share of the same cloud. One thread a plane.
//   kd_nodes      [node_count] the share's tree, see neighbours/kd_walk.wgsl
//   share_points  [node_count] normalised; w unused
//   share_normals [node_count] outward unit normals; w unused
//   points        [n] normalised; w unused
//   axes          [n] unit axes of planes; w = confidence
//   normals       [n] out: outward; w as in axes
#include "../common/dispatch.wgsl"

struct Params {
  first: u32,
  count: u32,
  node_count: u32,
  // Normalised; of the points from their surface.
  noise: f32,
  // 1: the direction is that of the share as well, where no neighbourhood is wide enough for a plane.
  blends: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> share_points: array<vec4f>;
@group(0) @binding(3) var<storage, read> share_normals: array<vec4f>;
@group(0) @binding(4) var<storage, read> points: array<vec4f>;
@group(0) @binding(5) var<storage, read> axes: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> normals: array<vec4f>;

const KNN_CAPACITY = 8u;
#include "../neighbours/kd_tree.wgsl"

// Those of vote_signs.wgsl: a neighbour on the same smooth surface lies in the plane and has a like axis.
const PLANE_SLOPE = 0.3;
const PLANE_NOISE = 2.0;
const PARALLEL = 0.7;

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
  let point = params.first + i;
  let position = points[point].xyz;
  let axis = axes[point];
  let found = kd_nearest_k(position, KNN_CAPACITY, params.node_count);
  var coplanar = 0.0;
  var mean = vec3f(0.0);
  for (var j = 0u; j < found; j++) {
    let normal = share_normals[near_index[j]].xyz;
    let offset = share_points[near_index[j]].xyz - position;
    let cosine = dot(axis.xyz, normal);
    let tolerance = PLANE_SLOPE * length(offset) + PLANE_NOISE * params.noise;
    if (abs(dot(offset, axis.xyz)) <= tolerance && abs(cosine) >= PARALLEL) {
      coplanar += cosine;
    }
    // The nearest one's side: what lies behind a thin part does not blend in.
    if (j == 0u || dot(normal, mean) > 0.0) {
      mean += normal;
    }
  }
  if (params.blends == 1u && dot(mean, mean) > 0.0) {
    normals[point] = vec4f(normalize(mean), axis.w);
    return;
  }
  let side = select(dot(axis.xyz, mean), coplanar, coplanar != 0.0);
  normals[point] = vec4f(select(axis.xyz, -axis.xyz, side < 0.0), axis.w);
}
