/** Measured thresholds of the plan of levels: a case just below and one just above each is decided differently. */
import { describe, expect, it } from 'vitest';
import type { UnevenDensity } from '../../../src/engine/analysis/rank-gaps.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { NO_DETAIL, planLevels, type PlanOptions, type SurfaceDetail } from '../../../src/engine/grid/plan-levels.ts';

const AUTO: PlanOptions = { resolution: 'auto', holeRadiusNorm: 'auto', maxResolution: 4096 };
/** Edges of voxels at 256, 512 and 1024. */
const [H256, H512, H1024] = [1.1 / 256, 1.1 / 512, 1.1 / 1024];

function finest(spacingNorm: number, noiseNorm: number, detail?: Partial<SurfaceDetail>): number {
  const known = { areaNorm: 0, edgeShare: 0, thicknessNorm: Infinity, sideEnergy: Infinity, ...detail };
  return planLevels({ spacingNorm, noiseNorm }, AUTO, known).levels.at(-1)!.frame.resolution;
}

describe('auto', () => {
  it('ends with voxels as wide as the spacing', () => {
    expect([0.99 * H256, 1.01 * H256].map((spacing) => finest(spacing, 0))).toEqual([512, 256]);
    expect(finest(H256, 0)).toBe(256);
  });

  it('ends before voxels finer than the noise', () => {
    expect([0.99 * H512, 1.01 * H512].map((noise) => finest(0.6 * H256, noise))).toEqual([512, 256]);
    expect(finest(0.6 * H256, H512)).toBe(512);
  });
});

describe('noisy points nearly as far apart as the voxels', () => {
  /** Cells that the surface has at 512. */
  const areaOf = (cells: number): Partial<SurfaceDetail> => ({ areaNorm: cells * H512 ** 2 });
  const LARGE = areaOf(707_000);

  it('end where the next level is no cheap one', () => {
    const spacing = H256 / 1.2;
    expect([693_000, 707_000].map((cells) => finest(spacing, 0.2 * spacing, areaOf(cells)))).toEqual([512, 256]);
  });

  it('are a voxel of the root of 2 apart at the most', () => {
    const spacings = [0.99, 1.01].map((share) => (share * H256) / Math.SQRT2);
    expect(spacings.map((spacing) => finest(spacing, 0.2 * spacing, LARGE))).toEqual([512, 256]);
  });

  it('have a tenth of their spacing as noise', () => {
    const spacing = H256 / 1.2;
    expect([0.099, 0.101].map((share) => finest(spacing, share * spacing, LARGE))).toEqual([512, 256]);
  });

  it('need no finer level then, whatever was asked for', () => {
    const spacingNorm = H256 / 1.2;
    const needed = (noiseNorm: number): number =>
      planLevels({ spacingNorm, noiseNorm }, { ...AUTO, resolution: 128 }, { ...NO_DETAIL, ...LARGE }).neededResolution;
    expect([0, 0.2 * spacingNorm].map(needed)).toEqual([512, 256]);
  });
});

describe('a cloud of uneven density', () => {
  const planned = (density: UnevenDensity | undefined, sideEnergy: number, spacingNorm = 0.4 * H256) =>
    planLevels(
      { spacingNorm, noiseNorm: 0 },
      { ...AUTO, ...(density && { density }) },
      { areaNorm: 0, edgeShare: 0, thicknessNorm: Infinity, sideEnergy },
    );

  it('ends with voxels as wide as the gaps that a tenth of its surface is below', () => {
    const levels = [0.99 * H256, 1.01 * H256].map((fineNorm) => planned({ fineNorm, sparseNorm: 0.01 }, 1));
    expect(levels.map((plan) => plan.levels.at(-1)!.frame.resolution)).toEqual([512, 256]);
    expect(levels.map((plan) => plan.spacingResolution)).toEqual([512, 256]);
    // Half of the points are closer: the spacing alone asks for 1024.
    expect(planned(undefined, 1).levels.at(-1)!.frame.resolution).toBe(1024);
    // Nor is a level finer than the spacing asks for.
    expect(planned({ fineNorm: 1e-4, sparseNorm: 0.01 }, 1, H256).levels.at(-1)!.frame.resolution).toBe(256);
  });

  it('has holes of five of its wide gaps closed where its surface is closed', () => {
    const density = { fineNorm: 0.001, sparseNorm: 0.03 };
    expect([0.0396, 0.0404].map((energy) => planned(density, energy).holeRadiusNorm)).toEqual([
      expect.closeTo(0.15, 12),
      0.06,
    ]);
    expect(planned(density, 0.04).holeRadiusNorm).toBe(0.06);
    expect(planned(undefined, 0).holeRadiusNorm).toBe(0.06);
  });

  it('has holes of .06 closed at the least and of a fifth of the extent at the most', () => {
    const radius = (sparseNorm: number): number => planned({ fineNorm: 0.001, sparseNorm }, 0).holeRadiusNorm;
    expect([0.0119, 0.0121].map(radius)).toEqual([0.06, expect.closeTo(0.0605, 12)]);
    expect([0.0399, 0.0401].map(radius)).toEqual([expect.closeTo(0.1995, 12), 0.2]);
  });

  it('keeps the hole radius that was asked for', () => {
    const options = { ...AUTO, holeRadiusNorm: 0.01, density: { fineNorm: 0.001, sparseNorm: 0.03 } };
    const detail = { areaNorm: 0, edgeShare: 0, thicknessNorm: Infinity, sideEnergy: 0 };
    expect(planLevels({ spacingNorm: 0.002, noiseNorm: 0 }, options, detail).holeRadiusNorm).toBe(0.01);
  });
});

