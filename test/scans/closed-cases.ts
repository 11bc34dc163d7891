/**
 * Closed bodies of which nobody tells from where they were seen: that places are looked for must change nothing of them
 * (algorithm.md section 2, "Sides").
 */
import type { PointCloud } from '../../src/engine/index.ts';
import { measureTopology } from '../../src/engine/mesh/topology.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../run-context.ts';
import { ball, blade, box, gear, gyroid, knot } from '../shapes/procedural-shapes.ts';
import { pointCloudOf, sampleCloud } from '../shapes/sampled-cloud.ts';

export interface ClosedCase {
  readonly name: string;
  readonly make: (seed: number) => PointCloud;
}

const POINTS = 12_000;

const even = (name: string, mesh: WorldMesh): ClosedCase => ({
  name: `closed: ${name}, ${POINTS} points`,
  make: (seed) => pointCloudOf(sampleCloud(mesh, { points: POINTS, seed, noise: 0.001 })),
});

/** As dense as if it were seen from beside it: the places that are looked for are those of such clouds. */
const thinning = (name: string, mesh: WorldMesh): ClosedCase => ({
  name: `closed: ${name}, thinning out, ${POINTS} points`,
  make: (seed) => pointCloudOf({ positions: thinned(sampleCloud(mesh, { points: 8 * POINTS, seed }).positions) }),
});

/** One of eight points, the likelier the lower along x: 1 at the one end, 1/30 at the other. */
function thinned(positions: Float32Array): Float32Array<ArrayBuffer> {
  const rank = Array.from({ length: positions.length / 3 }, (_, i) => i);
  const xs = rank.map((i) => positions[3 * i]!);
  const [low, high] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
  // The fraction of multiples of the golden ratio is as even as chance, and the same each time.
  const isKept = (i: number): boolean => {
    const share = 30 ** -((xs[i]! - low) / (high - low));
    return (i * 0.6180339887498949) % 1 < 0.5 * share;
  };
  return Float32Array.from(rank.filter(isKept).flatMap((i) => [...positions.subarray(3 * i, 3 * i + 3)]));
}

const bodies: readonly (readonly [string, () => WorldMesh])[] = [
  ['ball', () => ball([0, 0, 0], 1, 160, 320)],
  ['knot', () => knot(0.3)],
  ['gear', () => gear()],
  ['gyroid', () => gyroid(48)],
  ['blade .03 thick', () => blade(0.03)],
  ['box', () => box([0, 0, 0], [1, 0.8, 0.5])],
];

export const CLOSED_CASES: readonly ClosedCase[] = bodies.flatMap(([name, make]) => [
  even(name, make()),
  thinning(name, make()),
]);

/** The same of those meshes in a folder that are closed and face outward: a room, which faces inward, is no body. */
export async function closedCasesOf(meshes: ReadonlyMap<string, WorldMesh>): Promise<ClosedCase[]> {
  const cases: ClosedCase[] = [];
  for (const [name, mesh] of meshes) {
    const { watertight, signedVolume } = await measureTopology(mesh.positions, mesh.indices, quietContext);
    if (watertight && signedVolume > 0) cases.push(even(`${name}.ply`, mesh), thinning(`${name}.ply`, mesh));
  }
  return cases;
}
