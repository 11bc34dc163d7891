// Which points may be no part of a surface, and what speaks for that; one thread a point (algorithm.md section 2, step
// 0). A point far from its neighbours is a candidate. It is lonely where its neighbours are closer to theirs; thick
// where the nearest lie in no plane; and unlike a plane where a wider ball holds too many points, or a heap of few.
//   kd_nodes   [point_count]     kd-tree, see neighbours/kd_tree.wgsl
//   points     [point_count]     xyz, normalised
//   spacing    [point_count]     mean distance to the eight nearest, from measure_spacing
//   candidates [point_count] out 0, or CANDIDATE with what else holds of it (candidate_flags.wgsl)
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"
#include "ball_walk.wgsl"
#include "candidate_flags.wgsl"
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
@group(0) @binding(4) var<storage, read_write> candidates: array<u32>;

const NEIGHBOURS = 12u;
const KNN_CAPACITY = 13u; // and the point itself
// Measured on clouds with outliers and on clean ones of uneven density, algorithm.md section 2, step 0.
const LONELY_SPACINGS = 2.0;
const THICK_SHARE = 0.08;
// The ball that twelve neighbours reach, twice as wide, holds 48 others on a plane, 24 on a line or at a corner of the
// plane, 96 in a volume, and hardly more than twelve where those are all that there is.
const MOST_ON_PLANE = 48u;
const LEAST_ON_PLANE = 20u;

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

// Whether the ball holds more other points than on a plane, or fewer than on any part of one.
fn is_unlike_plane(query: vec3f, radius_squared: f32) -> bool {
  // The point itself is counted, too.
  var inside = 0u;
  start_walk();
  while (walk_node != 0u && inside <= MOST_ON_PLANE + 1u) {
    visit_node(query, radius_squared, params.point_count);
    if (walk_squared <= radius_squared) {
      inside++;
    }
  }
  return inside > MOST_ON_PLANE + 1u || inside < LEAST_ON_PLANE + 1u;
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
    candidates[i] = 0u;
    return;
  }
  let query = points[i].xyz;
  kd_nearest_k(query, KNN_CAPACITY, params.point_count);
  let is_lonely = spacing[i] > LONELY_SPACINGS * neighbours_spacing();
  let values = nearest_spectrum(query, NEIGHBOURS).values;
  let is_thick = values.x > THICK_SHARE * (values.x + values.y + values.z);
  let is_unlike = is_unlike_plane(query, 4.0 * near_squared[NEIGHBOURS]);
  candidates[i] =
    CANDIDATE | select(0u, LONELY, is_lonely) | select(0u, THICK, is_thick) | select(0u, UNLIKE_PLANE, is_unlike);
}
