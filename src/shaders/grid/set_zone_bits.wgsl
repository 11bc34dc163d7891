// Carries the cells of a zone over to another grid: sets the bit of each cell's first node there. One thread a word of
// the zone's bits: 32 cells.
//   zone_coords [zone bricks] bx | by << 10 | bz << 20, on the zone's grid
//   zone_bits   [word_count = 16 × zone bricks] one bit a cell of the zone's grid
//   brick_table [bricks_per_axis³] brick number + 1, or 0
//   cell_bits   [16 × brickCount] in: zeros; out: one bit a slot. Bits are only set: order cannot matter
#include "../common/dispatch.wgsl"
#include "../common/brick.wgsl"
#include "../common/brick_coords.wgsl"
#include "bit_word.wgsl"

struct Params {
  word_count: u32,
  nodes_per_cell: u32,
  bricks_per_axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> zone_coords: array<u32>;
@group(0) @binding(2) var<storage, read> zone_bits: array<u32>;
@group(0) @binding(3) var<storage, read> brick_table: array<u32>;
@group(0) @binding(4) var<storage, read_write> cell_bits: array<atomic<u32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let word = thread_index(group, groups, local, 64u);
  if (word >= params.word_count) {
    return;
  }
  let first = word_node(unpack_brick(zone_coords[word >> 4u]), word & 15u);
  for (var bits = zone_bits[word]; bits != 0u; bits &= bits - 1u) {
    let node = (first + bit_offset(countTrailingZeros(bits))) * params.nodes_per_cell;
    let slot = find_slot(vec3i(node), params.bricks_per_axis);
    if (slot != NO_SLOT) {
      atomicOr(&cell_bits[slot >> 5u], 1u << (slot & 31u));
    }
  }
}
