// How unevenly the surface turns about every point, and whether it ends there. One thread a point (docs/trust.md).
//   kd_nodes     [point_count] the cloud's k-d tree, see neighbours/kd_walk.wgsl
//   points       [point_count] normalised
//   feet         [point_count] the mesh's normal at the foot of each point; w = how far apart points lie about it
//   surroundings [point_count] out: x = squared unevenness of the turning, see turning.wgsl; y = 1 where a rim is near, or 0
#include "../common/dispatch.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read> feet: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> surroundings: array<vec2f>;

const KNN_CAPACITY = 16u;
#include "../neighbours/kd_tree.wgsl"
#include "turning.wgsl"

// Points that face elsewhere belong to another part of the surface.
const SAME_SIDE = 0.3;
// How far the middle of a point's neighbours is from it, as a share of their radius: .42 about a straight rim, less
// about all but a few points that have neighbours on all sides.
const RIM_OFFSET = 0.35;
// A rim leaves half a turn empty: π, less what chance takes from either end.
const RIM_GAP = 2.6;
// The directions of neighbours closer than this share of the spacing say nothing.
const LEAST_REACH = 0.2;
const TURN = 6.2831853;

var<private> angles: array<f32, KNN_CAPACITY>;

// The widest part of a turn without an angle; a whole turn where there are less than two.
fn widest_gap(count: u32) -> f32 {
  var widest = select(0.0, TURN, count < 2u);
  for (var i = 0u; i < count; i++) {
    var following = TURN;
    for (var j = 0u; j < count; j++) {
      let apart = angles[j] - angles[i];
      if (j != i) {
        following = min(following, select(apart, apart + TURN, apart < 0.0));
      }
    }
    widest = max(widest, following);
  }
  return widest;
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
  let centre = points[i].xyz;
  let n = feet[i].xyz;
  let found = kd_nearest_k(centre, KNN_CAPACITY, params.point_count);
  let radius = sqrt(near_squared[found - 1u]);
  let frame = tangent_frame(n);
  var turning = Turning();
  var offset = vec2f(0.0);
  var sided = 0u;
  var angle_count = 0u;
  for (var j = 0u; j < found; j++) {
    let other = near_index[j];
    let way = points[other].xyz - centre;
    let along = vec2f(dot(way, frame.u), dot(way, frame.v));
    add_normal(&turning, along, feet[other].xyz, frame, radius);
    if (dot(feet[other].xyz, n) <= SAME_SIDE) {
      continue;
    }
    offset += along;
    sided++;
    if (length(along) > LEAST_REACH * feet[i].w) {
      angles[angle_count] = atan2(along.y, along.x);
      angle_count++;
    }
  }
  let is_aside = length(offset) > RIM_OFFSET * radius * f32(max(sided, 1u));
  var is_rim = 0.0;
  if (is_aside && widest_gap(angle_count) > RIM_GAP) {
    is_rim = 1.0;
  }
  surroundings[i] = vec2f(unevenness(turning), is_rim);
}
