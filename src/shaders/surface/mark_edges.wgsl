// Which grid edges carry a vertex: those between nodes of different sign that a cell with eight active nodes uses.
// An edge belongs to its lower node, a node to its row; one thread a row.
//   brick_table   [bricks_per_axis³] brick number + 1, or 0
//   brick_coords  [brickCount] bx | by << 10 | bz << 20
//   node_rows     [64 × brickCount] bits 0–7 inside, bits 16–23 active (see rows.wgsl)
//   edge_masks    [64 × brickCount] out: bit 8·axis + x for the edge along an axis from node x of the row
//   vertex_counts [64 × brickCount] out: the bits of edge_masks that are set
#include "../common/dispatch.wgsl"
#include "../common/brick.wgsl"
#include "../common/brick_coords.wgsl"

struct Params {
  first: u32,
  count: u32,
  bricks_per_axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> brick_table: array<u32>;
@group(0) @binding(2) var<storage, read> brick_coords: array<u32>;
@group(0) @binding(3) var<storage, read> node_rows: array<u32>;
@group(0) @binding(4) var<storage, read_write> edge_masks: array<u32>;
@group(0) @binding(5) var<storage, read_write> vertex_counts: array<u32>;

#include "row_node.wgsl"
#include "rows.wgsl"

fn row_at(first: vec3i, y: i32, z: i32) -> u32 {
  return wide_row(first + vec3i(0, y, z), params.bricks_per_axis);
}

// The eight bits of x = 0 … 7 out of those of x = -1 … 8.
fn narrow(bits: u32) -> u32 {
  return (bits >> 1u) & 0xffu;
}

fn mark_row(row: u32) -> u32 {
  let first = row_node(row);
  let own = row_at(first, 0, 0);
  let up_y = row_at(first, 1, 0);
  let up_z = row_at(first, 0, 1);
  let crossed_x = narrow(own ^ (own >> 1u));
  let crossed_y = narrow(own ^ up_y);
  let crossed_z = narrow(own ^ up_z);
  if ((crossed_x | crossed_y | crossed_z) == 0u) {
    return 0u; // most rows: away from the surface
  }
  let down_y = row_at(first, -1, 0);
  let down_z = row_at(first, 0, -1);
  // Cells between the rows y … y + 1 and z … z + 1, and those a step down.
  let cells = whole_cells(own & up_y & up_z & row_at(first, 1, 1));
  let cells_y = whole_cells(down_y & own & row_at(first, -1, 1) & up_z);
  let cells_z = whole_cells(down_z & own & row_at(first, 1, -1) & up_y);
  let cells_yz = whole_cells(row_at(first, -1, -1) & down_y & down_z & own);
  // An edge along x has the four cells round it at one x; along y and z two of them are at x - 1.
  let round_x = narrow(cells | cells_y | cells_z | cells_yz);
  let round_y = cells | cells_z;
  let round_z = cells | cells_y;
  return (crossed_x & round_x)
    | ((crossed_y & narrow(round_y | (round_y << 1u))) << 8u)
    | ((crossed_z & narrow(round_z | (round_z << 1u))) << 16u);
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
  let mask = mark_row(row);
  edge_masks[row] = mask;
  vertex_counts[row] = countOneBits(mask);
}
