/**
 * First fields against brute force in float64 (test/reference/grid.ts) and against shapes whose distance is known.
 *
 * Tolerance of parity: positions are rounded to 2⁻²⁴ of about 1, twelve heights are averaged, and exp of a quotient of
 * squared lengths amplifies their rounding by the quotient, which the weight itself bounds: 2·10⁻⁶.
 */
import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { buildGrid } from '../../../src/engine/grid/build-grid.ts';
import { buildDenseGrid } from '../../../src/engine/grid/dense-grid.ts';
import { findHoleZone } from '../../../src/engine/grid/find-zone.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { firstField } from '../../../src/engine/grid/init-field.ts';
import { nextField } from '../../../src/engine/grid/upsample-field.ts';
import {
  bandNodes,
  boxNodes,
  distance,
  holeCells,
  interpolate,
  nearestFit,
  nodeAt,
  nodeIndex,
  nodePosition,
  type Triple,
} from '../../reference/grid.ts';
import { placeNodes } from '../../../src/engine/grid/field-kernels.ts';
import { runKernel, testGpu } from '../device.ts';
import { stageOf } from '../stage.ts';
import { padded } from '../padded.ts';
import { randomPoints, readField, readSlots, sorted, spherePoints, uploadField } from './level.ts';
import { unit, uploadCloud, windingOf } from './oriented.ts';

const PARITY = 2e-6;
const RADIUS = 0.35;
const inSphere = (resolution: number) => (node: Triple) => distance(nodePosition(resolution, node), [0, 0, 0]) < RADIUS;

/** Compares values by node; says which node is worst. */
function expectClose(found: ReadonlyMap<number, number>, expected: (node: number) => number, tolerance: number): void {
  let [worst, at] = [0, -1];
  for (const [node, value] of found) {
    const error = Math.abs(value - expected(node));
    if (!(error <= worst)) [worst, at] = [error, node];
  }
  expect(worst, `node ${at}: ${found.get(at)} for ${at < 0 ? '' : expected(at)}`).toBeLessThanOrEqual(tolerance);
}

it('place_nodes lists every node of the cube, x fastest', async () => {
  for (const resolution of [1, 5, 6, 16]) {
    const count = (resolution + 1) ** 3;
    const params = { resolution, voxel: 1.1 / resolution };
    const { queries } = await runKernel(placeNodes, count, params, { queries: new Float32Array(4 * count) });
    const expected = padded(Array.from({ length: count }, (_, i) => nodePosition(resolution, nodeAt(resolution, i))));
    // One rounding of 1.1/S, one of the product and one of the sum, all below 1.1.
    queries.forEach((value, i) => {
      if (Math.abs(value - expected[i]!) > 3 * 2 ** -24)
        throw new Error(`resolution ${resolution}, number ${i}: ${value}`);
    });
  }
});

