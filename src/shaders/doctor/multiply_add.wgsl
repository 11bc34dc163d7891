// Arithmetic alone, to see how much of it a device does in a second; one thread a number.
//   values [count] out: the sum of sixteen chains of `rounds` steps x = factor * x + addend, which begin at small numbers
// A chain waits for its own last step: sixteen beside one another keep a unit busy whose results come some steps later.
#include "../common/dispatch.wgsl"

struct Params {
  count: u32,
  rounds: u32,
  factor: f32,
  addend: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> values: array<f32>;

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
  let factor = vec4f(params.factor);
  let addend = vec4f(params.addend);
  var a = vec4f(f32(i & 255u)) + vec4f(0.0, 1.0, 2.0, 3.0);
  var b = a + vec4f(4.0);
  var c = a + vec4f(8.0);
  var d = a + vec4f(12.0);
  for (var round = 0u; round < params.rounds; round++) {
    a = factor * a + addend;
    b = factor * b + addend;
    c = factor * c + addend;
    d = factor * d + addend;
  }
  let sum = a + b + c + d;
  values[i] = sum.x + sum.y + sum.z + sum.w;
}
