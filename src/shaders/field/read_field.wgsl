// Values and slopes of a level's field at any place. The file that includes this one declares brick_table, active_bits,
// field and params.bricks_per_axis (u32), params.cells_per_norm and reach (f32, of the differences, normalised).
#include "../common/brick.wgsl"
#include "../common/active.wgsl"

// Whether all nodes that this thread has read so far take part.
var<private> is_whole: bool;
// Of the differences, normalised.
var<private> reach: f32;

// Trilinear, a normalised length; 0 and no more whole where a node is missing.
fn value_at(position: vec3f) -> f32 {
  let voxel = (position + 0.55) * params.cells_per_norm;
  let low = floor(voxel);
  let at = voxel - low;
  var sum = 0.0;
  for (var k = 0u; k < 8u; k++) {
    let corner = vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u);
    let slot = find_slot(vec3i(low) + vec3i(corner), params.bricks_per_axis);
    if (slot == NO_SLOT) {
      is_whole = false;
      return 0.0;
    }
    if (!is_active(slot)) {
      is_whole = false;
      return 0.0;
    }
    let share = select(1.0 - at, at, corner == vec3u(1u));
    sum += share.x * share.y * share.z * field[slot];
  }
  return sum;
}

// By central differences over the reach.
fn slope_at(position: vec3f) -> vec3f {
  let x = vec3f(reach, 0.0, 0.0);
  let y = x.yxy;
  let z = x.yyx;
  return vec3f(
    value_at(position + x) - value_at(position - x),
    value_at(position + y) - value_at(position - y),
    value_at(position + z) - value_at(position - z),
  ) / (2.0 * reach);
}

// A field flatter than this has no direction: a distance's slope is 1.
const LEAST_SLOPE = 0.2;
