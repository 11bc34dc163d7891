/** Measured numbers of the field: a case just below and one just above each is decided differently. */
import { describe, expect, it } from 'vitest';
import { chebyshevSteps, LEVEL_ITERATIONS } from '../../../src/engine/field/chebyshev.ts';
import { isFinest, solvesOf, weightsAt } from '../../../src/engine/field/level-data.ts';
import { goalShare } from '../../../src/engine/field/goal-share.ts';
import { residualNoise } from '../../../src/engine/field/measure-goals.ts';
import { checkEnergies } from '../../../src/engine/field/solve-level.ts';
import { levelWeights, offsetVoxels } from '../../../src/engine/field/weights.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { planLevels } from '../../../src/engine/grid/plan-levels.ts';

describe('offset samples', () => {
  const ofNoise = (share: number): number => offsetVoxels({ spacingNorm: 0.01, noiseNorm: 0.01 * share });

  it('lie an eighth of a voxel off until noise of a twentieth of the spacing', () => {
    // 2.5 × .0505 = .12625.
    expect([0.0495, 0.0505].map((share) => ofNoise(share).toFixed(6))).toEqual(['0.125000', '0.126250']);
  });

  it('lie half a voxel off from noise of a fifth on', () => {
    // 2.5 × .198 = .495.
    expect([0.198, 0.202].map((share) => ofNoise(share).toFixed(6))).toEqual(['0.495000', '0.500000']);
  });

  it('lie half a voxel outside thin sheets, inside a quarter of what is under two voxels thick', () => {
    const ofSheet = (thicknessNorm: number): string[] => {
      const { offsetNorm, innerOffsetNorm } = levelWeights({
        voxelNorm: 0.01,
        kappaNorm: 43,
        noiseNorm: 0,
        spacingNorm: 0.01,
        thicknessNorm,
      });
      return [offsetNorm, innerOffsetNorm].map((value) => value.toFixed(9));
    };
    expect(ofSheet(0.0198)).toEqual(['0.005000000', '0.004950000']);
    expect(ofSheet(0.0202)).toEqual(['0.005000000', '0.005000000']);
  });
});

describe('weights', () => {
  const weightsOf = (noiseVoxels: number) =>
    levelWeights({ voxelNorm: 0.01, kappaNorm: 20, noiseNorm: 0.01 * noiseVoxels, spacingNorm: 0.01 });

  it('of gradients fall from deviations of a voxel on, the trilinear twentieth among them', () => {
    // √(1 - .05²) = .99875: there the deviation is a voxel.
    expect(weightsOf(0.9887).gradientWeight).toBe(2);
    expect(weightsOf(1.0087).gradientWeight).toBeCloseTo(1.98029, 4);
  });

  it('of values are κ² over the squared deviation, both in voxels', () => {
    expect(weightsOf(0).valueWeight).toBeCloseTo(16, 9);
    expect(weightsOf(0.05).valueWeight).toBeCloseTo(8, 9);
  });

  it('of gradients rise where points with a little noise lie voxels apart, to four times', () => {
    const voxelNorm = 0.001;
    const share = (spacingVoxels: number, noise: number): string => {
      const spacingNorm = spacingVoxels * voxelNorm;
      const numbers = { voxelNorm, spacingNorm, kappaNorm: 20, noiseNorm: noise * spacingNorm };
      const deviationVoxels = Math.hypot(noise * spacingVoxels, 0.05);
      return (levelWeights(numbers).gradientWeight / (2 * Math.min(1, 1 / deviationVoxels))).toFixed(4);
    };
    expect([0.495, 1, 1.98, 2.02].map((voxels) => share(voxels, 0.18))).toEqual(
      ['1.0000', '2.0000', '3.9600', '4.0000'], // prettier-ignore
    );
    expect([0.099, 0.101, 0.125, 0.1485, 0.1515].map((noise) => share(5, noise))).toEqual(
      ['1.0000', '1.0600', '2.5000', '3.9100', '4.0000'], // prettier-ignore
    );
    expect([0.198, 0.202, 0.25, 0.297, 0.303].map((noise) => share(5, noise))).toEqual(
      ['4.0000', '3.9400', '2.5000', '1.0900', '1.0000'], // prettier-ignore
    );
  });

  it('are those of the plan, at every level of it', () => {
    // Offsets of a quarter of a voxel, neither the least nor the most.
    const scale = { spacingNorm: 0.004, noiseNorm: 0.0004 };
    const plan = planLevels(scale, { resolution: 256, holeRadiusNorm: 0, maxResolution: 512 });
    const frame = gridFrame(128);
    const { kappaNorm } = plan;
    expect(weightsAt(plan, scale, frame)).toEqual(levelWeights({ ...scale, voxelNorm: frame.voxelNorm, kappaNorm }));
    const less = weightsAt({ ...plan, directionShare: 0.25 }, scale, frame);
    const whole = weightsAt(plan, scale, frame);
    expect(less).toEqual({ ...whole, gradientWeight: 0.25 * whole.gradientWeight });
    expect([128, 256].map((resolution) => isFinest(plan, gridFrame(resolution)))).toEqual([false, true]);
  });
});

