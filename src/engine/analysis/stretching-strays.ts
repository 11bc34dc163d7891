/**
 * Points scattered so far about the rest that they take the grid from it: pulses that met nothing and are stored at the
 * greatest range, reflections in glass (algorithm.md section 2, step 0). To one another they are no further than points
 * of a sparse surface, so what tells outliers finds none among them; but the rest would be a lump a few voxels wide.
 */
import { boundsOf, PointBounds } from '../math/point-bounds.ts';

export interface ScatteredCloud {
  /** [3 × pointCount] normalised. */
  readonly positions: Float32Array;
  /** [pointCount] mean distance to the eight nearest, normalised. */
  readonly spacing: Float32Array;
  /** The median of `spacing`. */
  readonly medianSpacing: number;
}

/** Laser scans of streets and rooms, whose density falls with the range, have .2 % of their points beyond. */
const SCATTERED_MEDIANS = 20;
/** More of them are a sparse part of the scene, which a person has to cut off. */
const MOST_SCATTERED = 0.05;
/** Of the extent, for the rest: those scans keep .89 and more. */
const MOST_LEFT = 0.5;

/** @returns the strays, ascending; none where the rest does not gain from it that they go. */
export function stretchingStrays({ positions, spacing, medianSpacing }: ScatteredCloud): number[] {
  const limit = SCATTERED_MEDIANS * medianSpacing;
  const strays: number[] = [];
  const rest = new PointBounds();
  let point = 0;
  rest.add(positions, () => {
    const isStray = spacing[point]! > limit;
    if (isStray) strays.push(point);
    point++;
    return !isStray;
  });
  if (strays.length === 0 || strays.length > MOST_SCATTERED * spacing.length) return [];
  return extentOf(rest) <= MOST_LEFT * extentOf(boundsOf(positions)) ? strays : [];
}

function extentOf({ min, max }: PointBounds): number {
  return Math.max(...min.map((low, axis) => max[axis]! - low));
}
