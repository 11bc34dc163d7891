// Flags the bricks that hold an active node of a point: those that meet the box round the point's cell. One thread a
// point; the first of a range of points in one cell does the work (points come in Morton order).
//   points      [count] xyz normalised
//   brick_table [bricks_per_axis³] out: 1 where a brick is wanted; all threads store the same, so order cannot matter
#include "../common/dispatch.wgsl"
#include "../common/point_cell.wgsl"

struct Params {
  count: u32,
  resolution: u32,
  bricks_per_axis: u32,
  // The box: cell - below … cell + above.
  below: i32,
  above: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> brick_table: array<atomic<u32>>;

#include "box_bricks.wgsl"

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
  let cell = point_cell(points[i].xyz, params.resolution);
  if (i > 0u && all(point_cell(points[i - 1u].xyz, params.resolution) == cell)) {
    return;
  }
  flag_box(vec3i(cell), params.below, params.above, params.resolution, params.bricks_per_axis);
}
