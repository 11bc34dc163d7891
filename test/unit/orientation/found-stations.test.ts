/** Which stations that the points tell of free the space before those. */
import { describe, expect, it } from 'vitest';
import { NO_SENSOR } from '../../../src/engine/analysis/point-sensors.ts';
import { countFound, type FoundStation, freeingBeams } from '../../../src/engine/orientation/found-stations.ts';

const found = (hidden: number, error = 0.01): FoundStation => ({ place: [0, 0, 0], error, hidden });
const sensors = {
  places: new Float64Array(12),
  names: ['a', 'b', 'c', 'd'],
  indices: Uint16Array.of(0, 1, 2, 3, NO_SENSOR),
};

describe('beams', () => {
  it('are those of stations that see nearly all of their points, and of sensors that the file tells', () => {
    const beams = freeingBeams(
      { sensors, stations: [found(0.0799), found(0.0801), undefined, undefined] },
      (sensor) => {
        return sensor === 2;
      },
    );
    expect(beams!.indices).toEqual(Uint16Array.of(0, NO_SENSOR, 2, NO_SENSOR, NO_SENSOR));
    expect([beams!.errors[0], beams!.errors[2]]).toEqual([0.01, 0]);
  });

  it('are none of too few points to tell, or of the other places of a file', () => {
    expect(freeingBeams({ sensors, stations: [found(NaN)] })).toBeUndefined();
    expect(freeingBeams({ sensors, stations: [] })).toBeUndefined();
  });
});

it('stations are counted that were found', () => {
  expect(countFound([undefined, found(0.5), found(NaN)])).toBe(2);
});
