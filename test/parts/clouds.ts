/**
 * The clouds of `npm run parts`, each made in code: a solid, a surface with open borders, a room scanned from within.
 */
import { plyOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { gyroid, terrain } from '../shapes/procedural-shapes.ts';
import { scanRoom } from '../shapes/room-scan.ts';

export interface PartsCloud {
  readonly name: string;
  /** The value of GRIDPULL_WORK_LIMITS: small enough for tiles. */
  limits(points: number): string;
  /** Options of `gridpull tiles plan`. */
  readonly options: readonly string[];
  /** A PLY file. */
  make(points: number, seed: number): Uint8Array;
}

/** A share in the place of all while sides are found, and tiles of all points. */
const dense = (points: number): string => `wholePoints=${Math.ceil(points / 4)},tilePoints=${Math.ceil(points / 2)}`;

export const PARTS_CLOUDS: readonly PartsCloud[] = [
  {
    name: 'gyroid',
    limits: dense,
    options: ['--resolution', '256'],
    make: (points, seed) => plyOf(sampleCloud(gyroid(), { points, seed })),
  },
  {
    name: 'terrain',
    // All points as a whole, and two levels in tiles.
    limits: () => 'bufferBytes=4000000',
    options: ['--resolution', '512'],
    make: (points, seed) => plyOf(sampleCloud(terrain(), { points, seed, noise: 0.0005 })),
  },
  {
    name: 'room',
    limits: dense,
    options: ['--resolution', '256'],
    make: (points) => {
      const stations = [
        [-0.2, -0.25, 0.05],
        [0.3, 0.15, 0.1],
      ] as const;
      return plyOf({ positions: scanRoom(stations, Math.ceil(points / stations.length)).positions });
    },
  },
];
