// The normal equations of one cell: its symmetric 8×8 matrix Σ weight c cᵀ and right side Σ weight target c over the
// rows c·f = target of the samples in it (algorithm.md section 2, steps 5 and 6).
//
// Corners are numbered k = x + 2y + 4z. The matrix is kept as three blocks of 4×4, lower face, upper face and both:
// named vectors stay in registers where an indexed array of 36 would be spilled.
//
// The file that includes this one declares points, normals, cell_ranges, neighbours, brick_coords, cell_senders,
// coefficients and right_side (see assemble_cells.wgsl) and params with all that is read of it here and in
// samples.wgsl.
#include "../common/brick_coords.wgsl"
#include "neighbour_slot.wgsl"
#include "samples.wgsl"

struct CellSums {
  low: mat4x4f,
  both: mat4x4f,
  high: mat4x4f,
  right_low: vec4f,
  right_high: vec4f,
}

// As `weights.ts` and `plan-levels.ts` have them by the cloud's noise.
const MODEL_NOISE_VOXELS = 0.05;
const LEAST_KAPPA = 0.2;
const MOST_KAPPA = 0.43;

// The weights of a value and of a gradient at a point with this noise of its own, normalised; 0 for the cloud's.
fn weights_in(noise: f32) -> vec2f {
  if (noise == 0.0 || params.kappa_factor == 0.0) {
    return vec2f(params.value_weight, params.gradient_weight);
  }
  let deviation = length(vec2f(noise / params.voxel_norm, MODEL_NOISE_VOXELS));
  let kappa = params.voxel_share * clamp(params.kappa_factor * pow(noise, -0.7), LEAST_KAPPA, MOST_KAPPA);
  let root = kappa / deviation;
  return vec2f(root * root, 2.0 * min(1.0, 1.0 / deviation));
}

fn outer(rows: vec4f, columns: vec4f) -> mat4x4f {
  return mat4x4f(rows * columns.x, rows * columns.y, rows * columns.z, rows * columns.w);
}

fn add_row(sums: ptr<function, CellSums>, low: vec4f, high: vec4f, weight: f32, goal: f32) {
  (*sums).low += outer(low, weight * low);
  (*sums).both += outer(low, weight * high);
  (*sums).high += outer(high, weight * high);
  (*sums).right_low += weight * goal * low;
  (*sums).right_high += weight * goal * high;
}

// Trilinear weights of the lower face's corners at height 0; times 1 - z below, times z above.
fn face_weights(at: vec3f) -> vec4f {
  return vec4f((1.0 - at.x) * (1.0 - at.y), at.x * (1.0 - at.y), (1.0 - at.x) * at.y, at.x * at.y);
}

fn add_value(sums: ptr<function, CellSums>, at: vec3f, weight: f32, goal: f32) {
  let face = face_weights(at);
  add_row(sums, (1.0 - at.z) * face, at.z * face, weight, goal);
}

// The three rows ∂f/∂x = goal.x … in differences per voxel.
fn add_gradient(sums: ptr<function, CellSums>, at: vec3f, weight: f32, goal: vec3f) {
  let face = face_weights(at);
  let along_x = vec4f(at.y - 1.0, 1.0 - at.y, -at.y, at.y);
  let along_y = vec4f(at.x - 1.0, -at.x, 1.0 - at.x, at.x);
  add_row(sums, (1.0 - at.z) * along_x, at.z * along_x, weight, goal.x);
  add_row(sums, (1.0 - at.z) * along_y, at.z * along_y, weight, goal.y);
  add_row(sums, -face, face, weight, goal.z);
}

fn add_offset_sample(sums: ptr<function, CellSums>, cell: vec3u, position: vec3f, weight: f32, goal: f32) {
  let taken = sample_at(position);
  if (all(taken.cell == cell)) {
    add_value(sums, taken.voxel - vec3f(cell), weight, goal);
  }
}

// The sums of the cell over every `stride`-th point, from number `lane`, of each range round it that has samples in it:
// an offset sample lies at most half a voxel from its point, so it comes from a neighbour at most. Fixed order. Of the
// 27 ranges a tenth to a third has any.
fn sum_cell(number: u32, lane: u32, stride: u32) -> CellSums {
  var sums: CellSums;
  let slot = cell_senders[number].x;
  let brick = slot >> 9u;
  let lower = local_node(slot & 511u);
  let cell = 8u * unpack_brick(brick_coords[brick]) + lower;
  for (var senders = cell_senders[number].y; senders != 0u; senders &= senders - 1u) {
    let k = countTrailingZeros(senders);
    let near = slot_near(brick, lower + 7u + vec3u(k % 3u, (k / 3u) % 3u, k / 9u));
    let end = cell_ranges[2u * near + 1u];
    for (var i = cell_ranges[2u * near] + lane; i < end; i += stride) {
      let position = points[i].xyz;
      let normal = normals[i].xyz;
      let wanted = select(0.0, normals[i].w, params.has_goals == 1u);
      let weights = weights_in(points[i].w);
      if (k == 13u) {
        let at = sample_at(position).voxel - vec3f(cell);
        add_value(&sums, at, weights.x, wanted);
        add_gradient(&sums, at, weights.y, params.voxel_norm * normal);
      }
      let outward = params.offset_norm * normal;
      let inward = params.inner_offset_norm * normal;
      add_offset_sample(&sums, cell, position + outward, weights.x, wanted + params.offset_norm);
      add_offset_sample(&sums, cell, position - inward, weights.x, wanted - params.inner_offset_norm);
    }
  }
  return sums;
}

// The order that load_cell.wgsl reads.
fn store_cell(number: u32, sums: CellSums) {
  let count = params.cell_count;
  let low = sums.low;
  let high = sums.high;
  coefficients[number] = vec4f(low[0][0], low[1][1], low[2][2], low[3][3]);
  coefficients[count + number] = vec4f(low[0][1], low[0][2], low[0][3], low[1][2]);
  coefficients[2u * count + number] = vec4f(high[0][0], high[1][1], high[2][2], high[3][3]);
  coefficients[3u * count + number] = vec4f(high[0][1], high[0][2], high[0][3], high[1][2]);
  coefficients[4u * count + number] = vec4f(low[1][3], low[2][3], high[1][3], high[2][3]);
  coefficients[5u * count + number] = sums.both[0];
  coefficients[6u * count + number] = sums.both[1];
  coefficients[7u * count + number] = sums.both[2];
  coefficients[8u * count + number] = sums.both[3];
  right_side[2u * number] = sums.right_low;
  right_side[2u * number + 1u] = sums.right_high;
}
