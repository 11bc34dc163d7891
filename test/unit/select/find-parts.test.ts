/** Parts that stand apart, against a plain walk over all pairs of points. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { findPartsSteps, type FoundParts } from '../../../src/engine/select/find-parts.ts';
import { addPoint, countOf, emptyMask, hasPoint } from '../../../src/engine/select/point-mask.ts';

/** A solid row of points a spacing apart. */
const row = (count: number, from: readonly [number, number, number]): number[] =>
  Array.from({ length: count }, (_, i) => [from[0] + i, from[1], from[2]]).flat();
const find = (positions: number[], hidden = null as Parameters<typeof findPartsSteps>[2]): FoundParts =>
  finishSteps(findPartsSteps(Float32Array.from(positions), 1, hidden));
const countsOf = ({ looseParts, loose, strays }: FoundParts) => [looseParts, countOf(loose), countOf(strays)];

describe('what stands apart', () => {
  it('is all but the largest part; parts of fewer than 30 points are strays', () => {
    const cloud = [...row(200, [0, 0, 0]), ...row(30, [0, 40, 0]), ...row(29, [0, 0, 40]), ...row(40, [0, -40, 0])];
    const found = find(cloud);
    expect(countsOf(found)).toEqual([2, 70, 29]);
    expect([hasPoint(found.loose, 199), hasPoint(found.loose, 200), hasPoint(found.strays, 230)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('is joined by what lies between, and parted where that is hidden', () => {
    const cloud = [...row(100, [0, 0, 0]), ...row(60, [140, 0, 0]), ...row(40, [100, 0, 0])];
    expect(countsOf(find(cloud))).toEqual([0, 0, 0]);
    const hidden = emptyMask(200);
    for (let point = 160; point < 200; point++) addPoint(hidden, point);
    expect(countsOf(find(cloud, hidden))).toEqual([1, 60, 0]);
  });

  it('is nothing of a cloud of one point, and of points all in one place', () => {
    expect(countsOf(find([1, 2, 3]))).toEqual([0, 0, 0]);
    expect(countsOf(find(Array.from({ length: 90 }, () => 7)))).toEqual([0, 0, 0]);
  });

  it('never parts points within five spacings, never joins those beyond a chain of ten', () => {
    const along = fc.integer({ min: 0, max: 60 });
    const place = fc.tuple(along, along, along).map((values): number[] => values);
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 60 }), (places) => {
        const { loose, strays } = find(places.flat());
        const isApart = (point: number): boolean => hasPoint(loose, point) || hasPoint(strays, point);
        const gap = (a: number, b: number, of: (x: number[]) => number): number =>
          of(places[a]!.map((value, axis) => Math.abs(value - places[b]![axis]!)));
        const most = (sides: number[]): number => Math.max(...sides);
        for (let a = 0; a < places.length; a++) {
          for (let b = 0; b < a; b++) if (gap(a, b, most) < 5) expect(isApart(a)).toBe(isApart(b));
        }
        // Chains of steps below ten, by a plain walk.
        const main = places.findIndex((_, point) => !isApart(point));
        const reached = new Set([main]);
        for (const from of reached) {
          places.forEach((_, to) => gap(from, to, most) < 10 && reached.add(to));
        }
        places.forEach((_, point) => !isApart(point) && expect(reached.has(point)).toBe(true));
      }),
      { numRuns: 60 },
    );
  });
});
