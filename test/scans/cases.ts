/**
 * Scans whose stations are known, what is done with them, and what is to come out (docs/algorithm.md section 2, step
 * 2).
 */
import type { PointCloud } from '../../src/engine/index.ts';
import type { Triple } from '../../src/engine/math/triple.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { FlightLines } from '../../src/engine/formats/read/las/flight-lines.ts';
import {
  aroundBody,
  type FlownScan,
  inBox,
  posedCloud,
  type PosedScan,
  scanFrom,
  scanFromAbove,
  scanFromFlight,
} from '../shapes/posed-scan.ts';
import { pointCloudOf } from '../shapes/sampled-cloud.ts';
import { blade, knot, room, terrain } from '../shapes/procedural-shapes.ts';
import { corridor, courtyard, farm, flat, hall, office, staircase, street } from './scenes.ts';

export interface ScanCase {
  readonly name: string;
  /** The same seed gives the same scan. */
  readonly make: (seed: number) => MadeScan;
  /** Of the points away from creases at most so many on the wrong side, as a share. */
  readonly mostWrong: number;
  /** It is also right to say that nobody can know. */
  readonly mayDoubt?: true;
  /** The mesh is measured, too. */
  readonly leastSigned?: number;
}

export interface MadeScan {
  readonly scan: PosedScan;
  readonly truth: WorldMesh;
  readonly cloud: PointCloud;
}

const BAR = 0.001;
const THIN_BAR = 0.003;
/** Rooms that nothing is said of turn as a whole: what stands in them keeps the side that it has by the points. */
const UNASKED_BAR = 0.01;

/** How many beams' worth of points the scans have. */
const POINTS = 48_000;
const NOISE = 0.0003;

/** What the cloud says of where its stations stood. */
type Poses = 'posed' | 'unasked' | 'apart' | 'exchanged' | 'at one place';

const told = (scan: PosedScan, poses: Poses): PointCloud => {
  if (poses === 'posed') return posedCloud(scan);
  if (poses === 'apart') return withoutSensors(posedCloud(scan));
  if (poses === 'at one place') return posedCloud(scan, Array<Triple>(scan.places.length).fill(scan.places[0]!));
  if (poses === 'exchanged') return posedCloud(scan, [scan.places[1]!, scan.places[0]!, ...scan.places.slice(2)]);
  const { scans: _, attributes: __, ...cloud } = posedCloud(scan);
  return cloud;
};

/** Whose points are whose, and nothing of where the scans stood. */
const withoutSensors = (cloud: PointCloud): PointCloud => ({
  ...cloud,
  scans: cloud.scans!.map(({ sensor: _, ...scan }) => scan),
});

const making =
  (mesh: () => WorldMesh, poses: Poses, scanOf: (truth: WorldMesh, seed: number) => PosedScan): ScanCase['make'] =>
  (seed) => {
    const truth = mesh();
    const scan = scanOf(truth, seed);
    return { scan, truth, cloud: told(scan, poses) };
  };

/** From places by shares of the mesh's box. */
const within = (
  name: string,
  mesh: () => WorldMesh,
  shares: readonly Triple[],
  poses: Poses,
  leastSigned?: number,
): ScanCase => {
  const truth = mesh();
  return stood(
    name,
    mesh,
    shares.map((share) => inBox(truth, share)),
    poses,
    leastSigned,
  );
};

const stood = (
  name: string,
  mesh: () => WorldMesh,
  places: readonly Triple[],
  poses: Poses,
  leastSigned?: number,
): ScanCase => ({
  name: `${name}, ${places.length} ${places.length === 1 ? 'station' : 'stations'} ${poses}`,
  mostWrong: poses === 'posed' || poses === 'exchanged' ? BAR : UNASKED_BAR,
  ...((poses === 'unasked' || poses === 'apart') && { mayDoubt: true as const }),
  ...(leastSigned !== undefined && { leastSigned }),
  make: making(mesh, poses, (truth, seed) => scanFrom(truth, { places, points: POINTS, seed, noise: NOISE })),
});

const around = (
  name: string,
  mesh: () => WorldMesh,
  points: number,
  mostWrong: number,
  poses: Poses = 'posed',
): ScanCase => ({
  name: `${name}, 8 views ${poses}`,
  mostWrong,
  make: making(mesh, poses, (truth, seed) =>
    scanFrom(truth, { places: aroundBody(truth, 8, 2), points, seed, cone: 40 }),
  ),
});

const above = (name: string, mesh: () => WorldMesh): ScanCase => ({
  name: `${name}, from the air posed`,
  mostWrong: BAR,
  make: making(mesh, 'posed', (truth, seed) => scanFromAbove(truth, { across: 0.012, ratio: 8, strips: 3, seed })),
});

/** Of whose points a LAS file says the time, the line and the scan angle, and nothing of where the aircraft flew. */
const flown = (name: string, mesh: () => WorldMesh): ScanCase => ({
  name: `${name}, flown over`,
  mostWrong: BAR,
  make: (seed) => {
    const truth = mesh();
    const scan = scanFromFlight(truth, { rows: 110, seed });
    return { scan, truth, cloud: flownCloud(scan) };
  },
});

