// Flags the bricks that meet the boxes round the cells of a zone. One thread a word of the zone's bits: 32 cells.
// The zone lives on a grid of its own, whose cells are `nodes_per_cell` nodes wide here.
//   zone_coords [zone bricks] bx | by << 10 | bz << 20, on the zone's grid
//   zone_bits   [word_count = 16 × zone bricks] one bit a cell of the zone's grid
//   brick_table [bricks_per_axis³] out: 1 where a brick is wanted; all threads store the same, so order cannot matter
#include "../common/dispatch.wgsl"
#include "../common/brick_coords.wgsl"

struct Params {
  word_count: u32,
  nodes_per_cell: u32,
  resolution: u32,
  bricks_per_axis: u32,
  // The box: first node of the cell - below … + above.
  below: i32,
  above: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> zone_coords: array<u32>;
@group(0) @binding(2) var<storage, read> zone_bits: array<u32>;
@group(0) @binding(3) var<storage, read_write> brick_table: array<atomic<u32>>;

#include "box_bricks.wgsl"
#include "bit_word.wgsl"

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
    flag_box(vec3i(node), params.below, params.above, params.resolution, params.bricks_per_axis);
  }
}
