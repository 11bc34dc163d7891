/** Scans that were moved as a whole are brought back; what nothing tells of is held; the cloud that was given stays. */
import { describe, expect, it } from 'vitest';
import { alignScans, isWorthMoving } from '../../../src/engine/alignment/align-scans.ts';
import {
  angleOf,
  moved,
  movedBack,
  NO_MOTION,
  rotated,
  thenTurned,
} from '../../../src/engine/alignment/rigid-motion.ts';
import { MotionSystem, UNKNOWNS } from '../../../src/engine/alignment/solve-motions.ts';
import type { PointCloud, Scan } from '../../../src/engine/cloud/point-cloud.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import type { StageContext } from '../../../src/engine/host/stage-context.ts';
import type { Triple } from '../../../src/engine/math/triple.ts';
import { uniform } from '../../gpu/orientation/shapes.ts';

type Motion = typeof NO_MOTION;

const PER_SCAN = 2500;
const NOISE = 0.0005;

/** A point of a knobbly ball of radius 1. */
function ofKnobs(i: number): Triple {
  const z = 2 * uniform(81, i) - 1;
  const angle = 2 * Math.PI * uniform(82, i);
  const ring = Math.sqrt(1 - z * z);
  const radius = 1 + 0.15 * Math.sin(3 * angle) * ring ** 3 + 0.1 * Math.cos(4 * z + angle) * ring;
  return [radius * ring * Math.cos(angle), radius * ring * Math.sin(angle), radius * z];
}

/** Of a prism of 2 × 1.4, .6 high: two in three of its walls, the others of its top (`side` 1) or its bottom (-1). */
function ofPrism(i: number, side: number): Triple {
  const [u, v] = [uniform(81, i), uniform(82, i)];
  if (i % 3 === 0) return [2 * u - 1, 1.4 * v - 0.7, 0.3 * side];
  const height = 0.6 * v - 0.3;
  const wall = i % 2 === 0 ? 1 : -1;
  return i % 5 < 3 ? [2 * u - 1, 0.7 * wall, height] : [wall, 1.4 * u - 0.7, height];
}

const ofPlane = (i: number): Triple => [uniform(81, i), uniform(82, i), 0];

/** One scan for each motion, the first with some points more; sensors where `sensor` says. */
function cloudOf(motions: readonly Motion[], at: (i: number, scan: number) => Triple, sensor?: Triple): PointCloud {
  const counts = motions.map((_, scan) => PER_SCAN + (scan === 0 ? 10 : 0));
  const scan = Uint16Array.from(counts.flatMap((count, k) => Array<number>(count).fill(k)));
  const positions = new Float32Array(3 * scan.length);
  const normals = new Float32Array(3 * scan.length);
  scan.forEach((k, i) => {
    const shaken = at(i, k).map((value, axis) => value + NOISE * normal(3 * i + axis)) as unknown as Triple;
    positions.set(moved(motions[k]!, shaken), 3 * i);
    normals.set(rotated(motions[k]!, [1, 0, 0]), 3 * i);
  });
  const scans = counts.map((pointCount, k): Scan => {
    const own = sensor && (moved(motions[k]!, sensor).map((value, axis) => value + SHIFT[axis]!) as unknown as Triple);
    return { name: `scan ${k}`, pointCount, ...(own && { sensor: own }) };
  });
  const bounds = { min: [0, 0, 0], max: [1, 1, 1] } as const;
  const stats = { pointCount: scan.length, finiteCount: scan.length, ...bounds, warnings: [] };
  return { positions, normals, shift: SHIFT, attributes: { scan }, scans, stats };
}

const SHIFT: Triple = [1e5, -2e5, 30];

/** Uniform numbers of twelve make a normal one (variance 1). */
function normal(index: number): number {
  let sum = -6;
  for (let k = 0; k < 12; k++) sum += uniform(90 + k, index);
  return sum;
}

const motionOf = (turn: Triple, step: Triple): Motion => thenTurned(NO_MOTION, turn, [0, 0, 0], step);

async function align(cloud: PointCloud) {
  const warnings: string[] = [];
  const context = {
    signal: new AbortController().signal,
    onEvent: (event: { type: string; message?: string }) => event.type === 'warning' && warnings.push(event.message!),
  };
  const { cloud: aligned, report } = await alignScans(
    { host: INLINE_TASKS, context } as unknown as StageContext,
    cloud,
  );
  return { aligned, report, warnings };
}

/** Root mean square distance of the points of a scan from where those of the reference scan have them. */
function offOf({ positions, attributes }: PointCloud, scan: number, at: (i: number) => Triple): number {
  let [sum, count] = [0, 0];
  attributes!.scan!.forEach((k, i) => {
    if (k !== scan) return;
    sum += at(i).reduce((squares, value, axis) => squares + (positions[3 * i + axis]! - value) ** 2, 0);
    count++;
  });
  return Math.sqrt(sum / count);
}

