/**
 * What a vertex's uncertainty follows from (docs/trust.md): the standard deviation of how far the true surface is from
 * it, and whether it is a guess.
 *
 *     σ² = σ₀²/(2.14 + 66.9 σ₀/s)            noise, of which the surface averages more points the more there is
 *        + (.315 τ₈ s)² + (5·10⁻⁵ s)²        what points say nothing of: turning that changes between them
 *        + max(0, b² − σ₀²/5)                how far the surface passes beside its points
 *        + (6.16 τ₁₆ σ₀)²                    noise rounds off what turns unevenly
 *        + (.816 o)²                         beyond a rim
 *
 * The constants were fitted together (docs/trust.md, "Calibration").
 */

/** What the points say of a vertex; lengths in one unit. */
export interface Evidence {
  /**
   * τ₈², τ₁₆²: mean squared residual of the normals' linear trend, about the vertex and about the points nearest to it.
   */
  readonly unevenness: number;
  readonly wideUnevenness: number;
  /** b: mean distance of the nearest points from the surface, bent as it is. */
  readonly offset: number;
  /** o: how far beyond its points the surface reaches; 0 away from rims. */
  readonly overhang: number;
  /** s: how far the points lie apart. */
  readonly spacing: number;
  /** To the nearest point that does not face away. */
  readonly facing: number;
}

/** The order in which `measure_vertices.wgsl` writes them. */
export const EVIDENCE = [
  'unevenness',
  'wideUnevenness',
  'offset',
  'overhang',
  'spacing',
  'facing',
] as const satisfies readonly (keyof Evidence)[];

/** Points that are averaged where there is next to no noise, and for each spacing of it. */
const LEAST_AVERAGED = 2.14;
const AVERAGED_PER_SPACING = 66.9;
const TURNING = 0.315;
/** What is left where nothing turns, in spacings. */
const FLOOR = 5e-5;
/** Of the noise's variance: what the mean of eight points keeps of it, and a little more. */
const OFFSET_NOISE = 0.2;
const ROUNDING = 6.16;
const OVERHANG = 0.816;
/**
 * Noise of so many spacings and less rounds nothing off that would be seen above the floor, however unevenly the
 * surface turns.
 */
export const LEAST_ROUNDING = FLOOR / ROUNDING;

/** In the unit of the lengths given. */
export function uncertaintyOf(evidence: Evidence, noise: number): number {
  const { unevenness, wideUnevenness, offset, overhang, spacing } = evidence;
  const variance = noise ** 2;
  const averaged = LEAST_AVERAGED + (spacing > 0 ? (AVERAGED_PER_SPACING * noise) / spacing : 0);
  return Math.sqrt(
    variance / averaged +
      (TURNING ** 2 * unevenness + FLOOR ** 2) * spacing ** 2 +
      Math.max(0, offset ** 2 - OFFSET_NOISE * variance) +
      ROUNDING ** 2 * wideUnevenness * variance +
      (OVERHANG * overhang) ** 2,
  );
}

/** A point supports the surface within so many spacings and so many standard deviations of the noise. */
export const SUPPORT_SPACINGS = 1.8;
export const SUPPORT_NOISES = 2.5;

/** Whether no point supports the vertex. */
export function isGuess({ facing, spacing }: Pick<Evidence, 'facing' | 'spacing'>, noise: number): boolean {
  return facing > SUPPORT_SPACINGS * spacing + SUPPORT_NOISES * noise;
}
