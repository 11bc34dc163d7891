// Numbers the data cells in the order of their slots and lists their corners. One thread a slot.
//   data_bits    [16 × brickCount] one bit a slot
//   bases        [16 × brickCount] data cells before each word
//   neighbours   [27 × brickCount] see neighbour_slot.wgsl
//   senders      [512 × brickCount] see mark_cells.wgsl
//   cell_index   [16 × brickCount] out: a word's bits and its base (see near_cells.wgsl)
//   corner_slots [2 × cell_count] out: slots of corners k = x + 2y + 4z, 0 … 3, then 4 … 7; corner 0 names the cell
//   cell_senders [cell_count] out: slot and senders
#include "../common/dispatch.wgsl"
#include "neighbour_slot.wgsl"

struct Params {
  slot_count: u32,
  cell_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> data_bits: array<u32>;
@group(0) @binding(2) var<storage, read> bases: array<u32>;
@group(0) @binding(3) var<storage, read> neighbours: array<u32>;
@group(0) @binding(4) var<storage, read> senders: array<u32>;
@group(0) @binding(5) var<storage, read_write> cell_index: array<vec2u>;
@group(0) @binding(6) var<storage, read_write> corner_slots: array<vec4u>;
@group(0) @binding(7) var<storage, read_write> cell_senders: array<vec2u>;

fn face_slots(brick: u32, shifted: vec3u) -> vec4u {
  return vec4u(
    slot_near(brick, shifted),
    slot_near(brick, shifted + vec3u(1u, 0u, 0u)),
    slot_near(brick, shifted + vec3u(0u, 1u, 0u)),
    slot_near(brick, shifted + vec3u(1u, 1u, 0u)),
  );
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let slot = thread_index(group, groups, local, 64u);
  if (slot >= params.slot_count) {
    return;
  }
  let word = slot >> 5u;
  let bits = data_bits[word];
  let bit = 1u << (slot & 31u);
  if ((slot & 31u) == 0u) {
    cell_index[word] = vec2u(bits, bases[word]);
  }
  if ((bits & bit) == 0u) {
    return;
  }
  let cell = bases[word] + countOneBits(bits & (bit - 1u));
  let lower = local_node(slot & 511u) + 8u;
  corner_slots[cell] = face_slots(slot >> 9u, lower);
  cell_senders[cell] = vec2u(slot, senders[slot]);
  corner_slots[params.cell_count + cell] = face_slots(slot >> 9u, lower + vec3u(0u, 0u, 1u));
}
