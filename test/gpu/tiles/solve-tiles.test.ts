/**
 * A level solved in tiles against the same level solved as a whole, and the tiles of a cloud that is opened by them.
 */
import { describe, expect, it } from 'vitest';
import { mortonOrder } from '../../../src/engine/cloud/morton-order.ts';
import type { CloudScale } from '../../../src/engine/analysis/measure-scale.ts';
import { assembleCells } from '../../../src/engine/field/assemble-cells.ts';
import { LEVEL_ITERATIONS } from '../../../src/engine/field/chebyshev.ts';
import { withGoals } from '../../../src/engine/field/measure-goals.ts';
import { solveLevel } from '../../../src/engine/field/solve-level.ts';
import { weightsAt } from '../../../src/engine/field/level-data.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { Gpu } from '../../../src/engine/gpu/gpu.ts';
import { buildGrid } from '../../../src/engine/grid/build-grid.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { planLevels } from '../../../src/engine/grid/plan-levels.ts';
import { nextLevel } from '../../../src/engine/grid/start-level.ts';
import type { LevelField } from '../../../src/engine/grid/upsample-field.ts';
import { gatherTriples } from '../../../src/engine/math/gather-triples.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { heldPoints } from '../../../src/engine/tiles/dense-points.ts';
import { DenseTiles } from '../../../src/engine/tiles/dense-tiles.ts';
import { denseScale } from '../../../src/engine/tiles/dense-scale.ts';
import { orderDense } from '../../../src/engine/tiles/dense-cloud.ts';
import { countUnits, planTiles } from '../../../src/engine/tiles/plan-tiles.ts';
import { HALO_BRICKS, solveTiles } from '../../../src/engine/tiles/solve-tiles.ts';
import { type TileCloud, wholeCloud } from '../../../src/engine/tiles/tile-clouds.ts';
import { testGpu } from '../device.ts';
import { isPage, testHost } from '../host.ts';
import { context, type Shape, sphere } from '../orientation/shapes.ts';
import { sphereRows } from '../../shapes/scan-rows.ts';
import { readSlots } from '../grid/level.ts';
import { stageOf } from '../stage.ts';

/** A sphere of 46 voxels across at the coarser level, with points little more than one of them apart. */
const COARSE = 128;
const POINTS = 6000;
const RADIUS = 0.2;
/** Half as wide, and as dense, where the device is Chromium's software one, which takes ten times as long as Node's. */
const SOLVED = isPage ? { points: POINTS / 4, radius: RADIUS / 2 } : { points: POINTS, radius: RADIUS };
const SPACING = RADIUS * Math.sqrt((4 * Math.PI) / POINTS);

/** In Morton order. */
function ordered({ positions, normals }: Shape): Shape {
  const order = mortonOrder(positions);
  return {
    positions: gatherTriples(positions, order, new Float32Array(positions.length)),
    normals: gatherTriples(normals, order, new Float32Array(normals.length)),
  };
}

async function openCloud(scope: BufferScope, { positions, normals }: Shape): Promise<TileCloud> {
  const padded = Float32Array.from({ length: (4 * normals.length) / 3 }, (_, at) =>
    at % 4 === 3 ? 1 : normals[3 * (at >> 2) + (at % 4)]!,
  );
  const uploaded = scope.upload('normals', padded);
  return {
    pointCount: positions.length / 3,
    points: uploadPoints(scope, positions),
    normals: uploaded,
    finestNormals: uploaded,
    tree: uploadKdTree(scope, await buildKdTree(positions, await testHost(), context)),
    scale: { spacingNorm: SPACING, noiseNorm: 0 },
  };
}

const PLAN = planLevels(
  { spacingNorm: SPACING, noiseNorm: 0 },
  { resolution: 256, holeRadiusNorm: 0.06, maxResolution: 256 },
);
const LEVEL = PLAN.levels[2]!;

/** The coarser level with the sphere's own distances. */
async function coarseLevel(gpu: Gpu, scope: BufferScope, cloud: TileCloud): Promise<LevelField> {
  const frame = gridFrame(COARSE);
  const grid = await buildGrid(stageOf(gpu, { scope, context }), { frame, seeds: { ...cloud, bandCells: 3 } });
  const values = new Float32Array(512 * grid.brickCount);
  for (const [node, slot] of await readSlots(gpu, grid)) {
    const m = COARSE + 1;
    const at = [node % m, Math.floor(node / m) % m, Math.floor(node / (m * m))];
    values[slot] = Math.hypot(...at.map((n) => n * frame.voxelNorm - 0.55)) - RADIUS;
  }
  return { grid, field: scope.upload('field', values) };
}

