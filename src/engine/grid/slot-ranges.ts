/**
 * Parts of a run over all slots of a level: one dispatch over millions of nodes would hold a slow device for seconds,
 * in which the desktop does not draw.
 */
import { ranges } from '../math/ranges.ts';
import { BRICK_NODES } from './brick-grid.ts';

/** Parameters that a kernel over slots has in common. */
export interface SlotRange {
  readonly first: number;
  readonly count: number;
}

/** Consecutive ranges of whole bricks that cover all slots; none where there are no bricks. */
export function* slotRanges(brickCount: number, bricksPerRange: number): Generator<SlotRange> {
  for (const { first, count } of ranges(brickCount, bricksPerRange)) {
    yield { first: BRICK_NODES * first, count: BRICK_NODES * count };
  }
}