describe('firstField', () => {
  it.each([
    [1, 0],
    [5, 0],
    [12, 0.01],
    [13, 0],
    [31, 0],
    [32, 0.01],
    [700, 0],
    [700, 0.02],
  ])('is the formula on %i random points with random normals, noise %f', async (count, noiseNorm) => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const resolution = 16;
    const points = randomPoints(31, count);
    const normals = randomPoints(32, count).map(unit);
    const scale = { spacingNorm: 0.05, noiseNorm };
    const cloud = await uploadCloud(gpu, scope, points, normals, scale);
    const grid = buildDenseGrid(stageOf(gpu, { scope }), gridFrame(resolution));
    const winding = windingOf(scope, resolution, inSphere(resolution));
    const field = await firstField(stageOf(gpu, { scope }), { grid, winding, cloud });
    const far = (2 * 1.1) / resolution + 3 * noiseNorm;
    let farCount = 0;
    const expected = (node: number): number => {
      const place = nodeAt(resolution, node);
      const fit = nearestFit(nodePosition(resolution, place), points, normals, scale);
      if (fit.distance <= far) return fit.value;
      farCount++;
      return inSphere(resolution)(place) ? -fit.distance : fit.distance;
    };
    expectClose(await readField(gpu, grid, field), expected, PARITY);
    if (count < 20) expect(farCount).toBeGreaterThan(100);
  });

  it('is exact on a plane', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const normal = unit([1, 2, -2]);
    // Two directions in the plane through 0: 50 × 50 points in steps of .012.
    const points = Array.from({ length: 2500 }, (_, i): Triple => {
      const [u, v] = [((i % 50) - 24.5) * 0.012, (Math.floor(i / 50) - 24.5) * 0.012];
      return [(2 * u + 2 * v) / 3, (-2 * u + v) / 3, (-u + 2 * v) / 3].map(Math.fround) as unknown as Triple;
    });
    const scale = { spacingNorm: 0.012, noiseNorm: 0 };
    const cloud = await uploadCloud(
      gpu,
      scope,
      points,
      points.map(() => normal),
      scale,
    );
    const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(64), seeds: { ...cloud, bandCells: 1 } });
    const field = await firstField(stageOf(gpu, { scope }), {
      grid,
      winding: windingOf(scope, 64, () => false),
      cloud,
    });
    const height = (node: number): number =>
      nodePosition(64, nodeAt(64, node)).reduce((sum, c, axis) => sum + c * normal[axis]!, 0);
    const near = [...(await readField(gpu, grid, field))].filter(([node]) => Math.abs(height(node)) < 0.03);
    expect(near.length).toBeGreaterThan(1000);
    // Rim nodes may lie beyond two voxels of every point; those have the winding number's sign.
    const inner = near.filter(([node]) => distance(nodePosition(64, nodeAt(64, node)), [0, 0, 0]) < 0.28);
    expectClose(new Map(inner), height, 2e-7);
  });

  it('is the distance to a sphere, to second order near and by sign far', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const points = spherePoints(6000, RADIUS);
    const scale = { spacingNorm: 0.016, noiseNorm: 0 };
    const cloud = await uploadCloud(gpu, scope, points, points.map(unit), scale);
    const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(64), seeds: { ...cloud, bandCells: 5 } });
    const field = await firstField(stageOf(gpu, { scope }), {
      grid,
      winding: windingOf(scope, 64, inSphere(64)),
      cloud,
    });
    const exact = (node: number): number => distance(nodePosition(64, nodeAt(64, node)), [0, 0, 0]) - RADIUS;
    // A point at t from the foot is r²/2R = t²/2R below the tangent plane; the twelve nearest reach two spacings, and
    // far from the sphere d₀ exceeds the distance by as much over d₀.
    expectClose(await readField(gpu, grid, field), exact, (2 * scale.spacingNorm) ** 2 / RADIUS);
  });
});

describe('nextField', () => {
  it('carries a linear function exactly, and keeps inactive slots at 0', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const points = randomPoints(41, 200, 0.4);
    const cloud = await uploadCloud(gpu, scope, points, points.map(unit), { spacingNorm: 0.05, noiseNorm: 0 });
    const coarse = buildDenseGrid(stageOf(gpu, { scope }), gridFrame(32));
    // Small dyadic coefficients: every sum of eight values is exact in float32.
    const linear =
      (resolution: number) =>
      (node: number): number => {
        const [x, y, z] = nodeAt(resolution, node).map((c) => (c * 64) / resolution) as unknown as Triple;
        return (3 * x - 5 * y + 2 * z - 7) / 256;
      };
    const field = await uploadField(gpu, scope, coarse, linear(32));
    const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(64), seeds: { ...cloud, bandCells: 2 } });
    const next = await nextField(stageOf(gpu, { scope }), { grid, coarse: { grid: coarse, field }, cloud });
    expectClose(await readField(gpu, grid, next), linear(64), 0);
  });

  it('is the interpolation, and the formula where a corner is missing', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const points = randomPoints(51, 150, 0.56);
    const normals = randomPoints(52, 150).map(unit);
    const scale = { spacingNorm: 0.1, noiseNorm: 0.01 };
    const cloud = await uploadCloud(gpu, scope, points, normals, scale);
    const coarse = await buildGrid(stageOf(gpu, { scope }), {
      frame: gridFrame(16),
      seeds: { ...cloud, bandCells: 0 },
    });
    const field = await uploadField(gpu, scope, coarse, (node) => Math.sin(node));
    const values = await readField(gpu, coarse, field);
    const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(32), seeds: { ...cloud, bandCells: 1 } });
    const next = await nextField(stageOf(gpu, { scope }), { grid, coarse: { grid: coarse, field }, cloud });
    const counts = { interpolated: 0, fitted: 0 };
    const expected = (node: number): number => {
      const place = nodeAt(32, node);
      const interpolated = interpolate(16, values, place);
      counts[interpolated === undefined ? 'fitted' : 'interpolated']++;
      return interpolated ?? nearestFit(nodePosition(32, place), points, normals, scale).value;
    };
    expectClose(await readField(gpu, grid, next), expected, PARITY);
    expect(counts.interpolated).toBeGreaterThan(1000);
    expect(counts.fitted).toBeGreaterThan(1000);
  });
});

