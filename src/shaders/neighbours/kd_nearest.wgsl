// The nearest point of a position; of several at the same distance the one with the smallest index.
// The file that includes this one declares
//   kd_nodes [node_count] the k-d tree, see kd_walk.wgsl
#include "kd_walk.wgsl"

struct Nearest {
  index: u32, // 0xffffffff in an empty tree
  squared: f32, // 3.4e38 in an empty tree
}

fn kd_nearest(query: vec3f, node_count: u32) -> Nearest {
  var best = Nearest(0xffffffffu, 3.4e38);
  var previous = 0u;
  var place = min(1u, node_count);
  while (place != 0u) {
    let node = kd_nodes[place - 1u];
    if (previous < place) {
      let apart = kd_position(node) - query;
      let squared = dot(apart, apart);
      let index = kd_index(node);
      if (squared < best.squared || (squared == best.squared && index < best.index)) {
        best = Nearest(index, squared);
      }
    }
    let offset = kd_offset(query, node);
    let far_reached = kd_far_competes(offset, node, best.squared, best.index);
    let next = kd_step(place, previous, node_count, offset, far_reached);
    previous = place;
    place = next;
  }
  return best;
}
