import { describe, expect, it } from 'vitest';
import { thicknessSquared } from '../../../src/engine/analysis/local-thickness.ts';
import { measureScale, type NoiseChoice, type ScaleEstimate } from '../../../src/engine/analysis/measure-scale.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { buildKdTree, type KdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { NearestSearch } from '../../../src/engine/neighbours/nearest-search.ts';
import { joinPoints, planePoints, spherePoints, thicknessOf } from '../../reference/analysis.ts';

// The tree asks the host for tasks only.
const host = inlineHost(undefined as unknown as GPUDevice, 'none');
const context = { signal: new AbortController().signal, onEvent: () => undefined };

const treeOf = (positions: Float32Array): Promise<KdTree> => buildKdTree(positions, host, context);
const measure = async (positions: Float32Array, noise: NoiseChoice = 'auto'): Promise<ScaleEstimate> =>
  measureScale({ positions, tree: await treeOf(positions), noise });

const flat = (count: number, seed: number, noise = 0): Float32Array =>
  planePoints(count, seed, [1, 0, 0], [0, 0.6, 0.8], noise);

describe('thicknessSquared', () => {
  it.each([12, 36, 100])('equals the reference with %i neighbours', async (k) => {
    const clouds = [spherePoints(400, 1, 0.01), flat(400, 2, 0.02), joinPoints(flat(200, 3), flat(200, 4, 0.001))];
    for (const positions of clouds) {
      const search = new NearestSearch(await treeOf(positions), k);
      for (let i = 0; i < 400; i += 20) {
        const [x, y, z] = positions.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
        search.find(x, y, z, k);
        const found = thicknessSquared(positions, search, x, y, z, k, new Float64Array(k));
        const expected = thicknessOf(positions, i, k);
        // Both in float64; a plane's thickness of 1e-16 is the rounding of its coordinates' squares.
        expect(Math.abs(found - expected)).toBeLessThan(1e-9 * expected + 1e-15);
      }
    }
  });

  it('measures within the sheets of a slab, not across it', async () => {
    const lower = flat(3000, 5, 0.0005);
    const upper = flat(3000, 6, 0.0005).map((value, i) => value + [0, -0.016, 0.012][i % 3]!);
    const positions = joinPoints(lower, upper);
    const search = new NearestSearch(await treeOf(positions), 100);
    // Sheets .02 apart are seen together by 100 neighbours (radius .07): the variance across them is 1e-4.
    const x = positions[0]!;
    const y = positions[1]!;
    const z = positions[2]!;
    search.find(x, y, z, 100);
    const sheets = [...search.indices].map((index) => (index < 3000 ? 'lower' : 'upper'));
    expect(sheets.filter((sheet) => sheet === 'upper').length).toBeGreaterThan(30);
    const found = thicknessSquared(positions, search, x, y, z, 100, new Float64Array(100));
    expect(found).toBeLessThan(2e-6);
  });

  it('is zero for fewer than four points', async () => {
    const positions = Float32Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    const search = new NearestSearch(await treeOf(positions), 3);
    search.find(0, 0, 0, 3);
    expect(thicknessSquared(positions, search, 0, 0, 0, 3, new Float64Array(3))).toBe(0);
  });
});

describe('noise', () => {
  // The estimate is low by a known share, see measure-scale.ts; 2,000 samples know a standard deviation to 2 %.
  it.each([
    [0.001, 0.95],
    [0.004, 0.83],
    [0.01, 0.82],
    [0.02, 0.84],
  ])('of a plane, %f, is found to a known share', async (noise, share) => {
    const { noiseNorm } = await measure(flat(20_000, 7, noise));
    expect(Math.abs(noiseNorm / noise - share)).toBeLessThan(0.05);
  });

  it.each([
    [0.002, 0.96],
    [0.005, 0.9],
    [0.01, 0.71],
  ])('of a sphere, %f, is found to a known share', async (noise, share) => {
    const { noiseNorm } = await measure(spherePoints(20_000, 8, noise));
    expect(Math.abs(noiseNorm / noise - share)).toBeLessThan(0.05);
  });

  it('of a clean sphere is not its curvature', async () => {
    const { noiseNorm, spacingNorm } = await measure(spherePoints(5000, 9));
    expect(noiseNorm).toBeLessThan(0.01 * spacingNorm);
  });

  it('of a thin slab is that of its sheets', async () => {
    const lower = flat(10_000, 10, 0.0004);
    const upper = flat(10_000, 11, 0.0004).map((value, i) => value + [0, -0.0144, 0.0108][i % 3]!);
    // .018 apart, two spacings; neighbourhoods of 36 reach both, and a plane through both would be .009 thick.
    const { noiseNorm } = await measure(joinPoints(lower, upper));
    expect(noiseNorm).toBeGreaterThan(0.0002);
    expect(noiseNorm).toBeLessThan(0.0006);
  });

  it('is what the option says', async () => {
    const positions = spherePoints(2000, 12, 0.01);
    expect((await measure(positions, 'none')).noiseNorm).toBe(0);
    expect((await measure(positions, 0.003)).noiseNorm).toBe(0.003);
  });
});

describe('spacing', () => {
  it('is .93 sides of the square that a random point owns', async () => {
    const { spacingNorm } = await measure(flat(20_000, 13));
    expect(spacingNorm * Math.sqrt(20_000)).toBeGreaterThan(0.9);
    expect(spacingNorm * Math.sqrt(20_000)).toBeLessThan(0.96);
  });

  it('scales with the cloud', async () => {
    const positions = spherePoints(3000, 14, 0.01);
    const whole = await measure(positions);
    const half = await measure(positions.map((value) => value / 2));
    expect(half.spacingNorm / whole.spacingNorm).toBeCloseTo(0.5, 6);
    expect(half.noiseNorm / whole.noiseNorm).toBeCloseTo(0.5, 6);
    expect(half.neighbourCount).toBe(whole.neighbourCount);
  });
});

describe('neighbourhood', () => {
  it('is 12 on clean points, and 4.5 deviations wide under noise', async () => {
    expect((await measure(flat(20_000, 15))).neighbourCount).toBe(12);
    const noise = 0.008;
    const { neighbourCount, neighbourhoodNorm, noiseNorm } = await measure(flat(20_000, 16, noise));
    expect(neighbourCount).toBeGreaterThan(40);
    expect(neighbourhoodNorm / (4.5 * noiseNorm)).toBeGreaterThan(0.95);
    expect(neighbourhoodNorm / (4.5 * noiseNorm)).toBeLessThan(1.05);
  });

  it('holds at most 199 points', async () => {
    expect((await measure(flat(20_000, 17), 0.1)).neighbourCount).toBe(199);
  });
});

describe('small clouds', () => {
  it.each([0, 1, 2, 3, 5, 11, 13, 24, 40, 100, 575, 576, 577])('of %i points have finite scales', async (count) => {
    const { spacingNorm, noiseNorm, neighbourCount, neighbourhoodNorm } = await measure(spherePoints(count, 18, 0.01));
    for (const value of [spacingNorm, noiseNorm, neighbourhoodNorm]) {
      expect(Number.isFinite(value)).toBe(true);
      expect(value).toBeGreaterThanOrEqual(0);
    }
    expect(neighbourCount).toBeLessThanOrEqual(count);
    expect(spacingNorm > 0).toBe(count > 1);
  });

  it('measures the same twice', async () => {
    const positions = spherePoints(3000, 19, 0.02);
    expect(await measure(positions)).toEqual(await measure(positions));
  });
});
