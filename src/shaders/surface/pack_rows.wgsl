// Signs and activity of the nodes, one bit each; one thread a row of eight nodes.
//   active_bits [16 × brickCount] one bit a slot
//   field       [512 × brickCount] normalised lengths, negative inside
//   node_rows   [64 × brickCount] out: bits 0–7 inside, bits 16–23 active (see rows.wgsl)
#include "../common/dispatch.wgsl"

struct Params {
  first: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> active_bits: array<u32>;
@group(0) @binding(2) var<storage, read> field: array<f32>;
@group(0) @binding(3) var<storage, read_write> node_rows: array<u32>;

// A field of exactly 0 counts as inside, and so does anything below the least normal number: devices may round those
// to 0 or not, and this is the only place where a sign is decided.
const LEAST_NORMAL = 1.17549435e-38;

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
  let row_active = (active_bits[row >> 2u] >> (8u * (row & 3u))) & 0xffu;
  var row_inside = 0u;
  for (var x = 0u; x < 8u; x++) {
    row_inside |= select(0u, 1u << x, field[8u * row + x] < LEAST_NORMAL);
  }
  node_rows[row] = (row_inside & row_active) | (row_active << 16u);
}
