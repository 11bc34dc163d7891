/**
 * Whether a cloud is a room seen from inside (algorithm.md section 2, step 2, "Rooms"): there is a place within from
 * which nearly all of it is seen, and what no place outside sees is seen from there.
 *
 * Most of a body is seen from its middle, too (koala 75 %, skull 79), so that alone decides nothing; what is hidden
 * from outside does: furniture in a room, next to nothing in a body.
 */
import { upperMedian } from '../analysis/median.ts';
import { distance, type Triple } from '../math/triple.ts';
import { CubeView, GRAZING, type ViewedCloud } from './cube-view.ts';

export interface InsideEvidence {
  /** Share of the points that fewer than two places outside see. */
  readonly hidden: number;
  /** Share that the best place inside sees; 0 where there is none. */
  readonly seen: number;
  /** Shares of all points that the places inside see from behind and from the front. */
  readonly behind: number;
  readonly front: number;
  /** The same of those that are hidden from outside. */
  readonly hiddenBehind: number;
  readonly hiddenFront: number;
}

/** Pixels along the edge of a face, for some thousands of points. */
const EDGE = 64;
const OUTSIDE_VIEWS = 42;
/** So that few of them are from all sides; it has no factor in common with their number. */
const OUTSIDE_STRIDE = 17;
const OUTSIDE_DISTANCE = 1.5;
const LEAST_OUTSIDE_VIEWS = 2;
/** Places inside lie on this grid, so far from all points, and so far from one another. */
const STEP = 1 / 16;
const LEAST_CLEARANCE = 0.03;
const CLEARANCE_SPACINGS = 2;
const APART = 0.1;
const MOST_PLACES = 120;
/** Share of the directions that hit something where a place is inside. */
const LEAST_SURROUND = 0.8;
/** Views of one side for each of the other that make a side. */
const CLEAR_MAJORITY = 4;
/**
 * Below, no room can be told from a body, and the places inside are not looked for: half of the least that is warned
 * of.
 */
const LEAST_HIDDEN = 0.004;

/** @param cloud its axes are normals, outward as far as is known; some thousands of points */
export function insideEvidence(cloud: ViewedCloud): InsideEvidence {
  const view = new CubeView(cloud, EDGE);
  const isHidden = hiddenFromOutside(view, cloud.spacings.length);
  const hidden = meanOf(isHidden);
  const none = { hidden, seen: 0, behind: 0, front: 0, hiddenBehind: 0, hiddenFront: 0 };
  if (hidden < LEAST_HIDDEN) return none;
  const places = placesInside(cloud);
  const views = places.map((place) => lookFrom(view, place, places, cloud.spacings.length));
  const enclosed = [...views.keys()].filter((i) => views[i]!.surround > LEAST_SURROUND);
  if (enclosed.length === 0) return none;
  const best = enclosed.reduce((a, b) => (views[b]!.seen > views[a]!.seen ? b : a));
  const region = inSightOf(best, enclosed, views);
  return {
    hidden,
    seen: views[best]!.seen,
    ...sidesSeen(
      region.map((i) => views[i]!),
      isHidden,
    ),
  };
}

/** The i-th of `count` directions, even over the sphere. */
export function evenDirection(i: number, count: number): Triple {
  const z = 1 - (2 * (i + 0.5)) / count;
  const [ring, angle] = [Math.sqrt(1 - z * z), i * Math.PI * (3 - Math.sqrt(5))];
  return [ring * Math.cos(angle), ring * Math.sin(angle), z];
}

/** [count] 1 where hardly any place outside sees the point; ends as soon as too few are left to matter. */
function hiddenFromOutside(view: CubeView, count: number): Uint8Array {
  const views = new Uint8Array(count);
  let hidden = count;
  for (let i = 0; i < OUTSIDE_VIEWS && hidden >= LEAST_HIDDEN * count; i++) {
    const [x, y, z] = evenDirection((i * OUTSIDE_STRIDE) % OUTSIDE_VIEWS, OUTSIDE_VIEWS);
    view.look([OUTSIDE_DISTANCE * x, OUTSIDE_DISTANCE * y, OUTSIDE_DISTANCE * z]);
    for (let point = 0; point < count; point++) {
      if (
        views[point]! < LEAST_OUTSIDE_VIEWS &&
        sideSeen(view, point) !== 0 &&
        ++views[point]! === LEAST_OUTSIDE_VIEWS
      ) {
        hidden--;
      }
    }
  }
  return views.map((seen) => (seen < LEAST_OUTSIDE_VIEWS ? 1 : 0));
}

