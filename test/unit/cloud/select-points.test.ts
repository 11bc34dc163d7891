/** The points that are kept of a cloud, with all they know. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { selectPoints } from '../../../src/engine/cloud/select-points.ts';

/** Six points on the x axis near 1000 m, of three stations. */
const cloud: PointCloud = {
  positions: Float32Array.from([0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0, 5, 0, 0]),
  shift: [1000, 0, 7],
  normals: Float32Array.from(Array.from({ length: 6 }, (_, i) => [i, 0, 1]).flat()),
  colors: Uint8Array.from(Array.from({ length: 6 }, (_, i) => [i, 10 + i, 20 + i]).flat()),
  attributes: {
    scan: Uint16Array.from([0, 0, 1, 1, 2, 2]),
    classification: Uint8Array.from([2, 6, 2, 6, 2, 2]),
    time: Float64Array.from([10, 11, 12, 13, 14, 15]),
  },
  scans: [
    { name: 'north', pointCount: 2, sensor: [1, 2, 3] },
    { name: 'east', pointCount: 2 },
    { name: 'south', pointCount: 2 },
  ],
  stats: { pointCount: 8, finiteCount: 6, min: [1000, 0, 7], max: [1005, 0, 7], warnings: ['two are not finite'] },
};

describe('selectPoints', () => {
  it('keeps scans, and counts their stations anew', () => {
    const kept = selectPoints(cloud, { scans: [0, 2] });
    expect([...kept.positions]).toEqual([0, 0, 0, 1, 0, 0, 4, 0, 0, 5, 0, 0]);
    expect([...kept.colors!]).toEqual([0, 10, 20, 1, 11, 21, 4, 14, 24, 5, 15, 25]);
    expect([...kept.normals!.subarray(6, 9)]).toEqual([4, 0, 1]);
    expect([...kept.attributes!.scan!]).toEqual([0, 0, 1, 1]);
    expect([...kept.attributes!.time!]).toEqual([10, 11, 14, 15]);
    expect(kept.scans).toEqual([
      { name: 'north', pointCount: 2, sensor: [1, 2, 3] },
      { name: 'south', pointCount: 2 },
    ]);
    expect(kept.stats).toEqual({
      pointCount: 6,
      finiteCount: 4,
      min: [1000, 0, 7],
      max: [1005, 0, 7],
      warnings: ['two are not finite'],
    });
    expect(kept.shift).toEqual([1000, 0, 7]);
  });

  it('keeps classes, and says what each station has left', () => {
    const kept = selectPoints(cloud, { classes: [6] });
    expect([...kept.positions]).toEqual([1, 0, 0, 3, 0, 0]);
    expect(kept.scans!.map(({ pointCount }) => pointCount)).toEqual([1, 1, 0]);
    expect(kept.stats).toMatchObject({ min: [1001, 0, 7], max: [1003, 0, 7], pointCount: 4, finiteCount: 2 });
  });

  it('leaves numbers alone that are those of the file', () => {
    const { scans: _stations, ...numbered } = cloud;
    const kept = selectPoints(numbered, { scans: [2] });
    expect([...kept.attributes!.scan!]).toEqual([2, 2]);
    expect(kept.scans).toBeUndefined();
  });

  it('keeps the first, last or only returns of each pulse', () => {
    // Pulses of one, of two, and of three returns.
    const attributes = { ...cloud.attributes, returnNumber: Uint8Array.of(1, 1, 2, 1, 2, 3), returnCount: Uint8Array.of(1, 2, 2, 3, 3, 3) }; // prettier-ignore
    const times = (returns: 'first' | 'last' | 'single'): number[] =>
      [...selectPoints({ ...cloud, attributes }, { returns }).attributes!.time!].map((time) => time - 10);
    expect([times('first'), times('last'), times('single')]).toEqual([[0, 1, 3], [0, 2, 5], [0]]);
    // A cloud that does not number them is kept whole, as a file is read.
    expect(selectPoints(cloud, { returns: 'last' }).positions).toHaveLength(cloud.positions.length);
  });

  it('refuses to keep nothing', () => {
    expect(() => selectPoints(cloud, { scans: [] })).toThrow(expect.objectContaining({ code: 'cloud-empty' }));
    expect(() => selectPoints(cloud, { classes: [9] })).toThrow(expect.objectContaining({ code: 'cloud-empty' }));
    const { attributes: _known, ...plain } = cloud;
    expect(() => selectPoints(plain, { classes: [2] })).toThrow(expect.objectContaining({ code: 'cloud-empty' }));
  });

  it('keeps each point once, whatever is chosen, and shares no memory', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1 }), (scans) => {
        const kept = selectPoints(cloud, { scans });
        const wanted = [0, 1, 2, 3, 4, 5].filter((i) => scans.includes(cloud.attributes!.scan![i]!));
        expect([...kept.attributes!.time!]).toEqual(wanted.map((i) => 10 + i));
        expect(kept.positions.buffer).not.toBe(cloud.positions.buffer);
        expect(kept.scans!.map(({ name }) => name)).toEqual(
          ['north', 'east', 'south'].filter((_, index) => scans.includes(index)),
        );
      }),
    );
  });
});
