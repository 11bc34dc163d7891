// Whether a point lies within a distance of a position, the distance included: the walk ends at the first that does.
// The file that includes this one declares
//   kd_nodes [node_count] the k-d tree, see kd_walk.wgsl
#include "kd_walk.wgsl"

fn kd_is_within(query: vec3f, squared: f32, node_count: u32) -> bool {
  var previous = 0u;
  var place = min(1u, node_count);
  while (place != 0u) {
    let node = kd_nodes[place - 1u];
    if (previous < place) {
      let apart = kd_position(node) - query;
      if (dot(apart, apart) <= squared) {
        return true;
      }
    }
    let offset = kd_offset(query, node);
    let next = kd_step(place, previous, node_count, offset, offset * offset <= squared);
    previous = place;
    place = next;
  }
  return false;
}
