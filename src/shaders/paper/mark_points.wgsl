// Marks the voxel nearest to every point, and the nodes that its interpolation reads; one thread a point.
//   points   [point_count] normalised
//   occupied [128³] 1 at the point's rounded voxel
//   touched  [128³ / 32] the 4×4×4 nodes round the point's cell: where queries near it scatter gradients
// Equal values and atomicOr: the order cannot matter.
#include "../common/dispatch.wgsl"
#include "./paper_grid.wgsl"

struct Params {
  point_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> occupied: array<atomic<u32>>;
@group(0) @binding(3) var<storage, read_write> touched: array<atomic<u32>>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  if (i >= params.point_count) {
    return;
  }
  let voxel = to_voxel(points[i].xyz);
  atomicStore(&occupied[node_index(vec3u(round(voxel)))], 1u);
  let first = vec3u(floor(voxel)) - 1u;
  for (var x = 0u; x < 4u; x++) {
    for (var y = 0u; y < 4u; y++) {
      for (var z = 0u; z < 4u; z++) {
        let node = node_index(first + vec3u(x, y, z));
        atomicOr(&touched[node >> 5u], 1u << (node & 31u));
      }
    }
  }
}
