/** The chart's bands cover the iterations without gaps, one for each level; its values fit a logarithmic axis. */
import { expect, test } from 'vitest';
import { areShares, axisRange, chartOf, levelBands } from '../../../src/renderer/panels/session/energy-bands.ts';

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

test('energies below zero become what is left to gain of each level, as a share', () => {
  const energies = [-90, -99, -100, -40, -50].map((energy, i) => ({
    level: i < 3 ? 64 : 128,
    iteration: 5 * i,
    energy,
  }));
  expect(areShares(energies)).toBe(true);
  const values = chartOf(energies).map(({ value }) => value && Number(value.toFixed(6)));
  expect(values).toEqual([0.1, 0.01, null, 0.2, null]);
});

test('a loss is shown as it is', () => {
  const losses = [0.5, 0.25].map((energy, i) => ({ level: 0, iteration: i, energy }));
  expect(areShares(losses)).toBe(false);
  expect(chartOf(losses).map(({ value }) => value)).toEqual([0.5, 0.25]);
});

test.each([
  [0.048, 0.048, 0.03, 0.0768],
  [0.1536, 2, 0.09, 3.2], // / 1.6 is .096, from where uPlot's steps of .01 miss .1
  [1.6, 1.6, 1, 2.56],
  [1.599, 3, 0.9, 4.8],
  [1.7e-15, 1, 1e-15, 1.6],
  [null, null, 0.006, 1.6],
])('the axis from %f to %f begins at a single digit below: %f, %f', (least, most, from, to) => {
  const [first, last] = axisRange(least, most);
  expect(first).toBeCloseTo(from, 16);
  expect(last).toBeCloseTo(to, 12);
  expect(first).toBe(Number(first.toPrecision(1)));
});
