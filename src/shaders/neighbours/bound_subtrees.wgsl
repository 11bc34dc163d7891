// The boxes of a k-d tree's subtrees, a row of the tree after the other from the lowest one up; one thread a subtree.
//   kd_nodes [node_count] the k-d tree, see kd_walk.wgsl
//   kd_boxes [2 × 2^(lowest_row + 1)] the box of place p at 2 p (lowest x y z) and 2 p + 1 (highest): in: those of the
//            row below; out: those of this row. Nothing at place 0
#include "../common/dispatch.wgsl"
#include "kd_walk.wgsl"

struct Params {
  node_count: u32,
  row: u32, // its places are 2^row … 2^(row + 1) - 1, all of which have nodes
  is_lowest: u32, // 1: subtrees are read point by point, 0: from the boxes of their two children
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> kd_boxes: array<vec4f>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  if (i >= (1u << params.row)) {
    return;
  }
  let place = (1u << params.row) + i;
  var low = kd_position(kd_nodes[place - 1u]);
  var high = low;
  if (params.is_lowest == 1u) {
    // The subtree's own rows: each twice as wide as the one above, the last one cut off.
    var first = 2u * place;
    for (var width = 2u; first <= params.node_count; width *= 2u) {
      for (var below = first; below < min(first + width, params.node_count + 1u); below++) {
        let position = kd_position(kd_nodes[below - 1u]);
        low = min(low, position);
        high = max(high, position);
      }
      first *= 2u;
    }
  } else {
    low = min(low, min(kd_boxes[4u * place].xyz, kd_boxes[4u * place + 2u].xyz));
    high = max(high, max(kd_boxes[4u * place + 1u].xyz, kd_boxes[4u * place + 3u].xyz));
  }
  kd_boxes[2u * place] = vec4f(low, 0.0);
  kd_boxes[2u * place + 1u] = vec4f(high, 0.0);
}
