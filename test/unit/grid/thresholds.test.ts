/** Measured thresholds of the plan of levels: a case just below and one just above each is decided differently. */
import { describe, expect, it } from 'vitest';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { planLevels, type PlanOptions, type SurfaceDetail } from '../../../src/engine/grid/plan-levels.ts';
import { slotRanges } from '../../../src/engine/grid/slot-ranges.ts';

const AUTO: PlanOptions = { resolution: 'auto', holeRadiusNorm: 'auto', maxResolution: 4096 };
/** Edges of voxels at 256, 512 and 1024. */
const [H256, H512, H1024] = [1.1 / 256, 1.1 / 512, 1.1 / 1024];

function finest(spacingNorm: number, noiseNorm: number, detail?: Partial<SurfaceDetail>): number {
  const known = { areaNorm: 0, edgeShare: 0, thicknessNorm: Infinity, ...detail };
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

it('ranges of slots cover all bricks once, the last one what is left', () => {
  expect([...slotRanges(5, 2)]).toEqual([
    { first: 0, count: 1024 },
    { first: 1024, count: 1024 },
    { first: 2048, count: 512 },
  ]);
  expect([...slotRanges(0, 2)]).toEqual([]);
});
