// Places the vertices of a row where the field is 0 along their edges; one thread a row.
//   brick_table    [bricks_per_axis³] brick number + 1, or 0
//   brick_coords   [brickCount] bx | by << 10 | bz << 20
//   field          [512 × brickCount] negative inside
//   edge_masks     [64 × brickCount] bit 8·axis + x: the edge has a vertex
//   vertex_offsets [64 × brickCount] vertices of the rows before
//   positions      [3 × vertexCount] out: normalised; a row's vertices in the order of its mask's bits
#include "../common/dispatch.wgsl"
#include "../common/brick.wgsl"
#include "../common/brick_coords.wgsl"

struct Params {
  first: u32,
  count: u32,
  bricks_per_axis: u32,
  origin: f32,
  voxel: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_table: array<u32>;
@group(0) @binding(2) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(3) var<storage, read> field: array<f32>;
@group(0) @binding(4) var<storage, read> edge_masks: array<u32>;
@group(0) @binding(5) var<storage, read> vertex_offsets: array<u32>;
@group(0) @binding(6) var<storage, read_write> positions: array<f32>;

#include "row_node.wgsl"

// How near to a node a vertex may come, in voxels. Vertices of the edges that meet in a node must differ in at least
// one bit of their positions (programs that weld equal ones would close thin parts up otherwise); the finest grid of
// 2,048 cells has voxels of 5.4e-4, so this is 1.05e-6 or 17 steps of a float32 near 0.55. It moves one vertex in 250
// by at most 1/500 voxel.
const MARGIN = 0.001953125;

// The share of the way from a to b where a linear function is 0. Both below 1e-30: anywhere is as good.
fn zero_between(a: f32, b: f32) -> f32 {
  let difference = a - b;
  if (abs(difference) < 1e-30) {
    return 0.5;
  }
  return clamp(a / difference, MARGIN, 1.0 - MARGIN);
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
  let row = params.first + i;
  let mask = edge_masks[row];
  if (mask == 0u) {
    return;
  }
  let row_first = vec3u(row_node(row));
  var vertex = vertex_offsets[row];
  for (var left = mask; left != 0u; left &= left - 1u) {
    let edge = firstTrailingBit(left);
    let axis = edge >> 3u;
    let x = edge & 7u;
    let node = row_first + vec3u(x, 0u, 0u);
    var step = vec3u(0u);
    step[axis] = 1u;
    let end = find_slot(vec3i(node + step), params.bricks_per_axis);
    let share = zero_between(field[8u * row + x], field[end]);
    var position = vec3f(params.origin) + params.voxel * vec3f(node);
    position[axis] += params.voxel * share;
    positions[3u * vertex] = position.x;
    positions[3u * vertex + 1u] = position.y;
    positions[3u * vertex + 2u] = position.z;
    vertex++;
  }
}
