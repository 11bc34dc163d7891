/**
 * What samples and shapes made in code come out as, against `test/golden/metrics.json`. A change that is meant writes
 * the file anew (`UPDATE_GOLDEN=1 npx vitest run --project whole test/whole/golden.test.ts`) and says why in its
 * commit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TriangleSearch } from '../../src/engine/measure/closest-point.ts';
import { compareMeshes } from '../../src/engine/measure/compare.ts';
import { finishSteps } from '../../src/engine/host/steps.ts';
import { toWorldMesh, type WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import type { PointCloud, TriangleMesh } from '../../src/engine/index.ts';
import { quietContext } from '../run-context.ts';
import { torus } from '../shapes/meshes.ts';
import { blade, gear, room, ROOM_PARTS, terrain } from '../shapes/procedural-shapes.ts';
import { type CloudRecipe, pointCloudOf, sampleCloud } from '../shapes/sampled-cloud.ts';
import { DISTANCE, type Point } from '../shapes/samples.ts';
import { type CountedHost, openCountedHost, run, sample } from './engine-run.ts';

interface Metrics {
  readonly resolution: number;
  readonly components: number;
  readonly genus: number | null;
  readonly boundaryEdges: number;
  readonly vertices: number;
  /** Mean distance of the mesh's vertices to the true surface, and of the cloud's points to the mesh; file's unit. */
  readonly meshToSurface: number;
  readonly cloudToMesh: number;
  /** Mean cosine between its normals and the true ones, -1 where it is inside out; of shapes made in code alone. */
  readonly normals?: number;
}

const FILE = 'test/golden/metrics.json';
const golden = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Metrics>;
const found: Record<string, Metrics> = {};

/** Other devices and compilers round differently: counts may move by a hundredth, distances by a fifth. */
const COUNT_TOLERANCE = 0.01;
const DISTANCE_TOLERANCE = 0.2;
/** Rims follow single voxels. */
const RIM_TOLERANCE = 0.1;
/** For a cosine's mean over 20,000 samples: a part that is turned round moves it by ten times as much. */
const NORMAL_TOLERANCE = 0.005;
const NORMAL_SAMPLES = 20_000;

let host: CountedHost;
beforeAll(async () => {
  host = await openCountedHost();
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  if (process.env['UPDATE_GOLDEN']) writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
});

/** Runs the cloud, measures what comes out and keeps it under `name`. */
async function measure(
  name: string,
  cloud: PointCloud,
  resolution: number | 'auto',
  distance: (point: Point) => number,
  truth?: WorldMesh,
): Promise<void> {
  const { mesh, report } = await run(cloud, { resolution }, host);
  const { components, genus, boundaryEdges, vertices } = report.topology;
  const meshToSurface = meanToSurface(mesh, distance);
  const cloudToMesh = meanToMesh(cloud, mesh);
  const figures = { components, genus, boundaryEdges, vertices, meshToSurface, cloudToMesh };
  const compared = truth && (await compareMeshes(truth, toWorldMesh(mesh), { samples: NORMAL_SAMPLES }, quietContext));
  found[name] = {
    resolution: report.resolution,
    ...figures,
    ...(compared && { normals: compared.signedNormalConsistency }),
  };
}

function expectAsGood(name: string): void {
  const [now, wanted] = [found[name]!, process.env['UPDATE_GOLDEN'] ? found[name]! : golden[name]!];
  expect(now.resolution).toBe(wanted.resolution);
  expectNear(now.vertices, wanted.vertices, COUNT_TOLERANCE);
  expectNear(now.boundaryEdges, wanted.boundaryEdges, RIM_TOLERANCE);
  expectNear(now.meshToSurface, wanted.meshToSurface, DISTANCE_TOLERANCE);
  expectNear(now.cloudToMesh, wanted.cloudToMesh, DISTANCE_TOLERANCE);
  if (wanted.normals === undefined) expect(now.normals).toBeUndefined();
  else expect(Math.abs(now.normals! - wanted.normals)).toBeLessThanOrEqual(NORMAL_TOLERANCE);
}

