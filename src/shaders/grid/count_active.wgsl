// Active nodes of each brick; one thread a brick. A scan turns the counts into the level's total.
//   active_bits [16 × brick_count] one bit a slot
//   node_counts [brick_count] out: 0 … 512
#include "../common/dispatch.wgsl"

struct Params {
  brick_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> active_bits: array<u32>;
@group(0) @binding(2) var<storage, read_write> node_counts: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let brick = thread_index(group, groups, local, 64u);
  if (brick >= params.brick_count) {
    return;
  }
  var count = 0u;
  for (var word = 0u; word < 16u; word++) {
    count += countOneBits(active_bits[16u * brick + word]);
  }
  node_counts[brick] = count;
}
