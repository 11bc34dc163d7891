// Writes the triangles of a row's cells; one thread a row.
//   brick_table      [bricks_per_axis³] brick number + 1, or 0
//   brick_coords     [brickCount] bx | by << 10 | bz << 20
//   node_rows        [64 × brickCount] bits 0–7 inside, bits 16–23 active (see rows.wgsl)
//   case_table       [512] see cell_rows.wgsl
//   edge_masks       [64 × brickCount] bit 8·axis + x: the edge has a vertex
//   vertex_offsets   [64 × brickCount] vertices of the rows before
//   triangle_offsets [64 × brickCount] triangles of the rows before
//   indices          [3 × triangleCount] out: counter-clockwise as seen from outside
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
@group(0) @binding(5) var<storage, read> edge_masks: array<u32>;
@group(0) @binding(6) var<storage, read> vertex_offsets: array<u32>;
@group(0) @binding(7) var<storage, read> triangle_offsets: array<u32>;
@group(0) @binding(8) var<storage, read_write> indices: array<u32>;

#include "row_node.wgsl"
#include "rows.wgsl"
#include "cell_rows.wgsl"

// The vertex on an edge of the cell whose lower node is given: its row's first one plus those before it in the row.
fn edge_vertex(cell: vec3i, edge: u32) -> u32 {
  let slot = find_slot(cell + vec3i(edge_corner(edge)), params.bricks_per_axis);
  let before = (1u << (8u * (edge >> 2u) + (slot & 7u))) - 1u;
  return vertex_offsets[slot >> 3u] + countOneBits(edge_masks[slot >> 3u] & before);
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
  let first = row_node(row);
  let cells = cell_row(first, params.bricks_per_axis);
  var next = 3u * triangle_offsets[row];
  for (var left = cells.crossed; left != 0u; left &= left - 1u) {
    let x = firstTrailingBit(left);
    let pattern = cell_pattern(cells, x);
    let corners = 3u * triangle_count(pattern);
    for (var corner = 0u; corner < corners; corner++) {
      indices[next] = edge_vertex(first + vec3i(i32(x), 0, 0), triangle_edge(pattern, corner));
      next++;
    }
  }
}
