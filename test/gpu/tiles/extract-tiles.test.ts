/** A level in tiles gives the surface that it gives as a whole: the same vertices and triangles in another order. */
import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import type { Gpu } from '../../../src/engine/gpu/gpu.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { measureTopology } from '../../../src/engine/mesh/topology.ts';
import { extractSurface, type SurfaceMesh } from '../../../src/engine/surface/marching-cubes.ts';
import { BrickStore, type TileField } from '../../../src/engine/tiles/brick-store.ts';
import { tileParts, weldParts } from '../../../src/engine/tiles/extract-tiles.ts';

import type { TileClouds } from '../../../src/engine/tiles/tile-clouds.ts';
import { ALL_UNITS, bricksOf, type UnitBox } from '../../../src/engine/tiles/unit-box.ts';
import { layBricks, type TestBricks } from '../../reference/surface.ts';
import { testGpu } from '../device.ts';
import { stageOf } from '../stage.ts';
import { CONTEXT, uploadBricks } from '../surface/bricks.ts';

/** Bricks as wide as a unit. */
const RESOLUTION = 256;

const distance = (x: number, y: number, z: number): number => Math.hypot(x - 128.2, y - 127.7, z - 128.4) - 40;

/** A ball of 40 voxels' radius about the centre, in a band of three voxels. */
const BALL = layBricks({
  resolution: RESOLUTION,
  value: (x, y, z) => distance(x, y, z) * gridFrame(RESOLUTION).voxelNorm,
  isActive: (x, y, z) => Math.abs(distance(x, y, z)) < 3,
});

/** Cuts at a unit on each axis. */
function octants([x, y, z]: readonly [number, number, number]): UnitBox[] {
  return Array.from({ length: 8 }, (_, k) => {
    const [right, back, up] = [(k & 1) === 1, (k & 2) === 2, (k & 4) === 4];
    return {
      low: [right ? x : 0, back ? y : 0, up ? z : 0],
      high: [right ? 32 : x, back ? 32 : y, up ? 32 : z],
    };
  });
}

function cut(bricks: TestBricks, box: UnitBox): TileField {
  const { low, high } = bricksOf(box, bricks.frame);
  const isOwn = (packed: number): boolean =>
    [packed & 1023, (packed >>> 10) & 1023, packed >>> 20].every((at, axis) => at >= low[axis]! && at < high[axis]!);
  const own = [...bricks.brickCoords.keys()].filter((brick) => isOwn(bricks.brickCoords[brick]!));
  const parts = <A extends Uint32Array | Float32Array>(values: A, width: number): number[] =>
    own.flatMap((brick) => [...values.subarray(width * brick, width * (brick + 1))]);
  return {
    box,
    brickCoords: Uint32Array.from(parts(bricks.brickCoords, 1)),
    activeBits: Uint32Array.from(parts(bricks.activeBits, 16)),
    field: Float32Array.from(parts(bricks.field, 512)),
  };
}

/** Triangles by the positions of their corners, in an order of their own. */
function canonical({ positions, indices }: SurfaceMesh): string[] {
  const at = (vertex: number): string => positions.subarray(3 * vertex, 3 * vertex + 3).join();
  const triangles: string[] = [];
  for (let i = 0; i < indices.length; i += 3) {
    const corners = [at(indices[i]!), at(indices[i + 1]!), at(indices[i + 2]!)];
    const first = corners.indexOf([...corners].sort()[0]!);
    triangles.push([0, 1, 2].map((k) => corners[(first + k) % 3]!).join(' '));
  }
  return triangles.sort();
}

async function whole(gpu: Gpu, bricks: TestBricks): Promise<SurfaceMesh> {
  using scope = new BufferScope(gpu, 'test');
  const { grid, field } = uploadBricks(scope, bricks);
  return await extractSurface(stageOf(gpu, { context: CONTEXT }), { grid, field });
}

const noClouds: TileClouds = { open: () => Promise.reject(new Error('nothing is solved here')) };

describe('the surface of tiles', () => {
  it.each([
    ['one tile', [ALL_UNITS]],
    ['eight tiles through the middle', octants([16, 16, 16])],
    ['tiles cut off the centre, and empty ones', octants([12, 19, 20])],
  ])('%s', async (_name, boxes) => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    const tiles = boxes.map((box) => cut(BALL, box));
    const stage = stageOf(gpu, { context: CONTEXT });
    const input = { store: new BrickStore(BALL.frame, tiles), clouds: noClouds };
    const mesh = await weldParts(stage, tileParts(stage, input), BALL.frame);
    const expected = await whole(gpu, BALL);
    expect(mesh.positions.length).toBe(expected.positions.length);
    expect(canonical(mesh)).toEqual(canonical(expected));
    const topology = await measureTopology(mesh.positions, mesh.indices, CONTEXT);
    expect(topology).toMatchObject({ components: 1, watertight: true, orientationConsistent: true, genus: 0 });
    expect(gpu.liveBytes).toBe(before);
  });

  it('asks the clouds about every vertex of a tile', async () => {
    const gpu = await testGpu();
    const boxes = octants([16, 16, 16]);
    const clouds: TileClouds = {
      ...noClouds,
      measure: (_stage, box, positions) => {
        const squared = positions.filter((_, i) => i % 3 === 0);
        return Promise.resolve({ squared, radii: squared.map(() => boxes.indexOf(box)), neighbourCount: 12 });
      },
    };
    const tiles = boxes.map((box) => cut(BALL, box));
    const stage = stageOf(gpu, { context: CONTEXT });
    const input = { store: new BrickStore(BALL.frame, tiles), clouds };
    const { positions, support } = await weldParts(stage, tileParts(stage, input), BALL.frame);
    expect(support!.squared).toEqual(positions.filter((_, i) => i % 3 === 0));
    expect(new Set(support!.radii).size).toBe(8);
  });
});