describe('one level more', () => {
  // The spacing ends at 256.
  const SPACING = 1.01 * H256;
  const EDGES = { edgeShare: 0.5 };

  it('for edges beside a tenth of the points', () => {
    expect([0.099, 0.101].map((edgeShare) => finest(SPACING, 0, { edgeShare }))).toEqual([256, 512]);
    expect(finest(SPACING, 0, { edgeShare: 0.1 })).toBe(512);
  });

  it('where its voxels are two fifths of the spacing', () => {
    const spacings = [0.99, 1.01].map((share) => (share * H512) / 0.4);
    expect(spacings.map((spacing) => finest(spacing, 0, EDGES))).toEqual([512, 256]);
  });

  it('where the noise is under a quarter of the spacing', () => {
    expect([0.2475, 0.2525].map((share) => finest(SPACING, share * SPACING, EDGES))).toEqual([512, 256]);
  });

  it('where the surface has 700,000 cells there', () => {
    const areas = [693_000, 707_000].map((cells) => cells * H512 ** 2);
    expect(areas.map((areaNorm) => finest(SPACING, 0, { ...EDGES, areaNorm }))).toEqual([512, 256]);
  });

  it('for sheets under 1.6 voxels thick', () => {
    const thicknesses = [1.584 * H256, 1.616 * H256];
    expect(thicknesses.map((thicknessNorm) => finest(SPACING, 0, { thicknessNorm }))).toEqual([512, 256]);
    expect(finest(SPACING, 0, { thicknessNorm: 1.59 * H512 })).toBe(1024);
  });

  it('for sheets only where the noise is no wider than its voxels', () => {
    const noises = [0.99 * H1024, 1.01 * H1024];
    expect(noises.map((noise) => finest(SPACING, noise, { thicknessNorm: 1.59 * H512 }))).toEqual([1024, 512]);
  });
});

describe('the band', () => {
  const bandAt = (resolution: number, noiseVoxels: number): number => {
    const noiseNorm = noiseVoxels * gridFrame(resolution).voxelNorm;
    const plan = planLevels({ spacingNorm: 0.001, noiseNorm }, { ...AUTO, resolution: 1024 });
    return plan.levels.find(({ frame }) => frame.resolution === resolution)!.bandCells;
  };

  it('holds three deviations and two cells on the coarsest level', () => {
    // 3 × .66 + 2 and 3 × .67 + 2, rounded up.
    expect([0.66, 0.67].map((noise) => bandAt(64, noise))).toEqual([4, 5]);
  });

  it('holds two and a half deviations on every other, six cells at most', () => {
    // 2.5 × 1.59 and 2.5 × 1.61, rounded up.
    expect([1.59, 1.61, 3].map((noise) => bandAt(256, noise))).toEqual([4, 5, 6]);
  });
});

it('the hole radius is five spacings where these are more than 6 % of the extent', () => {
  const radiusAt = (spacingNorm: number): number => planLevels({ spacingNorm, noiseNorm: 0 }, AUTO).holeRadiusNorm;
  expect([0.0119, 0.012, 0.0121].map(radiusAt).map((radius) => radius.toFixed(6))).toEqual([
    '0.060000',
    '0.060000',
    '0.060500',
  ]);
});

describe('kappa', () => {
  /** In voxels of 256. */
  const kappaAt = (spacingVoxels: number, noiseVoxels: number): number => {
    const scale = { spacingNorm: spacingVoxels * H256, noiseNorm: noiseVoxels * H256 };
    return planLevels(scale, { ...AUTO, resolution: 256 }).kappaNorm * H256;
  };

  it('grows with the spacing and falls with the noise, by the powers of the fit', () => {
    expect(kappaAt(1, 0.5)).toBeCloseTo(0.22743, 5);
    expect(kappaAt(1, 0.25) / kappaAt(1, 0.5)).toBeCloseTo(1.6245, 4); // 2^.7
    expect(kappaAt(2, 0.5) / kappaAt(1, 0.5)).toBeCloseTo(1.31951, 4); // 2^.4
  });

  it('stays between .2 and .43, and takes noise of a thousandth of a voxel for that at least', () => {
    expect([kappaAt(1, 5), kappaAt(1, 0)].map((value) => value.toFixed(9))).toEqual(['0.200000000', '0.430000000']);
    // .14 s^.4 (10⁻³)^-.7 = .25 where s^.4 = .01418: without the least noise the power has no end.
    expect(kappaAt(0.01418 ** 2.5, 0)).toBeCloseTo(0.25, 3);
    expect(kappaAt(0.01418 ** 2.5, 0.00098)).toBeCloseTo(0.25, 3);
  });
});
