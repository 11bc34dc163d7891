/** The cube that all levels divide, and into how many cells. */

/**
 * Side of the cube in normalised units: the cloud spans at most 1, and the band round its outermost points must fit.
 */
export const CUBE_SIDE = 1.1;
/** Where the cube begins on each axis; its middle is 0. */
export const CUBE_ORIGIN = -CUBE_SIDE / 2;

/** Coarse enough that a winding number at every node is cheap, fine enough for the sign of most shapes. */
export const COARSEST_RESOLUTION = 64;
/** Beyond it float32 would tell too few places in a cell apart, and the cells of three axes fill a Morton key. */
export const FINEST_RESOLUTION = 2048;

/** Cells along the side, coarse to fine: each level has twice as many as the one before. */
export const RESOLUTIONS: readonly number[] = Object.freeze(
  Array.from(
    { length: Math.log2(FINEST_RESOLUTION / COARSEST_RESOLUTION) + 1 },
    (_, level) => COARSEST_RESOLUTION * 2 ** level,
  ),
);
