// Clears the bits of the nodes where the coarser level cannot be interpolated: where the cell of that level that holds
// the node lacks an active corner. A node on the face between two cells belongs to the upper one. One thread a word:
// 32 nodes, in eight cells of the coarser level.
//   brick_table  [coarse_per_axis³] of the coarser level: brick number + 1, or 0
//   active_bits  [16 × its brickCount] of the coarser level
//   brick_coords [brickCount] of this level: bx | by << 10 | bz << 20
//   node_bits    [word_count = 16 × brickCount] in and out: one bit a slot of this level
#include "../common/dispatch.wgsl"
#include "../common/brick_coords.wgsl"
#include "bit_word.wgsl"

struct Params {
  word_count: u32,
  coarse_per_axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_table: array<u32>;
@group(0) @binding(2) var<storage, read> active_bits: array<u32>;
@group(0) @binding(3) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(4) var<storage, read_write> node_bits: array<u32>;

#include "whole_cell.wgsl"

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  if (i >= params.word_count) {
    return;
  }
  var bits = node_bits[i];
  if (bits == 0u) {
    return;
  }
  let first = vec3i(word_node(unpack_brick(brick_coords[i >> 4u]), i & 15u) / 2u);
  for (var k = 0u; k < 8u; k++) {
    // Two nodes of each of two rows: the part of a coarser cell's 2×2×2 nodes that has this z.
    let cell = vec2u(k & 3u, k >> 2u);
    let nodes = 0x0303u << (2u * cell.x + 16u * cell.y);
    if ((bits & nodes) != 0u && !whole_cell(first + vec3i(vec3u(cell, 0u)), params.coarse_per_axis)) {
      bits &= ~nodes;
    }
  }
  node_bits[i] = bits;
}
