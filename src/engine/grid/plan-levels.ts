/**
 * Which resolutions a cloud is solved at, how wide the narrow band is on each, and how smooth the result shall be:
 * everything that algorithm.md section 2 derives from the cloud's spacing and noise. Pure arithmetic, so that a
 * report can say why a level was chosen.
 */
import { type CloudScale, isNoisy, showsEdges } from '../analysis/measure-scale.ts';
import type { UnevenDensity } from '../analysis/rank-gaps.ts';
import { AUTO_HOLE_SHARE } from '../option-table.ts';
import { COARSEST_RESOLUTION, FINEST_RESOLUTION } from '../resolutions.ts';
import { gridFrame, type GridFrame } from './grid-frame.ts';

/** Why the finest level is the finest, in a report's words. */
export const FINEST_REASONS = Object.freeze({
  requested: 'requested',
  spacing: 'its voxels are as fine as the spacing of the points',
  noise: 'finer voxels would be smaller than the noise',
  near: 'its voxels are nearly as fine as the spacing, and finer ones would be many for what noisy points add to them',
  edges: 'finer than the spacing of the points: they hardly scatter, and there are sharp edges',
  sheets: 'fine enough to part the two sides of thin sheets',
  memory: 'a finer level needs more memory than is free',
  refused: 'there is no memory for a finer level',
  cost: 'finer voxels would cost much and serve few places: elsewhere the points are further apart',
  limit: 'the finest that there is',
  filled: 'the points lie on no surface that a finer level could show',
});

export type FinestReason = keyof typeof FINEST_REASONS;

export interface PlanOptions {
  /** Finest resolution: a power of two from 64 (validated by the caller), or `auto` for what the cloud supports. */
  readonly resolution: 'auto' | number;
  /** Gaps up to this radius are closed; 0 closes none; `auto` takes the method's own. */
  readonly holeRadiusNorm: 'auto' | number;
  /** Gaps of a cloud of uneven density; not there for others. */
  readonly density?: UnevenDensity;
  /** The level at which `auto` stops at the latest, and why there; `limit` where not given. */
  readonly maxResolution: number;
  readonly maxReason?: FinestReason;
  /** The level at which it stops for thin sheets; `maxResolution` where not given. */
  readonly maxSheetResolution?: number;
}

/** What a cloud asks of its finest level beyond spacing and noise. The orientation finds it. */
export interface SurfaceDetail {
  /** About the area of the surface, normalised: a spacing squared for every point. */
  readonly areaNorm: number;
  /** Share of the points that lie beside sharp edges. */
  readonly edgeShare: number;
  /** Median thickness of thin sheets, normalised; Infinity where there are none. */
  readonly thicknessNorm: number;
  /** Mean square of (winding number - ½) on it: how far it is from closed. */
  readonly sideEnergy: number;
}

/** What a cloud is taken for before it is known. */
export const NO_DETAIL: SurfaceDetail = Object.freeze({
  areaNorm: 0,
  edgeShare: 0,
  thicknessNorm: Infinity,
  sideEnergy: Infinity,
});

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
  /** `SurfaceDetail.thicknessNorm`. */
  readonly thicknessNorm: number;
  /**
   * How much a point's direction weighs; 1 where not given. Less where many points borrow theirs
   * (`orientation/spread-normals.ts`).
   */
  readonly directionShare?: number;
  /** The finest level that spacing and noise ask for; finer ones are for edges and sheets. */
  readonly spacingResolution: number;
  /**
   * The first level, whether there is one or not, that nothing finer would gain enough from: its voxels are as fine as
   * the spacing, or nearly so where that is enough, or half of them finer than the noise.
   */
  readonly neededResolution: number;
  readonly finestReason: FinestReason;
}

/** No cloud is so sparse that a mesh of fewer cells would look better. */
export const AUTO_START_RESOLUTION = 256;
/** Beyond all that there is: points at one place have no spacing, and no level would do. */
const MOST_NEEDED = 2 * FINEST_RESOLUTION;
const BAND_CELLS = 3;
/** The last level is not interpolated from again, and costs the most: a cell less. */
const FINEST_BAND_CELLS = 2;
const MAX_NOISE_BAND_CELLS = 6;
/**
 * From this share of points beside sharp edges a finer level pays. Gear .17 (P2S .000101 at 256, .000074 at 512); koala
 * .04 (.000042 and .000034, for twice the time), gyroid .06, scorpion .09, hammer .03.
 */
const LEAST_EDGE_SHARE = 0.1;
/** Finer than that, even sharp edges do not help: wingnut (a tenth of the spacing at 512) .000734 and .000755. */
const LEAST_EDGE_VOXEL_SPACINGS = 0.4;
/**
 * The sides of a sheet part where about two voxels lie across it. Thickness is measured where planes are unsure, at the
 * thinner half of a sheet (`orientation/find_layers.wgsl`), hence a little less.
 */
