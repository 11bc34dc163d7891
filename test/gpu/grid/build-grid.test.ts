/** Active nodes against sets of nodes marked one by one (test/reference/grid.ts): exactly equal. */
import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { buildGrid } from '../../../src/engine/grid/build-grid.ts';
import { buildDenseGrid } from '../../../src/engine/grid/dense-grid.ts';
import { findCrossingZone } from '../../../src/engine/grid/find-zone.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import {
  bandNodes,
  boxNodes,
  crossingCells,
  interpolate,
  nodeAt,
  nodeIndex,
  type Triple,
} from '../../reference/grid.ts';
import { testGpu } from '../device.ts';
import { isPage } from '../host.ts';
import { stageOf } from '../stage.ts';
import { padded } from '../padded.ts';
import { randomPoints, readField, readSlots, sorted, spherePoints, uploadField } from './level.ts';

async function markedNodes(points: readonly Triple[], resolution: number, bandCells: number): Promise<number[]> {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const seeds = { points: scope.upload('points', padded(points)), pointCount: points.length, bandCells };
  const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(resolution), seeds });
  return sorted((await readSlots(gpu, grid)).keys());
}

describe('the band round points', () => {
  // No point, one, a workgroup and its neighbours; the box of 13 reaches past the brick beside; the finest table.
  it.each([
    [0, 64, 3],
    [1, 64, 3],
    [63, 64, 2],
    [64, 64, 3],
    [65, 64, 3],
    [400, 128, 2],
    [300, 32, 1],
    [300, 16, 0],
    [40, 64, 6],
    [12, 64, 7],
    [6, 64, 13],
    // Chromium's software device takes half a minute to clear the bits of the finest.
    [50, isPage ? 512 : 2048, 2],
  ])('has the nodes of the boxes: %i points, resolution %i, band %i', async (count, resolution, band) => {
    const points = randomPoints(count + resolution, count);
    expect(await markedNodes(points, resolution, band)).toEqual(sorted(bandNodes(resolution, points, band)));
  });

  it('ends at the border of the cube', async () => {
    const ends = [-0.55, -0.5499, 0.5499, 0.55, 0.6];
    const points = ends.flatMap((x) =>
      ends.map((y): Triple => [x, y, x === y ? -0.55 : 0.55].map(Math.fround) as unknown as Triple),
    );
    expect(await markedNodes(points, 64, 3)).toEqual(sorted(bandNodes(64, points, 3)));
  });

  it('takes points in any order, and more than one row of workgroups', async () => {
    const count = 65_536 * 64 + 1;
    const [first, last] = [[-0.2, 0.1, 0.3] as const, [0.4, -0.3, 0.05] as const];
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const cloud = new Float32Array(4 * count);
    cloud.set(padded([first]));
    cloud.set(padded([last]), 4 * (count - 1));
    const seeds = { points: scope.upload('points', cloud), pointCount: count, bandCells: 2 };
    const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(64), seeds });
    const expected = bandNodes(64, [first, [0, 0, 0], last], 2);
    expect(sorted((await readSlots(gpu, grid)).keys())).toEqual(sorted(expected));
  });

  it('has no brick without an active node', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const points = [...randomPoints(5, 60), ...randomPoints(6, 20, 0.56)];
    const seeds = { points: scope.upload('points', padded(points)), pointCount: points.length, bandCells: 2 };
    const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(256), seeds });
    const bits = await gpu.readUints(grid.activeBits, 16 * grid.brickCount);
    for (let brick = 0; brick < grid.brickCount; brick++) {
      expect(bits.subarray(16 * brick, 16 * brick + 16).some((word) => word !== 0)).toBe(true);
    }
  });
});