function flownCloud({ positions, angles, times, lines }: FlownScan): PointCloud {
  const sums = new FlightLines();
  angles.forEach((angle, i) => {
    sums.add(lines[i]!, times[i]!, angle, [positions[3 * i]!, positions[3 * i + 1]!, positions[3 * i + 2]!]);
  });
  const scans = sums.found().map(({ source, path }) => ({
    name: `flight line ${source}`,
    pointCount: lines.reduce((sum, line) => sum + (line === source ? 1 : 0), 0),
    ...(path && { path }),
  }));
  return { ...pointCloudOf({ positions }), scans, attributes: { scan: lines, time: times } };
}

const TWO: readonly Triple[] = [
  [0.25, 0.3, 0.55],
  [0.7, 0.75, 0.6],
];
const FOUR: readonly Triple[] = [
  [0.13, 0.2, 0.55],
  [0.8, 0.5, 0.6],
  [0.3, 0.8, 0.5],
  [0.6, 0.2, 0.55],
];
const ENDS: readonly Triple[] = [
  [0.2, 0.45, 0.6],
  [0.75, 0.55, 0.6],
];

const SCENES: readonly (readonly [name: string, mesh: () => WorldMesh, places: readonly Triple[]])[] = [
  [
    'flat',
    flat,
    [
      [1.8, 2.2, 1.5],
      [7, 1.8, 1.5],
    ],
  ],
  [
    'flat',
    flat,
    [
      [1.8, 2.2, 1.5],
      [4.5, 2, 1.4],
      [7, 1.8, 1.5],
    ],
  ],
  [
    'staircase',
    staircase,
    [
      [0.6, 0.5, 1.5],
      [0.6, 5.8, 3.9],
    ],
  ],
  [
    'courtyard',
    courtyard,
    [
      [3, 4, 1.7],
      [16, 11, 1.7],
    ],
  ],
  [
    'street',
    street,
    [
      [5, 0, 1.8],
      [18, 0.5, 1.8],
      [33, -0.4, 1.8],
    ],
  ],
  [
    'farm',
    farm,
    [
      [-6, 3, 1.7],
      [4, -7, 1.7],
      [14, 3, 1.7],
      [4, 12, 1.7],
    ],
  ],
];
const POSES: readonly Poses[] = ['posed', 'apart', 'at one place', 'unasked'];

export const CASES: readonly ScanCase[] = [
  ...SCENES.flatMap(([name, mesh, places]) => POSES.map((poses) => stood(name, mesh, places, poses))),
  within('room', room, TWO, 'posed', 0.9),
  within('room', room, TWO, 'unasked', 0.9),
  within('room', room, TWO, 'exchanged'),
  within('office', office, TWO, 'posed'),
  within('office', office, FOUR, 'posed'),
  within('office', office, TWO, 'unasked'),
  within('office', office, TWO, 'exchanged'),
  within('hall', hall, TWO, 'posed'),
  within('hall', hall, FOUR, 'posed'),
  within('hall', hall, TWO, 'unasked'),
  within('hall', hall, FOUR, 'unasked'),
  within('hall', hall, TWO, 'exchanged'),
  within('corridor', corridor, ENDS, 'posed'),
  within('corridor', corridor, ENDS, 'unasked'),
  within('corridor', corridor, ENDS, 'exchanged'),
  above('terrain', terrain),
  flown('courtyard', courtyard),
  flown('farm', farm),
  flown('street', street),
  flown('terrain', terrain),
  within('terrain', terrain, [[0.45, 0.4, 1.15]], 'posed'),
  around('knot', () => knot(0.3), POINTS, BAR),
  around('knot', () => knot(0.3), POINTS, BAR, 'exchanged'),
  around('blade', () => blade(0.03), 12_000, THIN_BAR),
  around('blade', () => blade(0.03), POINTS, THIN_BAR),
];

/** The same of meshes in a folder, by the names of their files; nothing of those that are not there. */
export function casesOf(meshes: ReadonlyMap<string, WorldMesh>): ScanCase[] {
  const of = (name: string, cases: (mesh: () => WorldMesh) => ScanCase[]): ScanCase[] => {
    const mesh = meshes.get(name);
    return mesh ? cases(() => mesh) : [];
  };
  return [
    ...of('room', (mesh) => [
      within('room.ply', mesh, TWO, 'posed', 0.9),
      within('room.ply', mesh, TWO, 'unasked', 0.9),
      within('room.ply', mesh, FOUR, 'posed', 0.9),
      within('room.ply', mesh, TWO, 'exchanged'),
    ]),
    ...of('koala', (mesh) => [around('koala', mesh, POINTS, BAR), around('koala', mesh, POINTS, BAR, 'exchanged')]),
    ...of('nefertiti', (mesh) => [around('nefertiti', mesh, POINTS, BAR)]),
    ...of('scorpion', (mesh) => [around('scorpion', mesh, POINTS, BAR)]),
    ...of('sword', (mesh) => [around('sword', mesh, 12_000, THIN_BAR), around('sword', mesh, 53_000, THIN_BAR)]),
  ];
}
