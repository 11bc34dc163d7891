// Rows of eight nodes along x: one thread of marching cubes looks after one row, with a bit for each node, so that
// signs and activity of a whole neighbourhood are a few words.
// Needs common/brick.wgsl; the file that includes this one declares
//   node_rows    [64 × brickCount] bits 0–7: node is inside; bits 16–23: node is active (inactive ones are not inside)

fn node_row(first: vec3i, bricks_per_axis: u32) -> u32 {
  let slot = find_slot(first, bricks_per_axis);
  if (slot == NO_SLOT) {
    return 0u;
  }
  return node_rows[slot >> 3u];
}

// A row and the node on either side of it: bits 0–9 inside, bits 16–25 active, both for x = -1 … 8.
fn wide_row(first: vec3i, bricks_per_axis: u32) -> u32 {
  let own = node_row(first, bricks_per_axis);
  let before = node_row(first - vec3i(8, 0, 0), bricks_per_axis);
  let after = node_row(first + vec3i(8, 0, 0), bricks_per_axis);
  return ((before >> 7u) & 0x00010001u) | (own << 1u) | ((after & 0x00010001u) << 9u);
}

// The cells with eight active nodes between four rows, given the rows' bitwise and: bits 0–8 for x = -1 … 7.
fn whole_cells(all_rows: u32) -> u32 {
  let nodes = all_rows >> 16u;
  return nodes & (nodes >> 1u);
}
