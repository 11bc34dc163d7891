// Which points are no part of a surface; one thread a point (algorithm.md section 2, step 0). A point far from its
// neighbours is only a candidate: sparse but flat is surface, outliers are lonelier than their neighbours or lie in a
// volume.
//   kd_nodes [point_count]        kd-tree, see neighbours/kd_tree.wgsl
//   points   [point_count]        xyz, normalised
//   spacing  [point_count]        mean distance to the eight nearest, from measure_spacing
//   outliers [point_count] out    1 outlier, 0 keep
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"
#include "nearest_spectrum.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32, // at least 16
  candidate_spacing: f32, // above it a point is a candidate
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read> spacing: array<f32>;
@group(0) @binding(4) var<storage, read_write> outliers: array<u32>;

const NEIGHBOURS = 12u;
const KNN_CAPACITY = 13u; // and the point itself
// Measured on skull-100k-outliers and the clean clouds, algorithm.md section 2, step 0.
const LONELY = 2.0;
const VOLUMETRIC = 0.06;

// The median of the twelve neighbours' spacing; of an even count the upper one.
fn neighbours_spacing() -> f32 {
  var sorted: array<f32, NEIGHBOURS>;
  for (var j = 0u; j < NEIGHBOURS; j++) {
    let value = spacing[near_index[j + 1u]];
    var at = j;
    while (at > 0u && sorted[max(at, 1u) - 1u] > value) {
      sorted[at] = sorted[at - 1u];
      at--;
    }
    sorted[at] = value;
  }
  return sorted[NEIGHBOURS / 2u];
}

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
  if (spacing[i] <= params.candidate_spacing) {
    outliers[i] = 0u;
    return;
  }
  let query = points[i].xyz;
  kd_nearest_k(query, KNN_CAPACITY, params.point_count);
  let lonely = spacing[i] > LONELY * neighbours_spacing();
  let values = nearest_spectrum(query, NEIGHBOURS).values;
  let volumetric = values.x > VOLUMETRIC * (values.x + values.y + values.z);
  outliers[i] = select(0u, 1u, lonely || volumetric);
}
