/**
 * The motion of each scan that brings all of them together, found with the surface itself: points of every scan meet
 * the planes of the others, and all move at once, again and again (algorithm.md section 2, "Alignment"). Of scans that
 * hang together the one with the most points stays.
 */
import { upperMedian } from '../analysis/median.ts';
import { task } from '../host/task.ts';
import { boundsOf } from '../math/point-bounds.ts';
import { spreadIndex } from '../math/spread-index.ts';
import { cross, dot, type Triple } from '../math/triple.ts';
import { DisjointSets } from '../mesh/disjoint-sets.ts';
import { moved, movedBack, NO_MOTION, type RigidMotion, rotated, thenTurned } from './rigid-motion.ts';
import { type AlignedScan, ScanPlanes } from './scan-planes.ts';
import { MotionSystem, UNKNOWNS } from './solve-motions.ts';

export interface MotionsInput {
  readonly scans: readonly AlignedScan[];
  /** [scanCount] points of each in the cloud. */
  readonly counts: readonly number[];
}

export interface FoundMotions {
  /** [scanCount] */
  readonly motions: readonly RigidMotion[];
  /**
   * [scanCount] the scan that each is aligned to, itself where it stays for the others; -1 where it meets too little of
   * any.
   */
  readonly references: readonly number[];
  /** [scanCount] ways to move that nothing tells of: of six alone, and those that it shares with others. */
  readonly untold: readonly number[];
  /** Median distance of the points of one scan from the planes of others, in units of the extent. */
  readonly before: number;
  readonly after: number;
}

/** Points of a scan that meet the others. */
const SAMPLES = 1500;
const ROUNDS = 15;
/** How far from a scan a point may lie to meet it, of the extent: four degrees over half of it. */
const FIRST_REACH = 0.04;
/** Less from round to round, down to so many deviations and radii of the planes. */
const REACH_SHARE = 0.7;
const REACH_DEVIATIONS = 5;
/** Normals of a point and of what it meets, |cosine|; with known sides the cosine itself. */
const LEAST_COSINE = 0.9;
/** Tukey's biweight: offsets beyond so many deviations have no weight (95 % efficiency). */
const TUKEY_DEVIATIONS = 4.685;
const DEVIATION_OF_MEDIAN = 1.4826;
/** A scan hangs together with others by so many of its samples, together with theirs. */
const LEAST_MEETINGS = 60;
/** Motions that no longer move a point by so much, of the extent, end the rounds. */
const LEAST_STEP = 1e-6;

