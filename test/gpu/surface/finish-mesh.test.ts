import { describe, expect, it } from 'vitest';
import type { PlaneFit } from '../../../src/engine/analysis/fit-planes.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import {
  finishMesh,
  type FinishedSurface,
  type SurfaceSupport,
  valuesAt,
} from '../../../src/engine/finish/finish-mesh.ts';
import { measureTopology } from '../../../src/engine/mesh/topology.ts';
import { uploadKdTree } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { extractSurface } from '../../../src/engine/surface/marching-cubes.ts';
import { layBricks } from '../../reference/surface.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';
import { CONTEXT, uploadBricks } from './bricks.ts';

type Point = readonly [number, number, number];
interface Ball {
  readonly centre: Point;
  readonly radius: number;
}

const BALL: Ball = { centre: [-0.15, 0, 0], radius: 0.3 };
const SMALL_BALL: Ball = { centre: [0.35, 0, 0], radius: 0.1 };
/** Voxels of 1.1 / 48 are .023; points .03 apart. */
const RESOLUTION = 48;
const SPACING = 0.03;
const NEIGHBOURS = 12;

/** Points spread evenly over a ball (a golden-angle spiral), about `spacing` apart. */
function pointsOn({ centre, radius }: Ball, spacing: number): Point[] {
  const count = Math.round((4 * Math.PI * radius ** 2) / spacing ** 2);
  return Array.from({ length: count }, (_, i) => {
    const z = 1 - (2 * i + 1) / count;
    const around = Math.PI * (3 - Math.sqrt(5)) * i;
    const ring = Math.sqrt(1 - z * z);
    const unit = [ring * Math.cos(around), ring * Math.sin(around), z];
    return centre.map((at, axis) => at + radius * unit[axis]!) as unknown as Point;
  });
}

/** Marching cubes of the balls' union, finished with the given cloud; `confidence` of each point's plane. */
async function finish(
  balls: readonly Ball[],
  cloud: readonly Point[],
  confidence: (point: Point) => number,
  holeRadiusNorm: number,
  supportOf?: (vertexCount: number, positions: Float32Array) => SurfaceSupport,
): Promise<FinishedSurface> {
  const [gpu, host] = [await testGpu(), await testHost()];
  using scope = new BufferScope(gpu, 'test');
  const { voxelNorm } = gridFrame(RESOLUTION);
  const value = (...node: number[]): number => {
    const at = node.map((n) => n * voxelNorm - 0.55);
    return Math.min(...balls.map((ball) => Math.hypot(...at.map((a, i) => a - ball.centre[i]!)) - ball.radius));
  };
  const level = { resolution: RESOLUTION, value, isActive: (...node: number[]) => Math.abs(value(...node)) < 0.07 };
  const { grid, field } = uploadBricks(scope, layBricks(level));
  const surface = await extractSurface(stageOf(gpu, { context: CONTEXT }), { grid, field });
  const points = Float32Array.from(cloud.flat());
  const planes: PlaneFit = {
    normals: scope.upload('normals', Float32Array.from(cloud.flatMap((point) => [0, 0, 1, confidence(point)]))),
    radii: scope.upload('radii', new Float32Array(cloud.length).fill(SPACING * Math.sqrt(NEIGHBOURS / Math.PI))),
    neighbourCount: NEIGHBOURS,
  };
  const tree = uploadKdTree(scope, await buildKdTree(points, host, CONTEXT));
  const scale = { spacingNorm: SPACING, noiseNorm: 0 };
  const support = supportOf && { support: supportOf(surface.positions.length / 3, surface.positions) };
  const holes = { holeRadiusNorm, isAutoHoles: true, openHoles: [] };
  const asked = { ...holes, ...support, measuresTopology: true };
  const input = { surface, tree, points, planes, scale, voxelNorm: voxelNorm / 8, ...asked };
  return await finishMesh(stageOf(gpu, { host, context: CONTEXT }), input);
}

const confident = (): number => 0.95;

function squaredTo(cloud: readonly Point[], positions: Float32Array): Float32Array {
  return Float32Array.from({ length: positions.length / 3 }, (_, i) =>
    Math.min(...cloud.map((point) => point.reduce((sum, at, axis) => sum + (at - positions[3 * i + axis]!) ** 2, 0))),
  );
}