const SHEET_VOXELS = 1.6;
/** Cells with surface that a level beyond what the spacing asks for may have: about those of 200,000 points at 512. */
const MOST_EXTRA_CELLS = 700_000;
/**
 * Of noisy points a voxel of up to so many spacings is near enough to theirs where the next level is no cheap one: half
 * of it, which is then less than 1/√2 of the spacing, takes little from the error. P2S in 10⁻⁴ at 256 and 512, spacings
 * of a voxel at 256 and σ in spacings: scorpion 1.12, .13: 2.12, 2.09; koala 1.39, .14: 1.46, 1.39; 1.24, .20: 2.10,
 * 1.94. That of clean points nearly halves (koala-1M, 1.57: .09, .05).
 */
const NEAR_SPACINGS = Math.SQRT2;

/**
 * Closed surfaces of uneven density have their sparse parts closed as well: koala 1:300 .006, a bust .008, patches of
 * 1:100 .027. A room .063 and a street .28, scanned from inside, would become balloons.
 */
const MOST_CLOSED_ENERGY = 0.04;
/** Of a gap, and of the extent: beyond, a hole is none of the sampling. */
const HOLE_GAPS = 5;
const MOST_SPARSE_HOLE = 0.2;

/** `detail` is known once the cloud is oriented; before, the plan is a first guess. */
export function planLevels(scale: CloudScale, options: PlanOptions, detail: SurfaceDetail = NO_DETAIL): LevelPlan {
  // Dense places that a tenth of the surface does not reach are no reason for a level.
  const spacingNorm = Math.max(scale.spacingNorm, options.density?.fineNorm ?? 0);
  const forLevel = { ...scale, spacingNorm };
  const { resolution: finest, reason } = finestLevel(forLevel, options, detail);
  const isAuto = options.resolution === 'auto';
  const holeRadiusNorm =
    options.holeRadiusNorm === 'auto' ? autoHoleRadius(scale, options, detail) : options.holeRadiusNorm;
  return {
    ...levelsUpTo(scale, finest),
    holeRadiusNorm,
    thicknessNorm: detail.thicknessNorm,
    spacingResolution: isAuto ? levelForSpacing(forLevel, options, detail).resolution : finest,
    neededResolution: neededResolution(forLevel, detail),
    finestReason: reason,
  };
}

/** The plan that ends with an earlier level than was planned, for another reason. */
export function endPlanAt(plan: LevelPlan, scale: CloudScale, resolution: number, reason: FinestReason): LevelPlan {
  return { ...plan, ...levelsUpTo(scale, resolution), finestReason: reason };
}

function levelsUpTo(scale: CloudScale, finest: number): Pick<LevelPlan, 'levels' | 'kappaNorm'> {
  const levels: PlannedLevel[] = [];
  for (let resolution = COARSEST_RESOLUTION; resolution <= finest; resolution *= 2) {
    const frame = gridFrame(resolution);
    levels.push({ frame, bandCells: bandCells(scale.noiseNorm, frame, resolution === finest) });
  }
  const kappaNorm = kappa(scale, gridFrame(finest).voxelNorm);
  return { levels: levels as [PlannedLevel, ...PlannedLevel[]], kappaNorm };
}

interface Finest {
  readonly resolution: number;
  readonly reason: FinestReason;
}

/** `auto` (algorithm.md section 2, step 4): what spacing and noise support, and more where the surface asks for it. */
function finestLevel(scale: CloudScale, options: PlanOptions, detail: SurfaceDetail): Finest {
  if (options.resolution !== 'auto') return { resolution: options.resolution, reason: 'requested' };
  const forSpacing = levelForSpacing(scale, options, detail);
  return levelForSheets(scale, options, detail, levelForEdges(scale, options, detail, forSpacing));
}

/**
 * Doubles from 256 while a voxel h is wider than the spacing s and half of it is no finer than the noise σ: finer
 * voxels would have no data of their own, or would draw the noise.
 */
function levelForSpacing(scale: CloudScale, options: PlanOptions, detail: SurfaceDetail): Finest {
  const { maxResolution, maxReason = 'limit' } = options;
  let resolution = Math.min(AUTO_START_RESOLUTION, maxResolution);
  for (; resolution * 2 <= maxResolution; resolution *= 2) {
    const reason = whyEnough(resolution, scale, detail);
    if (reason) return { resolution, reason };
  }
  return { resolution, reason: maxReason };
}

/** Why nothing would be gained from half the voxel, or too little for its cost; undefined where much would. */
function whyEnough(
  resolution: number,
  scale: CloudScale,
  detail: SurfaceDetail,
): 'spacing' | 'noise' | 'near' | undefined {
  const { spacingNorm, noiseNorm } = scale;
  const { voxelNorm } = gridFrame(resolution);
  if (voxelNorm <= spacingNorm) return 'spacing';
  if (voxelNorm / 2 < noiseNorm) return 'noise';
  const isNear = isNoisy(scale) && voxelNorm <= NEAR_SPACINGS * spacingNorm;
  return isNear && !isAffordable(2 * resolution, scale, detail) ? 'near' : undefined;
}

function neededResolution(scale: CloudScale, detail: SurfaceDetail): number {
  let resolution = COARSEST_RESOLUTION;
  while (resolution < MOST_NEEDED && !whyEnough(resolution, scale, detail)) resolution *= 2;
  return resolution;
}

