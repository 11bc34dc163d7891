// What the data cells add to four nodes side by side along x. A node is corner k = x + 2 y + 4 z of the cell at itself
// (k = 0) and of those before it, so the nodes touch four rows of cells. The file that includes this one declares
//   cell_index [16 × brickCount] bits of a word of 32 slots, and the number of data cells before it
//   products   [4 × cell_count] the cells' matrices times the field: corners 2 q and 2 q + 1 of a cell at 4 × cell + q
// and includes neighbour_slot.wgsl (NO_BRICK) before.
const NO_CELL = 0xffffffffu;

// The data cells of four slots: a bit for each and the number of the first, and the cell on their left.
struct RowCells {
  bits: u32,
  number: u32,
  left: u32,
}

fn number_before(word: vec2u, bit: u32) -> u32 {
  return word.y + countOneBits(word.x & ((1u << bit) - 1u));
}

// The cells of the half row at 4 × `half` and (y, z) of the brick `own`; `left` is the brick of the slot on its left.
fn row_cells(own: u32, left: u32, half: u32, y: u32, z: u32) -> RowCells {
  // Four rows share a word.
  let word_at = 2u * z + (y >> 2u);
  let row_bit = 8u * (y & 3u);
  var cells = RowCells(0u, 0u, NO_CELL);
  if (own != NO_BRICK) {
    let word = cell_index[16u * own + word_at];
    let bit = row_bit + 4u * half;
    cells.bits = (word.x >> bit) & 15u;
    cells.number = number_before(word, bit);
  }
  if (left != NO_BRICK) {
    let word = cell_index[16u * left + word_at];
    // The last slot of the brick on the left, or the last of the half row on the left.
    let bit = row_bit + select(3u, 7u, half == 0u);
    if (((word.x >> bit) & 1u) == 1u) {
      cells.left = number_before(word, bit);
    }
  }
  return cells;
}

fn product_pair(number: u32, q: u32, is_there: bool) -> vec2f {
  return select(vec2f(0.0), products[select(0u, 4u * number + q, is_there)], is_there);
}

// The corners 2 q and 2 q + 1 of the cells, added to the nodes that are these corners. Each node takes its corners in
// their order; where there is no cell, 0 is added, which changes nothing.
fn add_products(sums: vec4f, cells: RowCells, q: u32) -> vec4f {
  if (cells.bits == 0u && cells.left == NO_CELL) {
    return sums;
  }
  let is_cell = (vec4u(cells.bits) & vec4u(1u, 2u, 4u, 8u)) != vec4u(0u);
  let before = countOneBits(vec4u(cells.bits) & vec4u(0u, 1u, 3u, 7u));
  let a = product_pair(cells.number, q, is_cell.x);
  let b = product_pair(cells.number + before.y, q, is_cell.y);
  let c = product_pair(cells.number + before.z, q, is_cell.z);
  let d = product_pair(cells.number + before.w, q, is_cell.w);
  let left = product_pair(cells.left, q, cells.left != NO_CELL).y;
  return sums + vec4f(a.x, b.x, c.x, d.x) + vec4f(left, a.y, b.y, c.y);
}
