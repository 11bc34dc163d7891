/**
 * The cloud with its scans aligned: each scan that meets others moved as a whole, its sensor and its normals with it.
 * The cloud that was given stays as it is.
 */
import type { PointCloud, Scan } from '../cloud/point-cloud.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { boundsOf } from '../math/point-bounds.ts';
import type { Triple } from '../math/triple.ts';
import type { StageContext } from '../host/stage-context.ts';
import { runSteps, STEP_MASK, type Steps } from '../host/steps.ts';
import { abortable } from '../gpu/gpu.ts';
import { buildKdTree } from '../neighbours/kd-tree.ts';
import type { AlignmentReport, ScanAlignment } from '../report.ts';
import { findMotions, type FoundMotions } from './find-motions.ts';
import { angleOf, moved, moveInPlace, NO_MOTION, type RigidMotion, rotated, turnInPlace } from './rigid-motion.ts';
import type { AlignedScan } from './scan-planes.ts';

export interface Alignment {
  readonly cloud: PointCloud;
  readonly report: AlignmentReport;
}

/** Points of a scan that take part. */
const MOST_POINTS = 30_000;
/** The system of 256 scans takes 19 MB, and every point may meet every other scan. */
const MOST_SCANS = 256;
/** A scan of fewer has no planes to speak of. */
const LEAST_POINTS = 100;
/** Aligned already: the scans would come nearer by less than a fiftieth. */
const LEAST_GAIN = 0.02;

/**
 * Nothing is moved, and a warning says why, where there is nothing to align. Rejects with the signal's reason when
 * cancelled.
 */
export async function alignScans(stage: StageContext, cloud: PointCloud): Promise<Alignment> {
  const { host, context } = stage;
  const warn = (message: string) => context.onEvent({ type: 'warning', message });
  const step = <T>(steps: Steps<T>): Promise<T> => runSteps(steps, context.signal, context.pause);
  const none = { cloud, report: { isApplied: false, before: 0, after: 0, scans: [] } };
  const scanOf = cloud.attributes?.scan;
  const { scans = [] } = cloud;
  const taking = scans.length > 1 && scanOf ? await step(pointsOfScans(scanOf, scans.length)) : [];
  if (taking.length < 2) {
    warn(
      'There are no scans to align: the cloud does not tell which of its points belong to which scan, or has one only.',
    );
    return none;
  }
  if (taking.length > MOST_SCANS) {
    warn(`The scans were not aligned: there are ${taking.length} of them, and ${MOST_SCANS} is the most.`);
    return none;
  }
  const frame = frameOf(cloud.positions);
  const aligned: AlignedScan[] = [];
  for (const { scan, points } of taking)
    aligned.push(await scanIn(stage, cloud, { points, sensor: scans[scan]!.sensor }, frame));
  const counts = taking.map(({ count }) => count);
  const found = await abortable(host.runTask(findMotions, { scans: aligned, counts }), context.signal);
  const isApplied = isWorthMoving(found);
  const motions = found.motions.map((motion) => (isApplied ? inUnits(motion, frame) : NO_MOTION));
  const moves = new Map(taking.map(({ scan }, at) => [scan, motions[at]!]));
  const report = {
    isApplied,
    before: found.before * frame.extent,
    after: (isApplied ? found.after : found.before) * frame.extent,
    scans: taking.map(({ scan }, at) => describe({ cloud, scans, taking, frame }, found, motions, at, scan)),
  };
  for (const sentence of sentencesOf(report, found)) warn(sentence);
  return { cloud: isApplied ? await step(movedCloud(cloud, moves)) : cloud, report };
}

/** Whether the scans come nearer to one another by more than a chance of the sample. */
export function isWorthMoving({ before, after }: Pick<FoundMotions, 'before' | 'after'>): boolean {
  return after < (1 - LEAST_GAIN) * before;
}

interface ScanPoints {
  readonly scan: number;
  readonly count: number;
  /** Those that take part, spread over the scan. */
  readonly points: Uint32Array;
}

/** The scans with enough points. */
function* pointsOfScans(scanOf: Uint16Array, scanCount: number): Steps<ScanPoints[]> {
  const counts = new Uint32Array(scanCount);
  for (let i = 0; i < scanOf.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    counts[scanOf[i]!]!++;
  }
  const steps = counts.map((count) => Math.max(1, Math.ceil(count / MOST_POINTS)));
  const lists = Array.from(
    { length: scanCount },
    (_, scan) => new Uint32Array(Math.ceil(counts[scan]! / steps[scan]!)),
  );
  const seen = new Uint32Array(scanCount);
  for (let i = 0; i < scanOf.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const scan = scanOf[i]!;
    const at = seen[scan]!++;
    if (at % steps[scan]! === 0) lists[scan]![at / steps[scan]!] = i;
  }
  return lists.flatMap((points, scan) =>
    counts[scan]! >= LEAST_POINTS ? [{ scan, count: counts[scan]!, points }] : [],
  );
}

/** The cloud's own space is the world's less the shift; alignment works about the middle, in units of the extent. */
interface AlignmentFrame {
  readonly middle: Triple;
  readonly extent: number;
}

function frameOf(positions: Float32Array): AlignmentFrame {
  const { min, max } = boundsOf(positions);
  const middle = min.map((value, axis) => (value + max[axis]!) / 2) as unknown as Triple;
  return { middle, extent: Math.max(...max.map((value, axis) => value - min[axis]!), Number.MIN_VALUE) };
}

