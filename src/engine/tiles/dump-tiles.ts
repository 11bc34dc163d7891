/** A level that was solved in tiles, for a dump: which bricks each tile has, where tiles meet, and the field. */
import { unpackBrick } from '../grid/brick-grid.ts';
import { FieldView } from '../grid/dump-field.ts';
import { voxelToNorm } from '../grid/grid-frame.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { BrickStore } from './brick-store.ts';

const NEIGHBOURS = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;

export async function dumpTiles(stage: StageContext, store: BrickStore): Promise<void> {
  const { dump } = stage.host;
  if (!dump) return;
  const { frame, tiles } = store;
  const at = `level ${frame.resolution}` as const;
  const tileOf = new Map<number, number>();
  for (const [tile, { brickCoords }] of tiles.entries()) for (const packed of brickCoords) tileOf.set(packed, tile);
  dump.numbers(at, { tiles: tiles.length, bricks: tileOf.size });
  await dump.points(at, 'bricks by tile', bricksOf([...tileOf.keys()]));
  const seams = [...tileOf.keys()].filter((packed) =>
    NEIGHBOURS.some(([x, y, z]) => {
      const other = tileOf.get(packed + x + (y << 10) + (z << 20));
      return other !== undefined && other !== tileOf.get(packed);
    }),
  );
  await dump.points(at, 'bricks at seams', bricksOf(seams));
  const view = new FieldView(
    frame,
    tiles.reduce((sum, { activeBits }) => sum + countBits(activeBits), 0),
  );
  for (const tile of tiles) view.add(tile);
  await view.handOut(stage, 'solved in tiles');

  function bricksOf(bricks: readonly number[]) {
    const middle = (part: number): number => voxelToNorm(8 * part + 3.5, frame.voxelNorm);
    const places = bricks.flatMap(unpackBrick);
    const values = Uint32Array.from(bricks, (packed) => tileOf.get(packed)!);
    return { positions: Float32Array.from(places, middle), values: { tile: { values, kinds: 'sets' as const } } };
  }
}

function countBits(words: Uint32Array): number {
  let count = 0;
  for (let word of words) for (; word !== 0; word &= word - 1) count++;
  return count;
}
