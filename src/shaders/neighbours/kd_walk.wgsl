// The stack-free walk through a left-balanced k-d tree: I. Wald, "A Stack-Free Traversal Algorithm for
// Left-Balanced k-d Trees" (2022), algorithm 2. A stack of 20–30 entries a thread would cost more registers than the
// whole search; here the state is two numbers, and parents are read again on the way up instead.
// The file that includes this one declares
//   kd_nodes [node_count] x, y, z as f32 bits; point index | axis << 30 (`engine/neighbours/kd-tree.ts`)
//
// Places count from 1: the children of p are 2p (left: not above p's point along p's axis, in the order of
// coordinate, then point index) and 2p + 1, the parent is p >> 1, the end of the walk is 0, the node is
// kd_nodes[p - 1]. Whoever comes from a smaller place comes from the parent and sees the node for the first time,
// whoever comes from a larger one returns from a child. A visitor of its own looks like this:
//
//   var previous = 0u;
//   var place = min(1u, node_count);
//   while (place != 0u) {
//     let node = kd_nodes[place - 1u];
//     if (previous < place) {
//       // first visit: look at kd_position(node), kd_index(node)
//     }
//     let offset = kd_offset(query, node);
//     let next = kd_step(place, previous, node_count, offset, offset * offset <= radius_squared);
//     previous = place;
//     place = next;
//   }
//
// Each node is loaded at most three times, so the walk ends whatever the visitor answers.

fn kd_position(node: vec4u) -> vec3f {
  return bitcast<vec3f>(node.xyz);
}

fn kd_index(node: vec4u) -> u32 {
  return node.w & 0x3fffffffu;
}

// Signed distance of the query from the node's splitting plane: positive on the side of the right child.
fn kd_offset(query: vec3f, node: vec4u) -> f32 {
  let axis = node.w >> 30u;
  return query[axis] - bitcast<f32>(node[axis]);
}

// The next place: the child on the query's side, then, where the caller still reaches across the plane, the other
// child, then the parent. `far_reached` is asked anew on every visit, as the search radius shrinks in between.
fn kd_step(place: u32, previous: u32, node_count: u32, offset: f32, far_reached: bool) -> u32 {
  let near_child = 2u * place + select(0u, 1u, offset > 0.0);
  let far_child = near_child ^ 1u;
  if (previous < place && near_child <= node_count) {
    return near_child;
  }
  if (previous != far_child && far_reached && far_child <= node_count) {
    return far_child;
  }
  return place >> 1u;
}

// Whether the far child can hold a point that comes before (squared, index) in the order of distance, then index.
// Distances equal to the plane's matter only for points in the plane. In the plane, the right child's have larger
// indices than the node's: this keeps a search among duplicates from visiting all of them.
fn kd_far_competes(offset: f32, node: vec4u, squared: f32, index: u32) -> bool {
  let plane = offset * offset;
  return plane < squared || (plane == squared && (offset > 0.0 || kd_index(node) < index));
}
