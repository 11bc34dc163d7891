// The narrow band of the total variation and its weights; one thread a node.
//   occupied [128³ / 32] one bit a node (mark_points)
//   weights  [128³] |i| + |j| + |k| + 1 of the first offset (i, j, k), in lexicographic order of −14 … 13, that leads
//            back to an occupied voxel; 0 outside the band. The nearest offset would be the natural choice; the
//            published code keeps the first it meets, and its figures come from these, almost even, weights.
// The innermost loop is a test of 28 bits of one row.
#include "../common/dispatch.wgsl"
#include "./paper_grid.wgsl"

struct Params {
  reach: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> occupied: array<u32>;
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;

// Bits first … first + 31 of a row of 128; the caller keeps 0 <= first.
fn row_window(row: u32, first: u32) -> u32 {
  let word = first >> 5u;
  let shift = first & 31u;
  let low = occupied[row + word] >> shift;
  if (shift == 0u || word == 3u) {
    return low;
  }
  return low | (occupied[row + word + 1u] << (32u - shift));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = thread_index(group, groups, local, 64u);
  if (index >= NODES * NODES * NODES) {
    return;
  }
  weights[index] = 0.0;
  let node = vec3i(node_of(index));
  let last = i32(NODES) - 1;
  if (any(node < vec3i(1)) || any(node >= vec3i(last))) {
    return;
  }
  // Offsets grow while the occupied voxel's coordinate, node − offset, falls.
  for (var i = -params.reach; i < params.reach; i++) {
    let x = node.x - i;
    if (x < 0 || x > last) {
      continue;
    }
    for (var j = -params.reach; j < params.reach; j++) {
      let y = node.y - j;
      if (y < 0 || y > last) {
        continue;
      }
      // z runs over node.z − reach + 1 … node.z + reach; the first offset k is the highest set bit.
      let low = node.z - params.reach + 1;
      let first = max(low, 0);
      let row = (u32(x) * NODES + u32(y)) * (NODES / 32u);
      var bits = row_window(row, u32(first));
      let count = u32(node.z + params.reach - first + 1);
      if (count < 32u) {
        bits &= (1u << count) - 1u;
      }
      if (bits != 0u) {
        let z = first + i32(firstLeadingBit(bits));
        weights[index] = f32(abs(i) + abs(j) + abs(node.z - z) + 1);
        return;
      }
    }
  }
}
