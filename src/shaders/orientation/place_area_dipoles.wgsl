// Puts the dipoles of a surface into the tree: oriented normal × the area that a representative stands for / 4π.
// A disc of radius r holds k points of the cloud, so a point stands for π r²/k, a representative for `share` times
// that. One thread a representative.
//   sources       [count] point of the representative, by tree order
//   normals       [n] oriented unit normals, point order
//   radii         [n] radius r of the point's plane neighbourhood, normalised
//   point_entries [count] the representative's entry
//   moments       [entryCount] out: the points' xyz; w is kept
#include "../common/dispatch.wgsl"

struct Params {
  count: u32,
  weight: f32, // share / 4k: π r²/k · share / 4π = weight · r²
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> sources: array<u32>;
@group(0) @binding(2) var<storage, read> normals: array<vec4f>;
@group(0) @binding(3) var<storage, read> radii: array<f32>;
@group(0) @binding(4) var<storage, read> point_entries: array<u32>;
@group(0) @binding(5) var<storage, read_write> moments: array<vec4f>;

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
  let point = sources[i];
  let entry = point_entries[i];
  let dipole = normals[point].xyz * (params.weight * radii[point] * radii[point]);
  moments[entry] = vec4f(dipole, moments[entry].w);
}
