// Bits of a brick, one a node, in sixteen words: a word holds the rows y … y + 3 of one z, a row of eight nodes along x
// is one byte of it. Word w of a brick starts at y = 4 (w & 1), z = w >> 1.

// The first node of word `word` of a brick.
fn word_node(brick: vec3u, word: u32) -> vec3u {
  return 8u * brick + vec3u(0u, 4u * (word & 1u), word >> 1u);
}

// The way from a word's first node to the node of one of its bits.
fn bit_offset(bit: u32) -> vec3u {
  return vec3u(bit & 7u, bit >> 3u, 0u);
}
