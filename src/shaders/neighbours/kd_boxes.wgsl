// The k nearest points of a position that may be far from all of them. `kd_nearest_k` prunes by one splitting plane at
// a time, and planes do not bound a surface across: from a distance of thirty spacings it looks at every point within
// thirty spacings beside the nearest. Boxes do. Nodes of the coarsest level, a million points: 15 s → 2.3 s of one
// core. The file that includes this one declares
//   kd_nodes           [node_count] the k-d tree, see kd_walk.wgsl
//   kd_boxes           [2 × 2^(lowest_row + 1)] boxes of its upper subtrees, see bound_subtrees.wgsl
//   const KNN_CAPACITY the largest k, a u32 of at least 1
// Subtrees of the lowest row with boxes hold 31 points at most and are read whole. Points that coincide with the
// position are all looked at: a cloud has no duplicates.
#include "kd_tree.wgsl"

// Subtrees that wait: one a row.
const KD_WAITING = 30u;
var<private> waiting_places: array<u32, KD_WAITING>;
var<private> waiting_squared: array<f32, KD_WAITING>;

// Rounding must not lift a box beyond a point in it.
const BOX_SLACK = 0.999999;

fn kd_box_squared(query: vec3f, place: u32) -> f32 {
  let apart = max(max(kd_boxes[2u * place].xyz - query, query - kd_boxes[2u * place + 1u].xyz), vec3f(0.0));
  return BOX_SLACK * dot(apart, apart);
}

fn kd_offer(query: vec3f, node: vec4u, last: u32) {
  let apart = kd_position(node) - query;
  let squared = dot(apart, apart);
  let index = kd_index(node);
  if (squared < near_squared[last] || (squared == near_squared[last] && index < near_index[last])) {
    kd_insert(squared, index, last);
  }
}

// Finds what `kd_nearest_k` finds, to the bit.
fn kd_boxed_nearest_k(query: vec3f, k: u32, node_count: u32, lowest_row: u32) -> u32 {
  for (var j = 0u; j < k; j++) {
    near_index[j] = 0xffffffffu;
    near_squared[j] = 3.4e38;
  }
  let last = k - 1u;
  let lowest = 1u << lowest_row;
  var waiting = 0u;
  var place = min(1u, node_count);
  while (place != 0u) {
    var following = 0u;
    if (place < lowest) {
      kd_offer(query, kd_nodes[place - 1u], last);
      let left = kd_box_squared(query, 2u * place);
      let right = kd_box_squared(query, 2u * place + 1u);
      let far_right = u32(left <= right);
      if (max(left, right) <= near_squared[last]) {
        waiting_places[waiting] = 2u * place + far_right;
        waiting_squared[waiting] = max(left, right);
        waiting++;
      }
      if (min(left, right) <= near_squared[last]) {
        following = 2u * place + 1u - far_right;
      }
    } else {
      var first = place;
      for (var width = 1u; first <= node_count; width *= 2u) {
        for (var below = first; below < min(first + width, node_count + 1u); below++) {
          kd_offer(query, kd_nodes[below - 1u], last);
        }
        first *= 2u;
      }
    }
    while (following == 0u && waiting > 0u) {
      waiting--;
      if (waiting_squared[waiting] <= near_squared[last]) {
        following = waiting_places[waiting];
      }
    }
    place = following;
  }
  return min(k, node_count);
}
