/** What is said of a run before it starts. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_SPEEDS, estimateRun, unitsOf } from '../../../src/engine/estimate-run.ts';
import type { MachineLimits, RunEstimate } from '../../../src/engine/estimate/run-estimate.ts';
import { type ReconstructOptions, validateOptions } from '../../../src/engine/options.ts';
import type { CloudSurvey } from '../../../src/engine/estimate/survey-cloud.ts';
import { randomNumbers, sphere, survey } from './clouds.ts';

const ROOMY = { maxBufferSize: 2 ** 33, maxStorageBufferBindingSize: 2 ** 32 };
const RESOLUTIONS = [64, 128, 256, 512, 1024, 2048] as const;
const sphere20k = survey(sphere(20_000, 2));
const dense = survey(sphere(400_000, 2));

const estimate = (of: CloudSurvey, options: Partial<ReconstructOptions>, limit: MachineLimits = ROOMY): RunEstimate =>
  estimateRun(of, options, limit, DEFAULT_SPEEDS.software);

describe('costs', () => {
  test('grow with the resolution', () => {
    const all = RESOLUTIONS.map((resolution) => estimate(sphere20k, { resolution }));
    for (const [i, finer] of all.slice(1).entries()) {
      expect(finer.seconds).toBeGreaterThan(all[i]!.seconds);
      expect(finer.gpuBytes).toBeGreaterThanOrEqual(all[i]!.gpuBytes);
      expect(finer.voxel).toBeCloseTo(all[i]!.voxel / 2, 9);
    }
  });

  test('grow with the points and with the noise, and shrink with the speed', () => {
    const few = estimate(sphere20k, { resolution: 256 });
    const many = estimate(dense, { resolution: 256 });
    expect(many.gpuBytes).toBeGreaterThan(few.gpuBytes);
    expect(many.workUnits).toBeGreaterThan(few.workUnits);
    const noisy = estimate(sphere20k, { resolution: 256, noise: 0.05 });
    expect(noisy.gpuBytes).toBeGreaterThan(few.gpuBytes);
    expect(estimateRun(sphere20k, { resolution: 256 }, ROOMY, 2000).seconds).toBeCloseTo(few.seconds / 2, 9);
  });

  test('of koala-50k are what its runs took', () => {
    // Cells and bricks of the shared cloud, and peakGpuBytes and seconds of its runs at 256 and 512.
    const koala: CloudSurvey = {
      ...sphere20k,
      pointCount: 50_000,
      usedCount: 50_000,
      levels: [
        { resolution: 64, pointCells: 5665, bricks: [159, 179] },
        { resolution: 128, pointCells: 18_586, bricks: [619, 678] },
        { resolution: 256, pointCells: 36_834, bricks: [2403, 2831] },
        { resolution: 512, pointCells: 46_140, bricks: [9741, 11_500] },
      ],
    };
    const [at256, at512] = [256, 512].map((resolution) => estimate(koala, { resolution }));
    expect(Math.abs(at256!.gpuBytes / 44.0e6 - 1)).toBeLessThan(0.15);
    expect(Math.abs(at512!.gpuBytes / 128.6e6 - 1)).toBeLessThan(0.15);
    expect(Math.abs(at256!.seconds / 4.1 - 1)).toBeLessThan(0.2);
    expect(Math.abs(at512!.seconds / 8.1 - 1)).toBeLessThan(0.2);
  });

  test('a finished run of the announced kind has the announced units', () => {
    const options = validateOptions({});
    const announced = estimate(dense, options);
    const report = { resolution: announced.resolution, noise: 0 };
    expect(unitsOf(dense, { options, report })).toBe(announced.workUnits);
    expect(unitsOf(dense, { options, report: { resolution: 256, noise: 0.01 } })).toBeLessThan(announced.workUnits);
  });

  test('`paper` costs by its steps', () => {
    const short = estimate(sphere20k, { preset: 'paper', paperSteps: 100 });
    const long = estimate(sphere20k, { preset: 'paper' });
    expect(long).toMatchObject({ resolution: 128, noteCode: 'paper', feasible: true });
    expect(long.seconds).toBeGreaterThan(20 * short.seconds);
    const options = validateOptions({ preset: 'paper' });
    expect(unitsOf(sphere20k, { options, report: { resolution: 128, noise: 0 } })).toBe(long.workUnits);
  });
});

describe('notes', () => {
  const sparse = survey(sphere(500, 2));

  test.each<[string, CloudSurvey, Partial<ReconstructOptions>, number, string]>([
    ['few points need no more than the least', sparse, {}, 256, 'spacing'],
    ['dense points may be noisy', dense, {}, 512, 'unless-noisy'],
    ['dense points said to be clean', dense, { noise: 'none' }, 512, 'spacing'],
    ['noise of a voxel', dense, { noise: 0.02 }, 256, 'noise'],
    ['noise that changes nothing', dense, { noise: 1e-4 }, 512, 'spacing'],
    ['a choice', sphere20k, { resolution: 128 }, 128, 'chosen'],
    ['a choice beyond the points', sparse, { resolution: 1024 }, 1024, 'finer-than-spacing'],
  ])('%s', (_, of, options, resolution, noteCode) => {
    const result = estimate(of, options);
    expect(result).toMatchObject({ resolution, noteCode, feasible: true });
    expect(result.note).toMatch(/^\S.*\.$/);
  });

  test('name the finest resolution that the memory holds', () => {
    const limit = { ...ROOMY, memoryBytes: 2 ** 30 };
    const refused = estimate(dense, { resolution: 2048 }, limit);
    expect(refused).toMatchObject({ feasible: false, noteCode: 'memory' });
    const { resolution, needBytes, limitBytes } = refused.noteNumbers;
    expect(limitBytes).toBe(2 ** 30);
    expect(needBytes).toBeGreaterThan(2 ** 30);
    expect(estimate(dense, { resolution: resolution! }, limit).feasible).toBe(true);
    expect(estimate(dense, { resolution: 2 * resolution! }, limit).feasible).toBe(false);
    expect(refused.note).toContain(`Choose ${resolution}.`);
  });

  test('auto stops where the memory does', () => {
    const fine = { ...dense, spacingNorm: 1e-4, spacing: 1e-4 * dense.worldPerNorm };
    expect(estimate(fine, { noise: 'none' })).toMatchObject({ resolution: 2048, noteCode: 'finest' });
    const limit = { ...ROOMY, memoryBytes: 2 ** 30 };
    const short = estimate(fine, { noise: 'none' }, limit);
    expect(short).toMatchObject({ feasible: true, noteCode: 'short-of-memory' });
    expect(short.resolution).toBeLessThan(2048);
    expect(estimate(fine, { resolution: 2 * short.resolution }, limit).feasible).toBe(false);
  });

  test('a level that no device binds as a whole is solved in tiles, in less device memory', () => {
    const narrow = { ...ROOMY, maxStorageBufferBindingSize: 2 ** 27 };
    const [whole, tiled] = [ROOMY, narrow].map((limit) => estimate(dense, { resolution: 2048 }, limit));
    expect(tiled).toMatchObject({ feasible: true, noteCode: 'finer-than-spacing' });
    expect(tiled!.gpuBytes).toBeLessThanOrEqual(whole!.gpuBytes);
    expect(tiled!.gpuBytes).toBeLessThan(2 ** 30);
  });

  test('a hundred million points take more time and bounded device memory', () => {
    const huge = { ...dense, pointCount: 1e8, usedCount: 1e8 };
    const [some, all] = [dense, huge].map((of) => estimate(of, { resolution: 512 }));
    expect(all!.seconds).toBeGreaterThan(10 * some!.seconds);
    expect(all!.gpuBytes).toBeLessThan(3 * 2 ** 30);
    expect(all!.feasible).toBe(true);
  });

  test('tell of points that no resolution can help', () => {
    const limit = { maxBufferSize: 2 ** 20, maxStorageBufferBindingSize: 2 ** 20 };
    expect(estimate(dense, { resolution: 64 }, limit)).toMatchObject({ feasible: false, noteCode: 'too-many-points' });
  });
});

describe('hostile clouds', () => {
  const random = randomNumbers();
  test.each<[string, number[]]>([
    ['none', []],
    ['one point', [1, 2, 3]],
    ['two points', [0, 0, 0, 1, 1, 1]],
    ['a plane', Array.from({ length: 3000 }, (_, i) => (i % 3 === 2 ? 0 : random()))],
    ['a far outlier', [...sphere(1000, 1), 1e30, 0, 0]],
  ])('%s', (_, positions) => {
    const result = estimate(survey(Float32Array.from(positions)), {});
    for (const value of [result.resolution, result.voxel, result.gpuBytes, result.seconds]) {
      expect(Number.isFinite(value)).toBe(true);
    }
    expect(result.feasible).toBe(true);
    expect(result.seconds).toBeLessThan(60);
  });

  test('a place without extent has nothing to reconstruct', () => {
    expect(estimate(survey(Float32Array.from([1, 2, 3])), {})).toMatchObject({ noteCode: 'no-surface', voxel: 0 });
  });

  test('options without a meaning are refused', () => {
    expect(() => estimate(sphere20k, { resolution: 100 })).toThrow(expect.objectContaining({ code: 'option-invalid' }));
  });
});
