/**
 * The one place that a cloud was seen from, which nobody told (algorithm.md section 2, step 2, "One station"): a depth
 * image, a scan from a tripod. Its points lie as the beams of one scanner part, so the law of density-law.ts holds for
 * nearly all of them at the true place and nowhere else, and from there the sides follow point by point.
 *
 * density-law.ts asks which of two sides was seen, by a correlation on a coarse grid; here the spread that the law
 * leaves is brought to its least, which finds the place itself.
 *
 * Beams part at even angles, or at even steps of two angles as those of a tripod that turns: e above its level a step
 * round spans cos e of the solid angle that it spans there. Those of a camera part at even steps across its image: α
 * away from its axis a pixel spans cos³ α of the solid angle that it spans on it. Whichever law fits best counts. The
 * axis of a camera is taken to be the mean direction of its points.
 */
import { task } from '../host/task.ts';
import { selectRank } from '../math/select-rank.ts';
import { spreadIndex } from '../math/spread-index.ts';
import { distance, type Triple, unit } from '../math/triple.ts';
import { evenDirection } from './common-inside.ts';
import { GRAZING, type ViewedCloud } from './cube-view.ts';
import { shareOf } from './judge-room.ts';

export interface Station {
  /** Normalised. */
  readonly place: Triple;
  /** How far off it may be, normalised: so far apart lie the places that two shares of the points tell. */
  readonly placeError: number;
  /** What the law leaves there of the spread of ln spacing: half of the way from the 16th to the 84th percentile. */
  readonly spread: number;
  /** The least spread at a place on the other side of the cloud, or of most of its surface. */
  readonly spreadOpposite: number;
  /** Without any law. */
  readonly spreadOfSpacings: number;
  /**
   * Cosine of the half angle of the cone about their mean direction that 99 % of the points lie in, as seen from the
   * place.
   */
  readonly coneCosine: number;
}

/** Points that are looked at from the first places, and from those about the best. */
const COARSE_POINTS = 500;
const FINE_POINTS = 3000;
const DIRECTIONS = 162;
/** From the middle of the cloud, whose extent is 1. */
const DISTANCES = [0.1, 0.2, 0.32, 0.45, 0.65, 0.95, 1.4, 2, 3, 6, 1000];
/** How often the step between places is halved. */
const HALVINGS = 7;
/**
 * And for the best place at each distance, from the best of which it goes on: within rooms the law has several lows.
 */
const COARSE_HALVINGS = 3;
/** Of a place's distance, and at most so far. */
const FIRST_STEP = 0.25;
const WIDEST_STEP = 0.75;
/** Share of the points at no grazing angle, below which a place does not count. */
const LEAST_LOOKED_AT = 0.5;
/** Least gain of a step that is taken. */
const LEAST_GAIN = 1e-4;

/** Its axes may have any side. */
export interface StationTask extends ViewedCloud {
  /** Where ln spacing spreads by less, nobody looks for a station. */
  readonly leastSpread: number;
  /** At which distances from 0 0 0 one is looked for; all about a cloud where not given. */
  readonly distances?: readonly number[];
}

/** Nothing where there are too few points, or they lie too evenly. */
export const findStation = task('findStation', (cloud: StationTask): Station | undefined => {
  const fine = spacingLaw(cloud, FINE_POINTS);
  if (fine.spreadOfSpacings < cloud.leastSpread) return undefined;
  const coarse = spacingLaw(cloud, COARSE_POINTS);
  const { distances = DISTANCES } = cloud;
  const places = distances.flatMap((distance) =>
    Array.from({ length: DIRECTIONS }, (_, i) => scaled(evenDirection(i, DIRECTIONS), distance)),
  );
  const tried = places.map((place) => ({ place, spread: coarse.spreadAt(place) }));
  const begun = firstPlaces(tried).map((place) => stepped(place, coarse.spreadAt, COARSE_HALVINGS));
  const laws = { coarse, fine };
  const best = refined(leastOf([leastOf(tried), ...begun]), laws);
  const across = leastOf(tried.filter(({ place }) => dot(place, best.place) < 0));
  if (best.spread === Infinity) return undefined;
  const isAcross = (place: Triple): boolean => dot(place, best.place) < 0;
  const { spread: spreadOpposite } = refined(across, laws, isAcross);
  const spreadMirrored = spreadBehind(cloud, laws, { best, tried });
  const coneCosine = coneCosineOf(cloud, best.place);
  const { place, spread } = best;
  return {
    place,
    placeError: placeErrorOf(cloud, best),
    spread,
    spreadOpposite: Math.min(spreadOpposite, spreadMirrored),
    spreadOfSpacings: fine.spreadOfSpacings,
    coneCosine,
  };
});

