// The mean distance of each point to its eight nearest, from lists that were made before; one thread a point
// (algorithm.md section 2, step 0). To the bit what measure_spacing.wgsl finds.
//   neighbour_squared [k × point_count] squared distances, ascending in j; k is at least 9, and all are there
//   spacing           [point_count] out    normalised length
#include "../common/dispatch.wgsl"

struct Params {
  first: u32,
  count: u32, // threads of this dispatch: points first … first + count - 1
  point_count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> neighbour_squared: array<f32>;
@group(0) @binding(2) var<storage, read_write> spacing: array<f32>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let thread = thread_index(group, groups, local, 64u);
  if (thread >= params.count) {
    return;
  }
  let i = params.first + thread;
  // The first is the point itself.
  var sum = 0.0;
  for (var j = 1u; j < 9u; j++) {
    sum += sqrt(neighbour_squared[j * params.point_count + i]);
  }
  spacing[i] = sum / 8.0;
}
