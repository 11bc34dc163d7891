// Gradient of the total variation (GridPull eq. (5)): Σ over band nodes i and their six neighbours o of
// w_i (f_o − f_i)² / M, gathered: node i also appears as neighbour of o; one thread an active node.
//   nodes    [active_count] node indices
//   weights  [128³] of the band, 0 outside
//   field    [128³]
//   slopes   [active_count] ∂/∂f
//   losses   [ceil(active_count / 64)] sums of a group, divided by M
#include "../common/dispatch.wgsl"
#include "./paper_grid.wgsl"

struct Params {
  active_count: u32,
  band_count: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> nodes: array<u32>;
@group(0) @binding(2) var<storage, read> weights: array<u32>;
@group(0) @binding(3) var<storage, read> field: array<f32>;
@group(0) @binding(4) var<storage, read_write> slopes: array<f32>;
@group(0) @binding(5) var<storage, read_write> losses: array<f32>;

var<workgroup> partial: array<f32, 64>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = thread_index(group, groups, local, 64u);
  var loss = 0.0;
  if (i < params.active_count) {
    let index = nodes[i];
    let node = vec3i(node_of(index));
    let here = field[index];
    let weight = f32(weights[index]);
    var slope = 0.0;
    for (var axis = 0u; axis < 3u; axis++) {
      for (var side = -1; side <= 1; side += 2) {
        var other = node;
        other[axis] += side;
        if (any(other < vec3i(0)) || any(other >= vec3i(i32(NODES)))) {
          continue;
        }
        let at = node_index(vec3u(other));
        let difference = field[at] - here;
        slope -= 2.0 * (weight + f32(weights[at])) * difference;
        loss += weight * difference * difference;
      }
    }
    slopes[i] = slope / params.band_count;
  }
  // Sum over the group in a fixed order; each barrier keeps a round's writes before the next round's reads.
  partial[local] = loss / params.band_count;
  for (var reach = 32u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (local < reach) {
      partial[local] += partial[local + reach];
    }
  }
  if (local == 0u) {
    losses[group.y * groups.x + group.x] = partial[0];
  }
}
