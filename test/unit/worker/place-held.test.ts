/** A cloud of the worker as it is to stand, with what of it takes no part. */
import { expect, it } from 'vitest';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { heldCloud, type HeldCloud } from '../../../src/renderer/worker/open-cloud.ts';
import { placedCrop, placeHeld } from '../../../src/renderer/worker/place-held.ts';
import { PointEditor } from '../../../src/renderer/worker/point-edits.ts';

const { signal } = new AbortController();

/** A grid of 4 × 3 × 2 at 1,000 along x. */
async function held(): Promise<HeldCloud> {
  const places = Array.from({ length: 24 }, (_, i) => [1000 + (i % 4), Math.floor(i / 4) % 3, Math.floor(i / 12)]);
  const cloud: PointCloud = {
    positions: Float32Array.from(places.flat()),
    shift: [0, 0, 0],
    stats: { pointCount: 24, finiteCount: 24, min: [1000, 0, 0], max: [1003, 2, 1], warnings: [] },
  };
  const about = { id: 1, name: 'a.ply', fileCount: 1, fileBytes: 1, recipe: [] };
  return (await heldCloud(cloud, about, { signal, onEvent: () => undefined }, () => undefined)).held;
}

it('begins at the file each time, and says how it came about once', async () => {
  const first = await held();
  const upright = await placeHeld(2, first, { up: '+x', scale: 0.1 }, signal);
  const turned = await placeHeld(3, upright.held, { turn: [0, 0, 37], scale: 3 }, signal);
  const back = await placeHeld(4, turned.held, {}, signal);
  expect(back.held.cloud.positions).toEqual(first.cloud.positions);
  const once = await placeHeld(5, first, { turn: [0, 0, 37], scale: 3 }, signal);
  expect(turned.held.cloud).toEqual(once.held.cloud);
  expect(turned.held.recipe).toEqual([{ do: 'place', placing: { turn: [0, 0, 37], scale: 3 } }]);
  expect(upright.opened.info).toMatchObject({
    id: 2,
    placement: { scale: 0.1 },
    max: [0, 0.2, 100.3].map((value): unknown => expect.closeTo(value, 9)),
  });
});

it('draws nothing anew where only the unit is said', async () => {
  const { opened, held: named } = await placeHeld(2, await held(), { unit: 'mm' }, signal);
  expect(opened.geometry).toBeNull();
  expect(opened.info.placement).toMatchObject({ unit: 'mm' });
  expect(named.cloud.placement?.unit).toBe('mm');
});

it('takes a crop box along that stays upright', async () => {
  const before = await held();
  // Round the first half along x, in scene space: its origin is the middle.
  const crop = { centre: [-1, 0, 0] as const, size: [1.5, 3, 2] as const, turn: 0 };
  const { held: after } = await placeHeld(2, before, { turn: [0, 0, 90], scale: 2 }, signal);
  const box = placedCrop(crop, before, after)!;
  expect(box.size).toEqual([3, 6, 4].map((side): unknown => expect.closeTo(side, 9)));
  expect(box.turn).toBeCloseTo(90, 9);
  expect(box.centre).toEqual([0, -2, 0].map((value): unknown => expect.closeTo(value, 4)));
  const points = new PointEditor(() => 1);
  const count = async (of: HeldCloud, cropped: typeof box): Promise<number> =>
    (await points.left(of, { removed: null, crop: cropped }, signal)).cloud.positions.length / 3;
  expect([await count(before, crop as typeof box), await count(after, box)]).toEqual([12, 12]);
});

it('takes out what is beyond a crop box that would lean', async () => {
  const before = await held();
  const crop = { centre: [-1, 0, 0] as const, size: [1.5, 3, 2] as const, turn: 0 };
  const { held: after } = await placeHeld(2, before, { up: '+y' }, signal);
  expect(placedCrop(crop, before, after)).toBeNull();
  const points = new PointEditor(() => 9);
  const removed = points.withoutBeyond(before, null, crop)!;
  expect(removed.count).toBe(12);
  const left = await points.left(after, { removed: removed.id, crop: null }, signal);
  expect(left.cloud.positions.length / 3).toBe(12);
  expect([left.cloud.stats.min[0], left.cloud.stats.max[0]]).toEqual([1000, 1001]);
});
