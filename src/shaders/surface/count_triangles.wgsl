// How many triangles the cells of a row have; one thread a row. A cell belongs to its lower node.
//   brick_table     [bricks_per_axis³] brick number + 1, or 0
//   brick_coords    [brickCount] bx | by << 10 | bz << 20
//   node_rows       [64 × brickCount] bits 0–7 inside, bits 16–23 active (see rows.wgsl)
//   case_table      [512] see cell_rows.wgsl
//   triangle_counts [64 × brickCount] out
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
@group(0) @binding(4) var<storage, read> case_table: array<u32>;
@group(0) @binding(5) var<storage, read_write> triangle_counts: array<u32>;

#include "row_node.wgsl"
#include "rows.wgsl"
#include "cell_rows.wgsl"

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
  let cells = cell_row(row_node(row), params.bricks_per_axis);
  var triangles = 0u;
  for (var left = cells.crossed; left != 0u; left &= left - 1u) {
    triangles += triangle_count(cell_pattern(cells, firstTrailingBit(left)));
  }
  triangle_counts[row] = triangles;
}
