import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CloudScale } from '../../../src/engine/analysis/measure-scale.ts';
import { CUBE_SIDE } from '../../../src/engine/resolutions.ts';
import { planLevels, type PlanOptions, type SurfaceDetail } from '../../../src/engine/grid/plan-levels.ts';

const AUTO: PlanOptions = { resolution: 'auto', holeRadiusNorm: 'auto', maxResolution: 512 };
const plan = (spacingNorm: number, noiseNorm: number, options: Partial<PlanOptions> = {}) =>
  planLevels({ spacingNorm, noiseNorm }, { ...AUTO, ...options });
const resolutions = (p: ReturnType<typeof plan>): number[] => p.levels.map((level) => level.frame.resolution);
const bands = (p: ReturnType<typeof plan>): number[] => p.levels.map((level) => level.bandCells);

describe('the finest level', () => {
  it.each([
    // Voxels at 256 are .0043, at 512 .00215.
    ['spacing as wide as a voxel', 0.0045, 0, [64, 128, 256], 'spacing'],
    ['half as wide', 0.002, 0, [64, 128, 256, 512], 'limit'],
    ['noise over half a voxel', 0.002, 0.0022, [64, 128, 256], 'noise'],
    ['noise under half a voxel', 0.002, 0.0021, [64, 128, 256, 512], 'limit'],
    ['a sparse cloud', 0.05, 0.02, [64, 128, 256], 'spacing'],
  ])('of auto: %s', (_name, spacing, noise, expected, reason) => {
    const result = plan(spacing, noise);
    expect(resolutions(result)).toEqual(expected);
    expect(result.finestReason).toBe(reason);
  });

  it('of auto goes beyond 512 only where it may', () => {
    expect(resolutions(plan(0.0005, 0, { maxResolution: 2048 }))).toEqual([64, 128, 256, 512, 1024, 2048]);
    expect(resolutions(plan(0.001, 0, { maxResolution: 2048 }))).toEqual([64, 128, 256, 512, 1024, 2048]);
    expect(resolutions(plan(0.0012, 0, { maxResolution: 2048 }))).toEqual([64, 128, 256, 512, 1024]);
    expect(resolutions(plan(0.001, 0, { maxResolution: 128 }))).toEqual([64, 128]);
  });

  it.each([64, 128, 512, 2048])('is the requested one, %i', (resolution) => {
    const result = plan(0.01, 0.005, { resolution });
    expect(resolutions(result).at(-1)).toBe(resolution);
    expect(resolutions(result)[0]).toBe(64);
    expect(result.finestReason).toBe('requested');
  });
});

describe('the finest level of auto, once the surface is known', () => {
  const detailed = (
    spacingNorm: number,
    noiseNorm: number,
    detail: Partial<SurfaceDetail>,
    maxSheetResolution = 1024,
  ) =>
    planLevels(
      { spacingNorm, noiseNorm },
      { ...AUTO, maxSheetResolution },
      { areaNorm: 1, edgeShare: 0, thicknessNorm: Infinity, sideEnergy: Infinity, ...detail },
    );

  it.each([
    ['sharp edges', 0.0047, 0, { edgeShare: 0.17 }, 512, 'edges'],
    ['few of them', 0.0047, 0, { edgeShare: 0.09 }, 256, 'spacing'],
    ['noise that looks like edges', 0.0047, 0.0013, { edgeShare: 0.5 }, 256, 'spacing'],
    ['points too far apart to show more', 0.022, 0, { edgeShare: 0.4 }, 256, 'spacing'],
    ['too large a surface for one more level', 0.0047, 0, { edgeShare: 0.17, areaNorm: 4 }, 256, 'spacing'],
    ['edges at the finest level already', 0.002, 0, { edgeShare: 0.17 }, 512, 'limit'],
    // Voxels at 512 are .00215, at 1024 .00107.
    ['thin sheets', 0.0013, 0, { areaNorm: 0.1, thicknessNorm: 0.0019 }, 1024, 'sheets'],
    ['sheets that are thick enough', 0.0013, 0, { areaNorm: 0.1, thicknessNorm: 0.004 }, 512, 'limit'],
    ['sheets as thin as noise', 0.0013, 0.00108, { areaNorm: 0.1, thicknessNorm: 0.0019 }, 512, 'limit'],
    ['too many of them', 0.0013, 0, { areaNorm: 1, thicknessNorm: 0.0019 }, 512, 'limit'],
  ])('%s', (_name, spacing, noise, detail, expected, reason) => {
    const result = detailed(spacing, noise, detail);
    expect(resolutions(result).at(-1)).toBe(expected);
    expect(result.finestReason).toBe(reason);
  });

  it('stays where auto may go', () => {
    expect(resolutions(detailed(0.0013, 0, { areaNorm: 0.1, thicknessNorm: 1e-4 }, 512)).at(-1)).toBe(512);
    const requested = planLevels(
      { spacingNorm: 0.0047, noiseNorm: 0 },
      { ...AUTO, resolution: 128 },
      { areaNorm: 1, edgeShare: 1, thicknessNorm: 1e-4, sideEnergy: Infinity },
    );
    expect(requested.finestReason).toBe('requested');
    expect(resolutions(requested)).toEqual([64, 128]);
  });
});