/** The finer level's values by node. */
async function solvedAsWhole(gpu: Gpu, scope: BufferScope, cloud: TileCloud, coarse: LevelField, scale: CloudScale) {
  const level = await nextLevel(stageOf(gpu, { scope, context }), {
    cloud,
    coarse,
    level: LEVEL,
    holeRadiusNorm: PLAN.holeRadiusNorm,
  });
  const weights = weightsAt(PLAN, scale, LEVEL.frame);
  const stage = stageOf(gpu, { scope, context });
  const goals = { level: coarse, samples: cloud, noiseNorm: GOAL_NOISE, scale };
  const cells = await assembleCells(stage, { grid: level.grid, samples: await withGoals(stage, goals), weights });
  await solveLevel(stageOf(gpu, { context }), {
    grid: level.grid,
    field: level.field,
    cells,
    weights,
    iterations: LEVEL_ITERATIONS,
  });
  const values = await gpu.readFloats(level.field, 512 * level.grid.brickCount);
  return new Map([...(await readSlots(gpu, level.grid))].map(([node, slot]) => [node, values[slot]!]));
}

/**
 * Goals of 1.6 voxels squared over the radius are .055 voxels, of which the share is two thirds: seen in the values.
 */
const GOAL_NOISE = 1.6 * (1.1 / 256);

// Tiles are cut and joined alike in a page, whose kernels have tests of their own, and whose device takes a minute.
if (!isPage) {
  describe('solveTiles', () => {
    it('has the nodes of the whole level, and its values but for a hundredth of a voxel, with goals and a noise of each point', async () => {
      const gpu = await testGpu();
      const before = gpu.liveBytes;
      const shape = ordered(sphere(POINTS, RADIUS));
      {
        using scope = new BufferScope(gpu, 'test');
        const noisyNorm = 2 * SPACING;
        const own = Float32Array.from({ length: POINTS }, (_, i) => (shape.positions[3 * i]! > 0 ? noisyNorm : 0));
        const opened = await openCloud(scope, shape);
        const cloud = { ...opened, points: uploadPoints(scope, shape.positions, own) };
        const coarse = await coarseLevel(gpu, scope, cloud);
        const scale = { spacingNorm: SPACING, noiseNorm: 0.7 * SPACING, noisyNorm };
        const expected = await solvedAsWhole(gpu, scope, cloud, coarse, scale);
        const counts = countUnits({ positions: shape.positions, resolution: 256 });
        const tiles = planTiles(counts, { points: POINTS / 3, cells: Infinity, bricks: Infinity }, 0);
        expect(tiles.length).toBeGreaterThan(3);
        const clouds = wholeCloud(cloud);
        const input = { coarse, level: LEVEL, plan: PLAN, scale, goalNoiseNorm: GOAL_NOISE, tiles, counts, clouds };
        const store = await solveTiles(stageOf(gpu, { context }), input);
        const joined = store.upload(
          scope,
          Uint32Array.from(store.within({ low: [0, 0, 0], high: [33, 33, 33] })).sort(),
        );
        const values = await gpu.readFloats(joined.field, 512 * joined.grid.brickCount);
        const slots = new Map<number, number>();
        const bits = await gpu.readUints(joined.grid.activeBits, 16 * joined.grid.brickCount);
        const coords = await gpu.readUints(joined.grid.brickCoords, joined.grid.brickCount);
        bits.forEach((word, at) => {
          for (let bit = 0; bit < 32; bit++) {
            if (((word >>> bit) & 1) === 0) continue;
            const slot = 32 * at + bit;
            const brick = coords[slot >> 9]!;
            const x = 8 * (brick & 1023) + (slot & 7);
            const y = 8 * ((brick >>> 10) & 1023) + ((slot >> 3) & 7);
            const z = 8 * (brick >>> 20) + ((slot >> 6) & 7);
            slots.set(x + 257 * (y + 257 * z), slot);
          }
        });
        expect([...slots.keys()].sort((a, b) => a - b)).toEqual([...expected.keys()].sort((a, b) => a - b));
        let worst = 0;
        for (const [node, slot] of slots) worst = Math.max(worst, Math.abs(values[slot]! - expected.get(node)!));
        expect(worst / LEVEL.frame.voxelNorm).toBeLessThan(0.01);
      }
      expect(gpu.liveBytes).toBe(before);
    });

    it('cuts a tile that turns out too large for the device', cutsTile);
  });
}

