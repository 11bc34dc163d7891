// Slots seen from a brick, without the dense brick table. The file that includes this one declares
//   neighbours [27 × brickCount] number of the brick at offset (k % 3, k / 3 % 3, k / 9) - 1, or NO_BRICK.
// Eight bricks' width of reach is enough for every stencil here: two nodes for the smoothness, one for cells.
const NO_BRICK = 0xffffffffu;
const NO_SLOT = 0xffffffffu;

fn local_node(local: u32) -> vec3u {
  return vec3u(local & 7u, (local >> 3u) & 7u, (local >> 6u) & 7u);
}

// The slot of the node at `shifted` - 8 from the brick's lower corner, -8 … 15 an axis; NO_SLOT where no brick is.
fn slot_near(brick: u32, shifted: vec3u) -> u32 {
  let side = shifted >> vec3u(3u);
  let number = neighbours[27u * brick + side.x + 3u * side.y + 9u * side.z];
  if (number == NO_BRICK) {
    return NO_SLOT;
  }
  return 512u * number + (shifted.x & 7u) + 8u * ((shifted.y & 7u) + 8u * (shifted.z & 7u));
}
