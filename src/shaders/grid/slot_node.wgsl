// The node of a slot. The file that includes this one declares
//   brick_coords [brickCount] bx | by << 10 | bz << 20.
#include "../common/brick_coords.wgsl"

fn slot_node(slot: u32) -> vec3u {
  return 8u * unpack_brick(brick_coords[slot >> 9u]) + vec3u(slot & 7u, (slot >> 3u) & 7u, (slot >> 6u) & 7u);
}
