import { describe, expect, it } from 'vitest';
import { chooseRepresentatives } from '../../../src/engine/orientation/representatives.ts';

describe('chooseRepresentatives', () => {
  it.each([
    [0, 10],
    [1, 1],
    [10, 10],
    [10, 11],
  ])('takes all of %i where %i are allowed', (count, limit) => {
    expect([...chooseRepresentatives(count, limit, 1)]).toEqual([...Array(count).keys()]);
  });

  it.each([
    [2, 1],
    [1000, 999],
    [100_000, 1],
    [200_000, 50_000],
  ])('takes exactly its share of %i: %i, ascending', (count, limit) => {
    const chosen = chooseRepresentatives(count, limit, 1);
    expect(chosen).toHaveLength(limit);
    expect(chosen.every((point, i) => point < count && (i === 0 || point > (chosen[i - 1] ?? NaN)))).toBe(true);
  });

  it('depends on the seed and on nothing else', () => {
    expect(chooseRepresentatives(1000, 100, 5)).toEqual(chooseRepresentatives(1000, 100, 5));
    expect(chooseRepresentatives(1000, 100, 5)).not.toEqual(chooseRepresentatives(1000, 100, 6));
  });

  it('spreads over the cloud', () => {
    const chosen = chooseRepresentatives(100_000, 10_000, 1);
    for (let part = 0; part < 10; part++) {
      const inPart = chosen.filter((point) => Math.floor(point / 10_000) === part).length;
      // 1,000 expected, with a standard deviation of 30.
      expect(Math.abs(inPart - 1000)).toBeLessThan(150);
    }
  });
});
