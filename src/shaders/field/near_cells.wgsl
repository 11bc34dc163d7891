// Numbers of the data cells that touch a brick's nodes, held by its workgroup. The file that includes this one
// declares neighbours (neighbour_slot.wgsl), which it includes before, and
//   cell_index [16 × brickCount] bits of a word of 32 slots, and the number of data cells before it.
const NO_CELL = 0xffffffffu;
// The brick's 8³ cells and one layer below: a node is a corner of the cell at itself and of those before it.
const NEAR_ROWS = 81u;
var<workgroup> near_cells: array<u32, 729>;

// Numbers `count` slots of a row along x, from `slot` on, into `near_cells` from `at` on. They share a word of bits.
fn number_cells(slot: u32, count: u32, at: u32) {
  var bits = 0u;
  var number = 0u;
  if (slot != NO_SLOT) {
    let word = cell_index[slot >> 5u];
    let shift = slot & 31u;
    bits = word.x >> shift;
    number = word.y + countOneBits(word.x & ((1u << shift) - 1u));
  }
  for (var i = 0u; i < count; i++) {
    let bit = (bits >> i) & 1u;
    near_cells[at + i] = select(NO_CELL, number, bit == 1u);
    number += bit;
  }
}

// Fills one row along x of `near_cells`; a barrier must follow.
fn stage_near_row(brick: u32, row: u32) {
  let shifted = vec2u(row % 9u, row / 9u) + 7u;
  number_cells(slot_near(brick, vec3u(7u, shifted)), 1u, 9u * row);
  number_cells(slot_near(brick, vec3u(8u, shifted)), 8u, 9u * row + 1u);
}

// The cell of which the brick's node is corner k = x + 2y + 4z, or NO_CELL.
fn cell_below(node: vec3u, k: u32) -> u32 {
  let at = node + 1u - vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u);
  return near_cells[at.x + 9u * (at.y + 9u * at.z)];
}