const AXES: readonly Triple[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

export const findMotions = task('findMotions', ({ scans, counts }: MotionsInput): FoundMotions => {
  const all = scans.map((scan) => new ScanPlanes(scan));
  const frames = scans.map(frameOf);
  let motions: RigidMotion[] = scans.map(() => NO_MOTION);
  const first = meetings(all, motions, FIRST_REACH);
  const references = referencesOf(first, counts);
  const before = deviationOf(first);
  let untold = scans.map(() => 0);
  let reach = FIRST_REACH;
  for (let round = 0, met = first; round < ROUNDS; round++) {
    const system = new MotionSystem(scans.length);
    const weigh = tukeyOf(DEVIATION_OF_MEDIAN * deviationOf(met));
    for (const { a, b, place, normal, offset } of met) {
      const weight = weigh(offset);
      const rowsAlong = (axis: Triple): readonly [Float64Array, Float64Array] => {
        const rowFor = (scan: number) =>
          rowOf(place, axis, moved(motions[scan]!, frames[scan]!.centre), frames[scan]!.radius);
        return [rowFor(a), rowFor(b)];
      };
      const [row, otherRow] = rowsAlong(normal);
      system.add(a, row, b, otherRow, offset, weight);
      for (const axis of AXES) {
        const [way, otherWay] = rowsAlong(axis);
        system.addWay(a, way, b, otherWay, weight);
      }
    }
    const isFixed = (scan: number): boolean => references[scan] === scan || references[scan] === -1;
    untold = scans.map((_, scan) => (references[scan] === -1 ? UNKNOWNS : system.holdUntold(scan)));
    system.holdUntoldTogether(isFixed).forEach((count, scan) => (untold[scan]! += count));
    const steps = system.solve(isFixed);
    motions = motions.map((motion, scan) => stepped(motion, steps.subarray(UNKNOWNS * scan), frames[scan]!));
    if (steps.every((step) => Math.abs(step) < LEAST_STEP)) break;
    const spread = REACH_DEVIATIONS * DEVIATION_OF_MEDIAN * deviationOf(met);
    reach = Math.max(REACH_SHARE * reach, Math.min(spread + 2 * planeRadius(all), FIRST_REACH));
    met = meetings(all, motions, reach);
  }
  return { motions, references, untold, before, after: deviationOf(meetings(all, motions, FIRST_REACH)) };
});

/** A point of a scan that meets the plane of another, both as they are moved by now. */
interface PlaneMeeting {
  readonly a: number;
  readonly b: number;
  readonly place: Triple;
  readonly normal: Triple;
  readonly offset: number;
}

function meetings(all: readonly ScanPlanes[], motions: readonly RigidMotion[], reach: number): PlaneMeeting[] {
  const found: PlaneMeeting[] = [];
  const boxes = all.map(({ scan }) => boxOf(scan, reach));
  for (const [a, planes] of all.entries()) {
    const { positions, tree, sensor } = planes.scan;
    const count = Math.min(SAMPLES, tree.pointCount);
    for (let sample = 0; sample < count; sample++) {
      const i = spreadIndex(sample, tree.pointCount);
      const normal = planes.normalAt(i);
      if (!normal) continue;
      const place = moved(motions[a]!, [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!]);
      const own = rotated(motions[a]!, normal);
      for (const [b, other] of all.entries()) {
        if (a === b) continue;
        const inOther = movedBack(motions[b]!, place);
        if (!isInside(boxes[b]!, inOther)) continue;
        const met = other.meet(inOther, reach);
        if (!met) continue;
        const theirs = rotated(motions[b]!, met.normal);
        const cosine = dot(own, theirs);
        const isKnown = sensor !== undefined && other.scan.sensor !== undefined;
        if ((isKnown ? cosine : Math.abs(cosine)) < LEAST_COSINE) continue;
        found.push({ a, b, place, normal: theirs, offset: met.offset });
      }
    }
  }
  return found;
}

/**
 * The row of a scan's motion in the change of a place along `normal`: of turns about `centre` in units of `radius`, and
 * of steps.
 */
function rowOf(place: Triple, normal: Triple, centre: Triple, radius: number): Float64Array {
  const turn = cross([place[0] - centre[0], place[1] - centre[1], place[2] - centre[2]], normal);
  return Float64Array.of(turn[0] / radius, turn[1] / radius, turn[2] / radius, ...normal);
}

interface ScanFrame {
  readonly centre: Triple;
  /** Root mean square distance of its points from that. */
  readonly radius: number;
}

function frameOf({ positions }: AlignedScan): ScanFrame {
  const count = positions.length / 3;
  const [sums, squares] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (let at = 0; at < positions.length; at++) {
    sums[at % 3]! += positions[at]! / count;
    squares[at % 3]! += positions[at]! ** 2 / count;
  }
  const radius = Math.sqrt(squares.reduce((sum, square, axis) => sum + square - sums[axis]! ** 2, 0));
  return { centre: sums as unknown as Triple, radius: Math.max(radius, Number.MIN_VALUE) };
}

function stepped(motion: RigidMotion, step: Float64Array, { centre, radius }: ScanFrame): RigidMotion {
  const turn: Triple = [step[0]! / radius, step[1]! / radius, step[2]! / radius];
  return thenTurned(motion, turn, moved(motion, centre), [step[3]!, step[4]!, step[5]!]);
}

/** Scans that meet hang together; the one with the most points is what the others are aligned to. */
function referencesOf(met: readonly PlaneMeeting[], counts: readonly number[]): number[] {
  const scanCount = counts.length;
  const pairs = new Map<number, number>();
  for (const { a, b } of met) {
    const pair = Math.min(a, b) * scanCount + Math.max(a, b);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  const sets = new DisjointSets(scanCount);
  for (const [pair, count] of pairs)
    if (count >= LEAST_MEETINGS) sets.unite(Math.floor(pair / scanCount), pair % scanCount);
  const largest = new Map<number, number>();
  const members = new Map<number, number>();
  for (let scan = 0; scan < scanCount; scan++) {
    const root = sets.find(scan);
    members.set(root, (members.get(root) ?? 0) + 1);
    const best = largest.get(root);
    if (best === undefined || counts[scan]! > counts[best]!) largest.set(root, scan);
  }
  return counts.map((_, scan) => (members.get(sets.find(scan)) === 1 ? -1 : largest.get(sets.find(scan))!));
}

function deviationOf(met: readonly PlaneMeeting[]): number {
  return upperMedian(Float64Array.from(met, ({ offset }) => Math.abs(offset)));
}

function tukeyOf(deviation: number): (offset: number) => number {
  // Of exact points all weigh.
  const most = Math.max(TUKEY_DEVIATIONS * deviation, LEAST_STEP);
  return (offset) => Math.max(0, 1 - (offset / most) ** 2) ** 2;
}

function planeRadius(all: readonly ScanPlanes[]): number {
  return upperMedian(Float64Array.from(all, (planes) => planes.usualRadius));
}

/** Low and high corner, wider by `reach`. */
function boxOf({ positions }: AlignedScan, reach: number): Float64Array {
  const { min, max } = boundsOf(positions);
  return Float64Array.from([...min.map((value) => value - reach), ...max.map((value) => value + reach)]);
}

function isInside(box: Float64Array, place: Triple): boolean {
  return place.every((value, axis) => value >= box[axis]! && value <= box[3 + axis]!);
}
