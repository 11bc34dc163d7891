/** The chart's bands cover the iterations without gaps, one for each level. */
import { expect, test } from 'vitest';
import { levelBands } from '../../../src/renderer/panels/energy-bands.ts';

const point = (level: number, iteration: number) => ({ level, iteration, energy: 1 });

test('none without points', () => {
  expect(levelBands([])).toEqual([]);
});

test('a level ends where the next begins', () => {
  expect(levelBands([point(0, 1), point(0, 40), point(1, 41), point(1, 90), point(2, 91)])).toEqual([
    { level: 0, from: 1, to: 40 },
    { level: 1, from: 40, to: 90 },
    { level: 2, from: 90, to: 91 },
  ]);
});

test('a level that is resumed after a lost device has a band of its own', () => {
  expect(levelBands([point(0, 1), point(1, 10), point(0, 20), point(0, 30)]).map((band) => band.level)).toEqual([
    0, 1, 0,
  ]);
});
