/**
 * Whether the noise of a cloud differs by region, and how thick the cloud is about each place (algorithm.md section 2,
 * step 1): scans of two scanners, one of them worse, or ranges that grow beyond what one was made for. The noise of the
 * whole is a median (`measure-scale.ts`), and where a third of the points has ten times of it, that third comes out in
 * shreds.
 *
 * Each sample takes a neighbourhood of its own, which doubles until a plane shows in it: of a median of all, the thick
 * parts would never ask for a wider one. A single sample errs, for it may lie in the middle of a thick part, whose
 * nearest points lie there as well; the median of samples side by side does not.
 */
import { spacingIn } from './spacing-in.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { spreadIndex } from '../math/spread-index.ts';
import { task } from '../host/task.ts';
import type { KdTree } from '../neighbours/kd-tree.ts';
import { NearestSearch } from '../neighbours/nearest-search.ts';
import { LAYER_POINTS, stepHeights } from './depth-steps.ts';
import { flatVariance, thicknessSquared } from './local-thickness.ts';
import { type CloudScale, showsPlane } from './measure-scale.ts';
import { upperMedian } from './median.ts';

export interface NoiseRegionsArguments {
  /** [3 × pointCount], normalised, in the order that `tree` indexes. */
  readonly positions: Float32Array;
  readonly tree: KdTree;
  readonly scale: CloudScale;
}

export interface NoiseRegions {
  /** [3 × count] some of the points, normalised. */
  readonly places: Float32Array<ArrayBuffer>;
  /** [count] standard deviation of the points across the surface about each, normalised. */
  readonly deviations: Float32Array<ArrayBuffer>;
  /** Share of the points in regions of more noise, and the median deviation there, normalised. */
  readonly share: number;
  readonly noisyNorm: number;
  /** A point with less than so many times the noise of the whole has that. */
  readonly leastRatio: number;
}

/**
 * Samples that tell whether there are regions, and those that tell where. Of fewer points than the first of them the
 * widest neighbourhood holds an eighth and more: it tells of the shape.
 */
const FIRST_SAMPLES = 1500;
const SAMPLES = 4000;
const FIRST_K = 12;
const LAST_K = 192;
/** Noise and curvature are told apart by a neighbourhood of three times the points, as in `measure-scale.ts`. */
const WIDER = 3;
/** Samples of a region, the one in its middle among them. */
const REGION_SAMPLES = 24;
/**
 * Regions have so many times the noise of the whole, and so much of the spacing about them; points in them the second.
 */
const NOISE_RATIOS = { region: 2, point: 1.5 };
/** Of steps of rounded depth, which are no estimate. */
const STEP_RATIOS = { region: 1.25, point: 1.25 };
const LEAST_SPACINGS = 0.5;
const LEAST_SHARE = 0.04;

export const measureNoiseRegions = task(
  'measureNoiseRegions',
  ({ positions, tree, scale }: NoiseRegionsArguments): NoiseRegions | null => {
    if (tree.pointCount < FIRST_SAMPLES) return null;
    const isStepped = scale.noiseNorm > 0 && stepsAt(positions, tree, FIRST_SAMPLES) !== undefined;
    if (isStepped) return judgeRegions(sampleSteps(positions, tree), scale, STEP_RATIOS);
    const first = judgeRegions(sampleNoise(positions, tree, FIRST_SAMPLES), scale);
    return first && judgeRegions(sampleNoise(positions, tree, SAMPLES), scale);
  },
);

export interface NoiseSamples {
  /** [3 × count] normalised. */
  readonly places: Float32Array<ArrayBuffer>;
  /** [count] normalised: the thickness about each without curvature, and how far points lie apart there. */
  readonly noises: Float64Array;
  readonly spacings: Float64Array;
}

function sampleNoise(positions: Float32Array, tree: KdTree, most: number): NoiseSamples {
  const count = Math.min(tree.pointCount, most);
  const places = new Float32Array(3 * count);
  const noises = new Float64Array(count);
  const spacings = new Float64Array(count);
  const search = new NearestSearch(tree, Math.min(tree.pointCount, WIDER * LAST_K));
  const offsets = new Float64Array(WIDER * LAST_K);
  for (let i = 0; i < count; i++) {
    const at = 3 * spreadIndex(i, tree.pointCount);
    const [x, y, z] = [positions[at]!, positions[at + 1]!, positions[at + 2]!];
    places.set([x, y, z], 3 * i);
    for (let k = FIRST_K; ; k *= 2) {
      const found = search.find(x, y, z, Math.min(WIDER * k, tree.pointCount));
      const narrow = thicknessSquared(positions, search, x, y, z, Math.min(k, found), offsets);
      const radius = Math.sqrt(search.squared[Math.min(k, found) - 1]!);
      if (k === FIRST_K) spacings[i] = spacingIn(radius, k);
      if (k < LAST_K && 4 * k <= tree.pointCount && !showsPlane(radius, Math.sqrt(narrow))) continue;
      const wide = thicknessSquared(positions, search, x, y, z, found, offsets);
      noises[i] = Math.sqrt(flatVariance(narrow, wide, (found / k) ** 2));
      break;
    }
  }
  return { places, noises, spacings };
}

