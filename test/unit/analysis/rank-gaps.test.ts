/** Gaps by area: thresholds on clouds in heaps of one gap each, and a plain reference. */
import { describe, expect, it } from 'vitest';
import { rankGaps, type UnevenDensity } from '../../../src/engine/analysis/rank-gaps.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { quietContext } from '../../run-context.ts';
import { referenceUnevenDensity } from '../../reference/gaps.ts';

const uniform = (stream: number, i: number): number => unitFloat(randomBits(5, stream, i));

async function rank(positions: Float32Array, gaps: Float32Array): Promise<UnevenDensity | undefined> {
  const host = inlineHost(undefined as never, 'none');
  return rankGaps({ positions, gaps, tree: await buildKdTree(positions, host, quietContext) });
}

/** Heaps far apart, of so many points that have this gap each. */
function heaps(parts: readonly (readonly [count: number, gap: number])[]): Promise<UnevenDensity | undefined> {
  const points = parts.flatMap(([count, gap], heap) =>
    Array.from({ length: count }, (_, i) => ({ gap, at: [10 * heap + uniform(1, i), uniform(2, i), uniform(3, i)] })),
  );
  const positions = Float32Array.from(points.flatMap(({ at }) => at));
  return rank(
    positions,
    Float32Array.from(points, ({ gap }) => gap),
  );
}

describe('a cloud', () => {
  it('is uneven where the gaps of the area differ by 2.5', async () => {
    const gaps = [2.475, 2.525].map((gap) => [1, Math.fround(gap)]);
    const found = await Promise.all(
      gaps.map(([narrow, wide]) =>
        heaps([
          [1000, narrow!],
          [1000, wide!],
        ]),
      ),
    );
    expect(found).toEqual([undefined, { fineNorm: 1, sparseNorm: gaps[1]![1] }]);
  });

  it('counts its points by the area that they stand for', async () => {
    // Nine in ten points are four times as dense along each axis: 36 % of the area.
    expect(
      await heaps([
        [900, 1],
        [100, 4],
      ]),
    ).toEqual({ fineNorm: 1, sparseNorm: 4 });
    // Ninety-eight of a hundred have but 4.7 % of it where the others are thirty-two times as wide apart.
    expect(
      await heaps([
        [980, 1],
        [20, 32],
      ]),
    ).toBeUndefined();
  });

  it('has the gap that a twentieth of the area is below, and one that a twentieth is above', async () => {
    // Of gaps 1 and 3 the first has n / (n + 9 m) of the area.
    const share = (count: number, others: number) =>
      heaps([
        [count, 1],
        [others, 3],
      ]);
    expect([await share(495, 1100), await share(555, 1100)].map((found) => found !== undefined)).toEqual([false, true]);
    expect([await share(10_000, 58), await share(10_000, 59)].map((found) => found !== undefined)).toEqual([
      false,
      true,
    ]);
  });

  it('has the gap that a tenth of the area is below', async () => {
    const fine = async (count: number) =>
      (await heaps([
        [count, 1],
        [1000, 3],
      ]))!.fineNorm;
    expect([await fine(990), await fine(1010)]).toEqual([3, 1]);
  });

  it('is judged by the medians of neighbours, not by single gaps', async () => {
    // Of each thirteen points one or two are odd.
    const positions = Float32Array.from({ length: 6000 }, (_, at) => uniform(4, at));
    const odd = Float32Array.from({ length: 2000 }, (_, i) => (uniform(6, i) < 0.1 ? 9 : 1));
    expect(await rank(positions, odd)).toBeUndefined();
  });
});

it('agrees with lists and sorts', async () => {
  for (const ratio of [3, 10, 40]) {
    const count = 400;
    const positions = Float32Array.from({ length: 3 * count }, (_, at) => uniform(7, at));
    const gaps = Float32Array.from({ length: count }, (_, i) => ratio ** positions[3 * i]! * (1 + uniform(8, i) / 5));
    expect(await rank(positions, gaps)).toEqual(referenceUnevenDensity(positions, gaps));
  }
});
