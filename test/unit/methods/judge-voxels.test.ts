/** When a run warns that its voxels are coarser than its points are close: cases below and above each threshold. */
import { describe, expect, it } from 'vitest';
import { type CoarseVoxels, coarseWarning } from '../../../src/engine/coarse-voxels.ts';
import { endPlanAt, planLevels, type PlanOptions } from '../../../src/engine/grid/plan-levels.ts';
import { coarseVoxelsOf } from '../../../src/engine/methods/default/judge-voxels.ts';

const H = (resolution: number): number => 1.1 / resolution;

/** What is found of a run that reached the level that was planned, or `reached`. */
function coarseOf(spacingNorm: number, noiseNorm: number, options: Partial<PlanOptions>, isWorthFiner = true) {
  const plan = planLevels(
    { spacingNorm, noiseNorm },
    { resolution: 'auto', holeRadiusNorm: 'auto', maxResolution: 2048, ...options },
  );
  return coarseVoxelsOf(plan, plan.levels.at(-1)!.frame.resolution, isWorthFiner);
}

describe('a level that was asked for', () => {
  it.each([64, 128, 256, 1024])('is too coarse where its voxels are wider than the spacing: %i', (resolution) => {
    const found = [0.99, 1, 1.01].map((share) => coarseOf(share * H(resolution), 0, { resolution }));
    expect(found).toEqual([{ cause: 'requested', enough: 2 * resolution }, null, null]);
  });

  it('is not where half of its voxels are smaller than the noise', () => {
    const found = [0.99, 1, 1.01].map((share) => coarseOf(0.3 * H(128), share * H(256), { resolution: 128 }));
    expect(found).toEqual([{ cause: 'requested', enough: 256 }, { cause: 'requested', enough: 256 }, null]);
  });

  it('is told the first that is fine enough, or the finest', () => {
    const asked = { resolution: 64 };
    expect(coarseOf(H(1000), 0, asked)).toEqual({ cause: 'requested', enough: 1024 });
    expect(coarseOf(H(1000), 1.5 * H(512), asked)).toEqual({ cause: 'requested', enough: 256 });
    expect(coarseOf(0, 0, asked)).toEqual({ cause: 'requested', enough: 2048 });
  });

  it('is judged by the gaps of a tenth of the surface where the density is uneven', () => {
    const found = [0.99, 1.01].map((share) =>
      coarseOf(0.2 * H(256), 0, { resolution: 256, density: { fineNorm: share * H(256), sparseNorm: 0.05 } }),
    );
    expect(found).toEqual([{ cause: 'requested', enough: 512 }, null]);
  });

  it('is fine enough where a finer one would serve few places', () => {
    expect(coarseOf(H(1000), 0, { resolution: 256 }, false)).toBeNull();
  });
});

describe('the level of auto', () => {
  it('is fine enough by its own rule', () => {
    expect(coarseOf(H(600), 0, {})).toBeNull();
    expect(coarseOf(H(2000), 0, {})).toBeNull();
    expect(coarseOf(H(2000), H(600), {})).toBeNull();
  });

  it('is too coarse for want of memory, or of a finer one', () => {
    expect(coarseOf(H(2000), 0, { maxResolution: 512, maxReason: 'memory' })).toEqual({
      cause: 'memory',
      enough: 2048,
    });
    expect(coarseOf(1.01 * H(512), 0, { maxResolution: 512, maxReason: 'memory' })).toBeNull();
    expect(coarseOf(0.99 * H(2048), 0, {})).toEqual({ cause: 'limit', enough: 2048 });
    expect(coarseOf(1.01 * H(2048), 0, {})).toBeNull();
  });

  it.each([
    ['memory', { cause: 'memory', enough: 2048 }],
    ['refused', { cause: 'memory', enough: 2048 }],
    ['cost', null],
  ] as const)('that ended at 256 because of %s', (reason, expected) => {
    const scale = { spacingNorm: H(2000), noiseNorm: 0 };
    const plan = planLevels(scale, { resolution: 'auto', holeRadiusNorm: 'auto', maxResolution: 2048 });
    expect(coarseVoxelsOf(endPlanAt(plan, scale, 256, reason), 256, true)).toEqual(expected);
  });
});

it('is said with both lengths and what helps', () => {
  const about = { resolution: 128, voxel: 0.859375, spacing: 0.25 };
  const said = (cause: CoarseVoxels['cause']) => coarseWarning({ ...about, coarse: { cause, enough: 512 } });
  const lengths = 'The voxels of 128 cells are 0.859 wide, the points 0.250 apart: finer detail of the points is lost.';
  expect(said('requested')).toBe(`${lengths} Ask for a resolution of 512, or for auto.`);
  expect(said('memory')).toMatch(/ A finer level needs more memory than there is: crop /);
  expect(said('limit')).toMatch(/ There is no finer level: crop /);
  expect(coarseWarning({ ...about, coarse: null })).toBeUndefined();
});