async function cutsTile(): Promise<void> {
  const real = await testGpu();
  const shape = ordered(sphere(POINTS, RADIUS));
  using scope = new BufferScope(real, 'test');
  const cloud = await openCloud(scope, shape);
  const coarse = await coarseLevel(real, scope, cloud);
  const counts = countUnits({ positions: shape.positions, resolution: 256 });
  const whole = planTiles(counts, { points: Infinity, cells: Infinity, bricks: Infinity }, 0);
  // About half of what the whole level's runs take, two numbers a slot: they grow with the sphere's area.
  const limit = 2.5 * 2 ** 20 * (RADIUS / RADIUS) ** 2;
  const { device } = real;
  const limits = { ...device.limits, maxBufferSize: limit, maxStorageBufferBindingSize: limit };
  using small = new Gpu(new Proxy(device, { get: (target, name) => own(target, name, limits) }), real.label);
  const scale = { spacingNorm: SPACING, noiseNorm: 0 };
  const from = { coarse, level: LEVEL, plan: PLAN, scale, goalNoiseNorm: 0 };
  const input = { ...from, tiles: whole, counts, clouds: wholeCloud(cloud) };
  const store = await solveTiles(stageOf(small, { context }), input);
  expect(whole.length).toBe(1);
  expect(store.tiles.length).toBeGreaterThan(1);
}

/** A member of the device, but for its limits. */
function own(device: GPUDevice, name: string | symbol, limits: object): unknown {
  if (name === 'limits') return limits;
  const value = Reflect.get(device, name, device) as unknown;
  return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(device) : value;
}

const SHARE_SCALE = { spacingNorm: SPACING, noiseNorm: 0, borrowedShare: 0, deviations: undefined };