describe('goals', () => {
  const shareAt = (share: number): number => goalShare({ spacingNorm: 0.01, noiseNorm: 0.01 * share });

  it('begin at noise of half a spacing, and count in full from .8 on', () => {
    expect([0.495, 0.5].map(shareAt)).toEqual([0, 0]);
    expect(shareAt(0.505)).toBeCloseTo(0.016667, 5);
    expect(shareAt(0.65)).toBeCloseTo(0.5, 9);
    expect([0.792, 0.808].map((share) => shareAt(share).toFixed(4))).toEqual(['0.9733', '1.0000']);
  });

  it('ask for a second solve, but for the finest level', () => {
    const noisy = { spacingNorm: 0.004, noiseNorm: 0.00202 };
    const clean = { spacingNorm: 0.004, noiseNorm: 0.00198 };
    const plan = planLevels(noisy, { resolution: 256, holeRadiusNorm: 0, maxResolution: 512 });
    const solves = (scale: typeof noisy): number[] => [64, 128, 256].map((r) => solvesOf(plan, scale, gridFrame(r)));
    expect([solves(noisy), solves(clean)]).toEqual([
      [2, 2, 1],
      [1, 1, 1],
    ]);
  });

  it('take .9 of the noise that residuals show, if it is from .8 to 1.5 of the estimate', () => {
    const of = (median: number): string =>
      residualNoise(Float32Array.of(-1, median, 9, -1, 0.1 * median), 1).toFixed(4);
    // .9 / .6745 = 1.3343: bounds at residuals of .59956 and 1.12417.
    expect([0.5936, 0.6055].map(of)).toEqual(['0.8000', '0.8079']);
    expect([1.1129, 1.1354].map(of)).toEqual(['1.4850', '1.5000']);
    expect(residualNoise(Float32Array.of(-1), 1)).toBe(0.8);
  });
});

describe('the solver', () => {
  it('takes thirty steps, whose bounds are 24/7 and 6 over their square', () => {
    expect(chebyshevSteps(LEVEL_ITERATIONS)).toHaveLength(30);
    // The first is 1 over the middle of the bounds: (24/7 + 6/900) / 2 = 1.717619.
    expect(1 / chebyshevSteps(30)[0]!.alpha).toBeCloseTo(1.717619, 6);
  });

  it('takes a rise of a thousandth for rounding, of either energy', () => {
    const isSound = (before: number, after: number): boolean => {
      try {
        checkEnergies([before, after], 64);
        return true;
      } catch {
        return false;
      }
    };
    expect([isSound(-1, -0.99901), isSound(-1, -0.99899)]).toEqual([true, false]);
    expect([isSound(0.99901, 1), isSound(0.99899, 1)]).toEqual([true, false]);
  });
});
