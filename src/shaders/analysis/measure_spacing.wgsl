// The mean distance of each point to its eight nearest; one thread a point (algorithm.md section 2, step 0).
//   kd_nodes [point_count]        kd-tree, see neighbours/kd_tree.wgsl
//   points   [point_count]        xyz, normalised
//   spacing  [point_count] out    normalised length
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> spacing: array<f32>;

const KNN_CAPACITY = 9u;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let thread = thread_index(group, groups, local, 64u);
  if (thread >= params.count) {
    return;
  }
  let i = params.first + thread;
  // Nine, for the nearest point is the point itself.
  let found = kd_nearest_k(points[i].xyz, KNN_CAPACITY, params.point_count);
  var sum = 0.0;
  for (var j = 1u; j < found; j++) {
    sum += sqrt(near_squared[j]);
  }
  spacing[i] = sum / f32(max(found, 2u) - 1u);
}
