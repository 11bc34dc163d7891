// Normals of noisy points: the slope of an oriented quadric through the neighbourhood (algorithm.md, "noise"). A plane
// must stay small where the surface bends; a quadric follows it, so that its neighbourhood may be wide enough for the
// noise. One thread a point; at most three balls, the widest whose quadric leaves no more than the noise.
//   kd_nodes [point_count]     kd-tree, see analysis/ball_walk.wgsl
//   normals  [point_count]     outward; w = confidence
//   points   [point_count]     normalised; w = the point's own noise, 0 where it is the cloud's
//   radii    [point_count]     radius of the plane's neighbourhood, normalised
//   refined  [point_count] out as normals
#include "../common/dispatch.wgsl"
#include "../analysis/ball_walk.wgsl"
#include "quadric.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32,
  radius: f32, // of the widest ball, normalised; 0 where only points with a noise of their own are refined
  own_radius: f32, // what it is at least where a point has a noise of its own
  most_widening: f32, // of a plane's own radius, which bounds the points in a ball
  most_residual: f32, // squared, normalised: what the noise leaves
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> normals: array<vec4f>;
@group(0) @binding(3) var<storage, read> radii: array<f32>;
@group(0) @binding(4) var<storage, read> points: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> refined: array<vec4f>;

// Measured: 9, 7 and 5.4 standard deviations of the noise.
const SHRINK = 0.7746;
const BALLS = 3u;
// By a noise of the point's own, as `quadric-normals.ts` has it by the cloud's.
const RADIUS_DEVIATIONS = 9.0;
const RESIDUAL_DEVIATIONS = 1.2;
// Neighbours that face elsewhere belong to another part of the surface; between the two they count in part.
const LEAST_COSINE = 0.3;
const FULL_COSINE = 0.8;
const LEAST_POINTS = 12u;

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
  let own = normals[i];
  refined[i] = own;
  let centre = points[i].xyz;
  let n = own.xyz;
  let u = normalize(cross(n, select(vec3f(0.0, 1.0, 0.0), vec3f(1.0, 0.0, 0.0), abs(n.x) < 0.7)));
  let v = cross(n, u);
  let noise = points[i].w;
  let widest = select(params.radius, max(params.own_radius, RADIUS_DEVIATIONS * noise), noise > 0.0);
  if (widest == 0.0) {
    return;
  }
  var radius = min(widest, params.most_widening * radii[i]);
  let own_residual = RESIDUAL_DEVIATIONS * noise;
  let most_residual = select(params.most_residual, own_residual * own_residual, noise > 0.0);
  for (var ball = 0u; ball < BALLS; ball++) {
    var sums = QuadricSums();
    var inside = 0u;
    let squared = radius * radius;
    start_walk();
    while (walk_node != 0u) {
      let node = walk_node;
      visit_node(centre, squared, params.point_count);
      if (walk_squared > squared) {
        continue;
      }
      let cosine = dot(normals[kd_index(kd_nodes[node - 1u])].xyz, n);
      if (cosine < LEAST_COSINE) {
        continue;
      }
      let side = min(1.0, (cosine - LEAST_COSINE) / (FULL_COSINE - LEAST_COSINE));
      let weight = side * (1.0 - 0.9 * walk_squared / squared);
      add_to_quadric(&sums, vec3f(dot(walk_offset, u), dot(walk_offset, v), dot(walk_offset, n)) / radius, weight);
      inside++;
    }
    if (inside < LEAST_POINTS) {
      return;
    }
    let quadric = fit_quadric(sums);
    if (ball + 1u < BALLS && quadric.residual * squared > most_residual) {
      radius *= SHRINK;
      continue;
    }
    let slope = quadric.slope;
    if (dot(slope, slope) < 1.0) {
      refined[i] = vec4f(normalize(n - slope.x * u - slope.y * v), own.w);
    }
    return;
  }
}
