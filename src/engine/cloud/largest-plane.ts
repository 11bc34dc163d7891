/**
 * The plane that most points lie on: planes through three points of a sample are tried, that with the most points near
 * it is fitted to those (RANSAC: Fischler and Bolles, CACM 1981). It faces the side on which more of the other points
 * are, as the ground faces what stands on it.
 */
import { ReconstructError } from '../errors.ts';
import { randomBits } from '../math/random.ts';
import { smallestEigenvector } from '../math/smallest-eigenvector.ts';
import { spreadIndex } from '../math/spread-index.ts';
import { cross, dot, type Triple, unit } from '../math/triple.ts';

export interface LargestPlane {
  /** Length 1. */
  readonly normal: Triple;
  /** A place on it, in the space of the points. */
  readonly through: Triple;
  /** Of the points, 0…1. */
  readonly share: number;
}

const SAMPLES = 4096;
/** A plane of a tenth of the points is among a thousand triples but for one case in three; of a fifth always. */
const TRIES = 1000;
/** Of the extent: how near a point of the plane lies. Scans of flat ground are rougher than they are noisy. */
const REACH_SHARE = 0.004;
/** Fits, each to the points near the last one. */
const FITS = 4;
/** A side has to have this many times the other's points to be told by them; else the plane faces up. */
const CLEAR_SIDE = 1.5;
/** The extent is that of the middle of the points: strays far away say nothing. */
const MIDDLE = [0.02, 0.98] as const;

/**
 * @param positions [3 × pointCount], any space
 * @throws ReconstructError `cloud-degenerate` where the points span no plane
 */
export function largestPlane(positions: Float32Array): LargestPlane {
  const sample = sampleOf(positions);
  const reach = REACH_SHARE * extentOf(sample);
  let best: Plane | null = null;
  let most = 0;
  for (let i = 0; i < TRIES; i++) {
    const corner = (k: number): Triple => sample[randomBits(0, i, k) % sample.length]!;
    const plane = planeThrough(corner(0), corner(1), corner(2));
    if (!plane) continue;
    const count = sample.reduce((sum, place) => sum + (isNear(plane, place, reach) ? 1 : 0), 0);
    if (count <= most) continue;
    most = count;
    best = plane;
  }
  if (!best) {
    const message = 'The points lie in one place or on one line, so there is no plane among them to be level.';
    throw new ReconstructError('cloud-degenerate', message, { pointCount: positions.length / 3 });
  }
  for (let i = 0; i < FITS; i++) best = fittedTo(sample.filter((place) => isNear(best!, place, reach)));
  const near = sample.filter((place) => isNear(best, place, reach));
  const normal = facing(best, sample, reach);
  return { normal, through: best.through, share: near.length / sample.length };
}

interface Plane {
  readonly normal: Triple;
  readonly through: Triple;
}

/** Which of so many points are looked at, in that order. */
export function planeSampleIndices(count: number): Uint32Array {
  return Uint32Array.from({ length: Math.min(SAMPLES, count) }, (_, i) =>
    count <= SAMPLES ? i : spreadIndex(i, count),
  );
}

function sampleOf(positions: Float32Array): Triple[] {
  return Array.from(planeSampleIndices(positions.length / 3), (point): Triple => {
    const at = 3 * point;
    return [positions[at]!, positions[at + 1]!, positions[at + 2]!];
  });
}

function extentOf(sample: readonly Triple[]): number {
  const along = (axis: 0 | 1 | 2): number => {
    const values = sample.map((place) => place[axis]).sort((a, b) => a - b);
    const at = (share: number): number => values[Math.floor(share * (values.length - 1))]!;
    return at(MIDDLE[1]) - at(MIDDLE[0]);
  };
  return Math.hypot(along(0), along(1), along(2));
}

function less(a: Triple, b: Triple): Triple {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** Null for three places on one line. */
function planeThrough(a: Triple, b: Triple, c: Triple): Plane | null {
  const normal = cross(less(b, a), less(c, a));
  return Math.hypot(...normal) > 0 ? { normal: unit(normal), through: a } : null;
}

function heightOf({ normal, through }: Plane, place: Triple): number {
  return dot(normal, less(place, through));
}

function isNear(plane: Plane, place: Triple, reach: number): boolean {
  return Math.abs(heightOf(plane, place)) <= reach;
}

function fittedTo(places: readonly Triple[]): Plane {
  const mean = (axis: 0 | 1 | 2): number => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  const through: Triple = [mean(0), mean(1), mean(2)];
  const moments = new Float64Array(9);
  for (const place of places) {
    const from = less(place, through);
    for (let i = 0; i < 9; i++) moments[i]! += from[Math.floor(i / 3)]! * from[i % 3]!;
  }
  const [x, y, z] = smallestEigenvector(moments, 3);
  return { normal: [x!, y!, z!], through };
}

function facing(plane: Plane, sample: readonly Triple[], reach: number): Triple {
  let [above, below] = [0, 0];
  for (const place of sample) {
    const height = heightOf(plane, place);
    if (height > reach) above++;
    if (height < -reach) below++;
  }
  const { normal } = plane;
  const isClear = Math.max(above, below) > CLEAR_SIDE * Math.min(above, below);
  const isUp = isClear ? above > below : normal[2] > 0;
  return isUp ? normal : [-normal[0], -normal[1], -normal[2]];
}
