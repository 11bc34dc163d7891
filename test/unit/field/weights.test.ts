import { describe, expect, it } from 'vitest';
import { levelWeights } from '../../../src/engine/field/weights.ts';

/** Expected numbers by hand from algorithm.md section 2, step 5. */
describe('levelWeights', () => {
  const voxelNorm = 1.1 / 256;
  const clean = { voxelNorm, kappaNorm: 0.43 / voxelNorm, noiseNorm: 0, spacingNorm: 0.004 };

  it('weighs clean data by the deviation of a twentieth of a voxel', () => {
    const weights = levelWeights(clean);
    expect(weights.valueWeight).toBeCloseTo(73.96, 10); // (.43 / .05)²
    expect(weights.gradientWeight).toBe(2);
    expect(weights.startWeight).toBe(1e-3);
  });

  it('weighs noise of more than a voxel less, values by the square', () => {
    const weights = levelWeights({ ...clean, kappaNorm: 0.2 / voxelNorm, noiseNorm: 1.2 * voxelNorm });
    expect(weights.valueWeight).toBeCloseTo(0.04 / 1.4425, 10); // 1.2² + .05²
    expect(weights.gradientWeight).toBeCloseTo(2 / Math.sqrt(1.4425), 10);
  });

  it.each([
    [0, 0.125],
    [0.05, 0.125],
    [0.1, 0.25],
    [0.2, 0.5],
    [3, 0.5],
  ])('reaches as far to both sides as noise of %f spacings asks for: %f voxels', (share, voxels) => {
    const weights = levelWeights({ ...clean, noiseNorm: share * clean.spacingNorm });
    expect(weights.offsetNorm / voxelNorm).toBeCloseTo(voxels, 10);
    expect(weights.innerOffsetNorm).toBe(weights.offsetNorm);
  });

  it('reaches into thin sheets no farther than a quarter, and as far as it may outside', () => {
    const ofSheet = (thicknessNorm: number): number[] => {
      const { offsetNorm, innerOffsetNorm } = levelWeights({ ...clean, thicknessNorm });
      return [offsetNorm / voxelNorm, innerOffsetNorm / voxelNorm];
    };
    expect(ofSheet(voxelNorm)).toEqual([0.5, 0.25]);
    expect(ofSheet(3 * voxelNorm)).toEqual([0.5, 0.5]);
  });

  it('keeps κ on a coarser level: its voxels are wider, its data counts more', () => {
    const fine = levelWeights(clean);
    const coarse = levelWeights({ ...clean, voxelNorm: 4 * voxelNorm });
    expect(coarse.valueWeight / fine.valueWeight).toBeCloseTo(16, 10);
    expect(coarse.gradientWeight).toBe(fine.gradientWeight);
  });
});
