// The nearest tree point of each position; one thread a position. Run with the cloud's tree over mesh vertices (how far
// is each from the data?), and with a tree of mesh vertices over the cloud (which vertex is each point's?).
// Where the surface goes on beyond the points, positions are far from all of them, hence the boxes.
//   kd_nodes  [node_count] x, y, z as float32 bits; point index | axis << 30 (see neighbours/kd_tree.wgsl)
//   kd_boxes  [2 × 2^(lowest_row + 1)] boxes of its subtrees, see neighbours/bound_subtrees.wgsl
//   positions [3 × position count] normalised
//   nearest   [position count] out: point index
//   squared   [position count] out: squared distance
#include "../common/dispatch.wgsl"

struct Params {
  first: u32,
  count: u32,
  node_count: u32,
  lowest_row: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> kd_boxes: array<vec4f>;
@group(0) @binding(3) var<storage, read> positions: array<f32>;
@group(0) @binding(4) var<storage, read_write> nearest: array<u32>;
@group(0) @binding(5) var<storage, read_write> squared: array<f32>;

const KNN_CAPACITY = 1u;
#include "../neighbours/kd_boxes.wgsl"

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
  let vertex = params.first + i;
  let query = vec3f(positions[3u * vertex], positions[3u * vertex + 1u], positions[3u * vertex + 2u]);
  kd_boxed_nearest_k(query, KNN_CAPACITY, params.node_count, params.lowest_row);
  nearest[vertex] = near_index[0];
  squared[vertex] = near_squared[0];
}