describe('DenseTiles', () => {
  // A share that shows the lines is an even one; a random one may be too thin to show them.
  it.each([true, false])('give points on scan lines the normals of quadrics, share of lines %s', async (isOfLines) => {
    const [gpu, host] = [await testGpu(), await testHost()];
    const gap = 0.02;
    const size = 2 * RADIUS;
    const rows = sphereRows({ gap: gap / size, ratio: 10, jitter: 1 }).map((value) => size * value);
    // Every five hundredth is moved off the surface by four times the distance along a line.
    const positions = rows.map((value, at) => (Math.floor(at / 3) % 500 === 7 ? (1 + 0.04 / RADIUS) * value : value));
    using scope = new BufferScope(gpu, 'test');
    const lent = await openCloud(scope, ordered(sphere(2000, RADIUS, [0, 0, 0], 8)));
    const { cloud } = orderDense({ positions, frame: { centre: [0, 0, 0], worldPerNorm: 1 }, resolution: 256 });
    const scale = { spacingNorm: gap, noiseNorm: 0, neighbourCount: 12, neighbourhoodNorm: 2 * gap };
    const tiles = new DenseTiles({
      points: heldPoints(cloud),
      scale: { ...scale, isTooNoisy: false },
      share: { ...lent, radii: new Float32Array(2000), ...SHARE_SCALE },
      isOfLines,
      haloNorm: 0.1,
    });
    const box = { low: [0, 0, 0], high: [32, 32, 32] } as const;
    const before = gpu.liveBytes;
    {
      using own = new BufferScope(gpu, 'test tile');
      const tile = await tiles.open(stageOf(gpu, { scope: own, host, context }), box);
      const normals = await gpu.readFloats(tile.normals, 4 * tile.pointCount);
      const points = await gpu.readFloats(tile.points, 4 * tile.pointCount);
      let wrong = 0;
      for (let i = 0; i < tile.pointCount; i++) {
        const [x, y, z] = points.subarray(4 * i, 4 * i + 3) as unknown as [number, number, number];
        const cosine = (x * normals[4 * i]! + y * normals[4 * i + 1]! + z * normals[4 * i + 2]!) / Math.hypot(x, y, z);
        if (cosine < 0.999) wrong++;
      }
      expect(wrong / tile.pointCount).toBeLessThan(0.03);
      // A tile of lines alone tells its strays by its own median.
      const strays = positions.length / 3 / 500;
      if (isOfLines) expect(tiles.findings.outlierCount).toBeGreaterThan(0.9 * strays);
    }
    expect(gpu.liveBytes).toBe(before);
    const measured = await tiles.measure(stageOf(gpu, { host, context }), box, Float32Array.of(-RADIUS, 0, 0));
    // The radius that twelve points have which are a gap apart: √(12/π).
    expect(measured.radii[0]! / gap / Math.sqrt(12 / Math.PI)).toBeGreaterThan(0.9);
    expect(measured.radii[0]! / gap / Math.sqrt(12 / Math.PI)).toBeLessThan(1.2);
  });

  it('gives the points of a tile the noise of the nearest of the share', async () => {
    const [gpu, host] = [await testGpu(), await testHost()];
    const noisyNorm = 1.5 * SPACING;
    using scope = new BufferScope(gpu, 'test');
    const share = ordered(sphere(2000, RADIUS, [0, 0, 0], 8));
    const lent = await openCloud(scope, share);
    const isNoisy = (x: number): boolean => x > 0;
    const deviations = Float32Array.from({ length: 2000 }, (_, i) =>
      isNoisy(share.positions[3 * i]!) ? noisyNorm : 0,
    );
    // Along the normals, so that a point stays on its side.
    const { positions } = sphere(6000, RADIUS);
    const moved = positions.map((value, at) => {
      const i = Math.floor(at / 3);
      return isNoisy(positions[3 * i]!) ? (1 + ((i % 3) - 1) * (noisyNorm / RADIUS)) * value : value;
    });
    const frame = { centre: [0, 0, 0], worldPerNorm: 1 } as const;
    const { cloud } = orderDense({ positions: moved, frame, resolution: 256 });
    const shareScale = {
      spacingNorm: Math.sqrt(3) * SPACING,
      noiseNorm: 0,
      noisyNorm,
      neighbourCount: 12,
      neighbourhoodNorm: 0.05,
    };
    const scale = denseScale(shareScale, 2000, 6000);
    expect(scale.noisyNorm).toBe(noisyNorm);
    const open = async (own?: Float32Array<ArrayBuffer>) => {
      const tiles = new DenseTiles({
        points: heldPoints(cloud),
        scale,
        share: { ...lent, radii: new Float32Array(2000), ...SHARE_SCALE, deviations: own },
        isOfLines: false,
        haloNorm: 0.1,
      });
      using inside = new BufferScope(gpu, 'test tile');
      const tile = await tiles.open(stageOf(gpu, { scope: inside, host, context }), {
        low: [0, 0, 0],
        high: [32, 32, 32],
      });
      const points = await gpu.readFloats(tile.points, 4 * tile.pointCount);
      const normals = await gpu.readFloats(tile.normals, 4 * tile.pointCount);
      let [sum, count, unlike] = [0, 0, 0];
      for (let i = 0; i < tile.pointCount; i++) {
        const [x, y, z, noise] = points.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
        // Within a spacing of the share of the border the nearest may lie on the other side.
        if (Math.abs(x) < 3 * SPACING) continue;
        if (noise > 0 !== isNoisy(x)) unlike++;
        if (!isNoisy(x)) continue;
        sum += (x * normals[4 * i]! + y * normals[4 * i + 1]! + z * normals[4 * i + 2]!) / Math.hypot(x, y, z);
        count++;
      }
      return { cosine: sum / count, unlike };
    };
    const before = gpu.liveBytes;
    const byNoise = await open(deviations);
    expect(byNoise.unlike).toBe(0);
    expect(1 - byNoise.cosine).toBeLessThan(0.2 * (1 - (await open()).cosine));
    expect(gpu.liveBytes).toBe(before);
  });

  it('cleans, orients and measures the points of a tile as those of a whole cloud', async () => {
    const { points, radius } = SOLVED;
    const [gpu, host] = [await testGpu(), await testHost()];
    const before = gpu.liveBytes;
    const all = sphere(4 * points, radius);
    // Every thousandth point is moved off the surface.
    const positions = all.positions.map((value, at) => (Math.floor(at / 3) % 1000 === 7 ? 1.3 * value : value));
    {
      using scope = new BufferScope(gpu, 'test');
      const share = ordered(sphere(points, radius, [0, 0, 0], 8));
      const lent = await openCloud(scope, share);
      const frame = { centre: [0, 0, 0], worldPerNorm: 1 } as const;
      const { cloud } = orderDense({ positions, frame, resolution: 256 });
      const shareScale = { spacingNorm: SPACING, noiseNorm: 0, neighbourCount: 12, neighbourhoodNorm: 2 * SPACING };
      const scale = denseScale(shareScale, points, 4 * points);
      const tiles = new DenseTiles({
        points: heldPoints(cloud, new Uint8Array(3 * 4 * points).fill(77)),
        scale,
        share: {
          ...lent,
          radii: new Float32Array(points).fill(2 * SPACING),
          ...SHARE_SCALE,
        },
        isOfLines: false,
        haloNorm: 8 * HALO_BRICKS * (1.1 / 256),
      });
      const boxes = [
        { low: [0, 0, 0], high: [16, 32, 32] },
        { low: [16, 0, 0], high: [32, 32, 32] },
      ] as const;
      for (const box of boxes) {
        using own = new BufferScope(gpu, 'test tile');
        const tile = await tiles.open(stageOf(gpu, { scope: own, host, context }), box);
        const [places, normals] = [
          await gpu.readFloats(tile.points, 4 * tile.pointCount),
          await gpu.readFloats(tile.normals, 4 * tile.pointCount),
        ];
        expect(tile.pointCount).toBeGreaterThan(2 * points);
        let least = 1;
        for (let i = 0; i < tile.pointCount; i++) {
          const [x, y, z] = places.subarray(4 * i, 4 * i + 3) as unknown as [number, number, number];
          expect(Math.abs(Math.hypot(x, y, z) - radius)).toBeLessThan(1e-4);
          least = Math.min(least, (x * normals[4 * i]! + y * normals[4 * i + 1]! + z * normals[4 * i + 2]!) / radius);
        }
        // Planes at the end of the halo have neighbours on one side only.
        expect(least).toBeGreaterThan(0.9);
      }
      expect(tiles.findings.outlierCount).toBe((4 * points) / 1000);

      // A vertex on the surface, one a voxel off it, and one in the middle, which only the share knows.
      const at = [-radius, 0, 0, -radius - 0.004, 0, 0, -0.01, 0, 0];
      const measured = await tiles.measure(stageOf(gpu, { host, context }), boxes[0], Float32Array.from(at));
      const distances = [...measured.squared].map(Math.sqrt);
      expect(distances[0]).toBeLessThan(scale.spacingNorm);
      expect(distances[1]).toBeGreaterThan(0.0039);
      expect(distances[2]).toBeCloseTo(radius - 0.01, 2);
      // A disc of twelve points, one to a square of the spacing's side: 1.95 spacings.
      expect(measured.radii[0]! / scale.spacingNorm).toBeGreaterThan(1.2);
      expect(measured.radii[0]! / scale.spacingNorm).toBeLessThan(3);
      expect([...measured.colors!]).toEqual(new Array(9).fill(77));
    }
    expect(gpu.liveBytes).toBe(before);
  });

  it('falls back on the share where a tile has no points', async () => {
    const [gpu, host] = [await testGpu(), await testHost()];
    using scope = new BufferScope(gpu, 'test');
    const lent = await openCloud(scope, ordered(sphere(500, RADIUS)));
    const frame = { centre: [0, 0, 0], worldPerNorm: 1 } as const;
    const { cloud } = orderDense({ positions: sphere(1000, RADIUS).positions, frame, resolution: 256 });
    const shareScale = { spacingNorm: SPACING, noiseNorm: 0, neighbourCount: 12, neighbourhoodNorm: 2 * SPACING };
    const tiles = new DenseTiles({
      points: heldPoints(cloud),
      scale: denseScale(shareScale, 500, 1000),
      share: { ...lent, radii: new Float32Array(500), ...SHARE_SCALE },
      isOfLines: false,
      haloNorm: 0.01,
    });
    const middle = { low: [15, 15, 15], high: [17, 17, 17] } as const;
    const tile = await tiles.open(stageOf(gpu, { scope, host, context }), middle);
    expect(tile.points).toBe(lent.points);
    const { squared } = await tiles.measure(stageOf(gpu, { host, context }), middle, Float32Array.of(0, 0, 0));
    expect(Math.sqrt(squared[0]!)).toBeCloseTo(RADIUS, 5);
  });
});
