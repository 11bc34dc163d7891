/**
 * One level's place in normalised space, the only file that converts between voxel and normalised coordinates.
 *
 * The cloud spans at most 1 and is centred at 0; the cube of every level has the side 1.1 (algorithm.md section 2),
 * so that the band round the outermost points fits. Cells nest: a level's cell is the union of eight of the next.
 */
export const CUBE_SIDE = 1.1;
export const CUBE_ORIGIN = -CUBE_SIDE / 2;

export interface GridFrame {
  /** Cells along each axis, a power of two; nodes are 0 … resolution. */
  readonly resolution: number;
  /** Edge of a voxel in normalised units. */
  readonly voxelNorm: number;
  /** Bricks of eight nodes along each axis. */
  readonly bricksPerAxis: number;
}

export function gridFrame(resolution: number): GridFrame {
  return { resolution, voxelNorm: CUBE_SIDE / resolution, bricksPerAxis: Math.ceil((resolution + 1) / 8) };
}