/** [scans] mean way of the points of each scan from where they belong. */
function meansOff({ positions, attributes, scans }: PointCloud, at: (i: number, scan: number) => Triple): Triple[] {
  const sums = scans!.map(() => [0, 0, 0]);
  attributes!.scan!.forEach((scan, i) =>
    at(i, scan).forEach((value, axis) => {
      sums[scan]![axis]! += (positions[3 * i + axis]! - value) / scans![scan]!.pointCount;
    }),
  );
  return sums as unknown as Triple[];
}

describe('scans that were moved as a whole', () => {
  const motions = [
    NO_MOTION,
    motionOf([0.01, -0.005, 0.004], [0.012, 0.006, -0.01]),
    motionOf([-0.004, 0.009, 0.006], [-0.008, 0.011, 0.005]),
  ];
  const cloud = cloudOf(motions, ofKnobs, [9, 1, 2]);

  it('are brought to the one with the most points, with their sensors and normals', async () => {
    const before = cloud.positions.slice();
    const { aligned, report, warnings } = await align(cloud);
    expect(report.isApplied).toBe(true);
    expect(report.scans.map(({ state }) => state)).toEqual(['reference', 'moved', 'moved']);
    for (const scan of [1, 2]) {
      expect(offOf(aligned, scan, ofKnobs)).toBeLessThan(0.1 * offOf(cloud, scan, ofKnobs));
      const { rotationDegrees, matrix } = report.scans[scan]!;
      const angle = (angleOf(motions[scan]!) * 180) / Math.PI;
      expect(Math.abs(rotationDegrees - angle)).toBeLessThan(0.1 * angle);
      aligned.scans![scan]!.sensor!.forEach((value, axis) => {
        expect(Math.abs(value - SHIFT[axis]! - [9, 1, 2][axis]!)).toBeLessThan(0.02);
      });
      const given = cloud.scans![scan]!.sensor!;
      const row = (at: number) =>
        matrix[4 * at]! * given[0] + matrix[4 * at + 1]! * given[1] + matrix[4 * at + 2]! * given[2];
      expect(row(0) + matrix[3]!).toBeCloseTo(aligned.scans![scan]!.sensor![0], 4);
      const point = 3 * (scan * PER_SCAN + 500);
      expect(aligned.normals![point]!).toBeCloseTo(1, 4);
    }
    expect(report.after).toBeLessThan(0.5 * report.before);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^The scans were aligned: they lay \S+ apart \(median\), and now \S+\.$/);
    expect(cloud.positions, 'what was given').toEqual(before);
  });

  it('are left as they are where they fit already', async () => {
    const fitting = cloudOf([NO_MOTION, NO_MOTION], ofKnobs);
    const { aligned, report, warnings } = await align(fitting);
    expect(aligned).toBe(fitting);
    expect(report.isApplied).toBe(false);
    expect(report.scans.map(({ state, shift }) => [state, shift])).toEqual([
      ['reference', 0],
      ['kept', 0],
    ]);
    expect(warnings[0]).toMatch(/left as they are/);
  });

  it('do not slide where nothing tells how far', async () => {
    const lifted = cloudOf([NO_MOTION, motionOf([0, 0, 0], [0.006, 0.004, 0.01])], ofPlane);
    const { aligned, report, warnings } = await align(lifted);
    expect(report.scans[1]).toMatchObject({ state: 'moved', heldMotions: 3 });
    const { matrix } = report.scans[1]!;
    const [dx, dy] = [3 * (PER_SCAN + 100), 3 * (PER_SCAN + 100) + 1].map(
      (at) => aligned.positions[at]! - lifted.positions[at]!,
    );
    expect(Math.hypot(dx!, dy!)).toBeLessThan(0.0005);
    const height = aligned.positions[3 * (PER_SCAN + 100) + 2]!;
    expect(Math.abs(height)).toBeLessThan(0.004);
    expect(matrix[15]).toBe(1);
    expect(warnings.at(-1)).toMatch(/slide or turn unnoticed .*: scan 1\.$/);
  });

  it('do not drift together where walls alone hold two groups of them', async () => {
    const [own, other] = [motionOf([0, 0, 0], [0.004, -0.006, 0.01]), motionOf([0, 0, 0.004], [-0.006, 0.003, 0.006])];
    const sides = [1, 1, -1, -1];
    const part = cloudOf([NO_MOTION, motionOf([0.003, 0, 0], [0, 0.005, 0.004]), own, other], (i, scan) =>
      ofPrism(i, sides[scan]!),
    );
    const { aligned, report, warnings } = await align(part);
    expect(report.scans.map(({ heldMotions }) => heldMotions)).toEqual([0, 0, 1, 1]);
    const [, , third, fourth] = meansOff(aligned, (i, scan) => ofPrism(i, sides[scan]!));
    for (const [x, y] of [third!, fourth!]) expect(Math.hypot(x, y)).toBeLessThan(0.001);
    // They meet one another, between where they were.
    expect(third![2]).toBeCloseTo(fourth![2], 3);
    expect(Math.abs(third![2] - 0.008)).toBeLessThan(0.0025);
    expect(warnings.at(-1)).toMatch(/slide or turn unnoticed .*: scan 2, scan 3\.$/);
  });

  it('stay where they overlap with no other, and that is said', async () => {
    const far = cloudOf([NO_MOTION, motionOf([0, 0, 0], [9, 0, 0])], ofKnobs);
    const { aligned, report, warnings } = await align(far);
    expect([aligned === far, report.isApplied]).toEqual([true, false]);
    expect(report.scans.map(({ state }) => state)).toEqual(['apart', 'apart']);
    expect(warnings).toEqual([
      'The scans were not aligned: none of them overlaps with another near enough to be brought to it.',
    ]);
  });

  it('are none where the cloud does not tell whose its points are', async () => {
    const { attributes: _, ...untold } = cloud;
    const { aligned, report, warnings } = await align(untold);
    expect([aligned, report.scans]).toEqual([untold, []]);
    expect(warnings[0]).toMatch(/no scans to align/);
  });
});

