/**
 * Two scans of one surface a little apart, which are one surface, and thin bodies, whose two sides are two
 * (algorithm.md section 2, "Layers").
 */
import type { PointCloud } from '../../src/engine/index.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { ball, blade, box, gear, gyroid, knot } from '../shapes/procedural-shapes.ts';
import { boundsOf, pointCloudOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { aroundBody, posedCloud, scanFrom } from '../shapes/posed-scan.ts';

export interface LayerCase {
  readonly name: string;
  readonly make: (seed: number) => PointCloud;
  /** How far the two scans lie apart, in the unit of the cloud; null where there is one surface, or two sides. */
  readonly offset: number | null;
}

const POINTS = 48_000;

/** Half of the points each, the second half moved along the diagonal by a share of the extent. */
function twice(name: string, mesh: WorldMesh, share: number, points = POINTS): LayerCase {
  const { low, high } = boundsOf(mesh.positions);
  const offset = share * Math.max(...high.map((value, axis) => value - low[axis]!));
  return {
    name: `${name}, ${points} points, two scans ${100 * share} % apart`,
    offset,
    make: (seed) => {
      const halves = [0, 1].map((half) => sampleCloud(mesh, { points: points / 2, seed: 2 * seed + half }).positions);
      const moved = halves[1]!.map((value) => value + offset / Math.sqrt(3));
      return pointCloudOf({ positions: Float32Array.from([...halves[0]!, ...moved]) });
    },
  };
}

const once = (name: string, mesh: WorldMesh, points = POINTS): LayerCase => ({
  name: `${name}, ${points} points`,
  offset: null,
  make: (seed) => pointCloudOf(sampleCloud(mesh, { points, seed })),
});

const seen = (name: string, mesh: WorldMesh, points: number): LayerCase => ({
  name: `${name}, ${points} points, 8 views`,
  offset: null,
  make: (seed) => posedCloud(scanFrom(mesh, { places: aroundBody(mesh, 8, 2), points, seed, cone: 40 })),
});

export const LAYER_CASES: readonly LayerCase[] = [
  ...[0.005, 0.002].flatMap((share) => [twice('knot', knot(0.45), share), twice('gear', gear(), share)]),
  twice('ball', ball([0, 0, 0], 1, 160, 320), 0.002),
  twice('gear', gear(), 0.001, 200_000),
  twice('ball', ball([0, 0, 0], 1, 160, 320), 0.0005, 400_000),
  once('knot', knot(0.45)),
  once('gear', gear()),
  once('gyroid', gyroid(64)),
  ...[0.01, 0.02, 0.05].map((thickness) => once(`blade ${thickness} thick`, blade(thickness), 24_000)),
  ...[0.005, 0.01, 0.03].map((thickness) =>
    once(`plate ${thickness} thick`, box([0, 0, 0], [1, 0.8, thickness]), 24_000),
  ),
  seen('blade .03 thick', blade(0.03), 12_000),
  seen('plate .01 thick', box([0, 0, 0], [1, 0.8, 0.01]), 24_000),
];
