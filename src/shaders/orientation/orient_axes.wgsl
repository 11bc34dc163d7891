// The side of every plane: the axis, turned to the gradient of the winding field. One thread a point.
//   gradients [count] G μ (xyz), point order
//   axes      [count] unit axis of the point's plane, sign arbitrary; w = confidence, 1 - λ0/λ1
//   normals   [count] out: unit normal, outward; w = confidence
#include "../common/dispatch.wgsl"

struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(2) var<storage, read> axes: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> normals: array<vec4f>;

// An axis across the gradient says nothing of the side; where there is hardly a plane either, the gradient is the
// better normal (algorithm.md section 2, step 2).
const ACROSS = 0.25;
const HARDLY_A_PLANE = 0.6;

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
  let axis = axes[i];
  let gradient = gradients[i].xyz;
  let squared = dot(gradient, gradient);
  if (squared <= 1e-30) {
    normals[i] = axis;
    return;
  }
  let direction = gradient * inverseSqrt(squared);
  let cosine = dot(direction, axis.xyz);
  if (abs(cosine) < ACROSS && axis.w < HARDLY_A_PLANE) {
    normals[i] = vec4f(direction, axis.w);
  } else {
    normals[i] = vec4f(select(axis.xyz, -axis.xyz, cosine < 0.0), axis.w);
  }
}
