// The place of a node. A level's nodes are stored in bricks of 8×8×8; the file that includes this one declares
//   brick_table [bricks_per_axis³] brick number + 1, or 0 where there is no brick (x fastest).
// A slot is 512 × brick + local index, the place of a node in every per-node array. A cell is named by its lower
// node, so cells have slots too.
const NO_SLOT = 0xffffffffu;

fn local_index(node: vec3u) -> u32 {
  return (node.x & 7u) + 8u * ((node.y & 7u) + 8u * (node.z & 7u));
}

fn local_node(local: u32) -> vec3u {
  return vec3u(local & 7u, (local >> 3u) & 7u, (local >> 6u) & 7u);
}

// The slot of a node, or NO_SLOT outside the grid and where no brick is.
fn find_slot(node: vec3i, bricks_per_axis: u32) -> u32 {
  if (any(node < vec3i(0)) || any(node >= vec3i(i32(8u * bricks_per_axis)))) {
    return NO_SLOT;
  }
  let at = vec3u(node);
  let brick = at >> vec3u(3u);
  let number = brick_table[brick.x + bricks_per_axis * (brick.y + bricks_per_axis * brick.z)];
  if (number == 0u) {
    return NO_SLOT;
  }
  return 512u * (number - 1u) + local_index(at);
}
