// Spreads bits along one axis: a node's bit is set if one of the nodes from `above` before it to `below` after it has
// its bit set. Along x, then y, then z, a set of nodes becomes the union of the boxes - below … + above round them. All
// nodes of the boxes lie in bricks, those between two passes included. One thread a word: 32 nodes.
//   brick_table  [bricks_per_axis³] brick number + 1, or 0
//   brick_coords [brickCount] bx | by << 10 | bz << 20
//   source_bits  [word_count = 16 × brickCount] one bit a slot (see bit_word.wgsl)
//   spread_bits  [word_count] out: one bit a slot, none beyond the last node of the grid
#include "../common/dispatch.wgsl"
#include "../common/brick_coords.wgsl"
#include "bit_word.wgsl"

struct Params {
  word_count: u32,
  resolution: u32,
  bricks_per_axis: u32,
  axis: u32,
  below: i32,
  above: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_table: array<u32>;
@group(0) @binding(2) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(3) var<storage, read> source_bits: array<u32>;
@group(0) @binding(4) var<storage, read_write> spread_bits: array<u32>;

// The word of a brick, or no bits where there is no brick.
fn source_word(brick: vec3i, word: u32) -> u32 {
  let per_axis = i32(params.bricks_per_axis);
  if (any(brick < vec3i(0)) || any(brick >= vec3i(per_axis))) {
    return 0u;
  }
  let number = brick_table[brick.x + per_axis * (brick.y + per_axis * brick.z)];
  if (number == 0u) {
    return 0u;
  }
  return source_bits[16u * (number - 1u) + word];
}

// Every byte is a row: bits that a shift moves into the byte beside it are masked out.
fn spread_x(brick: vec3i, word: u32) -> u32 {
  var bits = 0u;
  for (var reach = -params.above; reach <= params.below; reach++) {
    let at = brick + vec3i(reach >> 3u, 0, 0);
    let shift = u32(reach & 7);
    bits |= (source_word(at, word) >> shift) & (0x01010101u * (0xffu >> shift));
    if (shift != 0u) {
      let rest = 8u - shift;
      bits |= (source_word(at + vec3i(1, 0, 0), word) << rest) & (0x01010101u * ((0xffu << rest) & 0xffu));
    }
  }
  return bits;
}

fn spread_y(brick: vec3i, word: u32) -> u32 {
  let first = 4 * i32(word & 1u);
  var bits = 0u;
  for (var y = first - params.above; y <= first + 3 + params.below; y++) {
    let source = source_word(brick + vec3i(0, y >> 3u, 0), (word & 14u) | u32((y >> 2u) & 1));
    let row = (source >> (8u * u32(y & 3))) & 0xffu;
    for (var i = 0; i < 4; i++) {
      let reach = y - first - i;
      if (reach >= -params.above && reach <= params.below) {
        bits |= row << (8u * u32(i));
      }
    }
  }
  return bits;
}

fn spread_z(brick: vec3i, word: u32) -> u32 {
  let own = i32(word >> 1u);
  var bits = 0u;
  for (var z = own - params.above; z <= own + params.below; z++) {
    bits |= source_word(brick + vec3i(0, 0, z >> 3u), (word & 1u) | (2u * u32(z & 7)));
  }
  return bits;
}

// The bits of a word whose nodes exist: 0 … resolution on every axis.
fn inside_grid(brick: vec3u, word: u32) -> u32 {
  let first = word_node(brick, word);
  if (any(first > vec3u(params.resolution))) {
    return 0u;
  }
  let last = min(vec3u(params.resolution) - first, vec3u(7u, 3u, 0u));
  let row = 0xffu >> (7u - last.x);
  return (0x01010101u * row) & (0xffffffffu >> (8u * (3u - last.y)));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  if (i >= params.word_count) {
    return;
  }
  let brick = unpack_brick(brick_coords[i >> 4u]);
  let word = i & 15u;
  var bits = 0u;
  if (params.axis == 0u) {
    bits = spread_x(vec3i(brick), word);
  } else if (params.axis == 1u) {
    bits = spread_y(vec3i(brick), word);
  } else {
    bits = spread_z(vec3i(brick), word);
  }
  spread_bits[i] = bits & inside_grid(brick, word);
}
