// The list of active nodes from their flags' prefix sums; one thread a node.
//   places     [128³] exclusive prefix sums of the flags
//   nodes      [active_count] node indices, ascending
#include "../common/dispatch.wgsl"
#include "./paper_grid.wgsl"

struct Params {
  node_count: u32,
  active_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> places: array<u32>;
@group(0) @binding(2) var<storage, read_write> nodes: array<u32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = thread_index(group, groups, local, 64u);
  if (index >= params.node_count) {
    return;
  }
  var next = params.active_count;
  if (index + 1u < params.node_count) {
    next = places[index + 1u];
  }
  if (next > places[index]) {
    nodes[places[index]] = index;
  }
}
