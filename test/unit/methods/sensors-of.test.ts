/** The sensors of scans in the space and the order of the points that a run works on. */
import { expect, it } from 'vitest';
import { NO_SENSOR } from '../../../src/engine/analysis/point-sensors.ts';
import type { Scan } from '../../../src/engine/cloud/point-cloud.ts';
import { placeCount, sensorsOf } from '../../../src/engine/methods/sensors-of.ts';

const frame = { centre: [1, 2, 3], worldPerNorm: 4 } as const;
const prepared = { frame, sourceIndices: Uint32Array.of(3, 1, 0) };
const shift = [1e6, 0, -7] as const;
const scan = (sensor?: readonly [number, number, number], name = 'scan') => ({
  name,
  pointCount: 2,
  ...(sensor && { sensor }),
});

it('leads each point to the sensor of its scan', () => {
  const attributes = { scan: Uint16Array.of(2, 1, 1, 0) };
  const scans = [scan([1e6 + 5, 2, -4]), scan(), scan([1e6 + 1, 402, -4], 'last')];
  expect(sensorsOf({ scans, attributes, shift }, prepared)).toEqual({
    places: Float64Array.of(1, 0, 0, NaN, NaN, NaN, 0, 100, 0),
    names: ['scan', 'scan', 'last'],
    indices: Uint16Array.of(0, 1, 2),
  });
});

it('takes each place of a path for a sensor, which saw what has its time', () => {
  const path = {
    times: [10, 20, 40],
    places: [
      [1e6 + 1, 2, -4],
      [1e6 + 9, 2, -4],
      [1e6 + 11, 2, -4],
    ],
  } as const;
  const scans = [scan([1e6 + 5, 2, -4], 'still'), { ...scan(undefined, 'moving'), path }];
  const attributes = { scan: Uint16Array.of(0, 1, 1, 1), time: Float64Array.of(0, 19.9, 20, 5) };
  const found = sensorsOf({ scans, attributes, shift }, { frame, sourceIndices: Uint32Array.of(0, 1, 2, 3) });
  expect(found).toEqual({
    places: Float64Array.of(1, 0, 0, 0, 0, 0, 2, 0, 0, 2.5, 0, 0),
    errors: Float64Array.of(0, 1, 1, 0.25),
    names: ['still', 'moving, part 1', 'moving, part 2', 'moving, part 3'],
    indices: Uint16Array.of(0, 1, 2, 1),
  });
  expect(scans.map((one: Scan) => placeCount(one))).toEqual([1, 3]);
});

it('tells apart scans that no sensor is known of, but not one of many that has all points', () => {
  const scans = [scan(), scan()];
  const places = new Float64Array(6).fill(NaN);
  const found = sensorsOf({ scans, attributes: { scan: Uint16Array.of(1, 0, 0, 0) }, shift }, prepared);
  expect(found).toEqual({ places, names: ['scan', 'scan'], indices: Uint16Array.of(0, 0, 1) });
  expect(sensorsOf({ scans, attributes: { scan: Uint16Array.of(1, 1, 0, 1) }, shift }, prepared)).toBeUndefined();
});

it('leaves points without one whose scan is not listed', () => {
  const found = sensorsOf(
    { scans: [scan(), scan([0, 0, 0])], attributes: { scan: Uint16Array.of(9, 1, 0, 1) }, shift },
    prepared,
  );
  expect(found!.indices).toEqual(Uint16Array.of(1, 1, NO_SENSOR));
});

it('gives the sensor of a single scan to all points', () => {
  const found = sensorsOf({ scans: [scan([1e6 + 1, 2, 0])], shift }, prepared);
  expect(found).toEqual({ places: Float64Array.of(0, 0, 1), names: ['scan'], indices: Uint16Array.of(0, 0, 0) });
});

it('knows none where one scan has none, and where nothing tells the scans apart', () => {
  expect(sensorsOf({ shift }, prepared)).toBeUndefined();
  expect(sensorsOf({ scans: [scan()], shift }, prepared)).toBeUndefined();
  expect(sensorsOf({ scans: [scan([0, 0, 0]), scan()], shift }, prepared)).toBeUndefined();
});
