import { expect, it } from 'vitest';
import { preparePoints } from '../../../src/engine/cloud/prepare-task.ts';
import { thinnedIndices } from '../../../src/engine/cloud/thin-cloud.ts';
import { denseScale } from '../../../src/engine/tiles/dense-scale.ts';

it('takes all points up to the limit', () => {
  expect(thinnedIndices(1000, 1000)).toBeUndefined();
});

it.each([
  [1001, 1000],
  [100_000, 20_000],
  [1_000_000, 1000],
])('draws nearly as many of %i points as may be, %i, in order and evenly', (count, limit) => {
  const share = thinnedIndices(count, limit)!;
  expect(share.length).toBeLessThanOrEqual(limit);
  // Five deviations of the draw.
  expect(share.length).toBeGreaterThan(0.997 * limit - 5 * Math.sqrt(limit));
  for (let i = 1; i < share.length; i++) expect(share[i]).toBeGreaterThan(share[i - 1]!);
  const lowerHalf = share.filter((i) => i < count / 2).length;
  expect(Math.abs(lowerHalf - share.length / 2)).toBeLessThan(5 * Math.sqrt(share.length) + 1);
});

it('prepares a share whose points are those of the file', () => {
  const positions = Float32Array.from({ length: 3 * 5000 }, (_, i) => (Math.sin(12.9898 * i) * 43758.5453) % 1);
  const { prepared, warnings } = preparePoints({ positions, wholePoints: 1000 });
  expect(warnings).toEqual([]);
  expect(prepared.sourceIndices.length).toBeGreaterThan(900);
  const { centre, worldPerNorm } = prepared.frame;
  prepared.sourceIndices.forEach((source, i) => {
    for (let axis = 0; axis < 3; axis++) {
      const world = prepared.positions[3 * i + axis]! * worldPerNorm + centre[axis as 0 | 1 | 2];
      expect(world).toBeCloseTo(positions[3 * source + axis]!, 5);
    }
  });
});

it('knows the spacing of all points from that of a share', () => {
  const share = { spacingNorm: 0.01, noiseNorm: 0, neighbourCount: 12, neighbourhoodNorm: 0.02 };
  const dense = denseScale(share, 1000, 4000);
  expect(dense.spacingNorm).toBeCloseTo(0.005, 12);
  expect(dense).toMatchObject({ noiseNorm: 0, neighbourCount: 12, isTooNoisy: false });
  // 4.5 σ are 9 spacings, which 254 points lie within.
  expect(denseScale({ ...share, noiseNorm: 0.01 }, 1000, 4000)).toMatchObject({
    neighbourCount: 199,
    isTooNoisy: true,
  });
});
