import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTaskThreads } from '../../../src/cli/task-threads.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import type { Host } from '../../../src/engine/host/host.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { lostDistance, measureFit, measurePointFit } from '../../../src/engine/measure/fit.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import { randomCloud } from '../neighbours/clouds.ts';
import { quietContext } from '../../run-context.ts';
import { torus } from '../../shapes/meshes.ts';
import { slowDistance } from './slow-distance.ts';
import { slowIsBeside, slowSurfaceDistance, type Triple } from './slow-surface-distance.ts';
import { slowWinding } from './slow-winding.ts';

// All on the CPU: the host's device is never touched.
const host = inlineHost({} as GPUDevice, 'none');

function cloudOf(positions: Float32Array, shift: Triple = [0, 0, 0]): PointCloud {
  const pointCount = positions.length / 3;
  const stats = { pointCount, finiteCount: pointCount, min: shift, max: shift, warnings: [] };
  return { positions, shift, stats };
}

function meshOf(positions: Iterable<number>, indices: Iterable<number>, shift: Triple = [0, 0, 0]): TriangleMesh {
  return { positions: Float32Array.from(positions), indices: Uint32Array.from(indices), shift };
}

const triples = (values: Float32Array): Triple[] =>
  Array.from({ length: values.length / 3 }, (_, i) => [values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!]);
