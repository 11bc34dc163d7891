// What the points say of every vertex: how unevenly the surface turns about it, how far it is off them, how far the
// nearest one is that faces as it does. One thread a vertex (docs/trust.md).
//   kd_nodes     [point_count] the cloud's k-d tree, see neighbours/kd_walk.wgsl
//   points       [point_count] normalised
//   feet         [point_count] the mesh's normal at the foot of each point; w = how far apart points lie about it
//   surroundings [point_count] see describe_points.wgsl
//   positions    [3 × vertex_count] normalised
//   normals      [3 × vertex_count] unit length
//   evidence     [EVIDENCE × vertex_count] out, quantity-major: the fields of `Evidence` in its order
#include "../common/dispatch.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: vertices first … first + count - 1
  point_count: u32,
  vertex_count: u32,
  // The nearest point that faces as a vertex does is looked for within so many of the points' distances and this
  // length.
  reach_spacings: f32,
  reach_length: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read> feet: array<vec4f>;
@group(0) @binding(4) var<storage, read> surroundings: array<vec2f>;
@group(0) @binding(5) var<storage, read> positions: array<f32>;
@group(0) @binding(6) var<storage, read> normals: array<f32>;
@group(0) @binding(7) var<storage, read_write> evidence: array<f32>;

const KNN_CAPACITY = 8u;
#include "../neighbours/kd_tree.wgsl"
#include "turning.wgsl"

// A point that faces away more than this lies on another side of the surface.
const FACING = -0.3;
// The middle of eight points with others on all sides is closer than this share of their radius, all but sometimes.
const EVEN_OFFSET = 0.4;
const NOWHERE = 3.4e38;

// The median of the distances between points about the nearest ones, the upper one of two: no list is sorted, for eight
// numbers are ranked sooner.
fn median_spacing(found: u32) -> f32 {
  var median = 0.0;
  for (var i = 0u; i < found; i++) {
    let own = feet[near_index[i]].w;
    var below = 0u;
    for (var j = 0u; j < found; j++) {
      let other = feet[near_index[j]].w;
      below += u32(other < own || (other == own && j < i));
    }
    if (below == found / 2u) {
      median = own;
    }
  }
  return median;
}

// Squared distance of the nearest point within `limit` that does not face away; NOWHERE where there is none.
fn nearest_facing(query: vec3f, n: vec3f, limit: f32) -> f32 {
  var best = NOWHERE;
  var reach = limit * limit;
  var previous = 0u;
  var place = min(1u, params.point_count);
  while (place != 0u) {
    let node = kd_nodes[place - 1u];
    if (previous < place) {
      let apart = kd_position(node) - query;
      let squared = dot(apart, apart);
      if (squared <= reach && dot(feet[kd_index(node)].xyz, n) > FACING) {
        reach = squared;
        best = squared;
      }
    }
    let offset = kd_offset(query, node);
    let next = kd_step(place, previous, params.point_count, offset, offset * offset <= reach);
    previous = place;
    place = next;
  }
  return best;
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
  let query = vec3f(positions[3u * i], positions[3u * i + 1u], positions[3u * i + 2u]);
  let n = vec3f(normals[3u * i], normals[3u * i + 1u], normals[3u * i + 2u]);
  let found = kd_nearest_k(query, KNN_CAPACITY, params.point_count);
  let spacing = median_spacing(found);
  let radius = sqrt(near_squared[found - 1u]);
  let frame = tangent_frame(n);
  var turning = Turning();
  var wide_unevenness = 0.0;
  var is_rim = false;
  var height = 0.0;
  var offset = vec2f(0.0);
  var facing = NOWHERE;
  for (var j = 0u; j < found; j++) {
    let other = near_index[j];
    let way = points[other].xyz - query;
    let along = vec2f(dot(way, frame.u), dot(way, frame.v));
    let normal = feet[other].xyz;
    add_normal(&turning, along, normal, frame, radius);
    // The middle of both slopes leads to where a bent surface is at the other end, up to third order.
    height += 0.5 * dot(way, n + normal);
    offset += along;
    wide_unevenness += surroundings[other].x;
    is_rim = is_rim || surroundings[other].y > 0.0;
    if (dot(normal, n) > FACING) {
      facing = min(facing, near_squared[j]);
    }
  }
  if (facing == NOWHERE) {
    facing = nearest_facing(query, n, params.reach_spacings * spacing + params.reach_length);
  }
  let count = f32(found);
  let overhang = select(0.0, max(0.0, length(offset) / count - EVEN_OFFSET * radius), is_rim);
  let quantities = array<f32, 6>(
    unevenness(turning),
    wide_unevenness / count,
    abs(height) / count,
    overhang,
    spacing,
    sqrt(facing),
  );
  for (var k = 0u; k < 6u; k++) {
    evidence[k * params.vertex_count + i] = quantities[k];
  }
}
