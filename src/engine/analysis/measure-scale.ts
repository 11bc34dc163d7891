/**
 * The lengths from which everything else is chosen: spacing, noise and the size of plane neighbourhoods (algorithm.md
 * section 2, step 1). Medians over at most 2,000 sampled points, so the cost does not depend on the cloud.
 *
 * Noise is told from curvature by two neighbourhoods: over k neighbours of a smooth surface the squared sagitta
 * grows with radius⁴, that is with k², while noise does not grow. With k' = ρk, (ρ²·v(k) - v(k')) / (ρ² - 1) keeps
 * the noise alone; ρ = 3 gives the measured (9 v₁₂ - v₃₆)/8. Where the noise is thicker than the neighbourhood is
 * wide, no plane can be seen in it, and k doubles.
 *
 * The estimate is low: nearest neighbours in a thick cloud are those with offsets like the sample's own. On planes of
 * 20,000 points by 5 % at σ = .15 spacings and by 17 % from .5 on; on spheres up to 30 %, at .7 spacings. The constants
 * of the later stages were measured with this estimate.
 */
import { task } from '../host/task.ts';
import { spreadIndex } from '../math/spread-index.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { NearestSearch } from '../neighbours/nearest-search.ts';
import { stepNoise } from './depth-steps.ts';
import { flatVariance, thicknessSquared } from './local-thickness.ts';
import { upperMedian } from './median.ts';
import { countWithin } from './spacing-in.ts';

/** 'auto' estimates; 'none' trusts every point; a number is the standard deviation, normalised. */
export type NoiseChoice = 'auto' | 'none' | number;

/** Normalised lengths of a cloud. */
export interface CloudScale {
  /** Typical distance between neighbouring points. */
  readonly spacingNorm: number;
  /** Standard deviation of the points across the surface. */
  readonly noiseNorm: number;
  /**
   * That of the regions of more noise, whose points state their own (`run/regional-noise.ts`); not there where none
   * are.
   */
  readonly noisyNorm?: number;
}

/** Below this share of the spacing planes say as much of a point's direction as curved neighbourhoods do. */
export const LEAST_NOISE_SPACINGS = 0.1;

export function isNoisy({ noiseNorm, spacingNorm }: CloudScale): boolean {
  return noiseNorm >= LEAST_NOISE_SPACINGS * spacingNorm;
}

/** Above this share of the spacing noise looks like edges, and sharp ones like rounded ones (measured). */
const MOST_EDGE_NOISE_SPACINGS = 0.25;

/** Whether sharp edges can be told from noise. */
export function showsEdges({ noiseNorm, spacingNorm }: CloudScale): boolean {
  return noiseNorm < MOST_EDGE_NOISE_SPACINGS * spacingNorm;
}

export interface ScaleEstimate extends CloudScale {
  /** Points in a plane's neighbourhood, the point itself among them; at most the cloud's. */
  readonly neighbourCount: number;
  /** Median distance of the last of them. */
  readonly neighbourhoodNorm: number;
}

export interface MeasureScaleArguments {
  /** [3 × pointCount], normalised, in the order that `tree` indexes. */
  readonly positions: Float32Array;
  readonly tree: KdTree;
  readonly noise: NoiseChoice;
}

const NOISE_SAMPLES = 2000;
const NEIGHBOUR_SAMPLES = 300;
const FIRST_K = 12;
const LAST_K = 192;
/** ρ above. */
const WIDER = 3;
/** A neighbourhood narrower than this many standard deviations shows no plane (algorithm.md section 2, step 1). */
const THICK_RADII = 3.5;

/** Whether a plane can be seen in a neighbourhood of this radius and thickness (standard deviation). */
export function showsPlane(radius: number, thickness: number): boolean {
  return radius >= THICK_RADII * thickness;
}

/**
 * Share of the mean distance to six neighbours (measured). Points at random own squares of side a = 1/√density; the
 * j-th neighbour's mean distance is Γ(j+½)/Γ(j)/√π a, the mean of six .978 a, so the spacing is .93 a.
 */
const SPACING_SHARE = 0.95;
/** Plane neighbourhoods in spacings and in standard deviations (measured, algorithm.md section 2, step 1). */
const PLANE_SPACINGS = 1.9;
const PLANE_DEVIATIONS = 4.5;
export const LEAST_NEIGHBOURS = 12;
export const MOST_NEIGHBOURS = 199;

/** The radius that a plane's neighbourhood has as a rule, normalised. */
export function planeRadius({ spacingNorm, noiseNorm }: CloudScale): number {
  return Math.max(PLANE_DEVIATIONS * noiseNorm, PLANE_SPACINGS * spacingNorm);
}

export interface EvenNeighbourhood extends Pick<ScaleEstimate, 'neighbourCount' | 'neighbourhoodNorm'> {
  /** Noise spans more points than a plane's neighbourhood may take: planes of so few say nothing of the surface. */
  readonly isTooNoisy: boolean;
}

/** A plane's neighbourhood by its rule on a surface of these lengths, one point to each square of side s. */
export function evenNeighbourhood(scale: CloudScale): EvenNeighbourhood {
  const { spacingNorm } = scale;
  const wanted = Math.round(countWithin(planeRadius(scale), spacingNorm));
  const neighbourCount = Math.max(LEAST_NEIGHBOURS, Math.min(wanted, MOST_NEIGHBOURS));
  const neighbourhoodNorm = spacingNorm * Math.sqrt(neighbourCount / Math.PI);
  return { neighbourCount, neighbourhoodNorm, isTooNoisy: wanted > MOST_NEIGHBOURS };
}

