/** All points about some places of a large cloud, against going through all of them. */
import { describe, expect, it } from 'vitest';
import { pointsAbout } from '../../../src/engine/tiles/points-about.ts';
import { uniform } from '../../gpu/orientation/shapes.ts';

const COUNT = 60_000;
const SPACING = 1 / Math.sqrt(COUNT);
/** The normalised square is 50 wide in the file, about (10, 20, 30). */
const frame = { centre: [10, 20, 30], worldPerNorm: 50 } as const;

/** A wavy square, in the unit of the file. */
const positions = new Float32Array(3 * COUNT);
for (let i = 0; i < COUNT; i++) {
  const [x, y] = [uniform(41, i) - 0.5, uniform(42, i) - 0.5];
  positions.set([10 + 50 * x, 20 + 50 * y, 30 + 50 * 0.02 * Math.sin(9 * x)], 3 * i);
}
const normalised = positions.map((value, i) => (value - frame.centre[i % 3]!) / 50);
const share = normalised.filter((_, i) => Math.floor(i / 3) % 8 === 0);

const textOf = (values: Float32Array, point: number): string => values.subarray(3 * point, 3 * point + 3).join();

describe('the points about places', () => {
  const about = pointsAbout({ positions, frame, share, spacingNorm: SPACING });

  it('are points of the cloud, each once, in a few places all over it', () => {
    const found = Array.from({ length: about.positions.length / 3 }, (_, point) => textOf(about.positions, point));
    const all = new Set(Array.from({ length: COUNT }, (_, point) => textOf(normalised, point)));
    expect(found.every((text) => all.has(text))).toBe(true);
    expect(new Set(found).size).toBe(found.length);
    // 96 squares of ten spacings, and eight beside each, some of which are beside others as well.
    expect(about.inner.length).toBeGreaterThan(0.8 * 96 * 100);
    expect(about.inner.length).toBeLessThan(1.2 * 96 * 100);
    expect(found.length).toBeGreaterThan(0.5 * 9 * 96 * 100);
    expect(found.length).toBeLessThan(1.2 * 9 * 96 * 100);
  });

  it('are all there are round inner ones', () => {
    const reach = 9.9 * SPACING;
    const held = new Set(Array.from({ length: about.positions.length / 3 }, (_, i) => textOf(about.positions, i)));
    for (const inner of [about.inner[0]!, about.inner[about.inner.length >> 1]!, about.inner.at(-1)!]) {
      const [x, y, z] = about.positions.subarray(3 * inner, 3 * inner + 3);
      for (let i = 0; i < COUNT; i++) {
        const at = 3 * i;
        if (Math.hypot(normalised[at]! - x!, normalised[at + 1]! - y!, normalised[at + 2]! - z!) > reach) continue;
        if (!held.has(textOf(normalised, i))) expect.fail(`point ${i} lies beside ${inner} and was left out`);
      }
    }
  });

  it('are none where a million of them lie there', () => {
    // In cubes as wide as the square is, all of the points; then so many copies of each.
    const dense = pointsAbout({ positions, frame, share, spacingNorm: 40 * SPACING });
    expect(dense.positions.length).toBe(3 * COUNT);
    const repeated = new Float32Array(17 * positions.length);
    for (let copy = 0; copy < 17; copy++) repeated.set(positions, copy * positions.length);
    expect(pointsAbout({ positions: repeated, frame, share, spacingNorm: 40 * SPACING }).positions.length).toBe(0);
  });

  it('hold copies of a point once', () => {
    const twice = new Float32Array(2 * positions.length);
    twice.set(positions);
    twice.set(positions, positions.length);
    expect(pointsAbout({ positions: twice, frame, share, spacingNorm: SPACING })).toEqual(about);
  });
});
