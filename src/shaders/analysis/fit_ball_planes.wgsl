// The plane of each point's neighbours where they are many (17 … 199); one thread a point (algorithm.md section 2, step
// 1). First the radius that holds them, by counting (ball_radius.wgsl), then one walk for the moments: two walks of a
// ball instead of a list. The count inside is within an eighth of the wanted one at worst, about 1 % as a rule.
//   kd_nodes [point_count]        kd-tree, see analysis/ball_walk.wgsl
//   points   [point_count]        xyz, normalised
//   normals  [point_count] out    xyz unit axis of the smallest spread, sign arbitrary; w confidence 1 - λ₀/λ₁
//   radii    [point_count] out    radius of the neighbourhood, normalised
#include "../common/dispatch.wgsl"
#include "ball_radius.wgsl"
#include "moments.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32,
  neighbour_count: u32, // at most point_count, the point itself among them
  guess_squared: f32, // a squared radius that holds somewhat more than neighbour_count points as a rule
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> normals: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> radii: array<f32>;

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
  let centre = points[i].xyz;
  let squared = ball_radius_squared(centre, params.neighbour_count, params.guess_squared, params.point_count);
  let scale = inverseSqrt(max(squared, 1e-20));
  var moments = Moments();
  var inside = 0u;
  start_walk();
  // The crowd bound matters only where more points coincide than were wanted.
  while (walk_node != 0u && inside < CROWD * params.neighbour_count) {
    visit_node(centre, squared, params.point_count);
    if (walk_squared <= squared) {
      add_offset(&moments, walk_offset * scale, neighbour_weight(walk_squared, squared));
      inside++;
    }
  }
  let spectrum = moments_spectrum(moments);
  normals[i] = vec4f(spectrum.axis, plane_confidence(spectrum.values));
  radii[i] = sqrt(squared);
}
