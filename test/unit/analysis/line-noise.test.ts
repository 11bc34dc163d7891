import { describe, expect, it } from 'vitest';
import { lineNoise } from '../../../src/engine/analysis/line-noise.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { joinPoints, normalNumbers, spherePoints } from '../../reference/analysis.ts';
import { acrossRatio, lineNoiseOf } from '../../reference/gaps.ts';
import { quietContext } from '../../run-context.ts';
import { sphereRows } from '../../shapes/scan-rows.ts';
import { turningPoint } from '../../thresholds.ts';

const host = inlineHost(undefined as unknown as GPUDevice, 'none');

const noiseOf = async (positions: Float32Array): Promise<number> =>
  lineNoise({ positions, tree: await buildKdTree(positions, host, quietContext) });

/** Moved along all axes. */
function noisy(positions: Float32Array, deviation: number): Float32Array {
  const normal = normalNumbers(4);
  return positions.map((value) => value + deviation * normal());
}

describe('the noise of scan lines', () => {
  it.each([
    ['clean rows', sphereRows({ gap: 0.15, ratio: 10, jitter: 1 })],
    ['noisy rows', noisy(sphereRows({ gap: 0.15, ratio: 10, jitter: 1 }), 0.004)],
    [
      'rows among even points',
      joinPoints(
        sphereRows({ gap: 0.2, ratio: 12 }),
        spherePoints(400, 2).map((v) => 2 + v),
      ),
    ],
  ])('is the reference on %s', async (_name, positions) => {
    // The picks go round the whole cloud where it has fewer points than are sampled.
    expect(positions.length / 3).toBeLessThan(2000);
    const found = await noiseOf(positions);
    expect(found).toBeGreaterThan(0);
    // Float64 on either side; the reference's cubic loses half of the digits.
    expect(Math.abs(found / lineNoiseOf(positions) - 1)).toBeLessThan(1e-4);
  });

  it('is what was added, and next to nothing on a clean curved cloud', async () => {
    const rows = sphereRows({ gap: 0.03, ratio: 10, jitter: 1 });
    expect(await noiseOf(rows)).toBeLessThan(2e-5);
    for (const deviation of [0.0005, 0.001, 0.002]) {
      // The larger of the two variances across, so a little high.
      const found = (await noiseOf(noisy(rows, deviation))) / deviation;
      expect(found).toBeGreaterThan(0.9);
      expect(found).toBeLessThan(1.35);
    }
  });

  it('is not known without lines, or of few points', async () => {
    expect(await noiseOf(spherePoints(3000, 1))).toBe(Infinity);
    expect(await noiseOf(Float32Array.from({ length: 36 }, (_, at) => (at % 3 === 0 ? at : 0)))).toBe(Infinity);
    expect(await noiseOf(new Float32Array(0))).toBe(Infinity);
  });

  /** Points on a line that lie as far off it, in turn. */
  const zigzag = (count: number, off: number): Float32Array =>
    Float32Array.from({ length: 3 * count }, (_, at) => {
      const i = Math.floor(at / 3);
      return [i, i % 2 === 0 ? off : -off, 0][at % 3]!;
    });

  it('takes thirty points on lines', async () => {
    // All points of a straight line lie on it, its ends too.
    expect([await noiseOf(zigzag(29, 0.1)), (await noiseOf(zigzag(30, 0.1))) < Infinity]).toEqual([Infinity, true]);
  });

  it('takes lines with a tenth of their variance across', async () => {
    const ratioOf = (off: number): number => {
      const points = [...zigzag(13, off)];
      return acrossRatio(
        Array.from({ length: 13 }, (_, i) => points.slice(3 * i, 3 * i + 3) as [number, number, number]),
      );
    };
    const at = (ratio: number): number => turningPoint((off) => ratioOf(off) > ratio, 0.5, 2);
    expect(await noiseOf(zigzag(400, at(0.0985)))).toBeLessThan(Infinity);
    expect(await noiseOf(zigzag(400, at(0.1015)))).toBe(Infinity);
  });
});
