/** Strays that take the grid from the rest: cases just below and just above each bound, the answers by hand. */
import { describe, expect, it } from 'vitest';
import { stretchingStrays } from '../../../src/engine/analysis/stretching-strays.ts';

interface Scene {
  readonly strays?: number;
  /** Their mean distance to eight others, in medians. */
  readonly apart?: number;
  /** How far the others reach, of all. */
  readonly reach?: number;
}

/** A hundred points about the origin along x, the last of them strays at both ends of the cube. */
function found({ strays = 4, apart = 21, reach = 0.4 }: Scene): number[] {
  const positions = new Float32Array(300);
  const spacing = new Float32Array(100).fill(1 / 128);
  for (let point = 0; point < 100; point++) {
    const isStray = point >= 100 - strays;
    positions[3 * point] = (isStray ? 0.5 : reach / 2) * (point % 2 === 0 ? -1 : 1);
    if (isStray) spacing[point] = apart / 128;
  }
  return stretchingStrays({ positions, spacing, medianSpacing: 1 / 128 });
}

describe('strays that stretch the grid', () => {
  it('are all that lie apart from others', () => expect(found({})).toEqual([96, 97, 98, 99]));

  it('lie more than twenty medians apart', () => {
    expect([20, 20.5].map((apart) => found({ apart }).length)).toEqual([0, 4]);
  });

  it('are a twentieth of the points at most', () => {
    expect([5, 6].map((strays) => found({ strays }).length)).toEqual([5, 0]);
  });

  it('leave half of the extent at most', () => {
    expect([0.5, 0.52].map((reach) => found({ reach }).length)).toEqual([4, 0]);
  });

  it('are none where all points are close', () => expect(found({ strays: 0 })).toEqual([]));
});
