// One step of Adam (Kingma and Ba, 2015), and the fixed-point gradient set to zero for the next; one thread a node.
//   nodes    [active_count] node indices
//   slopes   [active_count] gradient of the total variation
//   gradient [128³] fixed point, 2^16 a unit of 1 / query_count
//   moments  [active_count] first and second moment
//   field    [128³]
#include "../common/dispatch.wgsl"

struct Params {
  active_count: u32,
  query_count: f32,
  rate: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> nodes: array<u32>;
@group(0) @binding(2) var<storage, read> slopes: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradient: array<i32>;
@group(0) @binding(4) var<storage, read_write> moments: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> field: array<f32>;

const FIXED = 65536.0;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  if (i >= params.active_count) {
    return;
  }
  let node = nodes[i];
  let slope = slopes[i] + f32(gradient[node]) / (FIXED * params.query_count);
  gradient[node] = 0;
  let first = 0.9 * moments[i].x + 0.1 * slope;
  let second = 0.999 * moments[i].y + 0.001 * slope * slope;
  moments[i] = vec2f(first, second);
  field[node] -= params.rate * first / (sqrt(second) + 1e-8);
}
