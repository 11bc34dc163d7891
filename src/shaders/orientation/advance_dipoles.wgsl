// One step of steepest descent, μ += step · r; one thread a point.
//   descent     [count] r (xyz), tree order
//   step_length [1] the step length
//   dipoles     [count] μ (xyz), tree order
#include "../common/dispatch.wgsl"

struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> descent: array<vec4f>;
@group(0) @binding(2) var<storage, read> step_length: array<f32>;
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
  dipoles[i] = vec4f(dipoles[i].xyz + step_length[0] * descent[i].xyz, 0.0);
}
