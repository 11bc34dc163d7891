/**
 * In how many bricks of each level the points are closer to one another than its voxels are wide: what a finer level
 * would show more on. A brick of 8³ cells that a surface crosses holds 64 points where they are a voxel apart.
 */
import { mortonCell } from '../cloud/morton-order.ts';
import { task } from '../host/task.ts';
import { FINEST_RESOLUTION, RESOLUTIONS } from '../resolutions.ts';

export interface CountCrowdedArguments {
  /** [3 × pointCount] normalised, Morton order. */
  readonly positions: Float32Array;
  /** Points of the cloud for each of `positions`, where these are a share of it. */
  readonly pointsPerPosition: number;
}

export interface BrickCounts {
  /** [level of `RESOLUTIONS`] bricks with points. */
  readonly occupied: Uint32Array;
  /** [level of `RESOLUTIONS`] bricks with more than 64 points. */
  readonly crowded: Uint32Array;
}

const CROWD = 64;
/** Cells of the finest level in a brick of each level, as a shift. */
const SHIFTS = RESOLUTIONS.map((resolution) => Math.log2((8 * FINEST_RESOLUTION) / resolution));

/** One pass: the points of a brick follow one another. */
export const countCrowded = task(
  'countCrowded',
  ({ positions, pointsPerPosition }: CountCrowdedArguments): BrickCounts => {
    const occupied = new Uint32Array(RESOLUTIONS.length);
    const crowded = new Uint32Array(RESOLUTIONS.length);
    const inBrick = new Uint32Array(RESOLUTIONS.length);
    let [lastX, lastY, lastZ] = [0, 0, 0];
    for (let i = 0; i < positions.length; i += 3) {
      const x = mortonCell(positions[i]!);
      const y = mortonCell(positions[i + 1]!);
      const z = mortonCell(positions[i + 2]!);
      const changed = (x ^ lastX) | (y ^ lastY) | (z ^ lastZ);
      for (let level = 0; level < RESOLUTIONS.length; level++) {
        if (changed >> SHIFTS[level]! !== 0) inBrick[level] = 0;
        if (inBrick[level] === 0) occupied[level]!++;
        const before = inBrick[level]! * pointsPerPosition;
        inBrick[level]!++;
        if (before <= CROWD && inBrick[level]! * pointsPerPosition > CROWD) crowded[level]!++;
      }
      [lastX, lastY, lastZ] = [x, y, z];
    }
    return { occupied, crowded };
  },
);