describe.each([
  ['bracket.ply', 128, { closed: true, genus: 1 }],
  ['lattice.ply', 64, { closed: true, genus: 28 }],
  ['hill.ply', 128, { closed: false, genus: 0 }],
] as const)('%s at %i', (name, resolution, { closed, genus }) => {
  beforeAll(async () => measure(name, await sample(name), resolution, DISTANCE[name]!));

  it(`is one ${closed ? 'closed' : 'open'} surface of genus ${genus}`, () => {
    expect(found[name]).toMatchObject({ components: 1, genus });
    expect(found[name]!.boundaryEdges === 0).toBe(closed);
  });

  it('is as good as it was', () => expectAsGood(name));
});

interface ShapeCase {
  readonly name: string;
  readonly truth: WorldMesh;
  readonly cloud: CloudRecipe;
  readonly components: number;
  readonly genus: number;
  readonly closed: boolean;
}

/** Each of what the program finds out by itself: how thin, which side, how noisy, what strays, where open. */
const SHAPES: readonly ShapeCase[] = [
  {
    name: 'blade',
    truth: blade(0.05),
    cloud: { points: 6000, seed: 1 },
    components: 1,
    genus: 0,
    closed: true,
  },
  {
    // The furniture says nothing about which side is out: the parts are turned to agree with the walls.
    name: 'room',
    truth: room(),
    cloud: { points: 16_000, seed: 2 },
    components: Object.keys(ROOM_PARTS).length,
    genus: 0,
    closed: true,
  },
  {
    name: 'noisy torus',
    truth: torus(120, 60),
    cloud: { points: 6000, seed: 3, noise: 0.008 },
    components: 1,
    genus: 1,
    closed: true,
  },
  {
    name: 'gear among strays',
    truth: gear(10, 0.4),
    cloud: { points: 10_000, seed: 4, outliers: 0.03 },
    components: 1,
    genus: 1,
    closed: true,
  },
  {
    name: 'open sheet',
    truth: terrain(),
    cloud: { points: 6000, seed: 5 },
    components: 1,
    genus: 0,
    closed: false,
  },
];

describe.each(SHAPES)('$name at auto', ({ name, truth, cloud: recipe, components, genus, closed }) => {
  beforeAll(async () => {
    const tree = finishSteps(TriangleSearch.buildSteps(truth));
    const distance = ([x, y, z]: Point): number => {
      tree.findClosest(x, y, z);
      return Math.sqrt(tree.distanceSquared);
    };
    await measure(name, pointCloudOf(sampleCloud(truth, recipe)), 'auto', distance, truth);
  });

  it('is the shape', () => {
    expect(found[name]).toMatchObject({ components, genus });
    expect(found[name]!.boundaryEdges === 0).toBe(closed);
  });

  it('is as good as it was', () => expectAsGood(name));
});

function expectNear(value: number, wanted: number, tolerance: number): void {
  expect(Math.abs(value - wanted), `${value} against ${wanted}`).toBeLessThanOrEqual(tolerance * wanted);
}

function meanToSurface({ positions }: TriangleMesh, distance: (point: Point) => number): number {
  let sum = 0;
  for (let i = 0; i < positions.length; i += 3) {
    sum += distance([positions[i]!, positions[i + 1]!, positions[i + 2]!]);
  }
  return (3 * sum) / positions.length;
}

function meanToMesh({ positions }: PointCloud, mesh: TriangleMesh): number {
  const tree = finishSteps(TriangleSearch.buildSteps(toWorldMesh(mesh)));
  let sum = 0;
  for (let i = 0; i < positions.length; i += 3) {
    tree.findClosest(positions[i]!, positions[i + 1]!, positions[i + 2]!);
    sum += Math.sqrt(tree.distanceSquared);
  }
  return (3 * sum) / positions.length;
}
