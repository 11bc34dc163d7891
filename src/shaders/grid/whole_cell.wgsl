// The eight nodes of a cell, if all of them take part; includes `common/brick.wgsl` and `common/active.wgsl`, whose
// buffers the including file declares.
//   cell_corners: slots of the corners after `whole_cell` returned true; corner k is at +(k & 1, k >> 1 & 1, k >> 2).
#include "../common/brick.wgsl"
#include "../common/active.wgsl"

var<private> cell_corners: array<u32, 8>;

fn whole_cell(cell: vec3i, bricks_per_axis: u32) -> bool {
  for (var k = 0; k < 8; k++) {
    let slot = find_slot(cell + vec3i(k & 1, (k >> 1u) & 1, k >> 2u), bricks_per_axis);
    if (slot == NO_SLOT) {
      return false;
    }
    if (!is_active(slot)) {
      return false;
    }
    cell_corners[k] = slot;
  }
  return true;
}
