/**
 * Main memory that the finest level of a run takes, by the bricks that hold points at 256 cells: on a surface each
 * doubling has four times as many. Measured: 67 to 71 vertices for each brick with points (koala at 1024, gyroid at
 * 512), 1.5 to 2.1 bricks in the band (2.1 KiB each where they are kept on the CPU); a vertex with its two triangles
 * takes 36 bytes, and ten times that while the mesh goes from tile to whole, to a worker, through trimming and the
 * checks.
 */
import { FINEST_RESOLUTION } from '../resolutions.ts';

export const MEASURED_RESOLUTION = 256;
const BRICK_BYTES = 2 * 2116 + 70 * 360;
/** The same by all bricks of a level, of which two have one with points among them. */
const GRID_BRICK_BYTES = BRICK_BYTES / 2;
/** Never refused by this rule: a few hundred megabytes. */
const LEAST_RESOLUTION = 256;

export function levelMemoryBytes(bricksWithPoints: number, resolution: number): number {
  return BRICK_BYTES * bricksWithPoints * (resolution / MEASURED_RESOLUTION) ** 2;
}

/** What a level takes of whose grid the bricks are known, those across holes included. */
export function gridMemoryBytes(brickCount: number): number {
  return GRID_BRICK_BYTES * brickCount;
}

/** The finest level that `auto` may take with so much main memory. */
export function finestThatFits(bricksWithPoints: number, memoryBytes: number): number {
  let resolution = FINEST_RESOLUTION;
  while (resolution > LEAST_RESOLUTION && levelMemoryBytes(bricksWithPoints, resolution) > memoryBytes) resolution /= 2;
  return resolution;
}