describe('finishMesh', () => {
  it('hands a supported surface on as it is', async () => {
    const cloud = pointsOn(BALL, SPACING);
    const mesh = await finish([BALL], cloud, confident, 0.2);
    expect(mesh.report).toEqual({ farTriangles: 0, trimmedTriangles: 0, droppedComponents: 0, clutterComponents: 0 });
    const topology = await measureTopology(mesh.positions, mesh.indices, CONTEXT);
    expect(topology).toMatchObject({ components: 1, watertight: true, genus: 0 });
    expect(mesh.topology).toEqual(topology);
    expect(mesh.sources).toEqual(Uint32Array.from({ length: mesh.positions.length / 3 }, (_, i) => i));
  });

  it('judges a vertex by the radius of the point that is nearest to it', () => {
    expect([...valuesAt(Float32Array.of(0.25, 0.5, 0.75), Uint32Array.of(2, 0, 2))]).toEqual([0.75, 0.25, 0.75]);
  });

  it('takes a support that was measured before', async () => {
    const cloud = pointsOn(BALL, SPACING);
    const mesh = await finish([BALL], cloud, confident, 0, (vertexCount) => ({
      squared: new Float32Array(vertexCount).fill(1),
      radii: new Float32Array(vertexCount).fill(SPACING),
      neighbourCount: NEIGHBOURS,
    }));
    expect(mesh.positions.length).toBe(0);
  });

  it('tells of a hole that it closed, by the support that tiles measured as by its own', async () => {
    const cloud = pointsOn(BALL, SPACING).filter(([, , z]) => z < 0.24);
    const own = await finish([BALL], cloud, confident, 0.22);
    const measured = await finish([BALL], cloud, confident, 0.22, (_, positions) => ({
      squared: squaredTo(cloud, positions),
      radii: new Float32Array(positions.length / 3).fill(SPACING * Math.sqrt(NEIGHBOURS / Math.PI)),
      neighbourCount: NEIGHBOURS,
    }));
    for (const { holes } of [own, measured]) {
      expect(holes.holes.map(({ isOpen, reason }) => [isOpen, reason])).toEqual([[false, 'solid']]);
      expect(holes.patches[0]!.length).toBeGreaterThan(own.report.farTriangles / 2);
    }
    expect(measured.holes.holes[0]!.area).toBeCloseTo(own.holes.holes[0]!.area, 4);
  });

  it('closes a hole within the radius and opens a wider one', async () => {
    const cloud = pointsOn(BALL, SPACING).filter(([, , z]) => z < 0.24); // the cap's middle is .19 from its rim
    const closed = await finish([BALL], cloud, confident, 0.22);
    expect(closed.report.farTriangles).toBeGreaterThan(0);
    expect(closed.report.trimmedTriangles).toBe(0);
    const open = await finish([BALL], cloud, confident, 0.15);
    // All of the patch, and the fringe that the open border then has.
    expect(open.report.trimmedTriangles).toBeGreaterThan(closed.report.farTriangles);
    const topology = await measureTopology(open.positions, open.indices, CONTEXT);
    expect(topology).toMatchObject({ components: 1, boundaryLoops: 1 });
    expect(open.sources.length).toBe(open.positions.length / 3);
  });

  it('drops the ball without points', async () => {
    const mesh = await finish([BALL, SMALL_BALL], pointsOn(BALL, SPACING), confident, 0.2);
    expect(mesh.report.trimmedTriangles).toBeGreaterThan(100);
    expect(await measureTopology(mesh.positions, mesh.indices, CONTEXT)).toMatchObject({ components: 1 });
  });

  it('drops a sparse rough ball as clutter, keeps a sparse flat one', async () => {
    const isSmall = ([x]: Point): boolean => x > 0.2;
    const cloud = [...pointsOn(BALL, SPACING), ...pointsOn(SMALL_BALL, 2 * SPACING)];
    const rough = await finish([BALL, SMALL_BALL], cloud, (p) => (isSmall(p) ? 0.6 : 0.95), 0.2);
    expect(rough.report).toMatchObject({ droppedComponents: 0, clutterComponents: 1 });
    expect(Math.max(...rough.positions.filter((_, i) => i % 3 === 0))).toBeLessThan(0.2);
    // The vertices of both balls were numbered together.
    const all = await finish([BALL, SMALL_BALL], cloud, confident, 0.2);
    rough.sources.forEach((vertex, i) => {
      expect(rough.positions[3 * i]).toBe(all.positions[3 * vertex]);
    });
    const flat = await finish([BALL, SMALL_BALL], cloud, (p) => (isSmall(p) ? 0.9 : 0.95), 0.2);
    expect(flat.report.clutterComponents).toBe(0);
    expect(await measureTopology(flat.positions, flat.indices, CONTEXT)).toMatchObject({ components: 2 });
  });

  it('gives an empty mesh where no point is near, and leaves no buffer alive', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    const mesh = await finish([BALL], [[0.5, 0.5, 0.5]], confident, 0.1);
    expect([mesh.positions.length, mesh.indices.length, mesh.sources.length]).toEqual([0, 0, 0]);
    expect(gpu.liveBytes).toBe(before);
  });
});
