/**
 * One level's place in normalised space, the only file that converts between voxel and normalised coordinates.
 *
 * Levels divide one cube (algorithm.md section 2), so cells nest: a level's cell is the union of eight of the next.
 */
import { CUBE_ORIGIN, CUBE_SIDE } from '../resolutions.ts';

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

/** One coordinate of a place; in voxels the cube begins at 0. */
export function voxelToNorm(atVoxel: number, voxelNorm: number): number {
  return CUBE_ORIGIN + atVoxel * voxelNorm;
}

/** The inverse of `voxelToNorm`. */
export function normToVoxel(atNorm: number, voxelNorm: number): number {
  return (atNorm - CUBE_ORIGIN) / voxelNorm;
}
