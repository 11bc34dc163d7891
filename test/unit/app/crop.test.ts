import { expect, it } from 'vitest';
import { cropTest } from '../../../src/engine/cloud/crop-box.ts';
import type { Triple } from '../../../src/engine/math/triple.ts';
import { boxOf } from '../../../src/renderer/app/crop.ts';

it('the crop box begins round all points, the outermost and those of a flat cloud, too', () => {
  const [min, max]: Triple[] = [
    [-2, Math.fround(-1.1), 5],
    [Math.fround(2.2), Math.fround(0.7), 5],
  ] as [Triple, Triple];
  const box = boxOf({ min: min, max: max })!;
  const isWithin = cropTest(box);
  expect([isWithin(...min), isWithin(...max), isWithin(min[0], max[1], 5)]).toEqual([true, true, true]);
  expect([isWithin(min[0] - 0.01, 0, 5), isWithin(0, 0, 5.01)]).toEqual([false, false]);
  expect(boxOf(null)).toBeNull();
});
