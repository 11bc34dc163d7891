import { describe, expect, it } from 'vitest';
import { levelWeights } from '../../../src/engine/field/weights.ts';

/** Expected numbers by hand from algorithm.md section 2, step 5. */
describe('levelWeights', () => {
  const voxelNorm = 1.1 / 256;

  it('weighs clean data by the deviation of a twentieth of a voxel', () => {
    const weights = levelWeights({ voxelNorm, kappaNorm: 0.43 / voxelNorm, noiseNorm: 0 });
    expect(weights.valueWeight).toBeCloseTo(73.96, 10); // (.43 / .05)²
    expect(weights.gradientWeight).toBe(2);
    expect(weights.startWeight).toBe(1e-3);
    expect(weights.offsetNorm).toBe(voxelNorm / 2);
    expect(weights.innerOffsetNorm).toBe(voxelNorm / 2);
  });

  it('weighs noise of more than a voxel less, values by the square', () => {
    const weights = levelWeights({ voxelNorm, kappaNorm: 0.2 / voxelNorm, noiseNorm: 1.2 * voxelNorm });
    expect(weights.valueWeight).toBeCloseTo(0.04 / 1.4425, 10); // 1.2² + .05²
    expect(weights.gradientWeight).toBeCloseTo(2 / Math.sqrt(1.4425), 10);
  });

  it('reaches into thin sheets no farther than a quarter', () => {
    const inner = (thicknessNorm: number): number =>
      levelWeights({ voxelNorm, kappaNorm: 1, noiseNorm: 0, thicknessNorm }).innerOffsetNorm;
    expect(inner(voxelNorm)).toBe(voxelNorm / 4);
    expect(inner(3 * voxelNorm)).toBe(voxelNorm / 2);
  });

  it('keeps κ on a coarser level: its voxels are wider, its data counts more', () => {
    const kappaNorm = 0.43 / voxelNorm;
    const fine = levelWeights({ voxelNorm, kappaNorm, noiseNorm: 0 });
    const coarse = levelWeights({ voxelNorm: 4 * voxelNorm, kappaNorm, noiseNorm: 0 });
    expect(coarse.valueWeight / fine.valueWeight).toBeCloseTo(16, 10);
    expect(coarse.gradientWeight).toBe(fine.gradientWeight);
  });
});
