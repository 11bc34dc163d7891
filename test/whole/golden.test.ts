/**
 * What the samples come out as, against `test/golden/metrics.json`. A change that is meant writes the file anew
 * (`UPDATE_GOLDEN=1 npx vitest run --project whole test/whole/golden.test.ts`) and says why in its commit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TriangleTree } from '../../src/engine/measure/closest-point.ts';
import { finishSteps } from '../../src/engine/host/steps.ts';
import { toWorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import type { PointCloud, TriangleMesh } from '../../src/engine/index.ts';
import { type CountedHost, openCountedHost, run, sample } from './engine-run.ts';
import { DISTANCE, type Point } from './shapes.ts';

interface Metrics {
  readonly resolution: number;
  readonly components: number;
  readonly genus: number | null;
  readonly boundaryEdges: number;
  readonly vertices: number;
  /** Mean distance of the mesh's vertices to the true surface, and of the cloud's points to the mesh; file's unit. */
  readonly meshToSurface: number;
  readonly cloudToMesh: number;
}

const FILE = 'test/golden/metrics.json';
const golden = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Metrics>;
const found: Record<string, Metrics> = {};

/** Other devices and compilers round differently: counts may move by a hundredth, distances by a fifth. */
const COUNT_TOLERANCE = 0.01;
const DISTANCE_TOLERANCE = 0.2;
/** Rims follow single voxels. */
const RIM_TOLERANCE = 0.1;

let host: CountedHost;
beforeAll(async () => {
  host = await openCountedHost();
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  if (process.env['UPDATE_GOLDEN']) writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
});

describe.each([
  ['bracket.ply', 128, { closed: true, genus: 1 }],
  ['lattice.ply', 64, { closed: true, genus: 28 }],
  ['hill.ply', 128, { closed: false, genus: 0 }],
] as const)('%s at %i', (name, resolution, { closed, genus }) => {
  beforeAll(async () => {
    const cloud = await sample(name);
    const { mesh, report } = await run(cloud, { resolution }, host);
    const { components, genus: handles, boundaryEdges, vertices } = report.topology;
    const meshToSurface = meanToSurface(mesh, DISTANCE[name]!);
    const cloudToMesh = meanToMesh(cloud, mesh);
    found[name] = { resolution, components, genus: handles, boundaryEdges, vertices, meshToSurface, cloudToMesh };
  });

  it(`is one ${closed ? 'closed' : 'open'} surface of genus ${genus}`, () => {
    expect(found[name]).toMatchObject({ components: 1, genus });
    expect(found[name]!.boundaryEdges === 0).toBe(closed);
  });

  it('is as good as it was', () => {
    const wanted = process.env['UPDATE_GOLDEN'] ? found[name]! : golden[name]!;
    expectNear(found[name]!.vertices, wanted.vertices, COUNT_TOLERANCE);
    expectNear(found[name]!.boundaryEdges, wanted.boundaryEdges, RIM_TOLERANCE);
    expectNear(found[name]!.meshToSurface, wanted.meshToSurface, DISTANCE_TOLERANCE);
    expectNear(found[name]!.cloudToMesh, wanted.cloudToMesh, DISTANCE_TOLERANCE);
  });
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
  const tree = finishSteps(TriangleTree.buildSteps(toWorldMesh(mesh)));
  let sum = 0;
  for (let i = 0; i < positions.length; i += 3) {
    tree.findClosest(positions[i]!, positions[i + 1]!, positions[i + 2]!);
    sum += Math.sqrt(tree.distanceSquared);
  }
  return (3 * sum) / positions.length;
}
