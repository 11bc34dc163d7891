// Adds to every number of a block the sum of all blocks before; one thread a number.
//   block_sums [ceil(count / 1024)] exclusive sums of the blocks
//   counts     [count] in: sums within the block; out: sums over all
#include "../common/dispatch.wgsl"

struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> block_sums: array<u32>;
@group(0) @binding(2) var<storage, read_write> counts: array<u32>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 256u);
  if (i < params.count) {
    counts[i] += block_sums[i / 1024u];
  }
}
