// The narrow band of the total variation and its weights, one axis at a time; one thread a node.
//   before [128³] 0, or 1 + the size of the offset found so far; at first 1 at occupied voxels
//   after  [128³] out: the same, having looked along one axis more
// After z, y and x a node holds |i| + |j| + |k| + 1 of the first offset (i, j, k), in lexicographic order of −14 … 13,
// that leads back to an occupied voxel; 0 outside the band. The nearest offset would be the natural choice; the
// published code keeps the first it meets, and its figures come from these, almost even, weights. The first in
// lexicographic order has the first i for which any (j, k) is there, and so on: one axis after the other finds it.
#include "../common/dispatch.wgsl"
#include "./paper_grid.wgsl"

struct Params {
  axis: u32,
  reach: i32,
  // The outermost layer of nodes is no part of the band: 1 where it is to be cleared.
  clear_border: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> before: array<u32>;
@group(0) @binding(2) var<storage, read_write> after: array<u32>;

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
  after[index] = 0u;
  let node = vec3i(node_of(index));
  let last = i32(NODES) - 1;
  if (params.clear_border == 1u && (any(node < vec3i(1)) || any(node >= vec3i(last)))) {
    return;
  }
  for (var offset = -params.reach; offset < params.reach; offset++) {
    var other = node;
    other[params.axis] -= offset;
    if (other[params.axis] < 0 || other[params.axis] > last) {
      continue;
    }
    let found = before[node_index(vec3u(other))];
    if (found != 0u) {
      after[index] = found + u32(abs(offset));
      return;
    }
  }
}
