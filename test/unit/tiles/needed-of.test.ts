/** What a tile is given of those about it: no more than what it sees of them. */
import { describe, expect, it } from 'vitest';
import { BRICK_NODES, BRICK_WORDS } from '../../../src/engine/grid/brick-grid.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { neededOf, type TilePiece } from '../../../src/engine/tiled-run.ts';
import type { UnitBox } from '../../../src/engine/tiles/unit-box.ts';

/** Two bricks to a unit. */
const FRAME = gridFrame(512);
const LEFT: UnitBox = { low: [0, 0, 0], high: [4, 4, 4] };
const RIGHT: UnitBox = { low: [4, 0, 0], high: [8, 4, 4] };
const packed = (x: number, y: number, z: number): number => x | (y << 10) | (z << 20);

/** Bricks side by side along x, each with values of its own. */
function piece(box: UnitBox, from: number, end: number): TilePiece {
  const places = Array.from({ length: end - from }, (_, i) => from + i);
  const filled = (count: number): number[] => places.flatMap((x) => new Array<number>(count).fill(x));
  const field = {
    box,
    brickCoords: Uint32Array.from(places, (x) => packed(x, 3, 5)),
    activeBits: Uint32Array.from(filled(BRICK_WORDS)),
    field: Float32Array.from(filled(BRICK_NODES)),
  };
  return { box, fields: [field], found: { isOutlier: Uint8Array.of(1), radii: Float32Array.of(2) } };
}

describe('neededOf', () => {
  it('is a brick more on every side to draw the surface, and two to solve', () => {
    const right = piece(RIGHT, 8, 16);
    const columns = (phase: 'solve' | 'extract'): number[][] =>
      neededOf(right, LEFT, phase, FRAME).fields.map(({ brickCoords }) => [...brickCoords].map((at) => at & 1023));
    expect(columns('extract')).toEqual([[8]]);
    expect(columns('solve')).toEqual([[8, 9]]);
    const [near] = neededOf(piece(LEFT, 0, 8), RIGHT, 'extract', FRAME).fields;
    expect([...near!.brickCoords]).toEqual([packed(7, 3, 5)]);
    expect([near!.activeBits, near!.field].map((values) => [values.length, new Set(values)])).toEqual([
      [BRICK_WORDS, new Set([7])],
      [BRICK_NODES, new Set([7])],
    ]);
  });

  it('is all of the tile itself, and what was found of the points of others, whose bricks are far', () => {
    const left = piece(LEFT, 0, 8);
    expect(neededOf(left, LEFT, 'extract', FRAME)).toBe(left);
    const far = neededOf(piece(RIGHT, 10, 16), LEFT, 'extract', FRAME);
    expect([far.fields, far.found]).toEqual([[], left.found]);
  });
});