async function scanIn(
  { host, context }: StageContext,
  { positions: all, shift }: PointCloud,
  { points, sensor }: { readonly points: Uint32Array; readonly sensor: Triple | undefined },
  { middle, extent }: AlignmentFrame,
): Promise<AlignedScan> {
  const positions = gatherTriples(all, points, new Float32Array(3 * points.length));
  for (let at = 0; at < positions.length; at++) positions[at] = (positions[at]! - middle[at % 3]!) / extent;
  const tree = await buildKdTree(positions, host, context);
  if (!sensor) return { positions, tree };
  const seen = sensor.map((value, axis) => (value - shift[axis]! - middle[axis]!) / extent) as unknown as Triple;
  return { positions, tree, sensor: seen };
}

/** The same motion of places in the cloud's own space. */
function inUnits(motion: RigidMotion, { middle, extent }: AlignmentFrame): RigidMotion {
  const turned = rotated(motion, middle);
  const shift = middle.map((value, axis) => value - turned[axis]! + extent * motion.shift[axis]!) as unknown as Triple;
  return { rotation: motion.rotation, shift };
}

function* movedCloud(cloud: PointCloud, moves: ReadonlyMap<number, RigidMotion>): Steps<PointCloud> {
  const scanOf = cloud.attributes!.scan!;
  const positions = new Float32Array(cloud.positions);
  const normals = cloud.normals && new Float32Array(cloud.normals);
  for (let i = 0; i < scanOf.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const motion = moves.get(scanOf[i]!);
    if (!motion || motion === NO_MOTION) continue;
    moveInPlace(motion, positions, 3 * i);
    if (normals) turnInPlace(motion, normals, 3 * i);
  }
  const { shift } = cloud;
  const scans = cloud.scans!.map((scan, at): Scan => {
    const motion = moves.get(at);
    if (!motion) return scan;
    const movedPlace = (place: Triple): Triple => {
      const local = place.map((value, axis) => value - shift[axis]!) as unknown as Triple;
      return moved(motion, local).map((value, axis) => value + shift[axis]!) as unknown as Triple;
    };
    const { sensor, path } = scan;
    return {
      ...scan,
      ...(sensor && { sensor: movedPlace(sensor) }),
      ...(path && { path: { ...path, places: path.places.map(movedPlace) } }),
    };
  });
  return { ...cloud, positions, scans, ...(normals && { normals }) };
}

interface Described {
  readonly cloud: PointCloud;
  readonly scans: readonly Scan[];
  readonly taking: readonly ScanPoints[];
  readonly frame: AlignmentFrame;
}

function describe(
  { cloud, scans, taking }: Described,
  { references, untold }: FoundMotions,
  motions: readonly RigidMotion[],
  at: number,
  scan: number,
): ScanAlignment {
  const motion = motions[at]!;
  const reference = references[at]!;
  const middle = meanOf(cloud.positions, taking[at]!.points);
  const after = moved(motion, middle);
  return {
    name: scans[scan]!.name,
    state: reference === -1 ? 'apart' : reference === at ? 'reference' : motion === NO_MOTION ? 'kept' : 'moved',
    rotationDegrees: (angleOf(motion) * 180) / Math.PI,
    shift: Math.hypot(after[0] - middle[0], after[1] - middle[1], after[2] - middle[2]),
    heldMotions: reference === at || reference === -1 ? 0 : untold[at]!,
    matrix: worldMatrix(motion, cloud.shift),
  };
}

function meanOf(positions: Float32Array, points: Uint32Array): Triple {
  const sums = [0, 0, 0];
  for (const i of points) for (let axis = 0; axis < 3; axis++) sums[axis]! += positions[3 * i + axis]! / points.length;
  return sums as unknown as Triple;
}

/** [16] row by row, of world coordinates. */
function worldMatrix(motion: RigidMotion, shift: Triple): number[] {
  const turned = rotated(motion, shift);
  const r = [...motion.rotation];
  const offset = [0, 1, 2].map((axis) => motion.shift[axis]! + shift[axis]! - turned[axis]!);
  return [0, 1, 2].flatMap((row) => [...r.slice(3 * row, 3 * row + 3), offset[row]!]).concat(0, 0, 0, 1);
}

function sentencesOf({ isApplied, scans, before, after }: AlignmentReport, { references }: FoundMotions): string[] {
  const apart = scans.filter(({ state }) => state === 'apart');
  const short = (value: number): string => String(Number(value.toPrecision(2)));
  const named = (list: readonly ScanAlignment[]): string =>
    list
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', ') + (list.length > 3 ? ` and ${list.length - 3} more` : '');
  if (references.every((reference) => reference === -1)) {
    return ['The scans were not aligned: none of them overlaps with another near enough to be brought to it.'];
  }
  const found: string[] = [];
  if (isApplied)
    found.push(`The scans were aligned: they lay ${short(before)} apart (median), and now ${short(after)}.`);
  else
    found.push(
      `The scans are aligned as well as can be told (${short(before)} apart, median): they were left as they are.`,
    );
  if (apart.length > 0) found.push(`These scans overlap with no other and stay where they are: ${named(apart)}.`);
  const sliding = scans.filter(({ heldMotions }) => heldMotions > 0);
  if (sliding.length > 0) {
    found.push(
      `What these scans share with others lets them slide or turn unnoticed (a plane, a cylinder, a ball; walls, where no scan sees top and bottom); they were not moved that way: ${named(sliding)}.`,
    );
  }
  return found;
}
