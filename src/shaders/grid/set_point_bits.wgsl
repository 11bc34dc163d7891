// Sets the bit of the lower node of every cell that holds a point; one thread a point, and the first of a range of
// points in one cell does the work (points come in Morton order).
//   points      [count] xyz normalised
//   brick_table [bricks_per_axis³] brick number + 1, or 0
//   cell_bits   [16 × brickCount] in: zeros; out: one bit a slot. Bits are only set: order cannot matter
#include "../common/dispatch.wgsl"
#include "../common/point_cell.wgsl"
#include "../common/brick.wgsl"

struct Params {
  count: u32,
  resolution: u32,
  bricks_per_axis: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> points: array<vec4f>;
@group(0) @binding(2) var<storage, read> brick_table: array<u32>;
@group(0) @binding(3) var<storage, read_write> cell_bits: array<atomic<u32>>;

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
  let slot = find_slot(vec3i(cell), params.bricks_per_axis);
  if (slot != NO_SLOT) {
    atomicOr(&cell_bits[slot >> 5u], 1u << (slot & 31u));
  }
}
