/** Points within a crop box, against the turned corners of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropBoxOf, cropCloud, cropTest } from '../../../src/engine/cloud/crop-box.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { mergeClouds } from '../../../src/engine/cloud/merge-clouds.ts';
import type { Triple } from '../../../src/engine/math/triple.ts';
import { BoxFrame } from '../../../src/renderer/viewport/tools/box-frame.ts';

const SHIFT: Triple = [1000, -2000, 0];

function cloudOf(world: readonly Triple[], shift: Triple = SHIFT): PointCloud {
  const positions = Float32Array.from(world.flatMap((place) => place.map((value, axis) => value - shift[axis]!)));
  const along = (pick: (...values: number[]) => number): Triple =>
    [0, 1, 2].map((axis) => pick(...world.map((place) => place[axis]!))) as unknown as Triple;
  const count = world.length;
  return {
    positions,
    shift,
    colors: Uint8Array.from({ length: 3 * count }, (_, i) => i % 256),
    stats: { pointCount: count + 2, finiteCount: count, min: along(Math.min), max: along(Math.max), warnings: [] },
  };
}

const part = fc.integer({ min: -50, max: 50 }).map((value) => value / 10);
const triple = fc.tuple(part, part, part);
const box = fc.record({
  centre: triple,
  size: triple.map((size) => size.map(Math.abs) as never as Triple),
  turn: fc.integer({ min: -360, max: 360 }),
});

describe('a crop box', () => {
  it('has what lies between its turned faces', () => {
    fc.assert(
      fc.property(box, triple, ({ centre, size, turn }, place) => {
        // The place along each axis of the box, by the angle under which it is seen from the centre.
        const [x, y, z] = place.map((value, axis) => value - centre[axis]!) as [number, number, number];
        const angle = Math.atan2(y, x) - (turn * Math.PI) / 180;
        const away = Math.hypot(x, y);
        const along = [away * Math.cos(angle), away * Math.sin(angle), z];
        const room = along.map((value, axis) => size[axis]! / 2 - Math.abs(value));
        fc.pre(room.every((left) => Math.abs(left) > 1e-9));
        expect(cropTest({ centre, size, turn })(...place)).toBe(room.every((left) => left > 0));
      }),
    );
  });

  it('turned by a right angle has its sides exchanged; its faces are within', () => {
    const isWithin = cropTest({ centre: [1, 2, 3], size: [4, 2, 2], turn: 0 });
    expect([isWithin(3, 2, 3), isWithin(3.001, 2, 3), isWithin(1, 3, 4), isWithin(1, 3, 4.001)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    const turned = cropTest({ centre: [1, 2, 3], size: [4, 2, 2], turn: 90 });
    expect([turned(1, 3.999, 3), turned(2.001, 2, 3)]).toEqual([true, false]);
  });

  it('cuts a cloud of large coordinates, and counts what is beyond', () => {
    const world: Triple[] = [
      [1000, -2000, 0],
      [1001, -2000, 0],
      [1000, -1998, 1],
      [1005, -2000, 0],
    ];
    const kept = cropCloud(cloudOf(world), { centre: [1000.5, -2000, 0], size: [1.5, 1, 1], turn: 0 });
    expect([...kept.positions]).toEqual([0, 0, 0, 1, 0, 0]);
    expect([...kept.colors!]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(kept.stats).toMatchObject({
      pointCount: 6,
      finiteCount: 2,
      croppedCount: 2,
      min: [1000, -2000, 0],
      max: [1001, -2000, 0],
    });
    // Again, and beside another cloud: nothing is forgotten.
    const once = cropCloud(kept, { centre: [1000, -2000, 0], size: [1, 1, 1], turn: 0 });
    expect(once.stats).toMatchObject({ finiteCount: 1, croppedCount: 3 });
    const both = mergeClouds([
      { name: 'a', cloud: once },
      { name: 'b', cloud: cloudOf(world) },
    ]);
    expect(both.stats).toMatchObject({ pointCount: 12, finiteCount: 5, croppedCount: 3 });
  });

  it('with no point in it is an error that says where the points are', () => {
    const crop = (): PointCloud =>
      cropCloud(
        cloudOf(
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          [0, 0, 0],
        ),
        { centre: [9, 9, 9], size: [1, 1, 1], turn: 0 },
      );
    expect(crop).toThrow('No point lies within the crop box. The points reach from (1, 2, 3) to (4, 5, 6).');
  });

  it('is six or seven numbers, with sides that are no less than 0', () => {
    expect(cropBoxOf([1, 2, 3, 4, 5, 6])).toEqual({ centre: [1, 2, 3], size: [4, 5, 6], turn: 0 });
    expect(cropBoxOf([1, 2, 3, 4, 5, 6, -30]).turn).toBe(-30);
    for (const numbers of [
      [],
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5, 6, 7, 8],
      [1, 2, 3, 4, -5, 6],
      [1, 2, NaN, 4, 5, 6],
      [1, 2, 3, 4, 5, 6, Infinity],
    ]) {
      expect(() => cropBoxOf(numbers)).toThrow('allowed: six or seven numbers');
    }
  });

  it('keeps its place when its frame hands it back, and its far face when one is moved', () => {
    fc.assert(
      fc.property(box, part.map(Math.abs), (crop, more) => {
        const frame = new BoxFrame(crop);
        const same = frame.cropBox(frame.box);
        for (const axis of [0, 1, 2] as const) expect(same.centre[axis]).toBeCloseTo(crop.centre[axis], 9);
        const { min, max } = frame.box;
        const wider = new BoxFrame(frame.cropBox({ min, max: [max[0] + more, max[1], max[2]] }));
        // Corners of the face that stayed.
        const [before, after] = [frame.toScene(min), wider.toScene(wider.box.min)];
        expect(before.distanceTo(after)).toBeLessThan(1e-9);
        for (const axis of [0, 1, 2] as const) {
          expect(wider.place(after)[axis]).toBeCloseTo(wider.box.min[axis], 9);
        }
      }),
    );
  });
});
