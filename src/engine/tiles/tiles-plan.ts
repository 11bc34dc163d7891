/** What levels in tiles are known by before any of them is solved: all that concerns the whole cloud. */
import type { CloudScale } from '../analysis/measure-scale.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import type { LevelPlan, PlannedLevel } from '../grid/plan-levels.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { TileSurfacePart } from './extract-tiles.ts';
import { type CoarseBricks, expectBricks, planTiles, type TileLimits, type UnitCounts } from './plan-tiles.ts';
import { HALO_BRICKS } from './solve-tiles.ts';
import { type UnitBox, UNITS_PER_AXIS } from './unit-box.ts';

export interface TiledLevel {
  readonly level: PlannedLevel;
  /** What the points say of its units. */
  readonly counts: UnitCounts;
  readonly limits: TileLimits;
  /** Bricks for each brick of the level before, where that says more of holes than the points do; else null. */
  readonly growth: number | null;
  /** Takes all points of a cloud of which the other levels take a share. */
  readonly isDense: boolean;
}

export interface TilesPlan {
  /** Coarse to fine, at least one. */
  readonly levels: readonly TiledLevel[];
  readonly plan: LevelPlan;
  readonly scale: CloudScale;
  /** σ behind the goals of noisy points, normalised; 0 without goals. */
  readonly goalNoiseNorm: number;
}

/** The finest level's tiles, wherever they were solved. */
export interface SolvedTiles {
  readonly frame: GridFrame;
  readonly tileCount: number;
  /** The surface, part by part in the order of the tiles. */
  parts(stage: StageContext): AsyncIterable<TileSurfacePart>;
  /** Points used, and those left out, where that was found out here. */
  readonly dense?: { readonly usedCount: number; readonly outlierCount: number; readonly duplicateCount: number };
}

/** The boxes of a level, in a fixed order. @param before asked where `growth` is not null */
export async function tilesOf(
  { level, counts, limits, growth }: TiledLevel,
  before: () => Promise<CoarseBricks>,
): Promise<UnitBox[]> {
  const expected = growth === null ? counts : expectBricks(counts, await before(), growth);
  const haloUnits = (8 * HALO_BRICKS * UNITS_PER_AXIS) / level.frame.resolution;
  return planTiles(expected, limits, haloUnits);
}
