// A vertex' colour from up to four points round it; one thread a vertex.
//   kd_nodes      [node_count] x, y, z as float32 bits; point index | axis << 30 (see neighbours/kd_tree.wgsl)
//   positions     [3 × vertexCount] normalised
//   point_colours [node_count] sRGB: red | green << 8 | blue << 16
//   colours       [vertexCount] out: the same packing
//
// Each point weighs 1 / (d² + m), m the mean squared distance of the four. A vertex that lies on a point then takes at
// least 9/16 of its colour from the three others: with m = 0 it would pass the sensor's noise on, and with m = ∞ the
// mean would ignore where the vertex lies between them. No length is chosen: the weights depend on the ratios of the
// distances. Light is mixed, not its encoding: the mean is taken of linear values (transfer function of IEC 61966-2-1).
#include "../common/dispatch.wgsl"

struct Params {
  first: u32,
  count: u32,
  node_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(2) var<storage, read> positions: array<f32>;
@group(0) @binding(3) var<storage, read> point_colours: array<u32>;
@group(0) @binding(4) var<storage, read_write> colours: array<u32>;

const KNN_CAPACITY = 4u;
#include "../neighbours/kd_tree.wgsl"

// Keeps the weights finite where all four points lie on the vertex; far below any squared distance of float32 points.
const LEAST_SQUARED = 1e-20;

fn linear_light(colour: u32) -> vec3f {
  let encoded = vec3f(vec3u(colour & 255u, (colour >> 8u) & 255u, (colour >> 16u) & 255u)) / 255.0;
  let upper = pow((encoded + 0.055) / 1.055, vec3f(2.4));
  return select(upper, encoded / 12.92, encoded <= vec3f(0.04045));
}

fn encode(light: vec3f) -> u32 {
  let upper = 1.055 * pow(light, vec3f(1.0 / 2.4)) - 0.055;
  let encoded = select(upper, 12.92 * light, light <= vec3f(0.0031308));
  let bytes = vec3u(clamp(floor(255.0 * encoded + 0.5), vec3f(0.0), vec3f(255.0)));
  return bytes.x | (bytes.y << 8u) | (bytes.z << 16u);
}

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
  let vertex = params.first + i;
  let query = vec3f(positions[3u * vertex], positions[3u * vertex + 1u], positions[3u * vertex + 2u]);
  let found = kd_nearest_k(query, KNN_CAPACITY, params.node_count);
  var total_squared = 0.0;
  for (var j = 0u; j < found; j++) {
    total_squared += near_squared[j];
  }
  let mean_squared = max(total_squared / f32(found), LEAST_SQUARED);
  var light = vec3f(0.0);
  var total_weight = 0.0;
  for (var j = 0u; j < found; j++) {
    // Times the mean: weights of about 1, whatever the spacing of the points.
    let weight = mean_squared / (near_squared[j] + mean_squared);
    light += weight * linear_light(point_colours[near_index[j]]);
    total_weight += weight;
  }
  colours[vertex] = encode(light / total_weight);
}