describe('findHoleZone', () => {
  it.each([0.04, 0.12])('finds the cells across the hole of a bowl, radius %f', async (holeRadius) => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const points = spherePoints(1500, RADIUS).filter(([, , z]) => z < 0.2);
    const cloud = await uploadCloud(gpu, scope, points, points.map(unit), { spacingNorm: 0.03, noiseNorm: 0 });
    const dense = buildDenseGrid(stageOf(gpu, { scope }), gridFrame(32));
    const winding = windingOf(scope, 32, inSphere(32));
    const zone = await findHoleZone(stageOf(gpu, { scope }), { dense, winding, cloud, holeRadiusNorm: holeRadius });
    const bits = await gpu.readUints(zone.cellBits, 16 * dense.brickCount);
    const found: number[] = [];
    for (const [node, slot] of await readSlots(gpu, dense)) {
      if ((bits[slot >> 5]! >>> (slot & 31)) & 1) found.push(node);
    }
    const expected = holeCells(32, inSphere(32), points, holeRadius).map((cell) => nodeIndex(32, cell));
    expect(sorted(found)).toEqual(sorted(expected));
    const all = holeCells(32, inSphere(32), [...points, ...spherePoints(1500, RADIUS)], holeRadius);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(all.length);

    // Round each of them two cells and a half on all sides of its centre are active.
    const seeds = { points: cloud.points, pointCount: cloud.pointCount, bandCells: 0, zone };
    const nodes = await readSlots(gpu, await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(32), seeds }));
    const cells = holeCells(32, inSphere(32), points, holeRadius);
    const boxes = new Set([...bandNodes(32, points, 0), ...boxNodes(32, cells, { below: 2, above: 3 })]);
    expect(sorted(nodes.keys())).toEqual(sorted(boxes));
  });
});

it('fields come out with the same bytes twice', async () => {
  const gpu = await testGpu();
  const points = spherePoints(3000, RADIUS);
  const fields = async (): Promise<Float32Array[]> => {
    using scope = new BufferScope(gpu, 'test');
    const cloud = await uploadCloud(gpu, scope, points, points.map(unit), { spacingNorm: 0.02, noiseNorm: 0.002 });
    const coarse = await buildGrid(stageOf(gpu, { scope }), {
      frame: gridFrame(64),
      seeds: { ...cloud, bandCells: 3 },
    });
    const field = await firstField(stageOf(gpu, { scope }), {
      grid: coarse,
      winding: windingOf(scope, 64, inSphere(64)),
      cloud,
    });
    const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(128), seeds: { ...cloud, bandCells: 3 } });
    const next = await nextField(stageOf(gpu, { scope }), { grid, coarse: { grid: coarse, field }, cloud });
    return [await gpu.readFloats(field, 512 * coarse.brickCount), await gpu.readFloats(next, 512 * grid.brickCount)];
  };
  expect(await fields()).toEqual(await fields());
});

it('buffers other than the result are freed', async () => {
  const gpu = await testGpu();
  const before = gpu.liveBytes;
  {
    using scope = new BufferScope(gpu, 'test');
    const points = spherePoints(500, RADIUS);
    const cloud = await uploadCloud(gpu, scope, points, points.map(unit), { spacingNorm: 0.05, noiseNorm: 0 });
    const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(64), seeds: { ...cloud, bandCells: 3 } });
    const field = await firstField(stageOf(gpu, { scope }), {
      grid,
      winding: windingOf(scope, 64, inSphere(64)),
      cloud,
    });
    const held = gpu.liveBytes;
    const result = [grid.brickTable, grid.brickCoords, grid.activeBits, field].map((buffer) => buffer.size);
    const given = [padded(points).byteLength * 3, 4 * 65 ** 3];
    expect(held - before).toBe([...result, ...given].reduce((a, b) => a + b));
  }
  expect(gpu.liveBytes).toBe(before);
});
