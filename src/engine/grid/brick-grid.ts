/**
 * A sparse level: which nodes take part, kept in bricks of 8×8×8. Per-node arrays hold 512 numbers a brick; a node's
 * place in them is its slot, 512 × brick + (x & 7) + 8 (y & 7) + 64 (z & 7). See `shaders/common/brick.wgsl`.
 */
import type { Triple } from '../math/triple.ts';
import type { GridFrame } from './grid-frame.ts';

export interface BrickGrid {
  readonly frame: GridFrame;
  readonly brickCount: number;
  /** u32 [bricksPerAxis³], x fastest: brick number + 1, or 0. */
  readonly brickTable: GPUBuffer;
  /** u32 [brickCount]: bx | by << 10 | bz << 20. */
  readonly brickCoords: GPUBuffer;
  /** u32 [16 × brickCount]: one bit a slot. */
  readonly activeBits: GPUBuffer;
  /** Active nodes, for reports. */
  readonly nodeCount: number;
}

export const BRICK_NODES = 512;
/** Words of 32 bits that hold one bit a node of a brick. */
export const BRICK_WORDS = BRICK_NODES / 32;

/** bx, by, bz of an entry of `brickCoords`. */
export function unpackBrick(packed: number): Triple {
  return [packed & 1023, (packed >>> 10) & 1023, packed >>> 20];
}
