// The place of a row: row r of a level holds the eight nodes along x of the slots 8r … 8r + 7.
// Needs common/brick_coords.wgsl; the file that includes this one declares
//   brick_coords [brickCount] bx | by << 10 | bz << 20

// The first node of a row.
fn row_node(row: u32) -> vec3i {
  let brick = unpack_brick(brick_coords[row >> 6u]);
  return vec3i(8u * brick + vec3u(0u, row & 7u, (row >> 3u) & 7u));
}
