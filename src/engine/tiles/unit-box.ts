/**
 * The places of tiles. A level's cube is divided into 32³ units; a tile is a box of units, so that its borders are
 * borders of bricks at every level from 256 cells on, and its points are some ranges of the Morton order.
 */
import type { BrickBox } from '../grid/build-grid.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import type { Triple } from '../math/triple.ts';

export const UNITS_PER_AXIS = 32;
/** Below, a unit is narrower than a brick. */
export const LEAST_TILED_RESOLUTION = 256;

/** Units `low` … `high` - 1 on each axis. */
export interface UnitBox {
  readonly low: Triple;
  readonly high: Triple;
}

export const ALL_UNITS: UnitBox = { low: [0, 0, 0], high: [UNITS_PER_AXIS, UNITS_PER_AXIS, UNITS_PER_AXIS] };

/** The units round a box as far as the cube reaches: `unitCount` more on every side. */
export function widened({ low, high }: UnitBox, unitCount: number): UnitBox {
  const lower = (axis: 0 | 1 | 2): number => Math.max(0, low[axis] - unitCount);
  const upper = (axis: 0 | 1 | 2): number => Math.min(UNITS_PER_AXIS, high[axis] + unitCount);
  return { low: [lower(0), lower(1), lower(2)], high: [upper(0), upper(1), upper(2)] };
}

/** A box's bricks at a level, and `halo` bricks more on every side as far as the level reaches. */
export function bricksOf({ low, high }: UnitBox, { resolution, bricksPerAxis }: GridFrame, halo = 0): BrickBox {
  const bricksPerUnit = resolution / 8 / UNITS_PER_AXIS;
  const lower = (axis: 0 | 1 | 2): number => Math.max(0, low[axis] * bricksPerUnit - halo);
  // The last nodes of the cube have a brick of their own: it belongs to the last unit.
  const upper = (axis: 0 | 1 | 2): number =>
    Math.min(bricksPerAxis, high[axis] * bricksPerUnit + (high[axis] === UNITS_PER_AXIS ? 1 : 0) + halo);
  return { low: [lower(0), lower(1), lower(2)], high: [upper(0), upper(1), upper(2)] };
}

/** The units of a box by number, x fastest. */
export function* unitsIn({ low, high }: UnitBox): Generator<number> {
  for (let z = low[2]; z < high[2]; z++) {
    for (let y = low[1]; y < high[1]; y++) {
      for (let x = low[0]; x < high[0]; x++) yield x + UNITS_PER_AXIS * (y + UNITS_PER_AXIS * z);
    }
  }
}
