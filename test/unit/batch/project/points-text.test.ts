import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pointsOf, pointsText } from '../../../../src/batch/project/points-text.ts';
import { addPoint, emptyMask, fullMask, type PointMask } from '../../../../src/engine/select/point-mask.ts';

const maskOf = (pointCount: number, points: Iterable<number>): PointMask => {
  const mask = emptyMask(pointCount);
  for (const point of points) addPoint(mask, point);
  return mask;
};

it('any set comes back as it was', () => {
  const sets = fc.integer({ min: 1, max: 300 }).chain((of) =>
    fc.record({
      of: fc.constant(of),
      // Stretches as a hand draws them, and single points.
      stretches: fc.array(fc.tuple(fc.nat(of - 1), fc.integer({ min: 1, max: 90 })), { maxLength: 6 }),
      scatter: fc.array(fc.nat(of - 1), { maxLength: 200 }),
    }),
  );
  fc.assert(
    fc.property(sets, ({ of, stretches, scatter }) => {
      const points = stretches.flatMap(([from, length]) =>
        Array.from({ length: Math.min(length, of - from) }, (_, i) => from + i),
      );
      const mask = maskOf(of, [...points, ...scatter]);
      expect(pointsOf(pointsText(mask, of))).toEqual(mask);
    }),
  );
});

it('a stretch is a few letters, and a scatter a bit a point', () => {
  const of = 100_000;
  // 40,000 out, 200 in, 59,800 out: three bytes, two, three.
  expect(
    pointsText(
      maskOf(
        of,
        Array.from({ length: 200 }, (_, i) => 40_000 + i),
      ),
      of,
    ),
  ).toEqual({
    of,
    count: 200,
    runs: btoa(String.fromCharCode(0xc0, 0xb8, 0x02, 0xc8, 0x01, 0x98, 0xd3, 0x03)),
  });
  const scatter = pointsText(
    maskOf(
      of,
      Array.from({ length: of / 2 }, (_, i) => 2 * i),
    ),
    of,
  );
  expect(scatter.runs).toBeUndefined();
  expect(scatter.bits).toHaveLength(4 * Math.ceil(of / 8 / 3));
});

it.each([
  ['it is no base64', { of: 40, count: 40, runs: '%%%%' }],
  ['a run leads past the last point', { of: 40, count: 40, runs: btoa('\u0000\u0029') }],
  ['the runs end before the last point', { of: 40, count: 1, runs: btoa('\u0000\u0001') }],
  ['a number does not end', { of: 40, count: 0, runs: btoa('\u00a8') }],
  ['there are too few bits', { of: 40, count: 40, bits: btoa('\u00ff\u00ff') }],
  ['there is a bit past the last point', { of: 4, count: 5, bits: btoa('\u001f') }],
  ['it has another count', { ...pointsText(fullMask(40), 40), count: 39 }],
])('a set is refused where %s', (_why, text) => {
  expect(() => pointsOf(text)).toThrow('is damaged');
});
