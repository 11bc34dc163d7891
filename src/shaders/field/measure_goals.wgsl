// The goal of every point: the field's value that is wanted there. Noise in all directions leaves a point of a bent
// surface outside of it by ½ σ² κ on average, κ the sum of both curvatures (algorithm.md section 2, step 5). One thread
// a point, which reads κ from a solved level at the foot of the point on its surface.
//   points      [n] xyz normalised; w the point's own noise, 0 where it is the cloud's
//   normals     [n] unit, outward; w unused
//   brick_table [bricks_per_axis³] of the level: brick number + 1, or 0
//   active_bits [16 × brickCount] one bit a slot
//   field       [512 × brickCount] solved, normalised lengths
//   goals       [n] out: xyz the normal as it was, w the goal, normalised; 0 where the field does not tell
#include "../common/dispatch.wgsl"
#include "read_field.wgsl"

struct Params {
  first: u32,
  count: u32,
  bricks_per_axis: u32,
  cells_per_norm: f32,
  reach: f32,
  noise: f32,
  share: f32,
  // The noises between which the share of a point with one of its own rises from 0 to 1.
  least_own: f32,
  full_own: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read> normals: array<vec4f>;
@group(0) @binding(3) var<storage, read> brick_table: array<u32>;
@group(0) @binding(4) var<storage, read> active_bits: array<u32>;
@group(0) @binding(5) var<storage, read> field: array<f32>;
@group(0) @binding(6) var<storage, read_write> goals: array<vec4f>;

// A point farther off than that many standard deviations is looked for no farther.
const FOOT_DEVIATIONS = 3.0;

// The sum of both curvatures at the foot of a point, positive where the surface bulges; 0 where the field does not
// tell.
fn curvature_at(position: vec3f, normal: vec3f, noise: f32) -> f32 {
  let slope = slope_at(position);
  let steepness = length(slope);
  let value = value_at(position);
  if (!is_whole || steepness < LEAST_SLOPE) {
    return 0.0;
  }
  let most = FOOT_DEVIATIONS * noise;
  let foot = position - clamp(value / steepness, -most, most) * slope / steepness;
  let there = slope_at(foot);
  let rise = length(there);
  if (!is_whole || rise < LEAST_SLOPE || dot(there, normal) < 0.0) {
    return 0.0;
  }
  let up = there / rise;
  let u = reach * normalize(cross(up, select(vec3f(0.0, 1.0, 0.0), vec3f(1.0, 0.0, 0.0), abs(up.x) < 0.7)));
  let v = cross(up, u);
  let round = value_at(foot + u) + value_at(foot - u) + value_at(foot + v) + value_at(foot - v);
  let bend = (round - 4.0 * value_at(foot)) / (reach * reach * rise);
  return select(0.0, bend, is_whole);
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
  is_whole = true;
  let normal = normals[i].xyz;
  let own = points[i].w;
  let noise = select(params.noise, own, own > 0.0);
  let of_own = clamp((own - params.least_own) / (params.full_own - params.least_own), 0.0, 1.0);
  let share = select(params.share, of_own, own > 0.0);
  reach = max(params.reach, own);
  let bulge = 0.5 * noise * noise * curvature_at(points[i].xyz, normal, noise);
  goals[i] = vec4f(normal, share * clamp(bulge, -noise, noise));
}
