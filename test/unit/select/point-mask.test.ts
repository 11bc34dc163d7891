/** Masks against sets of numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPoint,
  countOf,
  emptyMask,
  fullMask,
  hasPoint,
  joinMasks,
  type PointMask,
  SELECT_MODES,
  type SelectMode,
  withoutMask,
} from '../../../src/engine/select/point-mask.ts';

const maskOf = (points: Iterable<number>, pointCount: number): PointMask => {
  const mask = emptyMask(pointCount);
  for (const point of points) addPoint(mask, point);
  return mask;
};

const pointsOf = (mask: PointMask, pointCount: number): number[] =>
  Array.from({ length: pointCount }, (_, point) => point).filter((point) => hasPoint(mask, point));

const joinedSets: Readonly<Record<SelectMode, (a: Set<number>, b: Set<number>) => Set<number>>> = {
  new: (_, b) => b,
  add: (a, b) => new Set([...a, ...b]),
  subtract: (a, b) => new Set([...a].filter((point) => !b.has(point))),
  overlap: (a, b) => new Set([...a].filter((point) => b.has(point))),
};

/** Points up to 40 to 100 of a cloud: words that are whole, begun and empty. */
const sets = fc.integer({ min: 1, max: 100 }).chain((pointCount) => {
  const points = fc.uniqueArray(fc.integer({ min: 0, max: pointCount - 1 }));
  return fc.record({ pointCount: fc.constant(pointCount), before: points, marked: points });
});

describe('masks', () => {
  it.each(SELECT_MODES)('join as sets do: %s', (mode) => {
    fc.assert(
      fc.property(sets, ({ pointCount, before, marked }) => {
        const [a, b] = [maskOf(before, pointCount), maskOf(marked, pointCount)];
        const joined = joinMasks(a, b, mode);
        const wanted = [...joinedSets[mode](new Set(before), new Set(marked))].sort((x, y) => x - y);
        expect(pointsOf(joined, pointCount)).toEqual(wanted);
        expect(countOf(joined)).toBe(wanted.length);
        // They are never changed in place: the history shows them again.
        expect([countOf(a), countOf(b)]).toEqual([before.length, marked.length]);
      }),
    );
  });

  it('where nothing was selected, only what is new or added is', () => {
    const marked = maskOf([3, 40], 50);
    const counts = SELECT_MODES.map((mode) => countOf(joinMasks(null, marked, mode)));
    expect(counts).toEqual([2, 2, 0, 0]);
  });

  it.each([1, 31, 32, 33, 64, 1000])('all %i points are all, and no bit more', (pointCount) => {
    expect(countOf(fullMask(pointCount))).toBe(pointCount);
    expect(pointsOf(fullMask(pointCount), pointCount + 40)).toHaveLength(pointCount);
    expect(countOf(withoutMask(fullMask(pointCount), maskOf([0], pointCount)))).toBe(pointCount - 1);
  });

  it('no points are none', () => expect([countOf(fullMask(0)), countOf(emptyMask(0))]).toEqual([0, 0]));
});
