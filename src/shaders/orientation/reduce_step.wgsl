// The step length of steepest descent on |b - A μ|², ⟨r,r⟩ / ⟨A r,A r⟩; one workgroup for everything, so that the order
// of the sums is fixed. Both are scaled by powers of the width before they are squared: unscaled, a spacing of 1e-6
// would leave the range of f32.
//   descent     [count] r (xyz), of the order width^-2
//   response    [count] A r, of the order width^-4
//   step_length [1] out: the step length; 0 where A r is 0
struct Params {
  count: u32,
  width_squared: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> descent: array<vec4f>;
@group(0) @binding(2) var<storage, read> response: array<f32>;
@group(0) @binding(3) var<storage, read_write> step_length: array<f32>;

const WORKGROUP = 256u;
var<workgroup> partial: array<vec2f, WORKGROUP>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) local: u32) {
  let width_fourth = params.width_squared * params.width_squared;
  var sum = vec2f(0.0);
  for (var i = local; i < params.count; i += WORKGROUP) {
    let r = descent[i].xyz * params.width_squared;
    let a = response[i] * width_fourth;
    sum += vec2f(dot(r, r), a * a);
  }
  partial[local] = sum;
  // Halving: every round adds what the barrier made visible of the upper half.
  for (var reach = WORKGROUP / 2u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (local < reach) {
      partial[local] += partial[local + reach];
    }
  }
  if (local == 0u) {
    let total = partial[0];
    step_length[0] = select(0.0, total.x / max(total.y, 1e-30) * width_fourth, total.y > 1e-30);
  }
}