/** The measurement behind `estimateScale`: the picks are a fixed sequence of the point count. */
export const measureScale = task('measureScale', ({ positions, tree, noise }: MeasureScaleArguments): ScaleEstimate => {
  const count = tree.pointCount;
  if (count === 0) return { spacingNorm: 0, noiseNorm: 0, neighbourCount: 0, neighbourhoodNorm: 0 };
  const sampler = new Sampler(positions, tree);
  const spacingNorm = sampler.spacing();
  const noiseNorm = noise === 'auto' ? sampler.noise() : noise === 'none' ? 0 : noise;
  return { spacingNorm, noiseNorm, ...sampler.neighbourhood(spacingNorm, noiseNorm) };
});

class Sampler {
  readonly #positions: Float32Array;
  readonly #count: number;
  readonly #search: NearestSearch;
  readonly #sampleCount: number;

  constructor(positions: Float32Array, tree: KdTree) {
    this.#positions = positions;
    this.#count = tree.pointCount;
    this.#search = new NearestSearch(tree, Math.min(this.#count, WIDER * LAST_K));
    this.#sampleCount = Math.min(this.#count, NOISE_SAMPLES);
  }

  /** Median of the mean distance to six neighbours, times a constant that makes it a lattice's spacing. */
  spacing(): number {
    const means = new Float64Array(this.#sampleCount);
    for (let i = 0; i < means.length; i++) {
      const { found } = this.#nearest(i, 7);
      let sum = 0;
      for (let j = 1; j < found; j++) sum += Math.sqrt(this.#search.squared[j]!);
      means[i] = sum / Math.max(1, found - 1);
    }
    return SPACING_SHARE * upperMedian(means);
  }

  noise(): number {
    // Clouds too small for two neighbourhoods of different size cannot tell noise from curvature.
    if (this.#count < 2 * FIRST_K) return 0;
    const steps = stepNoise(
      this.#positions,
      this.#search,
      this.#sampleCount,
      (sample, k) => this.#nearest(sample, k).found,
    );
    for (let k = FIRST_K; ; k *= 2) {
      const { thickness, radius, noise } = this.#noiseAt(k);
      if (showsPlane(radius, thickness) || k >= LAST_K || 4 * k > this.#count) return Math.max(noise, steps);
    }
  }

  /** Medians over the samples at `k` neighbours: thickness (with curvature), radius, and noise (without). */
  #noiseAt(k: number): { thickness: number; radius: number; noise: number } {
    const thicknesses = new Float64Array(this.#sampleCount);
    const radii = new Float64Array(this.#sampleCount);
    const noises = new Float64Array(this.#sampleCount);
    const offsets = new Float64Array(WIDER * k);
    for (let i = 0; i < this.#sampleCount; i++) {
      const { x, y, z, found } = this.#nearest(i, WIDER * k);
      const narrow = thicknessSquared(this.#positions, this.#search, x, y, z, k, offsets);
      const wide = thicknessSquared(this.#positions, this.#search, x, y, z, found, offsets);
      const growth = (found / k) ** 2;
      thicknesses[i] = narrow;
      radii[i] = Math.sqrt(this.#search.squared[k - 1]!);
      noises[i] = flatVariance(narrow, wide, growth);
    }
    return {
      thickness: Math.sqrt(upperMedian(thicknesses)),
      radius: upperMedian(radii),
      noise: Math.sqrt(upperMedian(noises)),
    };
  }

  /** How many points a plane takes: the median count within the radius that spacing and noise ask for. */
  neighbourhood(spacingNorm: number, noiseNorm: number): { neighbourCount: number; neighbourhoodNorm: number } {
    const radius = planeRadius({ spacingNorm, noiseNorm });
    const reach = Math.min(this.#count, MOST_NEIGHBOURS + 1);
    const counts = new Float64Array(NEIGHBOUR_SAMPLES);
    const distances = Array.from({ length: NEIGHBOUR_SAMPLES }, (_, i) => {
      const { found } = this.#nearest(7 * i, reach);
      const squared = this.#search.squared.slice(0, found);
      const beyond = squared.findIndex((value) => value >= radius * radius);
      counts[i] = beyond < 0 ? found : beyond;
      return squared;
    });
    const wanted = Math.max(LEAST_NEIGHBOURS, Math.min(upperMedian(counts), MOST_NEIGHBOURS));
    const neighbourCount = Math.min(wanted, this.#count);
    const radii = Float64Array.from(distances, (squared) => Math.sqrt(squared[neighbourCount - 1] ?? 0));
    return { neighbourCount, neighbourhoodNorm: upperMedian(radii) };
  }

  /** Finds the `k` nearest of sample `i`. */
  #nearest(i: number, k: number): { x: number; y: number; z: number; found: number } {
    const at = 3 * spreadIndex(i, this.#count);
    const x = this.#positions[at]!;
    const y = this.#positions[at + 1]!;
    const z = this.#positions[at + 2]!;
    return { x, y, z, found: this.#search.find(x, y, z, Math.min(k, this.#count)) };
  }
}