/**
 * Two shares of few points, spread over all of them, go on from the place by the law that fits best there: 3.5 standard
 * deviations of what all points that are looked at come to.
 */
function placeErrorOf(cloud: ViewedCloud, { law, ...best }: Refined): number {
  const share = shareOf(cloud, 2 * COARSE_POINTS);
  const [a, b] = [0, 1].map((half) => {
    const { laws } = spacingLaw(everyOther(share, half), COARSE_POINTS);
    return stepped(best, laws[law]!).place;
  });
  return distance(a!, b!);
}

function everyOther({ positions, axes, spacings, noiseNorm }: ViewedCloud, half: number): ViewedCloud {
  const isIn = (i: number): boolean => i % 2 === half;
  return {
    positions: positions.filter((_, at) => isIn(Math.floor(at / 3))),
    axes: axes.filter((_, at) => isIn(at >> 2)),
    spacings: spacings.filter((_, i) => isIn(i)),
    noiseNorm,
  };
}

/** The best place at each distance. */
function firstPlaces(tried: readonly Tried[]): Tried[] {
  return Array.from({ length: tried.length / DIRECTIONS }, (_, at) =>
    leastOf(tried.slice(at * DIRECTIONS, (at + 1) * DIRECTIONS)),
  );
}

/** Planes that a place is mirrored at, and of the places that see the backs those that are improved. */
const MIRRORS = 48;
const IMPROVED = 3;

/**
 * The least spread at a place that sees most of the surface from behind, if it is seen from the front from the best
 * one. A plane lies alike before both, so that of a ground with little on it the tripod may as well have stood below.
 */
function spreadBehind(
  cloud: ViewedCloud,
  laws: LawsOfPoints,
  { best, tried }: { readonly best: Tried; readonly tried: readonly Tried[] },
): number {
  const { positions, axes } = shareOf(cloud, COARSE_POINTS);
  const count = positions.length / 3;
  const sideOf = (i: number, [x, y, z]: Triple): number =>
    (x - positions[3 * i]!) * axes[4 * i]! +
    (y - positions[3 * i + 1]!) * axes[4 * i + 1]! +
    (z - positions[3 * i + 2]!) * axes[4 * i + 2]!;
  const sides = Float64Array.from({ length: count }, (_, i) => sideOf(i, best.place));
  const isBehind = (place: Triple): boolean => {
    let alike = 0;
    for (let i = 0; i < count; i++) if (sideOf(i, place) * sides[i]! > 0) alike++;
    return 2 * alike < count;
  };
  const mirrored = Array.from({ length: Math.min(MIRRORS, count) }, (_, k): Triple => {
    const i = spreadIndex(k, count);
    const [x, y, z] = best.place;
    const twice = 2 * sides[i]!;
    return [x - twice * axes[4 * i]!, y - twice * axes[4 * i + 1]!, z - twice * axes[4 * i + 2]!];
  });
  const places = [...mirrored.map((place) => ({ place, spread: laws.coarse.spreadAt(place) })), ...tried]
    .filter(({ place }) => isBehind(place))
    .sort((a, b) => a.spread - b.spread)
    .slice(0, IMPROVED);
  if (places.length === 0) return Infinity;
  const begun = places.map((place) => stepped(place, where(isBehind, laws.coarse.spreadAt), COARSE_HALVINGS));
  return refined(leastOf(begun), laws, isBehind).spread;
}

/** Of the spread of ln spacing at most so much is left at a true place. */
const MOST_LEFT = 0.75;
/** Of the spread on the other side. */
const MOST_BESIDE_OPPOSITE = 0.9;

/**
 * From further off distances hardly differ, and the slant alone is alike from either side: lattices have such a law,
 * too.
 */
