/** Several clouds as one: places to the last digit of float32, and what only some of them know. */
import { describe, expect, it } from 'vitest';
import { mergeClouds } from '../../../src/engine/cloud/merge-clouds.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import { quietContext } from '../../run-context.ts';
import { textSource } from '../formats/read/sources.ts';

const read = (name: string, rows: readonly (readonly number[])[]): Promise<PointCloud> =>
  readCloud(textSource(name, rows.map((row) => row.join(' ')).join('\n')), quietContext);

/** A slab of 100 points whose corner is here. */
const slab = (x: number, y: number, z: number, more: readonly number[] = []): number[][] =>
  Array.from({ length: 100 }, (_, i) => [x + (i % 10) / 10, y + Math.floor(i / 10) / 10, z, ...more]);

const world = ({ positions, shift }: PointCloud, i: number): number[] =>
  [0, 1, 2].map((axis) => positions[3 * i + axis]! + shift[axis]!);

describe('mergeClouds', () => {
  it('keeps places of clouds with different shifts', async () => {
    const clouds = [
      { name: 'a.xyz', cloud: await read('a.xyz', slab(500_000, 5_400_000, 100)) },
      { name: 'b.xyz', cloud: await read('b.xyz', slab(500_003.5, 5_400_010.25, 99)) },
    ];
    const merged = mergeClouds(clouds);
    expect(merged.positions).toHaveLength(600);
    // Float32 of coordinates below 16 ends at 1e-6.
    [500_000.9, 5_400_000.9, 100].forEach((value, axis) => expect(world(merged, 99)[axis]).toBeCloseTo(value, 5));
    [500_003.5, 5_400_010.25, 99].forEach((value, axis) => expect(world(merged, 100)[axis]).toBeCloseTo(value, 5));
    expect(merged.stats).toMatchObject({ pointCount: 200, finiteCount: 200, min: [500_000, 5_400_000, 99] });
    expect(merged.scans).toEqual([
      { name: 'a.xyz', pointCount: 100 },
      { name: 'b.xyz', pointCount: 100 },
    ]);
    expect([merged.attributes?.scan?.[99], merged.attributes?.scan?.[100]]).toEqual([0, 1]);
    expect(merged.stats.warnings).toEqual([]);
  });

  it('keeps colours where all have them, and says so where one has not', async () => {
    const coloured = { name: 'a.xyz', cloud: await read('a.xyz', slab(0, 0, 0, [255, 128, 7])) };
    const other = { name: 'b.xyz', cloud: await read('b.xyz', slab(1, 0, 0, [1, 2, 30])) };
    const plain = { name: 'c.xyz', cloud: await read('c.xyz', slab(2, 0, 0)) };
    const both = mergeClouds([coloured, other]);
    expect([...both.colors!.subarray(297, 303)]).toEqual([255, 128, 7, 1, 2, 30]);
    const mixed = mergeClouds([coloured, plain]);
    expect(mixed.colors).toBeUndefined();
    expect(mixed.stats.warnings).toEqual(['c.xyz has no colours, so those of the other files are left out.']);
  });

  it('keeps the stations of a cloud that has some', async () => {
    const one = await read('a.xyz', slab(0, 0, 0));
    const scan = Uint16Array.from({ length: 100 }, (_, i) => (i < 40 ? 0 : 1));
    const scans = [
      { name: 'north', pointCount: 40, sensor: [1, 2, 3] as const },
      { name: 'south', pointCount: 60 },
    ];
    const merged = mergeClouds([
      { name: 'b.xyz', cloud: await read('b.xyz', slab(1, 0, 0)) },
      { name: 'a.e57', cloud: { ...one, attributes: { scan }, scans } },
    ]);
    expect(merged.scans).toEqual([
      { name: 'b.xyz', pointCount: 100 },
      { name: 'a.e57: north', pointCount: 40, sensor: [1, 2, 3] },
      { name: 'a.e57: south', pointCount: 60 },
    ]);
    expect([merged.attributes?.scan?.[139], merged.attributes?.scan?.[140]]).toEqual([1, 2]);
  });

  it.each([
    ['two units', slab(0, 0, 0).map((row) => row.map((value) => 1000 * value)), /1000 times as large.*one unit/],
    ['two places', slab(400, 0, 0), /apart: check that both are in one coordinate system/],
  ])('points out %s', async (_, rows, sentence) => {
    const near = { name: 'a.xyz', cloud: await read('a.xyz', slab(0, 0, 0)) };
    const merged = mergeClouds([near, { name: 'b.xyz', cloud: await read('b.xyz', rows) }]);
    expect(merged.stats.warnings).toEqual([expect.stringMatching(sentence)]);
  });

  it('says nothing of neighbours, and gives a single cloud back', async () => {
    const a = { name: 'a.xyz', cloud: await read('a.xyz', slab(0, 0, 0)) };
    const b = { name: 'b.xyz', cloud: await read('b.xyz', slab(30, 0, 0)) };
    expect(mergeClouds([a, b]).stats.warnings).toEqual([]);
    expect(mergeClouds([a])).toBe(a.cloud);
  });

  it('points out different coordinate systems', async () => {
    const a = { name: 'a.xyz', cloud: { ...(await read('a.xyz', slab(0, 0, 0))), crs: { epsg: 25_832 } } };
    const b = { name: 'b.xyz', cloud: { ...(await read('b.xyz', slab(1, 0, 0))), crs: { epsg: 25_833 } } };
    expect(mergeClouds([a, b]).stats.warnings).toEqual([expect.stringMatching(/EPSG:25832.*EPSG:25833/)]);
  });
});
