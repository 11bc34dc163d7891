// Winding-number normal consistency: every dipole keeps its length and turns to the gradient of the winding field of
// all, μ ← |μ| normalise(G μ), or to a direction that is known; one thread a point.
//   gradients [count] G μ (xyz), tree order
//   held      [count] unit directions that dipoles are held in (xyz), tree order; w = 0 where none is known
//   dipoles   [count] μ (xyz), tree order
#include "../common/dispatch.wgsl"

struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(2) var<storage, read> held: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> dipoles: array<vec4f>;

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
  if (held[i].w > 0.0) {
    dipoles[i] = vec4f(length(dipoles[i].xyz) * held[i].xyz, 0.0);
    return;
  }
  let gradient = gradients[i].xyz;
  let squared = dot(gradient, gradient);
  // No direction where nothing is near enough: a point alone keeps its dipole.
  if (squared > 1e-30) {
    dipoles[i] = vec4f(length(dipoles[i].xyz) * inverseSqrt(squared) * gradient, 0.0);
  }
}