const MOST_DISTANCE = 10;

export function isStation({ place, spread, spreadOpposite, spreadOfSpacings }: Station): boolean {
  const isNear = Math.hypot(...place) <= MOST_DISTANCE;
  return isNear && spread <= MOST_LEFT * spreadOfSpacings && spread <= MOST_BESIDE_OPPOSITE * spreadOpposite;
}

/** Points that others hide from a place: like those of sensors. */
const MOST_HIDDEN = 0.15;
/**
 * Of points that lie as evenly as those of an image, random ones having .14 at least, more: discs hide one another at
 * grazing angles, and from nowhere else are the points so even.
 */
const MOST_HIDDEN_EVEN = 0.3;
const MOST_EVEN = 0.1;

/** @param hidden share of the points that others hide from the station; NaN where there are too few to tell */
export function seesAll({ spread }: Station, hidden: number): boolean {
  return hidden <= (spread <= MOST_EVEN ? MOST_HIDDEN_EVEN : MOST_HIDDEN);
}

/**
 * Of ln spacing, from which a station is looked for though the surface is closed: points that lie evenly have .2 at
 * most.
 */
export const LEAST_SPREAD_CLOSED = 0.2;
/** Cosine of the half angle of the widest image. */
const WIDEST_IMAGE = 0.4;

/**
 * Whether that is the camera that a closed surface was seen by. What a room's image leaves open the winding number
 * closes: its points lie as evenly as those of an image (spread .03 to .07; bodies whose density falls by 20 to 300
 * have .15 and more) within one, while a body is all round a place inside it and hides half of itself from one outside.
 * @param hidden as in `seesAll`
 */
export function isCameraOfClosed(station: Station, hidden: number): boolean {
  return station.spread <= MOST_EVEN && station.coneCosine >= WIDEST_IMAGE && hidden <= MOST_HIDDEN;
}

interface Tried {
  readonly place: Triple;
  readonly spread: number;
}

interface Refined extends Tried {
  /** Which of the laws fits best there. */
  readonly law: number;
}

/** What a law leaves of the spread of ln spacing at a place. */
type Law = (place: Triple) => number;

/** What the laws leave of the spread of ln spacing at a place, and the spread without any. */
export interface SpacingLaw {
  /** By beams that part at even angles. */
  readonly spreadAt: Law;
  /** By those, by those of an image, and by those of tripods that turn about the axes of the coordinates. */
  readonly laws: readonly Law[];
  readonly spreadOfSpacings: number;
}

/** Of at most so many points. */
export function spacingLaw(cloud: ViewedCloud, most: number): SpacingLaw {
  const { positions, axes, spacings } = shareOf(cloud, most);
  const squares = Float64Array.from(spacings, (spacing) => spacing * spacing);
  const left = new Float64Array(squares.length);
  // Of the points at no grazing angle: squared spacing times |cosine| over squared distance, and the unit direction.
  const directions = new Float64Array(3 * squares.length);
  const look = ([x, y, z]: Triple): number => {
    let count = 0;
    for (let i = 0; i < squares.length; i++) {
      const [u, v, w] = [positions[3 * i]! - x, positions[3 * i + 1]! - y, positions[3 * i + 2]! - z];
      const squared = u * u + v * v + w * w;
      const distance = Math.sqrt(squared);
      const cosine = Math.abs(u * axes[4 * i]! + v * axes[4 * i + 1]! + w * axes[4 * i + 2]!) / distance;
      if (!(cosine >= GRAZING)) continue;
      left[count] = (squares[i]! * cosine) / squared;
      directions[3 * count] = u / distance;
      directions[3 * count + 1] = v / distance;
      directions[3 * count + 2] = w / distance;
      count++;
    }
    return count;
  };
  const isEnough = (count: number): boolean => count >= LEAST_LOOKED_AT * squares.length;
  const spreadAt = (place: Triple): number => {
    const count = look(place);
    return isEnough(count) ? spreadOf(left.subarray(0, count)) : Infinity;
  };
  const spreadOfImageAt = (place: Triple): number => {
    const count = look(place);
    const [a, b, c] = unit(meanOf(directions, count));
    let within = 0;
    for (let i = 0; i < count; i++) {
      const cosine = a * directions[3 * i]! + b * directions[3 * i + 1]! + c * directions[3 * i + 2]!;
      if (cosine >= LEAST_IMAGE_COSINE) left[within++] = left[i]! / cosine ** 3;
    }
    return isEnough(within) && within >= count * LEAST_IN_IMAGE ? spreadOf(left.subarray(0, within)) : Infinity;
  };
  const spreadOfTurnAt = (place: Triple, axis: number): number => {
    const count = look(place);
    let within = 0;
    for (let i = 0; i < count; i++) {
      const level = Math.sqrt(Math.max(0, 1 - directions[3 * i + axis]! ** 2));
      if (level >= LEAST_LEVEL) left[within++] = left[i]! / level;
    }
    return isEnough(within) ? spreadOf(left.subarray(0, within)) : Infinity;
  };
  const turns = [0, 1, 2].map((axis) => (place: Triple) => spreadOfTurnAt(place, axis));
  return { spreadAt, laws: [spreadAt, spreadOfImageAt, ...turns], spreadOfSpacings: spreadOf(squares.slice()) };
}

