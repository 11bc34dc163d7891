/**
 * A level on which every node of the cube takes part, in the form of a sparse one: the winding number's first look at
 * the whole cube, the preset `paper`, and tests. Filled on the CPU: such grids are small.
 */
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { BrickGrid } from './brick-grid.ts';
import { BRICK_WORDS } from './brick-grid.ts';
import type { GridFrame } from './grid-frame.ts';

/** All nodes 0 … resolution, for any resolution; bricks are numbered in the order of the table. */
export function buildDenseGrid(stage: StageContext, frame: GridFrame): BrickGrid {
  const { gpu, scope } = stage;
  using own = new BufferScope(gpu, 'grid/dense');
  const { resolution, bricksPerAxis } = frame;
  const brickCount = bricksPerAxis ** 3;
  const table = Uint32Array.from({ length: brickCount }, (_, i) => i + 1);
  const coords = new Uint32Array(brickCount);
  const bits = new Uint32Array(BRICK_WORDS * brickCount);
  for (let i = 0; i < brickCount; i++) {
    const bx = i % bricksPerAxis;
    const by = Math.floor(i / bricksPerAxis) % bricksPerAxis;
    const bz = Math.floor(i / bricksPerAxis ** 2);
    coords[i] = bx | (by << 10) | (bz << 20);
    fillBrick(bits, BRICK_WORDS * i, resolution - 8 * bx, resolution - 8 * by, resolution - 8 * bz);
  }
  const brickTable = own.upload('brick table', table);
  const brickCoords = own.upload('brick coords', coords);
  const activeBits = own.upload('active bits', bits);
  for (const buffer of [brickTable, brickCoords, activeBits]) scope.adopt(own.release(buffer));
  return { frame, brickCount, brickTable, brickCoords, activeBits, nodeCount: (resolution + 1) ** 3 };
}

/** Sets the bits of a brick's nodes up to the last ones that exist, given from the brick's first node. */
function fillBrick(bits: Uint32Array, offset: number, lastX: number, lastY: number, lastZ: number): void {
  const row = 0xff >> (7 - Math.min(lastX, 7));
  for (let z = 0; z <= Math.min(lastZ, 7); z++) {
    for (let y = 0; y <= Math.min(lastY, 7); y++) {
      const word = offset + 2 * z + (y >> 2);
      bits[word] = bits[word]! | (row << (8 * (y & 3)));
    }
  }
}
