// The cell of a normalised point at a level, by way of the finest grid of 2,048 cells an axis. One addition and one
// multiplication, each correctly rounded, then a shift: the CPU computes the same integers (`prepare-cloud.ts`),
// and the points of a cell are neighbours in the Morton order at every level.
const CELLS_PER_NORM = 1861.8181818181818; // 2048 / 1.1

fn point_cell(position: vec3f, resolution: u32) -> vec3u {
  let finest = vec3u(clamp(floor((position + 0.55) * CELLS_PER_NORM), vec3f(0.0), vec3f(2047.0)));
  return finest / (2048u / resolution);
}
