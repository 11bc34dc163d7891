// The start: the distance to a tiny sphere in the middle of the grid; one thread a node.
//   field [128³] in voxels, although the pull reads it as a normalised length: see reconstruct-paper.ts.
#include "../common/dispatch.wgsl"
#include "./paper_grid.wgsl"

struct Params {
  radius_voxel: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> field: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  if (i < NODES * NODES * NODES) {
    field[i] = distance(vec3f(node_of(i)), vec3f(f32(NODES) / 2.0)) - params.radius_voxel;
  }
}
