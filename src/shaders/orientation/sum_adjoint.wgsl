// The transpose of the winding sum, Aᵀ s(x) = Σ e s/|e|³ with e = x - y over the numbers s at y; one thread four
// queries. The numbers are the x of the moments.
//   queries [end] normalised; spheres, moments [entry_count] the tree, see quad.wgsl
//   vectors [end] out, per query (w = 0)
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
@group(0) @binding(4) var<storage, read_write> vectors: array<vec4f>;

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
  var sum_x = vec4f(0.0);
  var sum_y = vec4f(0.0);
  var sum_z = vec4f(0.0);
  var entry = 0u;
  while (entry < params.entry_count) {
    let sphere = spheres[entry];
    let x = quad.x - sphere.x;
    let y = quad.y - sphere.y;
    let z = quad.z - sphere.z;
    let squared = x * x + y * y + z * z;
    if (all(squared > vec4f(sphere.w))) {
      let moment = moments[entry];
      let weight = moment.x * inverse_cubes(squared, params.least_squared);
      sum_x += x * weight;
      sum_y += y * weight;
      sum_z += z * weight;
      entry = u32(moment.w);
    } else {
      entry += 1u;
    }
  }
  for (var i = 0u; i < 4u && first + i < params.end; i++) {
    vectors[first + i] = vec4f(sum_x[i], sum_y[i], sum_z[i], 0.0);
  }
}
