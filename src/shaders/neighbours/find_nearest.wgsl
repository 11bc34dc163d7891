// The nearest points of many positions; one thread one query.
//   kd_nodes         [node_count] the k-d tree, see kd_walk.wgsl
//   queries          [query_count] position in xyz, same space as the tree; w is not read
//   neighbour_index  [LISTED × query_count] out: neighbour j of query i at j × query_count + i; 0xffffffff where missing
//   neighbour_squared [LISTED × query_count] out: squared distances, ascending in j; 3.4e38 where missing
// Neighbour-major, so that the threads of a workgroup write and later read side by side.
const KNN_CAPACITY = 16u;
// How many neighbours are looked for: at most KNN_CAPACITY.
override LISTED: u32 = KNN_CAPACITY;
#include "../common/dispatch.wgsl"
#include "kd_tree.wgsl"

struct Params {
  node_count: u32,
  query_count: u32,
  // This dispatch handles queries first … first + count - 1.
  first: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> queries: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> neighbour_index: array<u32>;
@group(0) @binding(4) var<storage, read_write> neighbour_squared: array<f32>;

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
  let query = params.first + i;
  kd_nearest_k(queries[query].xyz, LISTED, params.node_count);
  for (var j = 0u; j < LISTED; j++) {
    neighbour_index[j * params.query_count + query] = near_index[j];
    neighbour_squared[j * params.query_count + query] = near_squared[j];
  }
}
