// Normalised positions of all nodes 0 … resolution of a grid, x fastest; one thread a node.
//   queries [(resolution + 1)³] out: xyz, w = 0
#include "../common/dispatch.wgsl"
#include "node_position.wgsl"

struct Params {
  resolution: u32,
  voxel: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> queries: array<vec4f>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 256u);
  let nodes = params.resolution + 1u;
  if (i < nodes * nodes * nodes) {
    let node = vec3u(i % nodes, (i / nodes) % nodes, i / (nodes * nodes));
    queries[i] = vec4f(node_position(node, params.voxel), 0.0);
  }
}
