// One query of the step: pull, surface and consistency terms (GridPull sections 3.2 to 3.4, losses (4), (6), (7) as
// gathered in docs/algorithm.md section 1) and their gradients, scattered to the eight nodes round the query and the
// eight round its nearest point; one thread a query.
//   points    [point_count] normalised
//   neighbours [neighbour_count × point_count] neighbour-major: the nearest points of every point
//   field     [128³]
//   gradient  [128³] fixed point, 2^16 a unit of 1 / query_count
//   losses    [ceil(query_count / 64) × 4] sums of a group: pull, surface, consistency, unused
// Fixed point makes the sum independent of the order. A contribution is clamped to ±256 (the start, with f up to 110
// voxels, stays below), so that overflow would take 128 clamped contributions of one sign at one node; a step has
// about 30 contributions a node.
#include "../common/dispatch.wgsl"
#include "../common/random.wgsl"
#include "./paper_grid.wgsl"

struct Params {
  point_count: u32,
  query_count: u32,
  neighbour_count: u32,
  seed: u32,
  step: u32,
  narrow_count: u32,
  narrow_sigma: f32,
  wide_sigma: f32,
  consistency: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read> neighbours: array<u32>;
@group(0) @binding(3) var<storage, read> field: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradient: array<atomic<i32>>;
@group(0) @binding(5) var<storage, read_write> losses: array<vec4f>;

const FIXED = 65536.0;
const LIMIT = 256.0;

var<workgroup> partial: array<vec4f, 64>;

// The field near a point: its cell's lower node, weights and their derivatives per voxel.
struct Sample {
  lower: vec3u,
  share: vec3f,
  value: f32,
  slope: vec3f,
  normal: vec3f,
  length: f32,
}

fn corner_weight(share: vec3f, corner: vec3u) -> f32 {
  let side = select(1.0 - share, share, corner == vec3u(1u));
  return side.x * side.y * side.z;
}

fn corner_slope(share: vec3f, corner: vec3u) -> vec3f {
  let side = select(1.0 - share, share, corner == vec3u(1u));
  let toward = select(vec3f(-1.0), vec3f(1.0), corner == vec3u(1u));
  return toward * vec3f(side.y * side.z, side.x * side.z, side.x * side.y);
}

fn corner_of(k: u32) -> vec3u {
  return vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u);
}

fn sample_field(position: vec3f) -> Sample {
  var result: Sample;
  let voxel = clamp(to_voxel(position), vec3f(0.0), vec3f(f32(NODES) - 1.001));
  result.lower = vec3u(floor(voxel));
  result.share = voxel - floor(voxel);
  for (var k = 0u; k < 8u; k++) {
    let corner = corner_of(k);
    let value = field[node_index(result.lower + corner)];
    result.value += corner_weight(result.share, corner) * value;
    result.slope += corner_slope(result.share, corner) * value;
  }
  // The guard 1e-12 under the root keeps a vanishing gradient from dividing by zero.
  result.length = sqrt(dot(result.slope, result.slope) + 1e-12);
  result.normal = result.slope / result.length;
  return result;
}

fn scatter(near: Sample, by_value: f32, by_slope: vec3f) {
  for (var k = 0u; k < 8u; k++) {
    let corner = corner_of(k);
    let value = by_value * corner_weight(near.share, corner) + dot(by_slope, corner_slope(near.share, corner));
    let fixed = i32(round(clamp(value, -LIMIT, LIMIT) * FIXED));
    atomicAdd(&gradient[node_index(near.lower + corner)], fixed);
  }
}

// The query: a point plus normal noise, and which of the point's neighbours is nearest to it. The noise is about a
// tenth of the spacing, so the nearest point is among them.
fn draw_query(i: u32, nearest: ptr<function, vec3f>) -> vec3f {
  let origin = random_bits(params.seed, params.step, 8u * i) % params.point_count;
  var bits: array<u32, 4>;
  for (var k = 0u; k < 4u; k++) {
    bits[k] = random_bits(params.seed, params.step, 8u * i + 1u + k);
  }
  let first = normal_pair(bits[0], bits[1]);
  let second = normal_pair(bits[2], bits[3]);
  let sigma = select(params.wide_sigma, params.narrow_sigma, i < params.narrow_count);
  let query = points[origin].xyz + sigma * vec3f(first, second.x);
  var best = 3.4e38;
  for (var k = 0u; k < params.neighbour_count; k++) {
    let other = neighbours[k * params.point_count + origin];
    if (other == 0xffffffffu) {
      break;
    }
    let offset = points[other].xyz - query;
    let squared = dot(offset, offset);
    if (squared < best) {
      best = squared;
      *nearest = points[other].xyz;
    }
  }
  return query;
}

// Losses of one query times query_count; gradients are scattered in the same unit.
fn pull(i: u32) -> vec4f {
  var nearest = vec3f(0.0);
  let query = draw_query(i, &nearest);
  let at_query = sample_field(query);
  let at_point = sample_field(nearest);
  let rest = nearest - query + at_query.value * at_query.normal;
  let rest_length = length(rest) + 1e-12;
  let weight = exp(distance(query, nearest));
  let along = rest * (weight / rest_length);
  let agreement = dot(at_query.normal, at_point.normal);
  // ∂/∂n, then through n = ∇f / |∇f| by P = (I − n nᵀ) / |∇f|.
  let by_normal = at_query.value * along - params.consistency * at_point.normal;
  let query_slope = (by_normal - dot(by_normal, at_query.normal) * at_query.normal) / at_query.length;
  let point_normal = -params.consistency * at_query.normal;
  let point_slope = (point_normal - dot(point_normal, at_point.normal) * at_point.normal) / at_point.length;
  scatter(at_query, dot(along, at_query.normal), query_slope);
  scatter(at_point, 2.0 * at_point.value, point_slope);
  return vec4f(weight * rest_length, at_point.value * at_point.value, params.consistency * (1.0 - agreement), 0.0);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  var loss = vec4f(0.0);
  if (i < params.query_count) {
    loss = pull(i);
  }
  // Sum over the group in a fixed order; each barrier keeps a round's writes before the next round's reads.
  partial[local] = loss;
  for (var reach = 32u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (local < reach) {
      partial[local] += partial[local + reach];
    }
  }
  if (local == 0u) {
    losses[group.y * groups.x + group.x] = partial[0];
  }
}
