/** The height of a mesh at the middle of each cell, by every triangle for every cell, in float64. */
import type { TerrainMesh } from '../../src/engine/terrain/terrain-mesh.ts';
import type { RasterGrid } from '../../src/engine/terrain/height-raster.ts';

/** [columns × rows] the highest, NaN where no triangle is above or below. */
export function heightsOf({ positions, indices, shift }: TerrainMesh, grid: RasterGrid): Float64Array {
  const { columns, rows, cell, left, top } = grid;
  const heights = new Float64Array(columns * rows).fill(NaN);
  const corner = (at: number): number[] => [0, 1, 2].map((axis) => positions[3 * indices[at]! + axis]! + shift[axis]!);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [left + (column + 0.5) * cell, top - (row + 0.5) * cell];
      for (let at = 0; at < indices.length; at += 3) {
        const [a, b, c] = [corner(at), corner(at + 1), corner(at + 2)];
        const side = (p: number[], q: number[]): number =>
          (q[0]! - p[0]!) * (y - p[1]!) - (q[1]! - p[1]!) * (x - p[0]!);
        const [u, v, w] = [side(b, c), side(c, a), side(a, b)];
        const sum = u + v + w;
        if (sum === 0 || (Math.min(u, v, w) < 0 && Math.max(u, v, w) > 0)) continue;
        const z = (u * a[2]! + v * b[2]! + w * c[2]!) / sum;
        const slot = row * columns + column;
        if (!(heights[slot]! >= z)) heights[slot] = z;
      }
    }
  }
  return heights;
}
