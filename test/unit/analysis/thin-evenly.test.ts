import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinEvenly } from '../../../src/engine/analysis/thin-evenly.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { quietContext } from '../../run-context.ts';
import { sphereRows } from '../../shapes/scan-rows.ts';

const host = inlineHost(undefined as unknown as GPUDevice, 'none');

async function thinned(positions: Float32Array, gaps: Float32Array): Promise<Uint32Array> {
  return thinEvenly({ positions, tree: await buildKdTree(positions, host, quietContext), gaps });
}

const distance = (positions: Float32Array, i: number, j: number): number =>
  Math.hypot(...[0, 1, 2].map((axis) => positions[3 * i + axis]! - positions[3 * j + axis]!));

describe('an even share', () => {
  const coordinate = fc.float({ min: -0.5, max: 0.5, noNaN: true });
  const point = fc.tuple(coordinate, coordinate, coordinate, fc.float({ min: 0, max: 0.5, noNaN: true }));

  it('leaves out what is near a kept point, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(point, { maxLength: 60 }), async (points) => {
        const positions = Float32Array.from(points.flatMap(([x, y, z]) => [x, y, z]));
        const gaps = Float32Array.from(points, ([, , , gap]) => gap);
        const kept = await thinned(positions, gaps);
        expect([...kept]).toEqual([...new Set(kept)].toSorted((a, b) => a - b));
        const isKept = (i: number): boolean => kept.includes(i);
        for (let i = 0; i < points.length; i++) {
          const others = [...kept].filter((j) => j !== i);
          // A hair on either side: the task compares squares.
          if (isKept(i)) {
            // Of two kept points the first has no other within its ball.
            const isFree = others.every((j) => distance(positions, i, j) > 0.35 * Math.min(gaps[i]!, gaps[j]!) - 1e-7);
            expect(isFree, `kept ${i}`).toBe(true);
          } else {
            expect(
              others.some((j) => distance(positions, i, j) <= 0.35 * gaps[j]! + 1e-7),
              `left out ${i}`,
            ).toBe(true);
          }
        }
      }),
    );
  });

  it('has its points .35 of a gap apart', async () => {
    const pair = Float32Array.of(0, 0, 0, 1, 0, 0);
    const countAt = async (gap: number): Promise<number> => (await thinned(pair, Float32Array.of(gap, gap))).length;
    // 1/.35 = 2.857
    expect([await countAt(2.829), await countAt(2.886)]).toEqual([2, 1]);
  });

  it('has two to three points along lines for each line across', async () => {
    for (const ratio of [10, 20]) {
      const positions = sphereRows({ gap: 0.05, ratio });
      const kept = await thinned(positions, new Float32Array(positions.length / 3).fill(0.05));
      // The sphere has 1,257 squares of a gap's side.
      expect(kept.length).toBeGreaterThan(1.8 * 1257);
      expect(kept.length).toBeLessThan(2.9 * 1257);
    }
  });

  it('is the same each time, and none of none', async () => {
    const positions = sphereRows({ gap: 0.1, ratio: 10 });
    const gaps = new Float32Array(positions.length / 3).fill(0.1);
    expect(await thinned(positions, gaps)).toEqual(await thinned(positions, gaps));
    expect(await thinned(new Float32Array(0), new Float32Array(0))).toEqual(new Uint32Array(0));
  });
});
