// Planes that mix two sides, fitted anew to one (docs/algorithm.md, "thin sheets"): where a neighbour faces the other
// way, the plane goes through the nearest points that face the same. One thread a point; all look at the normals of the
// round before.
//   kd_nodes [point_count]         k-d tree, see neighbours/kd_tree.wgsl
//   points   [point_count]         normalised; w = the point's own noise, in which twelve points make no plane, or 0
//   nearest  [listed × point_count] neighbour j of point i at j × point_count + i; 0xffffffff where missing
//   current  [point_count]         outward unit normals; w = confidence
//   next     [point_count] out     the same after the round; w is kept
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"
#include "../analysis/moments.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32,
  listed: u32, // points of a list
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read> nearest: array<u32>;
@group(0) @binding(4) var<storage, read> current: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> next: array<vec4f>;

const KNN_CAPACITY = 40u;
// Measured (algorithm.md section 2, "Thin sheets"): who faces the other way and who the same, how many points make the
// plane, and how flat it must be.
const OPPOSITE = -0.3;
const SAME = 0.3;
const MOST_POINTS = 12u;
const LEAST_POINTS = 6u;
const FLAT = 0.25;

fn meets_other_side(i: u32, normal: vec3f) -> bool {
  for (var j = 0u; j < params.listed; j++) {
    let neighbour = nearest[j * params.point_count + i];
    if (neighbour == 0xffffffffu) {
      break;
    }
    if (dot(current[neighbour].xyz, normal) < OPPOSITE) {
      return true;
    }
  }
  return false;
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
  let own = current[i];
  next[i] = own;
  if (points[i].w > 0.0 || !meets_other_side(i, own.xyz)) {
    return;
  }
  let query = points[i].xyz;
  let found = kd_nearest_k(query, KNN_CAPACITY, params.point_count);
  let scale = inverseSqrt(max(near_squared[found - 1u], 1e-20));
  var moments = Moments();
  var used = 0u;
  for (var j = 0u; j < found && used < MOST_POINTS; j++) {
    let neighbour = near_index[j];
    if (dot(current[neighbour].xyz, own.xyz) > SAME) {
      add_offset(&moments, (points[neighbour].xyz - query) * scale, 1.0);
      used++;
    }
  }
  if (used < LEAST_POINTS) {
    return;
  }
  let plane = moments_spectrum(moments);
  if (plane.values.x < FLAT * plane.values.y) {
    next[i] = vec4f(select(plane.axis, -plane.axis, dot(plane.axis, own.xyz) < 0.0), own.w);
  }
}
