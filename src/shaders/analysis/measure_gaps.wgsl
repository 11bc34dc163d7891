// How far a neighbourhood must reach to be a piece of surface and not of a scan line: the distance to the next line
// where the nearest points lie on one, the spacing elsewhere (algorithm.md section 2, "scan lines"). One thread a
// point.
//   kd_nodes [point_count] kd-tree, see analysis/ball_walk.wgsl
//   points   [point_count] xyz, normalised
//   gaps     [n] out       gap of point i × stride, normalised
//   on_line  [n] out       1 where its nearest points lie on a line and a ball that does not was found, otherwise 0
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"
#include "ball_walk.wgsl"
#include "moments.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: entries first … first + count - 1 of the results
  point_count: u32,
  stride: u32, // of the points that are looked at
  steps: vec3f, // that coordinates come in along each axis, normalised
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> gaps: array<f32>;
@group(0) @binding(4) var<storage, read_write> on_line: array<u32>;

const KNN_CAPACITY = 13u;
// Shares of λ2. Below LINE the neighbours lie on a line: of random points on a plane .07 % do (200,000 drawn), of rows
// ten points a gap 99 %. A ball of SURFACE or more across holds more than one line.
const LINE = 0.1;
const SURFACE = 0.2;
// A step too far costs a seventh of the gap, a smaller one as many more walks.
const GROWTH = 1.15;
const ROUNDS = 26u;
// A wire has no second line: the ball would grow until it holds all of it.
const MOST_POINTS = 1000u;
// Points at random own squares of side a; the mean distance of the twelfth neighbour is Γ(12½)/Γ(12)/√π a = 1.93 a.
const DISC_SPACINGS = 1.95;
// Six points of a line on either side are six steps long where it has a point a step; columns of points that share
// theirs are three steps long at most (95 % of those in a terrain with northings of .5 m).
const LEAST_STEPS = 4.5;
// The ball shows the next line as soon as it touches it, and the last step was 1 to 1.15 gaps wide.
const LINE_REACH = 1.05;

// Whether points that lie on a line seem to do so, because their coordinates come in steps: as columns, short along
// their direction or narrower than the steps of both other axes.
fn is_column(moments: Moments, squared: f32) -> bool {
  let steps_squared = LEAST_STEPS * LEAST_STEPS * params.steps * params.steps;
  let mean = moments.first / moments.weight;
  let spread = moments.diagonal / moments.weight - mean * mean;
  let along = dot(spread, steps_squared) / (spread.x + spread.y + spread.z);
  let coarse = select(vec3u(0u), vec3u(1u), steps_squared > vec3f(squared));
  return along > squared || coarse.x + coarse.y + coarse.z >= 2u;
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
  let centre = points[i * params.stride].xyz;
  let found = kd_nearest_k(centre, KNN_CAPACITY, params.point_count);
  var squared = near_squared[found - 1u];
  var moments = Moments();
  let scale = inverseSqrt(max(squared, 1e-20));
  for (var j = 0u; j < found; j++) {
    add_offset(&moments, (points[near_index[j]].xyz - centre) * scale, 1.0);
  }
  gaps[i] = sqrt(squared) / DISC_SPACINGS;
  on_line[i] = 0u;
  let nearest = moments_spectrum(moments).values;
  if (nearest.y >= LINE * nearest.z || is_column(moments, squared)) {
    return;
  }
  for (var round = 0u; round < ROUNDS; round++) {
    squared *= GROWTH * GROWTH;
    let radius = sqrt(squared);
    var inside = 0u;
    moments = Moments();
    start_walk();
    while (walk_node != 0u && inside <= MOST_POINTS) {
      visit_node(centre, squared, params.point_count);
      if (walk_squared <= squared) {
        add_offset(&moments, walk_offset / radius, 1.0);
        inside++;
      }
    }
    if (inside > MOST_POINTS) {
      return;
    }
    let wider = moments_spectrum(moments).values;
    if (wider.y >= SURFACE * wider.z) {
      gaps[i] = radius / LINE_REACH;
      on_line[i] = 1u;
      return;
    }
  }
}
