// The plane of each point's nearest neighbours, up to 16 of them; one thread a point (algorithm.md section 2, step 1).
//   kd_nodes [point_count]        kd-tree, see neighbours/kd_tree.wgsl
//   points   [point_count]        xyz, normalised
//   normals  [point_count] out    xyz unit axis of the smallest spread, sign arbitrary; w confidence 1 - λ₀/λ₁
//   radii    [point_count] out    distance of the farthest neighbour used, normalised
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"
#include "nearest_spectrum.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> normals: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> radii: array<f32>;

const KNN_CAPACITY = 16u;
// Points of a neighbourhood, 1 … 16, the point itself among them.
override LISTED: u32 = KNN_CAPACITY;

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
  let query = points[i].xyz;
  let found = kd_nearest_k(query, LISTED, params.point_count);
  let spectrum = nearest_spectrum(query, found);
  normals[i] = vec4f(spectrum.axis, plane_confidence(spectrum.values));
  radii[i] = sqrt(near_squared[found - 1u]);
}
