// Puts vectors of the tree's points into the tree; one thread a point.
//   vectors       [count] tree order (xyz)
//   point_entries [count] the point's entry
//   moments       [entryCount] out: the points' xyz; w is kept
#include "../common/dispatch.wgsl"

struct Params {
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> vectors: array<vec4f>;
@group(0) @binding(2) var<storage, read> point_entries: array<u32>;
@group(0) @binding(3) var<storage, read_write> moments: array<vec4f>;

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
  let entry = point_entries[i];
  moments[entry] = vec4f(vectors[i].xyz, moments[entry].w);
}
