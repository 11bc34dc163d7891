// Winding values A μ(x) = Σ -e·μ/|e|³ with e = x - y over the dipoles μ at y; one thread four queries.
//   queries [end] normalised; spheres, moments [entry_count] the tree, see quad.wgsl
//   winding [end] out, per query
#include "../common/dispatch.wgsl"
#include "quad.wgsl"

struct Params {
  first: u32, // query of the first thread
  end: u32, // one past the last query
  entry_count: u32,
  least_squared: f32, // pairs closer than the root of this are dropped; above 0
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> queries: array<vec4f>;
@group(0) @binding(2) var<storage, read> spheres: array<vec4f>;
@group(0) @binding(3) var<storage, read> moments: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> winding: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let first = params.first + 4u * thread_index(group, groups, local, 64u);
  if (first >= params.end) {
    return;
  }
  let quad = load_quad(first, params.end);
  var sum = vec4f(0.0);
  var entry = 0u;
  while (entry < params.entry_count) {
    let sphere = spheres[entry];
    let x = quad.x - sphere.x;
    let y = quad.y - sphere.y;
    let z = quad.z - sphere.z;
    let squared = x * x + y * y + z * z;
    if (all(squared > vec4f(sphere.w))) {
      let moment = moments[entry];
      sum -= (x * moment.x + y * moment.y + z * moment.z) * inverse_cubes(squared, params.least_squared);
      entry = u32(moment.w);
    } else {
      entry += 1u;
    }
  }
  for (var i = 0u; i < 4u && first + i < params.end; i++) {
    winding[first + i] = sum[i];
  }
}
