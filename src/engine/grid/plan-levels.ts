/**
 * Which resolutions a cloud is solved at, how wide the narrow band is on each, and how smooth the result shall be:
 * everything that section 2 of algorithm.md derives from the cloud's spacing and noise. Pure arithmetic, so that a
 * report can say why a level was chosen.
 */
import type { CloudScale } from '../analysis/measure-scale.ts';
import { gridFrame, type GridFrame } from './grid-frame.ts';

export interface PlanOptions {
  /** Finest resolution: a power of two from 64 (validated by the caller), or `auto` for what the cloud supports. */
  readonly resolution: 'auto' | number;
  /** Gaps up to this radius are closed; 0 closes none; `auto` takes the method's own. */
  readonly holeRadiusNorm: 'auto' | number;
  /** Where `auto` stops at the latest. */
  readonly maxResolution: number;
}

export interface PlannedLevel {
  readonly frame: GridFrame;
  /** Active nodes reach this many cells beyond the cells with points, on every side. */
  readonly bandCells: number;
}

export interface LevelPlan {
  /** Coarse to fine, each of twice the resolution of the one before; at least one. */
  readonly levels: readonly [PlannedLevel, ...PlannedLevel[]];
  /** Surface is kept up to this distance from the nearest point, so that gaps of this radius close; 0 keeps none. */
  readonly holeRadiusNorm: number;
  /** κ of the energy, in 1/normalised length, the same at all levels: the Hessian weighs 1/(κh)² against the data. */
  readonly kappaNorm: number;
  /** Why the finest level is the finest, for reports. */
  readonly finestReason: string;
}

/** Coarse enough that a winding number at every node is cheap, fine enough for the sign of most shapes. */
const COARSEST_RESOLUTION = 64;
/** No cloud is so sparse that a mesh of fewer cells would look better. */
const AUTO_START_RESOLUTION = 256;
const BAND_CELLS = 3;
/** The last level is not interpolated from again, and costs the most: a cell less. */
const FINEST_BAND_CELLS = 2;
const MAX_NOISE_BAND_CELLS = 6;

export function planLevels(scale: CloudScale, options: PlanOptions): LevelPlan {
  const { resolution: finest, reason } = finestLevel(scale, options);
  const levels: PlannedLevel[] = [];
  for (let resolution = COARSEST_RESOLUTION; resolution <= finest; resolution *= 2) {
    const frame = gridFrame(resolution);
    levels.push({ frame, bandCells: bandCells(scale.noiseNorm, frame, resolution === finest) });
  }
  const holeRadiusNorm = options.holeRadiusNorm === 'auto' ? autoHoleRadius(scale) : options.holeRadiusNorm;
  return {
    levels: levels as [PlannedLevel, ...PlannedLevel[]],
    holeRadiusNorm,
    kappaNorm: kappa(scale, gridFrame(finest).voxelNorm),
    finestReason: reason,
  };
}

/**
 * `auto` (algorithm.md section 2, step 4): from 256, double while a voxel h is wider than the spacing s and half of it
 * is no finer than the noise σ: finer voxels would have no data of their own, or would draw the noise.
 */
function finestLevel(scale: CloudScale, options: PlanOptions): { resolution: number; reason: string } {
  if (options.resolution !== 'auto') return { resolution: options.resolution, reason: 'requested' };
  const { spacingNorm, noiseNorm } = scale;
  let resolution = Math.min(AUTO_START_RESOLUTION, options.maxResolution);
  for (; resolution * 2 <= options.maxResolution; resolution *= 2) {
    const { voxelNorm } = gridFrame(resolution);
    if (voxelNorm <= spacingNorm) return { resolution, reason: 'its voxels are as fine as the spacing of the points' };
    if (voxelNorm / 2 < noiseNorm) return { resolution, reason: 'finer voxels would be smaller than the noise' };
  }
  return { resolution, reason: 'the finest that is chosen without being requested' };
}

/**
 * Noisy points scatter round the surface by some σ: the band must hold the surface and both its sides wherever they
 * fell. 64 is wider in σ, since no field exists yet that could tell the sides apart; later levels stop at 6 cells,
 * where the prototype's costs grew and its results did not (algorithm.md section 2, step 4; `prototype/default.cpp`).
 */
function bandCells(noiseNorm: number, { resolution, voxelNorm }: GridFrame, isFinest: boolean): number {
  const base = isFinest ? FINEST_BAND_CELLS : BAND_CELLS;
  const noiseVoxel = noiseNorm / voxelNorm;
  if (resolution === COARSEST_RESOLUTION) return Math.max(base, Math.ceil(3 * noiseVoxel) + 2);
  return Math.max(base, Math.min(Math.ceil(2.5 * noiseVoxel), MAX_NOISE_BAND_CELLS));
}

/** 6 % of the extent, or five spacings of a sparse cloud, whose ordinary gaps are no holes (algorithm.md step 4). */
function autoHoleRadius({ spacingNorm }: CloudScale): number {
  return Math.max(0.06, 5 * spacingNorm);
}

/**
 * κH = clamp(.14 (s/H)^.4 (σ/H)^-.7, .2, .43) with H the finest voxel: an empirical fit over the test clouds
 * (algorithm.md section 2, step 5). Clean data cannot tell values above .43 apart, more noise wants less, and below .2
 * thirty iterations no longer converge. Noise under H/1000 counts as H/1000, for the power would have no end.
 */
function kappa({ spacingNorm, noiseNorm }: CloudScale, finestVoxelNorm: number): number {
  const spacingVoxel = spacingNorm / finestVoxelNorm;
  const noiseVoxel = Math.max(noiseNorm / finestVoxelNorm, 1e-3);
  const kappaVoxel = 0.14 * spacingVoxel ** 0.4 * noiseVoxel ** -0.7;
  return Math.min(Math.max(kappaVoxel, 0.2), 0.43) / finestVoxelNorm;
}
