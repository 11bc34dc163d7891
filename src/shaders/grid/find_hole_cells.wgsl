// The cells of the coarsest level that a surface across a hole may pass: the winding number lies on both sides of the
// middle among the eight corners, and a point is near. One thread a cell, x fastest.
//   winding     [(resolution + 1)³] at the nodes, x fastest
//   kd_nodes    [point_count] the cloud's tree
//   brick_table [bricks_per_axis³] of a grid with all nodes: brick number + 1
//   cell_bits   [16 × brickCount] in: zeros; out: one bit a cell. Bits are only set: order cannot matter
#include "../common/dispatch.wgsl"
#include "../common/brick.wgsl"
#include "../neighbours/kd_within.wgsl"
#include "node_position.wgsl"

struct Params {
  resolution: u32,
  bricks_per_axis: u32,
  point_count: u32,
  voxel: f32,
  middle: f32,
  hole_radius: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> winding: array<f32>;
@group(0) @binding(2) var<storage, read> kd_nodes: array<vec4u>;
@group(0) @binding(3) var<storage, read> brick_table: array<u32>;
@group(0) @binding(4) var<storage, read_write> cell_bits: array<atomic<u32>>;

fn is_inside(node: vec3u) -> bool {
  let nodes = params.resolution + 1u;
  return winding[node.x + nodes * (node.y + nodes * node.z)] > params.middle;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  let cells = params.resolution;
  if (i >= cells * cells * cells) {
    return;
  }
  let cell = vec3u(i % cells, (i / cells) % cells, i / (cells * cells));
  let inside = is_inside(cell);
  var crossed = false;
  for (var k = 1u; k < 8u; k++) {
    crossed |= is_inside(cell + vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u)) != inside;
  }
  if (!crossed) {
    return;
  }
  let centre = node_position(cell, params.voxel) + 0.5 * params.voxel;
  if (!kd_is_within(centre, params.hole_radius * params.hole_radius, params.point_count)) {
    return;
  }
  let slot = find_slot(vec3i(cell), params.bricks_per_axis);
  atomicOr(&cell_bits[slot >> 5u], 1u << (slot & 31u));
}
