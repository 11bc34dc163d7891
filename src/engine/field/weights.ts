/**
 * How much each term of a level's energy counts, from the cloud's noise and the smoothness wanted
 * (algorithm.md section 2, step 5).
 *
 * E(f) = Σ ω (f(q) - s)² + Σ ω_g |∇f(p) - n|² + ‖Hf‖² + ε ‖f - f₀‖², divided through by the smoothness' own weight
 * 1/(κh)². The solver's diagonal and its bounds on eigenvalues are then the same at every level.
 */

export interface LevelWeights {
  /** ω of a value sample: at the point (value 0) and an offset to each side (± the offset). */
  readonly valueWeight: number;
  /** ω_g of the gradient at the point; differences are taken per voxel. */
  readonly gradientWeight: number;
  /** ε of the distance from the start: keeps nodes without any data in place. */
  readonly startWeight: number;
  /** Edge of a voxel, normalised. */
  readonly voxelNorm: number;
  /** How far from its point an offset sample lies along the normal, which is also its value; normalised. */
  readonly offsetNorm: number;
  /** The same on the inner side, where thin sheets end sooner; normalised. */
  readonly innerOffsetNorm: number;
  /** What the weights of points with a noise of their own are made from; not there where none has. */
  readonly own?: OwnWeights;
}

/** κH = clamp(`kappaFactor` σ^-.7, .2, .43) as `plan-levels.ts` has it, with σ the point's. */
export interface OwnWeights {
  readonly kappaFactor: number;
  /** Voxels of the level, h/H, for each of the finest that a cloud of such noise would be solved with. */
  readonly voxelShare: number;
}

/** What decides how far offset samples lie from their points. */
export interface OffsetNumbers {
  /** σ, standard deviation of the points from the surface, normalised. */
  readonly noiseNorm: number;
  /** s, typical distance between neighbouring points, normalised. */
  readonly spacingNorm: number;
  /** Median thickness of thin sheets, normalised; Infinity where not given: there are none. */
  readonly thicknessNorm?: number;
}

export interface LevelNumbers extends OffsetNumbers {
  /** h, edge of a voxel, normalised. */
  readonly voxelNorm: number;
  /** κ per normalised length, the same at all levels. */
  readonly kappaNorm: number;
  /** As of `LevelPlan`. */
  readonly directionShare?: number | undefined;
}

/** The noise of noiseless data: what a trilinear cell cannot represent, in voxels. Measured (algorithm.md step 5). */
const MODEL_NOISE_VOXELS = 0.05;
/** Measured (algorithm.md section 2, step 5): large enough to hold free nodes, too small to pull at held ones. */
const START_WEIGHT = 1e-3;
/** The widest offset in voxels. The samples reach into neighbouring cells at most, on which the assembly relies. */
const MOST_OFFSET_VOXELS = 0.5;
/**
 * The offset of clean points, an eighth of a voxel: beyond knife edges, thinner than a voxel, the samples of one side
 * would lie outside the other and let the surface grow on where there is none. At 1/2, 1/4, 1/8 and 1/20 (P2S · 10⁻⁴):
 * gear .74, .71, .70, .70; gyroid-200k 1.39, 1.29, 1.26, 1.24; wingnut 7.33, 7.06, 6.82, 6.53; hammer 1.00, .88, 1.00,
 * 1.24; gyroid-1M at 512 with its genus of 72: 84 and balloons, 78 and balloons, 77, 74.
 */
const LEAST_OFFSET_VOXELS = 0.125;
/**
 * The offset in voxels for each σ/s, so that noise of a fifth of the spacing has the longest: each such point says
 * little of a direction, and samples far apart say more of it. Trefoil at the same four: 8.57, 8.79, 9.14, 9.29.
 */
const NOISE_OFFSET_VOXELS = 2.5;
/**
 * In thin sheets the outer samples stay far out, for only they keep the two sides apart, and an inner sample beyond the
 * other side denies what that side's outer sample says, which left coarse levels without a sign and blades with
 * balloons on their rims. Sword at 512 and 1024 (P2S · 10⁻⁴; pieces where not one): half a voxel, whatever the
 * thickness 8.0; .77 of it 4.5, 4.4; a half 2.6, 1.5; a quarter 1.57, .81; an eighth 1.28 (6 pieces), .57 (2); none
 * 1.36 (21), .55 (3); an eighth of a voxel on both sides 7.0 (10).
 */
const SHEET_SHARE = 0.25;

/**
 * Where points lie voxels apart, each direction speaks for all of the voxels between: it weighs more by twice as many,
 * up to four times. That holds for a little noise only: below a tenth of the spacing planes and sharp edges decide, and
 * from .3 on directions are no better than positions. P2S · 10⁻⁵ of 4,000 points with .25 % of the diagonal (.18
 * spacings, 4 voxels apart), before and with quadrics of 3.5 spacings (`quadric-normals.ts`): bear 128.7, 124.1; koala
 * 136.0, 131.0; skull 273.4, 262.8; camel 218.9, 205.9; fish 126.2, 120.9; a toy 175.9, 170.3. At .4 spacings fish
 * 72.5, 73.5.
 */
const SPARSE_WEIGHT_PER_VOXEL = 2;
const MOST_SPARSE_WEIGHT = 4;
const LITTLE_NOISE = { begins: 0.1, full: 0.15, fades: 0.2, ends: 0.3 };

/** How many times as much the gradients of sparse points with a little noise weigh. */
function sparseWeight({ noiseNorm, spacingNorm, voxelNorm }: LevelNumbers): number {
  const noise = noiseNorm / spacingNorm;
  const { begins, full, fades, ends } = LITTLE_NOISE;
  const share = Math.min(1, (noise - begins) / (full - begins), (ends - noise) / (ends - fades));
  if (!(share > 0)) return 1;
  const ofVoxels = (SPARSE_WEIGHT_PER_VOXEL * spacingNorm) / voxelNorm;
  return 1 + share * (Math.min(MOST_SPARSE_WEIGHT, Math.max(1, ofVoxels)) - 1);
}

/** How far an offset sample lies from its point, in voxels of any level: inside thin sheets less. */
export function offsetVoxels({ noiseNorm, spacingNorm, thicknessNorm = Infinity }: OffsetNumbers): number {
  if (thicknessNorm < Infinity) return MOST_OFFSET_VOXELS;
  const ofNoise = noiseNorm > 0 ? (NOISE_OFFSET_VOXELS * noiseNorm) / spacingNorm : 0;
  return Math.min(MOST_OFFSET_VOXELS, Math.max(LEAST_OFFSET_VOXELS, ofNoise));
}

export function levelWeights(numbers: LevelNumbers): LevelWeights {
  const { voxelNorm, kappaNorm, noiseNorm, thicknessNorm = Infinity, directionShare = 1 } = numbers;
  const deviationVoxels = Math.hypot(noiseNorm / voxelNorm, MODEL_NOISE_VOXELS);
  const offsetNorm = offsetVoxels(numbers) * voxelNorm;
  return {
    valueWeight: ((kappaNorm * voxelNorm) / deviationVoxels) ** 2,
    // This is relative to a smoothness of weight 1 at every κ, unlike ω: so it was measured (algorithm.md section 2,
    // step 5).
    gradientWeight: directionShare * sparseWeight(numbers) * 2 * Math.min(1, 1 / deviationVoxels),
    startWeight: START_WEIGHT,
    voxelNorm,
    offsetNorm,
    innerOffsetNorm: Math.min(offsetNorm, SHEET_SHARE * thicknessNorm),
  };
}
