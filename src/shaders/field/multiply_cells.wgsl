// Every data cell's matrix times the field at its corners; one thread a cell. Nodes gather the products afterwards
// (chebyshev_step.wgsl), so nothing is added atomically.
//   current      [512 × brickCount] the field
//   corner_slots [2 × cell_count] corners 0 … 3, then corners 4 … 7
//   coefficients [9 × cell_count] see load_cell.wgsl
//   products     [2 × cell_count] out: corners 0 … 3 and 4 … 7 of a cell
#include "../common/dispatch.wgsl"
#include "load_cell.wgsl"

struct Params {
  first: u32,
  end: u32,
  cell_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> current: array<f32>;
@group(0) @binding(2) var<storage, read> corner_slots: array<vec4u>;
@group(0) @binding(3) var<storage, read> coefficients: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> products: array<vec4f>;

fn face_values(slots: vec4u) -> vec4f {
  return vec4f(current[slots.x], current[slots.y], current[slots.z], current[slots.w]);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let number = params.first + thread_index(group, groups, local, 64u);
  if (number >= params.end) {
    return;
  }
  let low = face_values(corner_slots[number]);
  let high = face_values(corner_slots[params.cell_count + number]);
  let both = load_both(number);
  products[2u * number] = load_low(number) * low + both * high;
  products[2u * number + 1u] = low * both + load_high(number) * high;
}
