// The widest gap round each point, of the twelve nearest that lie on lines: at 5 points a gap most neighbourhoods
// reach the next line and so have the spacing for a gap; their neighbours know better. One thread a point.
//   kd_nodes [point_count]     kd-tree, see neighbours/kd_walk.wgsl
//   points   [point_count]     xyz, normalised
//   gaps     [point_count]     of measure_gaps.wgsl
//   on_line  [point_count]     of measure_gaps.wgsl
//   widened  [point_count] out normalised, never below `gaps`
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
@group(0) @binding(3) var<storage, read> gaps: array<f32>;
@group(0) @binding(4) var<storage, read> on_line: array<u32>;
@group(0) @binding(5) var<storage, read_write> widened: array<f32>;

const KNN_CAPACITY = 13u;

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
  let found = kd_nearest_k(points[i].xyz, KNN_CAPACITY, params.point_count);
  var widest = gaps[i];
  for (var j = 0u; j < found; j++) {
    let other = near_index[j];
    if (on_line[other] == 1u) {
      widest = max(widest, gaps[other]);
    }
  }
  widened[i] = widest;
}
