// The k nearest points of a position. The file that includes this one declares
//   kd_nodes           [node_count] the k-d tree, see kd_walk.wgsl
//   const KNN_CAPACITY the largest k, a u32 of at least 1
// The list is kept sorted by insertion: for k up to 16 shorter than a heap's bookkeeping, and the caller needs the
// order anyway. Equal distances are ordered by point index, so that the answer depends on no visiting order.
//
// k must be a constant where these functions are called, a `const` or an `override`: then compilers unroll the loops
// over the list, every place is named by a constant, and the list lives in registers. An insertion is k compares and
// selects, without a branch, so that a vector of threads waits for none of them: 16,384 queries of 13 neighbours 24.8 →
// 12.3 ms, of 32 76 → 42 (lavapipe; 100 → 91 on SwiftShader). Of 40, which lavapipe does not unroll, 99 → 109.
#include "kd_walk.wgsl"

// Found so far, ascending; unfilled places hold 0xffffffff and 3.4e38.
var<private> near_index: array<u32, KNN_CAPACITY>;
var<private> near_squared: array<f32, KNN_CAPACITY>;

// Fills the lists' first k places (k from 1 to KNN_CAPACITY) and returns how many were found: min(k, node_count).
fn kd_nearest_k(query: vec3f, k: u32, node_count: u32) -> u32 {
  for (var j = 0u; j < k; j++) {
    near_index[j] = 0xffffffffu;
    near_squared[j] = 3.4e38;
  }
  let last = k - 1u;
  // The last entry, the search radius, kept out of the arrays: it is read at every step.
  var worst_squared = 3.4e38;
  var worst_index = 0xffffffffu;
  var previous = 0u;
  var place = min(1u, node_count);
  while (place != 0u) {
    let node = kd_nodes[place - 1u];
    if (previous < place) {
      let apart = kd_position(node) - query;
      let squared = dot(apart, apart);
      let index = kd_index(node);
      if (squared < worst_squared || (squared == worst_squared && index < worst_index)) {
        kd_insert(squared, index, last);
        worst_squared = near_squared[last];
        worst_index = near_index[last];
      }
    }
    let offset = kd_offset(query, node);
    let far_reached = kd_far_competes(offset, node, worst_squared, worst_index);
    let next = kd_step(place, previous, node_count, offset, far_reached);
    previous = place;
    place = next;
  }
  return min(k, node_count);
}

// Puts a point that comes before the last entry in its place; the last entry falls out.
fn kd_insert(squared: f32, index: u32, last: u32) {
  // What is to stand at the place that is looked at, or after it.
  var carried_squared = squared;
  var carried_index = index;
  for (var j = 0u; j <= last; j++) {
    let own_squared = near_squared[j];
    let own_index = near_index[j];
    let comes = carried_squared < own_squared || (carried_squared == own_squared && carried_index < own_index);
    near_squared[j] = select(own_squared, carried_squared, comes);
    near_index[j] = select(own_index, carried_index, comes);
    carried_squared = select(carried_squared, own_squared, comes);
    carried_index = select(carried_index, own_index, comes);
  }
}
