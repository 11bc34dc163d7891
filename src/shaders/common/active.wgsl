// Whether a slot's node takes part. The file that includes this one declares
//   active_bits [16 × brickCount] one bit a slot.
fn is_active(slot: u32) -> bool {
  return ((active_bits[slot >> 5u] >> (slot & 31u)) & 1u) == 1u;
}
