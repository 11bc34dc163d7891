/** What a dump is handed of a level in tiles. */
import { expect, it } from 'vitest';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import type { DumpedPoints, DumpedSlice, RunDump } from '../../../src/engine/host/run-dump.ts';
import type { StageContext } from '../../../src/engine/host/stage-context.ts';
import { BrickStore, type TileField } from '../../../src/engine/tiles/brick-store.ts';
import { dumpTiles } from '../../../src/engine/tiles/dump-tiles.ts';
import { CUBE_SIDE } from '../../../src/engine/resolutions.ts';

const frame = gridFrame(64);
const packed = (x: number, y: number, z: number): number => x | (y << 10) | (z << 20);

/** All nodes of some bricks, with the value `x` of each node. */
function tileOf(bricks: readonly number[]): TileField {
  const field = new Float32Array(512 * bricks.length);
  bricks.forEach((brick, i) => {
    for (let slot = 0; slot < 512; slot++) field[512 * i + slot] = 8 * (brick & 1023) + (slot & 7);
  });
  const box = { low: [0, 0, 0], high: [0, 0, 0] } as const;
  return {
    box,
    brickCoords: Uint32Array.from(bricks),
    activeBits: new Uint32Array(16 * bricks.length).fill(-1),
    field,
  };
}

async function handedOut(tiles: readonly TileField[]) {
  const points: Record<string, DumpedPoints> = {};
  const slices: DumpedSlice[] = [];
  const numbers: Record<string, number | string> = {};
  const dump: RunDump = {
    place: () => undefined,
    points: async (stage, name, dumped) => void (points[`${stage}: ${name}`] = dumped),
    mesh: async () => undefined,
    field: async (_stage, _name, planes) => void slices.push(...planes),
    numbers: (_stage, found) => void Object.assign(numbers, found),
  };
  const stage = { host: { dump } } as unknown as StageContext;
  await dumpTiles(stage, new BrickStore(frame, tiles));
  return { points, slices, numbers };
}

it('colours bricks by tile, and tells those that adjoin another tile', async () => {
  const { points, numbers } = await handedOut([
    tileOf([packed(0, 0, 0), packed(1, 0, 0), packed(1, 1, 0)]),
    tileOf([packed(2, 0, 0), packed(2, 1, 0), packed(7, 7, 7)]),
  ]);
  expect(numbers).toEqual({ tiles: 2, bricks: 6 });
  const bricks = points['level 64: bricks by tile']!;
  expect([...Array.from(bricks.values!['tile']!.values)]).toEqual([0, 0, 0, 1, 1, 1]);
  expect(bricks.positions[0]).toBeCloseTo(-CUBE_SIDE / 2 + 3.5 * frame.voxelNorm, 6);
  expect(points['level 64: bricks at seams']!.positions).toHaveLength(3 * 2);
});

it('cuts the field through the middle, with nothing where no brick is', async () => {
  // Node 32 of z is the first of brick 4.
  const { slices, points } = await handedOut([tileOf([packed(0, 0, 4)]), tileOf([packed(1, 0, 4)])]);
  const [, , z] = slices;
  expect(slices.map(({ axis }) => axis)).toEqual(['x', 'y', 'z']);
  expect(z!.side).toBe(65);
  expect([...z!.values.subarray(0, 17)]).toEqual([...Array.from({ length: 16 }, (_, x) => x), NaN]);
  expect(z!.values.filter((value) => !Number.isNaN(value))).toHaveLength(2 * 64);
  expect(slices[0]!.values.every(Number.isNaN)).toBe(true);
  const band = points['level 64: solved in tiles: nodes of the band']!;
  expect(band.ofCount).toBe(1024);
  expect(band.values!['field']!.values).toHaveLength(1024);
});

it('hands out nothing without a dump', async () => {
  const stage = { host: {} } as unknown as StageContext;
  await expect(dumpTiles(stage, new BrickStore(frame, [tileOf([0])]))).resolves.toBeUndefined();
});
