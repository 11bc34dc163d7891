// How many data cells each word of 32 slots has; one thread a word.
//   data_bits [word_count] one bit a slot
//   counts    [word_count] out
#include "../common/dispatch.wgsl"

struct Params {
  word_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> data_bits: array<u32>;
@group(0) @binding(2) var<storage, read_write> counts: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let word = thread_index(group, groups, local, 64u);
  if (word < params.word_count) {
    counts[word] = countOneBits(data_bits[word]);
  }
}
