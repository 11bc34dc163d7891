// The eight cells of a row: which of them the surface crosses, and what the case table (case-table.ts) says of them.
// Needs rows.wgsl; the file that includes this one declares
//   case_table [512] two words a pattern: sixteen numbers of four bits, the count of triangles and then their edges
struct CellRow {
  // Bits 0–7: the cell has eight active nodes and both signs among them.
  crossed: u32,
  // Wide rows of nodes at (y, z), (y + 1, z), (y, z + 1), (y + 1, z + 1).
  rows: vec4u,
}

fn cell_row(first: vec3i, bricks_per_axis: u32) -> CellRow {
  let rows = vec4u(
    wide_row(first, bricks_per_axis),
    wide_row(first + vec3i(0, 1, 0), bricks_per_axis),
    wide_row(first + vec3i(0, 0, 1), bricks_per_axis),
    wide_row(first + vec3i(0, 1, 1), bricks_per_axis),
  );
  let all_rows = rows.x & rows.y & rows.z & rows.w;
  let any_row = rows.x | rows.y | rows.z | rows.w;
  let some_inside = any_row | (any_row >> 1u);
  let all_inside = all_rows & (all_rows >> 1u);
  let crossed = whole_cells(all_rows) & some_inside & ~all_inside;
  return CellRow((crossed >> 1u) & 0xffu, rows);
}

// The signs of a cell's corners: bit c for the corner (c & 1, c >> 1 & 1, c >> 2).
fn cell_pattern(cells: CellRow, x: u32) -> u32 {
  let pairs = (cells.rows >> vec4u(x + 1u)) & vec4u(3u);
  return pairs.x | (pairs.y << 2u) | (pairs.z << 4u) | (pairs.w << 6u);
}

fn case_number(pattern: u32, place: u32) -> u32 {
  return (case_table[2u * pattern + (place >> 3u)] >> (4u * (place & 7u))) & 15u;
}

fn triangle_count(pattern: u32) -> u32 {
  return case_number(pattern, 0u);
}

// The edge that corner `corner` of the pattern's triangles lies on, counted through.
fn triangle_edge(pattern: u32, corner: u32) -> u32 {
  return case_number(pattern, 1u + corner);
}

// The lower corner of an edge: the two other coordinates with a zero put in at the edge's axis.
fn edge_corner(edge: u32) -> vec3u {
  let axis = edge >> 2u;
  let others = edge & 3u;
  let below = others & ((1u << axis) - 1u);
  let corner = below | ((others >> axis) << (axis + 1u));
  return vec3u(corner & 1u, (corner >> 1u) & 1u, corner >> 2u);
}
