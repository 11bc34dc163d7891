// Right side and diagonal of a level's system, and the marks of its inactive slots. One workgroup a brick, one thread
// two slots.
//   neighbours  [27 × brickCount] see neighbour_slot.wgsl
//   active_bits [16 × brickCount] the grid's nodes
//   cell_index  [16 × brickCount] see near_cells.wgsl
//   row_sums    [8 × cell_count] sums of absolute values along a cell's rows
//   right_side  [8 × cell_count] right sides of the cells
//   field       [512 × brickCount] in: start f₀; out: the same, inactive slots marked
//   next        [512 × brickCount] out: inactive slots marked
//   system      [512 × brickCount] out: right side b = ε f₀ + Σ r and 1 / D, D = 42 + ε + Σ row sums
#include "../common/active.wgsl"
#include "neighbour_slot.wgsl"
#include "near_cells.wgsl"
#include "inactive.wgsl"

struct Params {
  first: u32,
  end: u32,
  start_weight: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> neighbours: array<u32>;
@group(0) @binding(2) var<storage, read> active_bits: array<u32>;
@group(0) @binding(3) var<storage, read> cell_index: array<vec2u>;
@group(0) @binding(4) var<storage, read> row_sums: array<f32>;
@group(0) @binding(5) var<storage, read> right_side: array<f32>;
@group(0) @binding(6) var<storage, read_write> field: array<f32>;
@group(0) @binding(7) var<storage, read_write> next: array<f32>;
@group(0) @binding(8) var<storage, read_write> system: array<vec2f>;

// The smoothness' part of a diagonal, far from the band's edge; at the edge it is an upper bound.
const SMOOTHNESS_DIAGONAL = 42.0;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let brick = params.first + group.y * groups.x + group.x;
  if (brick >= params.end) {
    return;
  }
  for (var i = local; i < 512u; i += 256u) {
    let slot = 512u * brick + i;
    if (!is_active(slot)) {
      field[slot] = INACTIVE;
      next[slot] = INACTIVE;
      continue;
    }
    // An infinite start must not pass for a mark; this still makes the energy infinite, by which it is found.
    let start = clamp(field[slot], -1e28, 1e28);
    field[slot] = start;
    var right = params.start_weight * start;
    var diagonal = SMOOTHNESS_DIAGONAL + params.start_weight;
    for (var k = 0u; k < 8u; k++) {
      let cell = cell_below(brick, local_node(i), k);
      if (cell != NO_CELL) {
        right += right_side[8u * cell + k];
        diagonal += row_sums[8u * cell + k];
      }
    }
    system[slot] = vec2f(right, 1.0 / diagonal);
  }
}
