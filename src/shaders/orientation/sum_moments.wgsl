// Sums of sources from the children up, one thread a node of one generation (nodes whose children are all summed:
// the leaves first). Fixed order, no atomics: equal sources give equal sums.
//   generations [nodeCount] entries of the nodes, generation after generation
//   moments     [entryCount] in: the children's sums (xyz); out: the nodes'. w is the entry after the subtree: kept
#include "../common/dispatch.wgsl"

struct Params {
  first: u32, // of the generation, in generations
  count: u32, // nodes of the generation
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> generations: array<u32>;
@group(0) @binding(2) var<storage, read_write> moments: array<vec4f>;

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
  let node = generations[params.first + i];
  let next = moments[node].w;
  var sum = vec3f(0.0);
  for (var child = node + 1u; child < u32(next); child = u32(moments[child].w)) {
    sum += moments[child].xyz;
  }
  moments[node] = vec4f(sum, next);
}