const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const length = (a: Triple): number => Math.hypot(...a);
const plus = (a: Triple, b: Triple): Triple => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
/** World space, each point against all triangles. */
function slowErrors(cloud: PointCloud, mesh: TriangleMesh): number[] {
  const points = triples(cloud.positions).map((point) => plus(point, cloud.shift));
  const vertices = triples(mesh.positions).map((vertex) => plus(vertex, mesh.shift));
  return points.map((point) => slowDistance({ positions: vertices.flat(), indices: mesh.indices }, point));
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const NONE_LOST = { count: 0, beyond: Infinity, bounds: null };

describe('measureFit', () => {
  const coordinate = fc.integer({ min: -64, max: 64 }).map((value) => value / 64);
  const point = fc.tuple(coordinate, coordinate, coordinate);
  const points = fc.array(point, { minLength: 1, maxLength: 40 }).map((rows) => Float32Array.from(rows.flat()));
  const shift = fc.constantFrom<Triple>([0, 0, 0], [0.5, -2, 1], [636_900, 5_403_190, 188]);

  it('from points to triangles equals each against all, whatever the shifts of cloud and mesh', async () => {
    const corners = fc.array(fc.nat(), { minLength: 3, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(points, points, corners, shift, fc.boolean(), async (ofCloud, ofMesh, some, base, isApart) => {
        const cloud = cloudOf(ofCloud, base);
        const usable = some.slice(0, 3 * Math.floor(some.length / 3)).map((corner) => corner % (ofMesh.length / 3));
        const mesh = meshOf(ofMesh, usable, isApart ? plus(base, [0.25, 1, -0.5]) : base);
        const { distances, percentiles, fit } = await measureFit(cloud, mesh, host, quietContext);
        expect(await measurePointFit(cloud, mesh, host, quietContext)).toEqual(fit);
        const sorted = ascending([...distances]);
        expect([percentiles[0], percentiles[100], percentiles.length]).toEqual([sorted[0], sorted.at(-1), 101]);
        expect(percentiles).toEqual(ascending(percentiles));
        // The reference rounds at the size of the shift: ulps of 5·10⁶ are 10⁻⁹, ours of the distances alone.
        const errors = ascending(slowErrors(cloud, mesh));
        expect(fit.sampleCount).toBe(errors.length);
        expect(Math.abs(fit.mean - mean(errors))).toBeLessThan(1e-7);
        expect(Math.abs(fit.max - errors.at(-1)!)).toBeLessThan(1e-7);
        const percentile95 = errors[Math.min(errors.length - 1, Math.floor(0.95 * errors.length))]!;
        expect(Math.abs(fit.percentile95 - percentile95)).toBeLessThan(1e-7);
      }),
      { numRuns: 60 },
    );
  });

  it('from vertices to the surface of the points equals the formula, whatever the shifts', async () => {
    const seed = fc.integer({ min: 1, max: 2 ** 31 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        seed,
        shift,
        fc.boolean(),
        async (count, from, base, isApart) => {
          // Random, flat: no two points are as far, and the axes are far from equal.
          const cloud = cloudOf(
            randomCloud(count, from).map((value, i) => (i % 3 === 2 ? value / 10 : value)),
            base,
          );
          const apart: Triple = isApart ? [0.25, 1, -0.5] : [0, 0, 0];
          const mesh = meshOf(randomCloud(30, from + 1), [0, 1, 2], plus(base, apart));
          const { distances } = await measureFit(cloud, mesh, host, quietContext);
          triples(mesh.positions).forEach((vertex, v) => {
            const expected = slowSurfaceDistance(triples(cloud.positions), plus(vertex, apart));
            // Float32: ulps of 2 are 10⁻⁷.
            expect(Math.abs(distances[v]! - expected)).toBeLessThan(1e-6);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has signs where they are asked for: of points exactly, of vertices the mean of the points near them', async () => {
    const { positions, indices } = torus(24, 12);
    const shifted = meshOf(positions, indices, [0, 0, 5e6]);
    // Some within and some without, and none round a place of the outer side.
    const [far] = triples(Float32Array.from(positions)).toSorted((p, q) => q[0] - p[0]);
    const around = triples(randomCloud(2000, 3)).flatMap(([x, y, z]): Triple[] => {
      const vertex = 3 * Math.floor(x * (positions.length / 3));
      const out = 1 + 0.2 * (y - 0.5);
      const point: Triple = [
        positions[vertex]! * out,
        positions[vertex + 1]! * out,
        positions[vertex + 2]! + 0.1 * (z - 0.5),
      ];
      return length(minus(point, far!)) < 0.5 ? [] : [point];
    });
    const cloud = cloudOf(Float32Array.from(around.flat()), [0, 0, 5e6]);
    const plain = await measureFit(cloud, shifted, host, quietContext);
    const { signed, ...rest } = await measureFit(cloud, shifted, host, quietContext, { signed: true });
    expect(plain.signed).toBeUndefined();
    expect(rest).toEqual(plain);
    const local = triples(cloud.positions);
    const exact = local.map((point) => {
      const distance = slowDistance({ positions: Float64Array.from(shifted.positions), indices }, point);
      return slowWinding({ positions: shifted.positions, indices }, point) > 0.5 ? -distance : distance;
    });
    const rising = ascending(exact);
    ascending([...signed!.points]).forEach((d, i) => expect(Math.abs(d - rising[i]!)).toBeLessThan(1e-6));
    expect(exact.filter((distance) => distance < 0).length).toBeGreaterThan(100);
    let beside = 0;
    triples(shifted.positions).forEach((vertex, v) => {
      const near = local
        .map((point, i) => ({ squared: length(minus(point, vertex)) ** 2, value: exact[i]! }))
        .toSorted((a, b) => a.squared - b.squared)
        .slice(0, 9);
      const weights = near.map(({ squared }) => 1 - squared / near[8]!.squared);
      const expected = near.reduce((sum, { value }, i) => sum + weights[i]! * value, 0) / mean(weights) / 9;
      if (slowIsBeside(local, vertex)) {
        beside++;
        expect(signed!.vertices[v]).toBe(plain.distances[v]);
      } else expect(Math.abs(signed!.vertices[v]! - expected)).toBeLessThan(1e-6);
    });
    expect(beside).toBeGreaterThan(0);
    expect(beside).toBeLessThan(100);
  });

  it('percentiles: the p-th of 1000 vertices is that at rank 10·p', async () => {
    const heights = Array.from({ length: 1000 }, (_, i) => (7 * i) % 1000);
    const mesh = meshOf(
      heights.flatMap((height) => [0, 0, height]),
      [0, 1, 2],
    );
    const { percentiles } = await measureFit(cloudOf(Float32Array.of(0, 0, 0)), mesh, host, quietContext);
    expect(percentiles).toEqual(Array.from({ length: 101 }, (_, p) => Math.min(999, 10 * p)));
  });

  it('one triangle and a cloud of one point, far from the origin: no digit lost', async () => {
    const mesh = meshOf([0, 0, 0, 4, 0, 0, 0, 4, 0], [0, 1, 2], [5e6, 5e6, 0]);
    const cloud = cloudOf(Float32Array.of(1, 1, 0.001), [5e6, 5e6, 0]);
    const { distances, fit } = await measureFit(cloud, mesh, host, quietContext);
    [Math.SQRT2, Math.sqrt(10), Math.sqrt(10)].forEach((d, v) => expect(distances[v]).toBeCloseTo(d, 6));
    expect(fit).toEqual({
      mean: Math.fround(0.001),
      median: Math.fround(0.001),
      percentile95: Math.fround(0.001),
      max: Math.fround(0.001),
      lost: NONE_LOST,
      sampleCount: 1,
    });
  });

  it('nothing to measure: an empty mesh, an empty cloud', async () => {
    const cloud = cloudOf(Float32Array.of(1, 2, 3));
    const none = { mean: NaN, median: NaN, percentile95: NaN, max: NaN, lost: NONE_LOST, sampleCount: 0 };
    const empty = await measureFit(cloud, meshOf([], []), host, quietContext);
    expect(empty).toEqual({
      distances: new Float32Array(0),
      percentiles: new Array(101).fill(NaN),
      fit: none,
      lostPositions: new Float32Array(0),
    });
    const mesh = meshOf([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]);
    const pointless = await measureFit(cloudOf(new Float32Array(0)), mesh, host, quietContext);
    expect(pointless.distances).toEqual(new Float32Array(3).fill(Infinity));
    expect(pointless.fit).toEqual(none);
    const faceless = await measureFit(cloud, meshOf([1, 2, 4], []), host, quietContext);
    expect([...faceless.distances]).toEqual([1]);
    expect(faceless.fit).toEqual(none);
    expect(await measurePointFit(cloud, meshOf([], []), host, quietContext)).toEqual(none);
  });

  it('draws evenly along the file, by its seed', async () => {
    // Point i is i above the plane: the mean tells which ones were drawn.
    const cloud = cloudOf(Float32Array.from({ length: 30_000 }, (_, i) => (i % 3 === 2 ? (i - 2) / 3 : 0)));
    const mesh = meshOf([-1, -1, 0, 3, -1, 0, -1, 3, 0], [0, 1, 2]);
    const drawn = async (seed: number) =>
      (await measureFit(cloud, mesh, host, quietContext, { seed, samples: 100 })).fit;
    const fit = await drawn(3);
    expect(fit.sampleCount).toBe(100);
    // One of each hundred: the mean of 100 such draws strays by 2.9 (one standard deviation).
    expect(Math.abs(fit.mean - 4999.5)).toBeLessThan(15);
    expect(fit.max).toBeGreaterThanOrEqual(9900);
    expect(await drawn(3)).toEqual(fit);
    expect(await measurePointFit(cloud, mesh, host, quietContext, { seed: 3, samples: 100 })).toEqual(fit);
    expect((await drawn(4)).mean).not.toBe(fit.mean);
  });

  it('refuses odd options', async () => {
    const mesh = meshOf([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]);
    for (const options of [{ samples: 0 }, { samples: 1.5 }, { seed: -1 }]) {
      const cloud = cloudOf(new Float32Array(3));
      for (const measure of [measureFit, measurePointFit]) {
        await expect(measure(cloud, mesh, host, quietContext, options)).rejects.toMatchObject({
          code: 'option-invalid',
        });
      }
    }
  });
});

// Threads take a second each to start on a busy machine.
describe('points without a surface near them', () => {
  const square = meshOf([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0], [0, 1, 2, 0, 2, 3]);
  /** Above the middle of the square, at these heights. */
  const above = (heights: readonly number[]): PointCloud =>
    cloudOf(Float32Array.from(heights.flatMap((height) => [0.5, 0.5, height])));

  it('are counted, and lie where they are', async () => {
    const { fit, lostPositions } = await measureFit(above([0, 0.1, 0.2, 3, 5]), square, host, quietContext, {
      lostBeyond: 0.25,
    });
    expect([lostPositions[2], lostPositions[5]].sort()).toEqual([3, 5]);
    expect(lostPositions).toHaveLength(6);
    expect(fit.median).toBeCloseTo(0.2, 7);
    expect(fit.lost).toEqual({ count: 2, beyond: 0.25, bounds: { min: [0.5, 0.5, 3], max: [0.5, 0.5, 5] } });
  });

  it('are counted for the whole cloud where a sample is measured', async () => {
    const heights = Array.from({ length: 4000 }, (_, i) => (i % 4 === 0 ? 2 : 0));
    const options = { samples: 1000, seed: 3, lostBeyond: 1 };
    const { lost } = await measurePointFit(above(heights), square, host, quietContext, options);
    // Drawn at random: four deviations of 1000 draws with a quarter of hits are 55.
    expect(Math.abs(lost.count - 1000)).toBeLessThan(4 * 55);
    expect(lost.count % 4).toBe(0);
  });

  it('are none where nothing is said of a distance, or there is no mesh', async () => {
    const cloud = above([0, 9]);
    expect((await measurePointFit(cloud, square, host, quietContext)).lost).toMatchObject({ count: 0, bounds: null });
    const none = await measurePointFit(cloud, meshOf([], []), host, quietContext, { lostBeyond: 1 });
    expect(none.lost.count).toBe(0);
  });

  it.each([
    [{ spacing: 1, voxel: 1, noise: 0 }, 3],
    [{ spacing: 1, voxel: 2, noise: 0.1 }, 4.3],
  ])('are further than spacing, voxel and noise explain: %o', (report, distance) => {
    expect(lostDistance(report)).toBeCloseTo(distance, 12);
  });
});

describe('measureFit on worker threads', { timeout: 30_000 }, () => {
  const shape = torus(300, 200);
  const mesh = meshOf(shape.positions, shape.indices);
  // Near the mesh, as a cloud is, and more than one stretch of it.
  const noise = randomCloud(40_000);
  const cloud = cloudOf(noise.map((value, i) => mesh.positions[i]! + (value - 0.5) / 10));

  async function onThreads<T>(work: (host: Host) => Promise<T>): Promise<T> {
    const threads = openTaskThreads(2);
    try {
      return await work({
        ...host,
        parallelTasks: threads.size,
        runTask: (task, args) => threads.runTask(task, args),
      });
    } finally {
      await threads.close();
    }
  }

  it('gives the same numbers', async () => {
    const samples = 35_000;
    const inline = await measureFit(cloud, mesh, host, quietContext, { samples });
    const threaded = await onThreads((threads) => measureFit(cloud, mesh, threads, quietContext, { samples }));
    expect(Buffer.from(threaded.distances.buffer).equals(Buffer.from(inline.distances.buffer))).toBe(true);
    expect([threaded.percentiles, threaded.fit]).toEqual([inline.percentiles, inline.fit]);
    expect(inline.distances.buffer).toBeInstanceOf(ArrayBuffer);
    const pointsOnly = await onThreads((threads) => measurePointFit(cloud, mesh, threads, quietContext, { samples }));
    expect(pointsOnly).toEqual(inline.fit);
  });

  it('ends at once when it is aborted, and leaves no queue behind', async () => {
    await onThreads(async (threaded) => {
      const controller = new AbortController();
      const reason = new Error('stopped by the test');
      let started = 0;
      const counting: Host = {
        ...threaded,
        runTask: (task, args) => {
          if (++started === 8) setTimeout(() => controller.abort(reason));
          return threaded.runTask(task, args);
        },
      };
      const context = { ...quietContext, signal: controller.signal };
      await expect(measureFit(cloud, mesh, counting, context)).rejects.toBe(reason);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(started).toBeLessThan(20);
    });
  });
});