it('come nearer by a fiftieth, or stay', () => {
  expect([0.9798, 0.9802].map((after) => isWorthMoving({ before: 1, after }))).toEqual([true, false]);
  expect(isWorthMoving({ before: 0, after: 0 })).toBe(false);
});

describe('a motion', () => {
  it('turns, steps and comes back', () => {
    const motion = thenTurned(motionOf([0.1, 0.2, -0.3], [1, 2, 3]), [0, 0, Math.PI / 2], [1, 0, 0], [0, 0, 5]);
    const place: Triple = [0.3, -4, 2];
    movedBack(motion, moved(motion, place)).forEach((value, axis) => expect(value).toBeCloseTo(place[axis]!, 12));
    // A quarter turn about z at (1, 0): (x, y) becomes (1 - y, x - 1).
    const before = moved(motionOf([0.1, 0.2, -0.3], [1, 2, 3]), place);
    const after = moved(motion, place);
    expect(after[0]).toBeCloseTo(1 - before[1], 12);
    expect(after[1]).toBeCloseTo(before[0] - 1, 12);
    expect(after[2]).toBeCloseTo(before[2] + 5, 12);
    expect(angleOf(motionOf([0.001, 0.002, -0.002], [0, 0, 0]))).toBeCloseTo(0.003, 12);
  });

  it.each([0.00099, 0.00101])('that a unit of changes offsets by a mean square of %f is told from 0.001 on', (mean) => {
    const system = new MotionSystem(2);
    const rowOf = (axis: number, value: number) =>
      Float64Array.from({ length: UNKNOWNS }, (_, i) => (i === axis ? value : 0));
    // Of six rows each axis has one: a mean square of a sixth of its value's.
    for (let axis = 0; axis < UNKNOWNS; axis++) {
      const row = rowOf(axis, axis === 2 ? Math.sqrt(6 * mean) : 1);
      system.add(0, row, 1, row, 0, 1);
    }
    expect(system.holdUntold(1)).toBe(mean < 0.001 ? 1 : 0);
  });

  it.each([0.00099, 0.00101])('of two scans together that %f of its way offsets is told from 0.001 on', (mean) => {
    const system = new MotionSystem(3);
    for (let axis = 0; axis < UNKNOWNS; axis++) {
      const row = Float64Array.from({ length: UNKNOWNS }, (_, i) => (i === axis ? 1 : 0));
      // The two hold one another in all ways, and the third holds them in all but one.
      system.add(1, row, 2, row, 0, 1);
      system.addWay(1, row, 2, row, 1);
      const weak = row.map((value) => (axis === 2 ? Math.sqrt(mean) * value : value));
      for (const scan of [1, 2]) {
        system.add(0, weak, scan, weak, 0, 1);
        system.addWay(0, row, scan, row, 1);
      }
    }
    const isFixed = (scan: number): boolean => scan === 0;
    expect([1, 2].map((scan) => system.holdUntold(scan))).toEqual([0, 0]);
    expect(system.holdUntoldTogether(isFixed)).toEqual(mean < 0.001 ? [0, 1, 1] : [0, 0, 0]);
  });
});
