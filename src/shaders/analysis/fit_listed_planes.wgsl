// The plane of each point's nearest neighbours, from lists that `neighbours/find_nearest` made; one thread a point
// (algorithm.md section 2, step 1). To the bit what `fit_nearest_planes` finds, without a second search.
//   points   [point_count]        xyz, normalised
//   neighbour_index   [k × point_count] neighbour j of point i at j × point_count + i
//   neighbour_squared [k × point_count] squared distances, ascending in j
//   normals  [point_count] out    xyz unit axis of the smallest spread, sign arbitrary; w confidence 1 - λ₀/λ₁
//   radii    [point_count] out    distance of the farthest neighbour used, normalised
#include "../common/dispatch.wgsl"
#include "moments.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32,
  neighbour_count: u32, // 1 … min(k, point_count), the point itself among them
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read> neighbour_index: array<u32>;
@group(0) @binding(3) var<storage, read> neighbour_squared: array<f32>;
@group(0) @binding(4) var<storage, read_write> normals: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> radii: array<f32>;

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
  let radius_squared = neighbour_squared[(params.neighbour_count - 1u) * params.point_count + i];
  let scale = inverseSqrt(max(radius_squared, 1e-20));
  var moments = Moments();
  for (var j = 0u; j < params.neighbour_count; j++) {
    let at = j * params.point_count + i;
    let offset = (points[neighbour_index[at]].xyz - query) * scale;
    add_offset(&moments, offset, neighbour_weight(neighbour_squared[at], radius_squared));
  }
  let spectrum = moments_spectrum(moments);
  normals[i] = vec4f(spectrum.axis, plane_confidence(spectrum.values));
  radii[i] = sqrt(radius_squared);
}