/** 1 where the front is seen, -1 where the back is, 0 where neither. */
export function sideSeen(view: CubeView, point: number): number {
  const cosine = view.cosine(point);
  return Math.abs(cosine) < GRAZING || !view.isSeen(point) ? 0 : Math.sign(cosine);
}

/** The widest first. */
function placesInside({ positions, spacings }: ViewedCloud): Triple[] {
  const least = Math.max(LEAST_CLEARANCE, CLEARANCE_SPACINGS * upperMedian(spacings.slice()));
  const found: { place: Triple; clearance: number }[] = [];
  const half = halfExtents(positions);
  for (let z = STEP / 2 - half[2]; z < half[2]; z += STEP) {
    for (let y = STEP / 2 - half[1]; y < half[1]; y += STEP) {
      for (let x = STEP / 2 - half[0]; x < half[0]; x += STEP) {
        const clearance = clearanceOf([x, y, z], positions, least);
        if (clearance >= least) found.push({ place: [x, y, z], clearance });
      }
    }
  }
  found.sort((a, b) => b.clearance - a.clearance);
  const places: Triple[] = [];
  for (const { place } of found) {
    if (places.length === MOST_PLACES) break;
    if (places.every((other) => distance(place, other) >= APART)) places.push(place);
  }
  return places;
}

/** Of the box about 0 0 0 that holds all points. */
export function halfExtents(positions: Float32Array): Triple {
  const half: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < positions.length; i++) half[i % 3] = Math.max(half[i % 3]!, Math.abs(positions[i]!));
  return half;
}

/** To the nearest point; whatever is less than `least` where that is too near. */
function clearanceOf([x, y, z]: Triple, positions: Float32Array, least: number): number {
  let nearest = Infinity;
  for (let i = 0; i < positions.length; i += 3) {
    const squared = (positions[i]! - x) ** 2 + (positions[i + 1]! - y) ** 2 + (positions[i + 2]! - z) ** 2;
    if (squared < nearest) nearest = squared;
    if (nearest < least * least) return 0;
  }
  return Math.sqrt(nearest);
}

interface InsideView {
  readonly surround: number;
  /** Share of the points that are not at a grazing angle. */
  readonly seen: number;
  /** [count] `sideSeen`. */
  readonly sides: Int8Array;
  /** [places] whether nothing is between. */
  readonly reaches: readonly boolean[];
}

function lookFrom(view: CubeView, place: Triple, places: readonly Triple[], count: number): InsideView {
  view.look(place);
  const surround = view.surround();
  const sides = new Int8Array(count);
  let [looked, seen] = [0, 0];
  for (let point = 0; point < count; point++) {
    if (Math.abs(view.cosine(point)) < GRAZING) continue;
    looked++;
    sides[point] = sideSeen(view, point);
    if (sides[point] !== 0) seen++;
  }
  const reaches = places.map((other) => surround > LEAST_SURROUND && (other === place || view.reaches(other)));
  return { surround, seen: seen / Math.max(1, looked), sides, reaches };
}

/** The enclosed places that are joined to the best by lines of mutual sight. */
function inSightOf(best: number, enclosed: readonly number[], views: readonly InsideView[]): number[] {
  const region = [best];
  const left = new Set(enclosed.filter((i) => i !== best));
  for (let at = 0; at < region.length; at++) {
    for (const other of left) {
      if (!views[region[at]!]!.reaches[other] || !views[other]!.reaches[region[at]!]) continue;
      region.push(other);
      left.delete(other);
    }
  }
  return region;
}

function sidesSeen(views: readonly InsideView[], isHidden: Uint8Array): Omit<InsideEvidence, 'hidden' | 'seen'> {
  const count = isHidden.length;
  let [behind, front, hiddenBehind, hiddenFront] = [0, 0, 0, 0];
  for (let point = 0; point < count; point++) {
    let [fronts, backs] = [0, 0];
    for (const { sides } of views) {
      if (sides[point]! > 0) fronts++;
      else if (sides[point]! < 0) backs++;
    }
    const [isBehind, isFront] = [backs > CLEAR_MAJORITY * fronts, fronts > CLEAR_MAJORITY * backs];
    if (isBehind && backs > 1) behind++;
    if (isFront && fronts > 1) front++;
    if (isHidden[point] === 0) continue;
    if (isBehind) hiddenBehind++;
    if (isFront) hiddenFront++;
  }
  return {
    behind: behind / count,
    front: front / count,
    hiddenBehind: hiddenBehind / count,
    hiddenFront: hiddenFront / count,
  };
}

function meanOf(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0) / Math.max(1, flags.length);
}
