/** What the sensors of points tell of the whole cloud. */
import { expect, it } from 'vitest';
import { isOneScan, NO_SENSOR } from '../../../src/engine/analysis/point-sensors.ts';

it.each([
  [[0, 0, 0], true],
  [[2, 2], true],
  [[0, 0, 1], false],
  [[0, NO_SENSOR], false],
  [[NO_SENSOR, NO_SENSOR], false],
  [[], false],
])('points seen from %o are one scan: %s', (indices, isOne) => {
  expect(isOneScan({ indices: Uint16Array.from(indices) })).toBe(isOne);
});