/**
 * What rounding errs about each sample, or what is seen beside that. Steps grow with the range, and where a surface
 * faces the camera all about a point lies on one of them: the height is that of the nearest samples that see any.
 */
function sampleSteps(positions: Float32Array, tree: KdTree): NoiseSamples {
  const samples = sampleNoise(positions, tree, SAMPLES);
  const heights = stepsAt(positions, tree, SAMPLES);
  if (!heights) return samples;
  const seen = Uint32Array.from(heights.keys()).filter((i) => heights[i]! > 0);
  const { places, noises, spacings } = samples;
  const search = new SampleSearch(gatherTriples(places, seen, new Float32Array(3 * seen.length)), REGION_SAMPLES);
  const withSteps = noises.map((noise, i) => {
    const near = search.about(places[3 * i]!, places[3 * i + 1]!, places[3 * i + 2]!);
    return Math.max(noise, upperMedian(Float64Array.from(near, (j) => heights[seen[j]!]!)) / 2);
  });
  return { places, noises: withSteps, spacings };
}

/** [count] heights of steps about the samples, normalised, 0 where none are seen; nothing where the cloud has none. */
function stepsAt(positions: Float32Array, tree: KdTree, most: number): Float64Array | undefined {
  const count = Math.min(tree.pointCount, most);
  const search = new NearestSearch(tree, Math.min(tree.pointCount, LAYER_POINTS));
  return stepHeights(positions, search, count, (sample, k) => {
    const at = 3 * spreadIndex(sample, tree.pointCount);
    return search.find(positions[at]!, positions[at + 1]!, positions[at + 2]!, Math.min(k, tree.pointCount));
  });
}

/** The median about each sample; nothing where too few are beyond what the whole has. */
export function judgeRegions(
  { places, noises, spacings }: NoiseSamples,
  { noiseNorm, spacingNorm }: CloudScale,
  ratios = NOISE_RATIOS,
): NoiseRegions | null {
  const count = noises.length;
  const deviations = new Float32Array(count);
  const noisy: number[] = [];
  const nearest = new SampleSearch(places, Math.min(count, REGION_SAMPLES));
  for (let i = 0; i < count; i++) {
    const near = nearest.about(places[3 * i]!, places[3 * i + 1]!, places[3 * i + 2]!);
    const deviation = upperMedian(Float64Array.from(near, (j) => noises[j]!));
    const spacing = Math.max(spacingNorm, upperMedian(Float64Array.from(near, (j) => spacings[j]!)));
    deviations[i] = deviation;
    if (deviation > Math.max(ratios.region * noiseNorm, LEAST_SPACINGS * spacing)) noisy.push(deviation);
  }
  if (!(noisy.length >= LEAST_SHARE * count)) return null;
  const noisyNorm = upperMedian(Float64Array.from(noisy));
  return { places, deviations, share: noisy.length / count, noisyNorm, leastRatio: ratios.point };
}

/** The nearest of a few thousand places, each looked at: 16 million distances at most. */
class SampleSearch {
  readonly #places: Float32Array;
  readonly #indices: Uint32Array;
  readonly #squared: Float64Array;

  constructor(places: Float32Array, size: number) {
    this.#places = places;
    this.#indices = new Uint32Array(size);
    this.#squared = new Float64Array(size);
  }

  about(x: number, y: number, z: number): Uint32Array {
    const [places, indices, squared] = [this.#places, this.#indices, this.#squared];
    const last = squared.length - 1;
    squared.fill(Infinity);
    for (let j = 0, at = 0; at < places.length; j++, at += 3) {
      const distance = (places[at]! - x) ** 2 + (places[at + 1]! - y) ** 2 + (places[at + 2]! - z) ** 2;
      if (distance >= squared[last]!) continue;
      let place = last;
      for (; place > 0 && squared[place - 1]! > distance; place--) {
        squared[place] = squared[place - 1]!;
        indices[place] = indices[place - 1]!;
      }
      squared[place] = distance;
      indices[place] = j;
    }
    return indices;
  }
}
