// Sums of absolute values along the rows of every data cell's matrix, the cell's part of the solver's diagonal; one
// thread a cell.
//   coefficients [9 × cell_count] see load_cell.wgsl
//   row_sums     [2 × cell_count] out: corners 0 … 3 and 4 … 7 of a cell
#include "../common/dispatch.wgsl"
#include "load_cell.wgsl"

struct Params {
  first: u32,
  end: u32,
  cell_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> coefficients: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> row_sums: array<vec4f>;

fn absolute(square: mat4x4f) -> mat4x4f {
  return mat4x4f(abs(square[0]), abs(square[1]), abs(square[2]), abs(square[3]));
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
  let ones = vec4f(1.0);
  let both = absolute(load_both(number));
  row_sums[2u * number] = absolute(load_low(number)) * ones + both * ones;
  row_sums[2u * number + 1u] = ones * both + absolute(load_high(number)) * ones;
}