/** Sharp edges: one level more, for the normals on both sides of an edge are known and only the voxel mixes them. */
function levelForEdges(scale: CloudScale, options: PlanOptions, detail: SurfaceDetail, found: Finest): Finest {
  const resolution = 2 * found.resolution;
  const isSharp = detail.edgeShare >= LEAST_EDGE_SHARE && showsEdges(scale);
  const hasData = gridFrame(resolution).voxelNorm >= LEAST_EDGE_VOXEL_SPACINGS * scale.spacingNorm;
  if (!isSharp || !hasData || resolution > options.maxResolution || !isAffordable(resolution, scale, detail)) {
    return found;
  }
  return { resolution, reason: 'edges' };
}

/** Thin sheets: double until their two sides lie in different cells. */
function levelForSheets(scale: CloudScale, options: PlanOptions, detail: SurfaceDetail, found: Finest): Finest {
  const most = options.maxSheetResolution ?? options.maxResolution;
  let { resolution } = found;
  while (SHEET_VOXELS * gridFrame(resolution).voxelNorm > detail.thicknessNorm) {
    if (2 * resolution > most || !isAffordable(2 * resolution, scale, detail)) break;
    resolution *= 2;
  }
  if (resolution === found.resolution) return found;
  return { resolution, reason: 'sheets' };
}

/** Whether a level that the spacing does not plainly ask for is within bounds, and coarser than the noise. */
function isAffordable(resolution: number, { noiseNorm }: CloudScale, { areaNorm }: SurfaceDetail): boolean {
  const { voxelNorm } = gridFrame(resolution);
  return voxelNorm >= noiseNorm && areaNorm <= MOST_EXTRA_CELLS * voxelNorm ** 2;
}

/**
 * Noisy points scatter round the surface by some σ: the band must hold the surface and both its sides wherever they
 * fell. 64 is wider in σ, since no field exists yet that could tell the sides apart; later levels stop at 6 cells,
 * beyond which the costs grew and the results did not (measured).
 */
function bandCells(noiseNorm: number, { resolution, voxelNorm }: GridFrame, isFinest: boolean): number {
  const base = isFinest ? FINEST_BAND_CELLS : BAND_CELLS;
  const noiseVoxel = noiseNorm / voxelNorm;
  if (resolution === COARSEST_RESOLUTION) return Math.max(base, Math.ceil(3 * noiseVoxel) + 2);
  return Math.max(base, Math.min(Math.ceil(2.5 * noiseVoxel), MAX_NOISE_BAND_CELLS));
}

/**
 * A share of the extent, which is 1, or five spacings of a sparse cloud, whose ordinary gaps are no holes (algorithm.md
 * section 2, step 4). The spacing is the points' median: where the density is uneven, the sparse parts of a closed
 * surface have wider gaps by far.
 */
function autoHoleRadius({ spacingNorm }: CloudScale, { density }: PlanOptions, { sideEnergy }: SurfaceDetail): number {
  const radius = Math.max(AUTO_HOLE_SHARE, HOLE_GAPS * spacingNorm);
  if (!density || sideEnergy >= MOST_CLOSED_ENERGY) return radius;
  return Math.max(radius, Math.min(MOST_SPARSE_HOLE, HOLE_GAPS * density.sparseNorm));
}

/**
 * κH = clamp(.14 (s/H)^.4 (σ/H)^-.7, .2, .43) with H the finest voxel: an empirical fit over the test clouds
 * (algorithm.md section 2, step 5). Clean data cannot tell values above .43 apart, more noise wants less, and below .2
 * thirty iterations no longer converge. Noise under H/1000 counts as H/1000, for the power would have no end.
 */
function kappa({ spacingNorm, noiseNorm }: CloudScale, finestVoxelNorm: number): number {
  const spacingVoxel = spacingNorm / finestVoxelNorm;
  const noiseVoxel = Math.max(noiseNorm / finestVoxelNorm, 1e-3);
  const kappaVoxel = kappaOfSpacing(spacingVoxel) * noiseVoxel ** -0.7;
  return Math.min(Math.max(kappaVoxel, 0.2), 0.43) / finestVoxelNorm;
}

/** What κH is before it is clamped, over σ^-.7: for points that have a σ of their own. */
export function kappaFactor(spacingNorm: number, finestVoxelNorm: number): number {
  return kappaOfSpacing(spacingNorm / finestVoxelNorm) * finestVoxelNorm ** 0.7;
}

function kappaOfSpacing(spacingVoxel: number): number {
  return 0.14 * spacingVoxel ** 0.4;
}

/** The voxel of the finest level that `auto` would take for this noise, were the points close enough. */
export function finestVoxelFor(noiseNorm: number): number {
  let resolution = AUTO_START_RESOLUTION;
  while (resolution < FINEST_RESOLUTION && gridFrame(resolution).voxelNorm / 2 >= noiseNorm) resolution *= 2;
  return gridFrame(resolution).voxelNorm;
}
