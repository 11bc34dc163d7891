// The cells of a level that its surface passes: eight active corners, not all on one side of 0. One thread a slot.
//   brick_table  [bricks_per_axis³] brick number + 1, or 0
//   brick_coords [brickCount] bx | by << 10 | bz << 20
//   active_bits  [16 × brickCount] one bit a slot
//   field        [512 × brickCount] negative inside
//   cell_bits    [16 × brickCount] in: zeros; out: one bit a cell. Bits are only set: order cannot matter
#include "../common/dispatch.wgsl"
#include "slot_node.wgsl"

struct Params {
  first: u32,
  count: u32,
  bricks_per_axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_table: array<u32>;
@group(0) @binding(2) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(3) var<storage, read> active_bits: array<u32>;
@group(0) @binding(4) var<storage, read> field: array<f32>;
@group(0) @binding(5) var<storage, read_write> cell_bits: array<atomic<u32>>;

#include "whole_cell.wgsl"

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
  let slot = params.first + i;
  if (!is_active(slot)) {
    return;
  }
  let cell = slot_node(slot);
  if (!whole_cell(vec3i(cell), params.bricks_per_axis)) {
    return;
  }
  let outside = field[slot] > 0.0;
  var crossed = false;
  for (var k = 1u; k < 8u; k++) {
    crossed |= (field[cell_corners[k]] > 0.0) != outside;
  }
  if (crossed) {
    atomicOr(&cell_bits[slot >> 5u], 1u << (slot & 31u));
  }
}