describe('a zone', () => {
  it('on the same cells adds its boxes to the band', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const dense = buildDenseGrid(stageOf(gpu, { scope }), gridFrame(32));
    const cells: Triple[] = [
      [0, 0, 0],
      [31, 31, 31],
      [7, 8, 15],
      [8, 8, 16],
      [20, 3, 9],
    ];
    const slots = await readSlots(gpu, dense);
    const cellBits = new Uint32Array(16 * dense.brickCount);
    for (const cell of cells) {
      const slot = slots.get(nodeIndex(32, cell))!;
      cellBits[slot >> 5] = cellBits[slot >> 5]! | (1 << (slot & 31));
    }
    const points = randomPoints(3, 5);
    const box = { below: 2, above: 3 };
    const zone = {
      grid: dense,
      cellBits: scope.upload('cells', cellBits),
      nodesPerCell: 1,
      box,
      onlyInterpolable: false,
    } as const;
    const seeds = { points: scope.upload('points', padded(points)), pointCount: points.length, bandCells: 3, zone };
    const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(32), seeds });
    const expected = new Set([...bandNodes(32, points, 3), ...boxNodes(32, cells, box)]);
    expect(sorted((await readSlots(gpu, grid)).keys())).toEqual(sorted(expected));
  });

  it.each([0, 20])(
    'on a coarser field follows its surface where it can be interpolated: %i points',
    async (pointCount) => {
      const gpu = await testGpu();
      using scope = new BufferScope(gpu, 'test');
      // A band with gaps and a field of random sign: some cells lack corners, some boxes reach out of the band.
      const coarsePoints = randomPoints(11, 30, 0.55);
      const coarseSeeds = { points: scope.upload('points', padded(coarsePoints)), pointCount: 30, bandCells: 1 };
      const coarse = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(32), seeds: coarseSeeds });
      const field = await uploadField(gpu, scope, coarse, (node) => unitFloat(randomBits(9, 1, node)) - 0.1);
      const values = await readField(gpu, coarse, field);

      const points = randomPoints(12, pointCount);
      const zone = await findCrossingZone(stageOf(gpu, { scope }), { grid: coarse, field });
      const seeds = { points: scope.upload('points', padded(points)), pointCount, bandCells: 1, zone };
      const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(64), seeds });

      const firstNodes = crossingCells(32, values).map(([x, y, z]): Triple => [2 * x, 2 * y, 2 * z]);
      const boxes = boxNodes(64, firstNodes, { below: 1, above: 3 });
      const zoneNodes = [...boxes].filter((node) => interpolate(32, values, nodeAt(64, node)) !== undefined);
      expect(zoneNodes.length).toBeLessThan(boxes.size);
      const expected = new Set([...bandNodes(64, points, 1), ...zoneNodes]);
      expect(sorted((await readSlots(gpu, grid)).keys())).toEqual(sorted(expected));
    },
  );
});

describe('buildDenseGrid', () => {
  it.each([8, 16, 64])('has every node of the cube, resolution %i', async (resolution) => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const grid = buildDenseGrid(stageOf(gpu, { scope }), gridFrame(resolution));
    const expected = Array.from({ length: (resolution + 1) ** 3 }, (_, i) => i);
    expect(sorted((await readSlots(gpu, grid)).keys())).toEqual(expected);
  });
});

describe('a clip', () => {
  it('has the nodes of the whole level in its bricks, but for what points outside add along its sides', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const points = spherePoints(3000, 0.4);
    const seeds = { points: scope.upload('points', padded(points)), pointCount: points.length, bandCells: 3 };
    const clip = { low: [2, 0, 5], high: [11, 17, 17] } as const;
    const whole = await readSlots(gpu, await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(128), seeds }));
    const clipped = await readSlots(
      gpu,
      await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(128), seeds: { ...seeds, clip } }),
    );
    const isWithin = (node: number, margin: number): boolean =>
      nodeAt(128, node).every((at, axis) => at >= 8 * clip.low[axis]! + margin && at < 8 * clip.high[axis]! - margin);
    expect([...clipped.keys()].every((node) => whole.has(node) && isWithin(node, 0))).toBe(true);
    const inner = (nodes: ReadonlyMap<number, number>) => sorted([...nodes.keys()].filter((node) => isWithin(node, 4)));
    expect(inner(clipped)).toEqual(inner(whole));
    expect(inner(whole).length).toBeGreaterThan(10_000);
  });
});

describe('buildGrid', () => {
  it('gives the same bytes twice', async () => {
    const gpu = await testGpu();
    const build = async (): Promise<Uint32Array[]> => {
      using scope = new BufferScope(gpu, 'test');
      const points = randomPoints(21, 5000, 0.3);
      const seeds = { points: scope.upload('points', padded(points)), pointCount: 5000, bandCells: 2 };
      const grid = await buildGrid(stageOf(gpu, { scope }), { frame: gridFrame(128), seeds });
      return [
        await gpu.readUints(grid.brickCoords, grid.brickCount),
        await gpu.readUints(grid.activeBits, 16 * grid.brickCount),
      ];
    };
    expect(await build()).toEqual(await build());
  });

  it('leaves no buffer behind when it is cancelled', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    const abort = new AbortController();
    const context = { signal: abort.signal, onEvent: () => undefined };
    {
      using scope = new BufferScope(gpu, 'test');
      const points = randomPoints(22, 1000);
      const seeds = { points: scope.upload('points', padded(points)), pointCount: 1000, bandCells: 3 };
      const building = buildGrid(stageOf(gpu, { scope, context }), { frame: gridFrame(256), seeds });
      abort.abort(new Error('stop'));
      await expect(building).rejects.toThrow('stop');
    }
    expect(gpu.liveBytes).toBe(before);
  });
});