/** Right above and below a tripod its beams meet (14°). */
const LEAST_LEVEL = 0.25;
/** An image reaches this far from its axis at most (80°), with nearly all of its points. */
const LEAST_IMAGE_COSINE = 0.17;
const LEAST_IN_IMAGE = 0.99;

function meanOf(triples: Float64Array, count: number): Triple {
  let [x, y, z] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    x += triples[3 * i]!;
    y += triples[3 * i + 1]!;
    z += triples[3 * i + 2]!;
  }
  return [x / count, y / count, z / count];
}

/** Of the points of which the cone leaves out one in a hundred. */
function coneCosineOf({ positions }: ViewedCloud, [x, y, z]: Triple): number {
  const count = positions.length / 3;
  const directions = new Float64Array(positions.length);
  for (let i = 0; i < count; i++) {
    const away = unit([positions[3 * i]! - x, positions[3 * i + 1]! - y, positions[3 * i + 2]! - z]);
    directions.set(away, 3 * i);
  }
  const [a, b, c] = unit(meanOf(directions, count));
  const cosines = Float64Array.from({ length: count }, (_, i) => {
    return a * directions[3 * i]! + b * directions[3 * i + 1]! + c * directions[3 * i + 2]!;
  });
  return selectRank(cosines, Math.floor(0.01 * (count - 1)));
}

/** Of the logarithms of the square roots, which are not taken one by one. Reorders the values; Infinity for none. */
function spreadOf(values: Float64Array): number {
  if (values.length === 0) return Infinity;
  const rankOf = (share: number): number => Math.floor(share * (values.length - 1));
  const high = selectRank(values, rankOf(0.84));
  const low = selectRank(values.subarray(0, rankOf(0.84) + 1), rankOf(0.16));
  return Math.log(high / low) / 4;
}

interface LawsOfPoints {
  /** Of few points, and of many. */
  readonly coarse: SpacingLaw;
  readonly fine: SpacingLaw;
}

/** From there by each law, of few points; by the one that fits best then by many. */
function refined(
  tried: Tried,
  { coarse, fine }: LawsOfPoints,
  isAllowed: (place: Triple) => boolean = () => true,
): Refined {
  const begun = coarse.laws.map((law) => stepped(tried, where(isAllowed, law), COARSE_HALVINGS));
  const best = leastOf(begun);
  const law = Math.max(0, begun.indexOf(best));
  return { ...stepped(best, where(isAllowed, fine.laws[law]!)), law };
}

function where(isAllowed: (place: Triple) => boolean, law: Law): Law {
  return (place) => (isAllowed(place) ? law(place) : Infinity);
}

/** Goes on to the best of 26 places about while that gains something, in steps that halve. */
function stepped({ place: first }: Tried, spreadAt: Law, halvings = HALVINGS): Tried {
  let best: Tried = { place: first, spread: spreadAt(first) };
  let step = Math.min(WIDEST_STEP, FIRST_STEP * Math.hypot(...first));
  for (let halved = 0; halved < halvings;) {
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
