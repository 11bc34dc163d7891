/** The section plane in the space of the world, and its place in a mesh. Pure. */
import type { Triple } from '../../engine/vocabulary.ts';
import type { CutPlane } from '../worker/engine-api.ts';
import type { CutState } from './state.ts';

const AXES = ['x', 'y', 'z'] as const;

/** As the worker cuts the mesh; `origin` is scene space's. */
export function planeOf({ across, position, isFlipped }: CutState, origin: Triple, trim: number | null): CutPlane {
  const axis = AXES.indexOf(across);
  const along = (length: number): Triple => [axis === 0 ? length : 0, axis === 1 ? length : 0, axis === 2 ? length : 0];
  return { normal: along(isFlipped ? -1 : 1), through: along(position + origin[axis]!), trim };
}

/** Halfway through the vertices along an axis; 0 without any. */
export function middleAlong(positions: Float32Array | undefined, across: CutState['across']): number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = AXES.indexOf(across); i < (positions?.length ?? 0); i += 3) {
    low = Math.min(low, positions![i]!);
    high = Math.max(high, positions![i]!);
  }
  return low < high ? (low + high) / 2 : 0;
}
