// Adds one set of nodes to another; one thread a word.
//   added_bits  [word_count] one bit a slot
//   active_bits [word_count] in and out: one bit a slot
#include "../common/dispatch.wgsl"

struct Params {
  word_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> added_bits: array<u32>;
@group(0) @binding(2) var<storage, read_write> active_bits: array<u32>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 256u);
  if (i < params.word_count) {
    active_bits[i] |= added_bits[i];
  }
}
