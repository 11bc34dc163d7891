// Carries a level's field to the next: trilinear interpolation of the coarser field. Values are lengths in normalised
// space at every level, so they are not scaled. One thread a slot.
//   brick_table       [coarse_per_axis³] of the coarser level: brick number + 1, or 0
//   coarse_field      [512 × its brickCount]
//   brick_coords      [brickCount] of this level: bx | by << 10 | bz << 20
//   interpolable_bits [16 × brickCount] nodes of this level whose coarser cell has eight active corners
//   field             [512 × brickCount] out: normalised lengths; other slots stay as they are
#include "../common/dispatch.wgsl"
#include "../common/brick.wgsl"
#include "slot_node.wgsl"

struct Params {
  first: u32,
  count: u32,
  coarse_per_axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_table: array<u32>;
@group(0) @binding(2) var<storage, read> coarse_field: array<f32>;
@group(0) @binding(3) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(4) var<storage, read> interpolable_bits: array<u32>;
@group(0) @binding(5) var<storage, read_write> field: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  if (i >= params.count) {
    return;
  }
  let slot = params.first + i;
  if (((interpolable_bits[slot >> 5u] >> (slot & 31u)) & 1u) == 0u) {
    return;
  }
  let node = slot_node(slot);
  // A node lies on a coarser node or half-way between two on each axis, so the mean over the corners of the smallest
  // box of coarser nodes round it is the trilinear interpolation: 1, 2, 4 or 8 of them.
  let low = vec3i(node / 2u);
  let size = vec3i(1 + (node & vec3u(1u)));
  var sum = 0.0;
  for (var z = 0; z < size.z; z++) {
    for (var y = 0; y < size.y; y++) {
      for (var x = 0; x < size.x; x++) {
        sum += coarse_field[find_slot(low + vec3i(x, y, z), params.coarse_per_axis)];
      }
    }
  }
  field[slot] = sum / f32(size.x * size.y * size.z);
}
