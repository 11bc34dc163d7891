// Takes the marks out of a solved field: inactive slots hold 0 outside the solver. One thread a slot.
//   field [slot_count] in and out
#include "../common/dispatch.wgsl"
#include "inactive.wgsl"

struct Params {
  slot_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> field: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let slot = thread_index(group, groups, local, 64u);
  if (slot < params.slot_count && is_marked(field[slot])) {
    field[slot] = 0.0;
  }
}
