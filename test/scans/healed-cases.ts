/**
 * Views of one body, each moved as a whole, as a scan is whose pose was measured wrong (algorithm.md section 2,
 * "Alignment").
 */
import { moved, NO_MOTION, type RigidMotion, thenTurned } from '../../src/engine/alignment/rigid-motion.ts';
import type { PointCloud } from '../../src/engine/index.ts';
import { randomBits, unitFloat } from '../../src/engine/math/random.ts';
import { distance, type Triple } from '../../src/engine/math/triple.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { implicitMesh } from '../shapes/implicit-mesh.ts';
import { gear, knot } from '../shapes/procedural-shapes.ts';
import { aroundBody, inBox, posedCloud, type PosedScan, scanFrom } from '../shapes/posed-scan.ts';

export interface HealedCase {
  readonly name: string;
  readonly make: (seed: number) => MovedScans;
  /** Of the offsets at most this share may be left. */
  readonly mostLeft: number;
  /**
   * It is also right to say that the scans may slide: of a prism no scan sees top and bottom, and its walls say nothing
   * of its height.
   */
  readonly mayBeHeld?: true;
}

export interface MovedScans {
  /** Before anything moved. */
  readonly scan: PosedScan;
  readonly motions: readonly RigidMotion[];
  /** What a run is given. */
  readonly cloud: PointCloud;
}

const VIEWS = 8;
const NOISE = 0.0004;
/** Along each axis, share of the extent, and about each, degrees: at most. */
const STEP = 0.005;
const TURN = 0.3;
const BAR = 0.1;
/** A stream of random numbers that no scan uses. */
const STREAM = 60;

function views(name: string, mesh: () => WorldMesh, points: number, isPrism = false): HealedCase {
  return {
    name: `${name}, ${points} points, ${VIEWS} views moved`,
    mostLeft: BAR,
    ...(isPrism && { mayBeHeld: true as const }),
    make: (seed) => {
      const truth = mesh();
      const places = aroundBody(truth, VIEWS, 2);
      const scan = scanFrom(truth, { places, points, seed, noise: NOISE, cone: 40 });
      const [middle, corner] = [inBox(truth, [0.5, 0.5, 0.5]), inBox(truth, [0, 0, 0])];
      const extent = 2 * Math.max(...middle.map((value, axis) => value - corner[axis]!));
      const motions = places.map((_, view) => chanceMotion(seed, view, middle, extent));
      return { scan, motions, cloud: movedCloudOf(scan, motions) };
    },
  };
}

function chanceMotion(seed: number, view: number, middle: Triple, extent: number): RigidMotion {
  const drawn = (k: number): number => 2 * unitFloat(randomBits(seed, STREAM + k, view)) - 1;
  const turn = [0, 1, 2].map((axis) => (TURN * Math.PI * drawn(axis)) / 180) as unknown as Triple;
  const step = [3, 4, 5].map((axis) => STEP * extent * drawn(axis)) as unknown as Triple;
  return thenTurned(NO_MOTION, turn, middle, step);
}

function movedCloudOf(scan: PosedScan, motions: readonly RigidMotion[]): PointCloud {
  const positions = new Float32Array(scan.positions.length);
  scan.stations.forEach((view, i) => positions.set(moved(motions[view]!, placeOf(scan.positions, i)), 3 * i));
  const places = scan.places.map((place, view) => moved(motions[view]!, place));
  return posedCloud({ ...scan, positions, places });
}

/**
 * How much of the offsets is left: root mean squares over all points, from where the scan that stayed would have them.
 * @param stayed the scan that the others were brought to
 */
export function shareLeft({ scan, motions, cloud }: MovedScans, healed: PointCloud, stayed: number): number {
  let [before, after] = [0, 0];
  scan.stations.forEach((_, i) => {
    const wanted = moved(motions[stayed]!, placeOf(scan.positions, i));
    before += distance(placeOf(cloud.positions, i), wanted) ** 2;
    after += distance(placeOf(healed.positions, i), wanted) ** 2;
  });
  return Math.sqrt(after / before);
}

function placeOf(positions: Float32Array, i: number): Triple {
  return [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!];
}

/** Six flats with bevels above and below, and a bore. */
function nut(): WorldMesh {
  const flats = [0, 1, 2].map((side) => (Math.PI * side) / 3);
  return implicitMesh({
    cells: 72,
    halfWidth: 1.1,
    value: ([x, y, z]) => {
      const across = Math.max(...flats.map((angle) => Math.abs(x * Math.cos(angle) + y * Math.sin(angle)))) - 0.8;
      const [ring, height] = [Math.hypot(x, y), Math.abs(z)];
      return Math.max(across, height - 0.35, (ring + height - 1.05) / Math.SQRT2, 0.4 - ring);
    },
  });
}

export const HEALED_CASES: readonly HealedCase[] = [
  views('knot', () => knot(0.3), 48_000),
  views('gear', gear, 48_000, true),
  views('nut', nut, 48_000),
];

/** The same of meshes in a folder, by the names of their files. */
export function healedCasesOf(meshes: ReadonlyMap<string, WorldMesh>): HealedCase[] {
  const of = (name: string, points: number): HealedCase[] => {
    const mesh = meshes.get(name);
    return mesh ? [views(`${name}.ply`, () => mesh, points, name === 'gear')] : [];
  };
  return [
    ...['koala', 'fish', 'boat', 'gear', 'hammer', 'wingnut', 'scorpion'].flatMap((name) => of(name, 48_000)),
    ...['gear', 'hammer', 'wingnut'].flatMap((name) => of(name, 100_000)),
  ];
}