describe('the band', () => {
  it('is three cells, two on the finest level', () => {
    expect(bands(plan(0.002, 0))).toEqual([3, 3, 3, 2]);
    expect(bands(plan(0.002, 0, { resolution: 64 }))).toEqual([2]);
  });

  it('widens with the noise: by hand for σ = .005', () => {
    // σ/h = .29, .58, 1.16: ceil(.87) + 2; max(3, ceil(1.45)); max(2, ceil(2.9)).
    expect(bands(plan(0.002, 0.005))).toEqual([3, 3, 3]);
    // σ = .02: σ/h = 1.16, 2.3, 4.7: ceil(3.49) + 2; ceil(5.8); at most 6.
    expect(bands(plan(0.002, 0.02))).toEqual([6, 6, 6]);
  });
});

describe('the hole radius', () => {
  it('is 6 % of the extent, or five spacings, or what was asked for', () => {
    expect(plan(0.002, 0).holeRadiusNorm).toBe(0.06);
    expect(plan(0.02, 0).holeRadiusNorm).toBeCloseTo(0.1, 12);
    expect(plan(0.02, 0, { holeRadiusNorm: 0 }).holeRadiusNorm).toBe(0);
    expect(plan(0.02, 0, { holeRadiusNorm: 0.3 }).holeRadiusNorm).toBe(0.3);
  });
});

describe('kappa', () => {
  it.each([
    // Clean: σ/H counts as 10⁻³, .14 (.47)^.4 (10⁻³)^-.7 = 13, clamped.
    ['clean', 0.002, 0, 0.43],
    ['very noisy', 0.0005, 0.03, 0.2],
    // H = 1.1/256: s/H = 1, σ/H = .5: .14 · .5^-.7 = .2274.
    ['between', 1.1 / 256, 0.55 / 256, 0.14 * 2 ** 0.7],
  ])('is the fit in voxels of the finest level: %s', (_name, spacing, noise, expected) => {
    const result = plan(spacing, noise);
    expect(result.kappaNorm * result.levels.at(-1)!.frame.voxelNorm).toBeCloseTo(expected, 12);
  });
});

it('plans nested levels for any scale', () => {
  const scale = fc.record({
    spacingNorm: fc.double({ min: 1e-5, max: 0.5, noNaN: true }),
    noiseNorm: fc.double({ min: 0, max: 0.2, noNaN: true }),
  });
  fc.assert(
    fc.property(scale, fc.constantFrom('auto', 64, 128, 256, 512, 1024, 2048), (cloud: CloudScale, resolution) => {
      const result = planLevels(cloud, { ...AUTO, resolution: resolution as PlanOptions['resolution'] });
      result.levels.forEach(({ frame, bandCells }, i) => {
        expect(frame.resolution).toBe(64 * 2 ** i);
        expect(frame.voxelNorm * frame.resolution).toBeCloseTo(CUBE_SIDE, 12);
        expect(Number.isInteger(bandCells) && bandCells >= 2).toBe(true);
      });
      expect(result.kappaNorm).toBeGreaterThan(0);
      expect(result.holeRadiusNorm).toBeGreaterThanOrEqual(0.06);
    }),
  );
});
