/**
 * The one place that a cloud was seen from, which nobody told (algorithm.md section 2, step 2, "One station"): a depth image,
 * a scan from a tripod. Its points lie as the beams of one scanner part, so the law of density-law.ts holds for nearly all of
 * them at the true place and nowhere else, and from there the sides follow point by point.
 *
 * density-law.ts asks which of two sides was seen, by a correlation on a coarse grid; here the spread that the law leaves
 * is brought to its least, which finds the place itself.
 */
import { task } from '../host/task.ts';
import type { Triple } from '../math/triple.ts';
import { evenDirection } from './common-inside.ts';
import { GRAZING, type ViewedCloud } from './cube-view.ts';
import { shareOf } from './judge-room.ts';

export interface Station {
  /** Normalised. */
  readonly place: Triple;
  /** What the law leaves there of the spread of ln spacing: half of the way from the 16th to the 84th percentile. */
  readonly spread: number;
  /** The least spread at a place on the other side of the cloud. */
  readonly spreadOpposite: number;
  /** Without any law. */
  readonly spreadOfSpacings: number;
}

/** Points that are looked at from the first places, and from those about the best. */
const COARSE_POINTS = 1000;
const FINE_POINTS = 3000;
const DIRECTIONS = 162;
/** From the middle of the cloud, whose extent is 1. */
const DISTANCES = [0.1, 0.2, 0.32, 0.45, 0.65, 0.95, 1.4, 2, 3, 6, 1000];
/** How often the step between places is halved. */
const HALVINGS = 7;
/** Of a place's distance, and at most so far. */
const FIRST_STEP = 0.25;
const WIDEST_STEP = 0.75;
/** Share of the points at no grazing angle, below which a place does not count. */
const LEAST_LOOKED_AT = 0.5;
/** Least gain of a step that is taken. */
const LEAST_GAIN = 1e-4;

/**
 * Nothing where there are too few points.
 * @param cloud its axes may have any side
 */
export const findStation = task('findStation', (cloud: ViewedCloud): Station | undefined => {
  const [coarse, fine] = [spacingLaw(cloud, COARSE_POINTS), spacingLaw(cloud, FINE_POINTS)];
  const places = DISTANCES.flatMap((distance) =>
    Array.from({ length: DIRECTIONS }, (_, i) => scaled(evenDirection(i, DIRECTIONS), distance)),
  );
  const tried = places.map((place) => ({ place, spread: coarse.spreadAt(place) }));
  const best = refined(leastOf(tried), fine.spreadAt);
  const across = leastOf(tried.filter(({ place }) => dot(place, best.place) < 0));
  if (best.spread === Infinity) return undefined;
  const { spread: spreadOpposite } = refined(across, (place) =>
    dot(place, best.place) < 0 ? fine.spreadAt(place) : Infinity,
  );
  return { ...best, spreadOpposite, spreadOfSpacings: fine.spreadOfSpacings };
});

/** Of the spread of ln spacing at most so much is left at a true place. */
const MOST_LEFT = 0.75;
/** Of the spread on the other side. */
const MOST_BESIDE_OPPOSITE = 0.9;

/** From further off distances hardly differ, and the slant alone is alike from either side: lattices have such a law, too. */
const MOST_DISTANCE = 10;

export function isStation({ place, spread, spreadOpposite, spreadOfSpacings }: Station): boolean {
  const isNear = Math.hypot(...place) <= MOST_DISTANCE;
  return isNear && spread <= MOST_LEFT * spreadOfSpacings && spread <= MOST_BESIDE_OPPOSITE * spreadOpposite;
}

/** Points that others hide from a place: like those of sensors. */
const MOST_HIDDEN = 0.15;
/**
 * Of points that lie as evenly as those of an image, random ones having .14 at least, more: discs hide one another at grazing
 * angles, and from nowhere else are the points so even.
 */
const MOST_HIDDEN_EVEN = 0.3;
const MOST_EVEN = 0.1;

/** @param hidden share of the points that others hide from the station; NaN where there are too few to tell */
export function seesAll({ spread }: Station, hidden: number): boolean {
  return hidden <= (spread <= MOST_EVEN ? MOST_HIDDEN_EVEN : MOST_HIDDEN);
}

interface Tried {
  readonly place: Triple;
  readonly spread: number;
}

/** What the law leaves of the spread of ln spacing at a place, and the spread without any. */
export interface SpacingLaw {
  readonly spreadAt: (place: Triple) => number;
  readonly spreadOfSpacings: number;
}

/** Of at most so many points. */
export function spacingLaw(cloud: ViewedCloud, most: number): SpacingLaw {
  const { positions, axes, spacings } = shareOf(cloud, most);
  const squares = Float64Array.from(spacings, (spacing) => spacing * spacing);
  const left = new Float64Array(squares.length);
  const spreadAt = ([x, y, z]: Triple): number => {
    let count = 0;
    for (let i = 0; i < squares.length; i++) {
      const [u, v, w] = [x - positions[3 * i]!, y - positions[3 * i + 1]!, z - positions[3 * i + 2]!];
      const squared = u * u + v * v + w * w;
      const cosine = Math.abs(u * axes[4 * i]! + v * axes[4 * i + 1]! + w * axes[4 * i + 2]!) / Math.sqrt(squared);
      if (cosine >= GRAZING) left[count++] = (squares[i]! * cosine) / squared;
    }
    return count < LEAST_LOOKED_AT * squares.length ? Infinity : spreadOf(left.subarray(0, count));
  };
  return { spreadAt, spreadOfSpacings: spreadOf(squares.slice()) };
}

/** Of the logarithms of the square roots, which are not taken one by one. Sorts the values; Infinity for none. */
function spreadOf(values: Float64Array): number {
  if (values.length === 0) return Infinity;
  values.sort();
  const at = (share: number): number => values[Math.floor(share * (values.length - 1))]!;
  return Math.log(at(0.84) / at(0.16)) / 4;
}

/** Goes on to the best of 26 places about while that gains something, in steps that halve. */
function refined({ place: first }: Tried, spreadAt: (place: Triple) => number): Tried {
  let best: Tried = { place: first, spread: spreadAt(first) };
  let step = Math.min(WIDEST_STEP, FIRST_STEP * Math.hypot(...first));
  for (let halved = 0; halved < HALVINGS;) {
    const near = placesAbout(best.place, step).map((place) => ({ place, spread: spreadAt(place) }));
    const next = leastOf(near);
    if (next.spread < best.spread - LEAST_GAIN) {
      best = next;
      continue;
    }
    step /= 2;
    halved++;
  }
  return best;
}

function placesAbout([x, y, z]: Triple, step: number): Triple[] {
  const steps = [-step, 0, step];
  return steps.flatMap((c) => steps.flatMap((b) => steps.map((a): Triple => [x + a, y + b, z + c])));
}

/** Infinitely bad where there is none. */
function leastOf(tried: readonly Tried[]): Tried {
  return tried.reduce((least, one) => (one.spread < least.spread ? one : least), {
    place: [0, 0, 1],
    spread: Infinity,
  });
}

function scaled([x, y, z]: Triple, factor: number): Triple {
  return [factor * x, factor * y, factor * z];
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
