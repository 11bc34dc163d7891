/** A level of the tests on the device, and the events of a run that nobody listens to. */
import type { RunContext } from '../../../src/engine/events.ts';
import type { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import type { BrickGrid } from '../../../src/engine/grid/brick-grid.ts';
import type { TestBricks } from '../../reference/surface.ts';

export const CONTEXT: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

export function uploadBricks(scope: BufferScope, bricks: TestBricks): { grid: BrickGrid; field: GPUBuffer } {
  const grid: BrickGrid = {
    frame: bricks.frame,
    brickCount: bricks.brickCount,
    brickTable: scope.upload('brick table', bricks.brickTable),
    brickCoords: scope.upload('brick coords', bricks.brickCoords),
    activeBits: scope.upload('active bits', bricks.activeBits),
    nodeCount: bricks.nodeCount,
  };
  return { grid, field: scope.upload('field', bricks.field) };
}

/** Repeatable numbers of [0, 1) from whole numbers (xmur3's mixing steps). */
export function hash(...keys: readonly number[]): number {
  let state = 2166136261;
  for (const key of keys) {
    state = Math.imul(state ^ key, 3432918353);
    state = (state << 13) | (state >>> 19);
  }
  state = Math.imul(state ^ (state >>> 16), 2246822507);
  state = Math.imul(state ^ (state >>> 13), 3266489909);
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
}
