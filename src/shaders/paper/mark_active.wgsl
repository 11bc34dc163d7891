// Which nodes any gradient can reach: the band, its neighbours, and the nodes round the points; one thread a node.
//   weights [128³] of the band, 0 outside
//   touched [128³ / 32] one bit a node (mark_points)
//   flags   [128³] 1 where the node is active, for the scan
#include "../common/dispatch.wgsl"
#include "./paper_grid.wgsl"

struct Params {
  node_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> weights: array<u32>;
@group(0) @binding(2) var<storage, read> touched: array<u32>;
@group(0) @binding(3) var<storage, read_write> flags: array<u32>;

fn weight_at(node: vec3i) -> u32 {
  if (any(node < vec3i(0)) || any(node >= vec3i(i32(NODES)))) {
    return 0u;
  }
  return weights[node_index(vec3u(node))];
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = thread_index(group, groups, local, 64u);
  if (index >= params.node_count) {
    return;
  }
  let node = vec3i(node_of(index));
  var sum = weights[index];
  for (var axis = 0; axis < 3; axis++) {
    var offset = vec3i(0);
    offset[axis] = 1;
    sum += weight_at(node + offset) + weight_at(node - offset);
  }
  let near = ((touched[index >> 5u] >> (index & 31u)) & 1u) == 1u;
  flags[index] = select(0u, 1u, near || sum > 0u);
}
