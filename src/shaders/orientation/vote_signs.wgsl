// One round of a majority vote: a normal turns round where its neighbours in the tangent plane clearly say so. One
// thread a point; all points vote on the normals of the round before.
//   points  [count] normalised (xyz), point order; w = the point's own noise, 0 where it is the cloud's
//   nearest [k × count] neighbour j of point i at j × count + i, the point among them; 0xffffffff where missing
//   current [count] unit normals; w = confidence
//   next    [count] out: the normals after the vote
// The thresholds are measured (algorithm.md section 2, step 2).
#include "../common/dispatch.wgsl"

struct Params {
  count: u32,
  listed: u32, // points of a list that are looked at, the point itself among them
  noise: f32, // normalised
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read> nearest: array<u32>;
@group(0) @binding(3) var<storage, read> current: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> next: array<vec4f>;

const PLANE_SLOPE = 0.3;
const PLANE_NOISE = 2.0;
const PARALLEL = 0.7;
// Three neighbours at least, and about two thirds of them against.
const LEAST_WEIGHT = 2.5;
const MAJORITY = 0.3;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  if (i >= params.count) {
    return;
  }
  let position = points[i].xyz;
  let normal = current[i];
  var votes = 0.0;
  var weight = 0.0;
  for (var j = 0u; j < params.listed; j++) {
    let neighbour = nearest[j * params.count + i];
    if (neighbour == 0xffffffffu) {
      break;
    }
    // The point is its own first neighbour, but where points coincide it may come later.
    if (neighbour == i) {
      continue;
    }
    let offset = points[neighbour].xyz - position;
    let tolerance = PLANE_SLOPE * length(offset) + PLANE_NOISE * max(params.noise, points[i].w);
    let cosine = dot(normal.xyz, current[neighbour].xyz);
    if (abs(dot(offset, normal.xyz)) <= tolerance && abs(cosine) >= PARALLEL) {
      votes += cosine;
      weight += abs(cosine);
    }
  }
  let outvoted = weight > LEAST_WEIGHT && votes < -MAJORITY * weight;
  next[i] = vec4f(select(normal.xyz, -normal.xyz, outvoted), normal.w);
}
