// A walk over the nodes of the kd-tree that a ball touches, in the tree's own order and without a stack. The file
// that includes this one declares
//   kd_nodes [node_count] the k-d tree, see neighbours/kd_walk.wgsl
// A ball of fixed radius needs no order of children, so the way back fits into one bit a level ("bit trail", Laine,
// Restart Trail for Stackless BVH Traversal, HPG 2010): whether the right sibling is still to come. No node is read
// twice, where `kd_step`, for a radius that shrinks, reads each up to three times.
//
// One call visits one node, and the caller looks at `walk_squared`:
//   start_walk();
//   while (walk_node != 0u) { visit_node(centre, radius_squared, node_count); if (walk_squared <= …) {…} }
#include "../neighbours/kd_walk.wgsl"

var<private> walk_node: u32; // a place, counted from 1; 0 when the walk is over
var<private> walk_trail: u32; // bit l: the ancestor l levels up is a left child whose sibling is to come
var<private> walk_offset: vec3f; // from the centre to the visited point
var<private> walk_squared: f32;

fn start_walk() {
  walk_node = 1u;
  walk_trail = 0u;
}

// Requires node_count > 0. Depth is at most 30, since a point index has 30 bits: the trail never overflows.
fn visit_node(centre: vec3f, radius_squared: f32, node_count: u32) {
  let node = kd_nodes[walk_node - 1u];
  walk_offset = kd_position(node) - centre;
  walk_squared = dot(walk_offset, walk_offset);
  let offset = kd_offset(centre, node);
  let crosses = offset * offset <= radius_squared;
  let left = 2u * walk_node;
  let take_left = left <= node_count && (offset <= 0.0 || crosses);
  let take_right = left < node_count && (offset >= 0.0 || crosses);
  if (take_left || take_right) {
    walk_trail = (walk_trail << 1u) | select(0u, 1u, take_left && take_right);
    walk_node = select(left + 1u, left, take_left);
  } else if (walk_trail != 0u) {
    let up = firstTrailingBit(walk_trail);
    walk_trail = (walk_trail >> up) & ~1u;
    walk_node = (walk_node >> up) + 1u;
  } else {
    walk_node = 0u;
  }
}
