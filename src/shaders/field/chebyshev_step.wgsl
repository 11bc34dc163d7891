// One Chebyshev iteration (algorithm.md section 2, step 7) on the system A x = b, A = H + ε + Σ C over data cells:
//   z = D⁻¹ (b - A x), p ← z + β p, x ← x + α p,
// and, where asked, the energy x · (A x - 2 b) of the x that came in. One workgroup a brick, one thread eight slots.
//   current    [128 × brickCount] x, four slots each, inactive ones marked (inactive.wgsl)
//   products   [8 × cell_count] the cells' matrices times x
//   neighbours [27 × brickCount] see neighbour_slot.wgsl
//   cell_index [16 × brickCount] see near_cells.wgsl
//   system     [512 × brickCount] b and 1 / D
//   momentum   [512 × brickCount] p, in place
//   next       [512 × brickCount] out: x, inactive slots left as they are
//   energies   [records × brickCount] out: one brick's part at `energy_offset` + brick
#include "neighbour_slot.wgsl"
#include "near_cells.wgsl"
#include "inactive.wgsl"
#include "smoothness.wgsl"

struct Params {
  first: u32,
  end: u32,
  start_weight: f32,
  alpha: f32,
  beta: f32,
  // 1: write the energy.
  measures: u32,
  energy_offset: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> current: array<vec4f>;
@group(0) @binding(2) var<storage, read> products: array<f32>;
@group(0) @binding(3) var<storage, read> neighbours: array<u32>;
@group(0) @binding(4) var<storage, read> cell_index: array<vec2u>;
@group(0) @binding(5) var<storage, read> system: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> momentum: array<f32>;
@group(0) @binding(7) var<storage, read_write> next: array<f32>;
@group(0) @binding(8) var<storage, read_write> energies: array<f32>;

// SwiftShader pays for every thread at a barrier: 256 took four times as long there, and no less elsewhere.
const WORKGROUP = 64u;
var<workgroup> partial: array<f32, WORKGROUP>;

fn sum_products(node: vec3u) -> f32 {
  var sum = 0.0;
  for (var k = 0u; k < 8u; k++) {
    let cell = cell_below(node, k);
    if (cell != NO_CELL) {
      sum += products[8u * cell + k];
    }
  }
  return sum;
}

// Updates one slot; gives its part of the energy.
fn step_slot(slot: u32, node: vec3u) -> f32 {
  let at = halo_index(node);
  let value = halo[at];
  if (is_marked(value)) {
    return 0.0;
  }
  let image = smoothness(at) + params.start_weight * value + sum_products(node);
  let right = system[slot].x;
  let direction = (right - image) * system[slot].y + params.beta * momentum[slot];
  momentum[slot] = direction;
  next[slot] = value + params.alpha * direction;
  return value * (image - 2.0 * right);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let brick = params.first + group.y * groups.x + group.x;
  if (brick >= params.end) {
    return;
  }
  for (var row = local; row < HALO_ROWS; row += WORKGROUP) {
    stage_halo_row(brick, row);
  }
  for (var row = local; row < NEAR_ROWS; row += WORKGROUP) {
    stage_near_row(brick, row);
  }
  // Values and cells staged by other threads are read below.
  workgroupBarrier();
  var energy = 0.0;
  for (var i = local; i < 512u; i += WORKGROUP) {
    energy += step_slot(512u * brick + i, local_node(i));
  }
  if (params.measures == 0u) {
    return;
  }
  partial[local] = energy;
  // The barrier of a round makes the sums of the round before visible; a round reads only what it does not write.
  for (var reach = WORKGROUP / 2u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (local < reach) {
      partial[local] += partial[local + reach];
    }
  }
  if (local == 0u) {
    energies[params.energy_offset + brick] = partial[0];
  }
}
