// The places of a point's samples, in units of cells: the point itself, and one at most half a voxel away to each side
// along its normal, inside no farther than a quarter of thin sheets. The file that includes this one declares
// params.resolution (u32), params.cells_per_norm, params.offset_norm and params.inner_offset_norm (f32).
#include "../common/point_cell.wgsl"

struct Sample {
  cell: vec3u,
  // Place within the grid, in voxels.
  voxel: vec3f,
}

fn sample_at(position: vec3f) -> Sample {
  return Sample(point_cell(position, params.resolution), (position + 0.55) * params.cells_per_norm);
}
