// The two sides of thin sheets (docs/algorithm.md, "thin sheets"). Where a sheet is thinner than a neighbourhood is
// wide, a plane fitted to the neighbours mixes both sides; here the neighbours are split in two along an axis, the axis
// is fitted anew to the point's own side, and so on. One thread a listed point: few points are looked at, and where all
// had threads, nearly every vector of them waited for one.
//   kd_nodes [point_count]     k-d tree, see neighbours/kd_tree.wgsl
//   points   [point_count]     normalised
//   list     [listed]          the points to look at (`sheet-candidates.ts`)
//   layers   [listed]      out axis of the own side, away from the other; w = thickness, normalised. 0 where there is
//                              one side only
#include "../common/dispatch.wgsl"
#include "../neighbours/kd_tree.wgsl"
#include "../analysis/nearest_spectrum.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: places first … first + count - 1 of the list
  point_count: u32,
  spacing: f32, // normalised
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> points: array<vec4f>;
@group(0) @binding(3) var<storage, read> list: array<u32>;
@group(0) @binding(4) var<storage, read_write> layers: array<vec4f>;

const KNN_CAPACITY = 40u;
// Neighbourhoods of 20 and of 40, three rounds each.
const NEIGHBOURHOOD = 20u;
const ROUNDS = 3u;
const LEAST_SIDE = 3u;
// Points of the own side to fit a plane to, at most and at least.
const OWN_POINTS = 12u;
const LEAST_OWN_POINTS = 6u;
// Two sides are there if (measured, algorithm.md section 2, "Thin sheets"): little of the variance is within them, the
// own one is flat, they lie apart by so many deviations within and spacings (quantised depth makes layers, too), the
// axis is stable, and the point itself lies on its side.
const WITHIN_SHARE = 0.15;
const FLAT = 0.08;
const APART_DEVIATIONS = 4.0;
const APART_SPACINGS = 0.35;
const STABLE_COSINE = 0.7;
const OFF_SHARE = 0.3;

struct Split {
  lower_count: u32,
  threshold: f32, // what parts lower from upper
  lower_mean: f32,
  upper_mean: f32,
  within: f32, // sum of squares within both
  total: f32, // about the mean of all
}

// Offsets of the k nearest along the axis, ascending.
var<private> sorted: array<f32, KNN_CAPACITY>;

fn sort_offsets(query: vec3f, axis: vec3f, k: u32) {
  for (var j = 0u; j < k; j++) {
    let offset = dot(points[near_index[j]].xyz - query, axis);
    var at = j;
    while (at > 0u && sorted[max(at, 1u) - 1u] > offset) {
      sorted[at] = sorted[at - 1u];
      at--;
    }
    sorted[at] = offset;
  }
}

// The cut of the sorted offsets with the least sum of squares within its two parts: exact two-means in one dimension.
fn best_split(k: u32) -> Split {
  var sum = 0.0;
  var squares = 0.0;
  for (var j = 0u; j < k; j++) {
    sum += sorted[j];
    squares += sorted[j] * sorted[j];
  }
  let total = squares - sum * sum / f32(k);
  var best = Split(0u, 0.0, 0.0, 0.0, total, total);
  var lower_sum = 0.0;
  var lower_squares = 0.0;
  for (var j = 0u; j + LEAST_SIDE < k; j++) {
    lower_sum += sorted[j];
    lower_squares += sorted[j] * sorted[j];
    let lower = f32(j + 1u);
    let upper = f32(k) - lower;
    let upper_sum = sum - lower_sum;
    let within = lower_squares - lower_sum * lower_sum / lower + squares - lower_squares - upper_sum * upper_sum / upper;
    if (j + 1u >= LEAST_SIDE && within < best.within) {
      let threshold = 0.5 * (sorted[j] + sorted[j + 1u]);
      best = Split(j + 1u, threshold, lower_sum / lower, upper_sum / upper, within, total);
    }
  }
  return best;
}

// The plane of the nearest points on the point's own side of the threshold; no axis where they are too few.
fn own_plane(query: vec3f, axis: vec3f, threshold: f32, k: u32) -> Spectrum {
  let is_above = 0.0 > threshold;
  let scale = inverseSqrt(max(near_squared[k - 1u], 1e-20));
  var moments = Moments();
  var used = 0u;
  for (var j = 0u; j < k && used < OWN_POINTS; j++) {
    let offset = points[near_index[j]].xyz - query;
    if ((dot(offset, axis) > threshold) == is_above) {
      add_offset(&moments, offset * scale, 1.0);
      used++;
    }
  }
  if (used < LEAST_OWN_POINTS) {
    return Spectrum(vec3f(0.0), vec3f(0.0));
  }
  return moments_spectrum(moments);
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
  let at = params.first + thread;
  layers[at] = vec4f(0.0);
  let query = points[list[at]].xyz;
  let found = kd_nearest_k(query, KNN_CAPACITY, params.point_count);
  var least_share = WITHIN_SHARE;
  for (var k = NEIGHBOURHOOD; k <= found; k += NEIGHBOURHOOD) {
    var axis = nearest_spectrum(query, k).axis;
    for (var round = 0u; round < ROUNDS; round++) {
      sort_offsets(query, axis, k);
      let split = best_split(k);
      if (min(split.lower_count, k - split.lower_count) < k / 6u) {
        break;
      }
      let plane = own_plane(query, axis, split.threshold, k);
      if (plane.values.z <= 0.0) {
        break;
      }
      let normal = select(plane.axis, -plane.axis, dot(plane.axis, axis) < 0.0);
      let is_above = 0.0 > split.threshold;
      let thickness = split.upper_mean - split.lower_mean;
      let own_mean = select(split.lower_mean, split.upper_mean, is_above);
      let apart = max(APART_DEVIATIONS * sqrt(split.within / f32(k)), APART_SPACINGS * params.spacing);
      let is_flat = plane.values.x < FLAT * plane.values.y;
      let is_stable = abs(dot(normal, axis)) > STABLE_COSINE;
      let is_own = abs(own_mean) < OFF_SHARE * thickness;
      if (split.within < least_share * split.total && is_flat && thickness > apart && is_stable && is_own) {
        least_share = split.within / split.total;
        layers[at] = vec4f(select(-normal, normal, is_above), thickness);
      }
      axis = normalize(normal + axis);
    }
  }
}
