// Numbers of the data cells that touch a node. The file that includes this one declares neighbours
// (neighbour_slot.wgsl), which it includes before, and
//   cell_index [16 × brickCount] bits of a word of 32 slots, and the number of data cells before it.
// They are looked up one by one: a workgroup that shares them needs a barrier, and with one the kernel takes
// SwiftShader eight times as long to compile.
const NO_CELL = 0xffffffffu;

// The cell of which the brick's node is corner k = x + 2y + 4z, or NO_CELL.
fn cell_below(brick: u32, node: vec3u, k: u32) -> u32 {
  let slot = slot_near(brick, node + 8u - vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u));
  if (slot == NO_SLOT) {
    return NO_CELL;
  }
  let word = cell_index[slot >> 5u];
  let bit = 1u << (slot & 31u);
  if ((word.x & bit) == 0u) {
    return NO_CELL;
  }
  return word.y + countOneBits(word.x & (bit - 1u));
}
