// Which candidates are no part of a surface; one thread a point (algorithm.md section 2, step 0). Outliers are lonelier
// than their neighbours or lie in a volume. That twelve points lie in no plane says little, for on the sparse part of a
// surface they reach round its edges: what counts is what most of the candidates say that are near one another.
//   kd_nodes   [point_count]     kd-tree, see neighbours/kd_tree.wgsl
//   points     [point_count]     xyz, normalised
//   candidates [point_count]     from find_candidates
//   outliers   [point_count] out 1 outlier, 0 keep
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"
#include "candidate_flags.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32, // at least 16
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read> candidates: array<u32>;
@group(0) @binding(4) var<storage, read_write> outliers: array<u32>;

const KNN_CAPACITY = 13u; // twelve neighbours and the point itself

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
  let own = candidates[i];
  outliers[i] = select(0u, 1u, (own & LONELY) != 0u);
  if (own == 0u || (own & LONELY) != 0u) {
    return;
  }
  kd_nearest_k(points[i].xyz, KNN_CAPACITY, params.point_count);
  var near = 0u;
  var thick = 0u;
  var unlike = 0u;
  for (var j = 0u; j < KNN_CAPACITY; j++) {
    let flags = candidates[near_index[j]];
    near += flags & CANDIDATE;
    thick += select(0u, 1u, (flags & THICK) != 0u);
    unlike += select(0u, 1u, (flags & UNLIKE_PLANE) != 0u);
  }
  outliers[i] = select(0u, 1u, 2u * thick >= near && 2u * unlike >= near);
}
