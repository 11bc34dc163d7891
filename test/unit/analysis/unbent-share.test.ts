import { describe, expect, it } from 'vitest';
import { unbentShare } from '../../../src/engine/analysis/unbent-share.ts';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';

const random = (stream: number, count = 20): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => 2 * unitFloat(randomBits(5, stream, i)) - 1);

describe('the share that no quadric takes', () => {
  const [u, v] = [random(1), random(2)];
  const quadric = u.map((x, i) => 3 + 0.5 * x - v[i]! + 2 * x * x - x * v[i]! + 0.7 * v[i]! ** 2);

  it('is nothing of a quadric, nor of heights that are all the same', () => {
    expect(unbentShare(quadric, u, v)).toBeLessThan(1e-20);
    expect(unbentShare(new Float64Array(20).fill(4), u, v)).toBe(0);
  });

  it('is the same in any unit and turned in the plane', () => {
    const heights = random(3);
    const share = unbentShare(heights, u, v);
    const [cos, sin] = [Math.cos(1), Math.sin(1)];
    const turned = unbentShare(
      heights.map((h) => 7 * h),
      u.map((x, i) => 1e-3 * (cos * x - sin * v[i]!)),
      u.map((x, i) => 1e-3 * (sin * x + cos * v[i]!)),
    );
    expect(turned).toBeCloseTo(share, 9);
  });

  it('is (n − 6) of (n − 1) where heights are random', () => {
    const shares = Array.from({ length: 400 }, (_, k) =>
      unbentShare(random(10 + 3 * k), random(11 + 3 * k), random(12 + 3 * k)),
    );
    expect(shares.reduce((sum, share) => sum + share, 0) / 400).toBeCloseTo(14 / 19, 1.7);
  });

  it('is what is left by fewer terms where places lie on a line', () => {
    const heights = u.map((x) => x ** 3);
    const onLine = unbentShare(heights, u, u);
    expect(onLine).toBeGreaterThan(0);
    expect(onLine).toBeCloseTo(unbentShare(heights, u, new Float64Array(20)), 9);
  });
});
