/** The survey against brute force, and clouds that could mislead it. */
import { describe, expect, test } from 'vitest';
import { measureScale } from '../../../src/engine/analysis/measure-scale.ts';
import { prepareCloud } from '../../../src/engine/cloud/prepare-cloud.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { surveyCloud } from '../../../src/engine/estimate/survey-cloud.ts';
import { cloudOf, joined, randomNumbers, sphere, survey } from './clouds.ts';

const { signal } = new AbortController();
// The tree asks the host for tasks only.
const host = inlineHost(undefined as unknown as GPUDevice, 'none');
const context = { signal, onEvent: () => undefined };

/** Cells with points and bricks round them, by the definition, with sets. */
function bruteForce(positions: Float32Array, resolution: number, band: number): { cells: number; bricks: number } {
  const prepared = prepareCloud(cloudOf(positions), context);
  const cells = new Map<string, readonly number[]>();
  for (let i = 0; i < prepared.positions.length; i += 3) {
    const cell = [0, 1, 2].map((axis) => {
      const finest = Math.floor((prepared.positions[i + axis]! + 0.55) * (2048 / 1.1));
      return Math.floor(Math.min(Math.max(finest, 0), 2047) / (2048 / resolution));
    });
    cells.set(cell.join(), cell);
  }
  const bricks = new Set<string>();
  for (const [x, y, z] of cells.values()) {
    for (let k = z! - band; k <= z! + 1 + band; k++) {
      for (let j = y! - band; j <= y! + 1 + band; j++) {
        for (let i = x! - band; i <= x! + 1 + band; i++) {
          const node = [i, j, k];
          if (node.every((value) => value >= 0 && value <= resolution)) bricks.add(node.map((v) => v >> 3).join());
        }
      }
    }
  }
  return { cells: cells.size, bricks: bricks.size };
}

describe('levels', () => {
  const positions = sphere(3000, 2);
  const { levels } = survey(positions);

  test.each([64, 128, 256, 512, 1024, 2048])('cells and bricks of %d are those of brute force', (resolution) => {
    const level = levels.find((candidate) => candidate.resolution === resolution)!;
    const narrow = bruteForce(positions, resolution, 2);
    // A point on a border between cells may fall to either side: the survey divides in another order than the run.
    expect(Math.abs(level.pointCells - narrow.cells)).toBeLessThanOrEqual(6);
    expect(Math.abs(level.bricks[0] - narrow.bricks)).toBeLessThanOrEqual(0.004 * narrow.bricks);
    const wide = bruteForce(positions, resolution, 3);
    expect(Math.abs(level.bricks[1] - wide.bricks)).toBeLessThanOrEqual(0.004 * wide.bricks);
  });

  test('grow with the resolution', () => {
    for (const [i, level] of levels.slice(1).entries()) {
      expect(level.pointCells).toBeGreaterThanOrEqual(levels[i]!.pointCells);
      expect(level.bricks[0]).toBeGreaterThan(levels[i]!.bricks[0]);
      expect(level.bricks[1]).toBeGreaterThanOrEqual(level.bricks[0]);
    }
  });
});

describe('spacing and area', () => {
  test.each([
    ['2,000 points', 2000, 1],
    ['20,000 points', 20_000, 10],
    ['100 points', 100, 0.01],
  ])('of %s on a sphere', (_, count, radius) => {
    const result = survey(sphere(count, radius));
    const area = 4 * Math.PI * radius ** 2;
    // .95 × .978 of the side of a point's square (measure-scale.ts); the median lies a little below the mean.
    expect(result.spacing / Math.sqrt(area / count)).toBeGreaterThan(0.8);
    expect(result.spacing / Math.sqrt(area / count)).toBeLessThan(1.05);
    expect(result.surfaceArea / area).toBeGreaterThan(0.85);
    expect(result.surfaceArea / area).toBeLessThan(1.15);
  });

  test('are those of the run, also where the density varies and points repeat', async () => {
    const dense = sphere(6000, 1, 2).map((value, i) => (i % 3 === 2 ? value ** 3 : value));
    const positions = joined(dense, dense.subarray(0, 3000), sphere(500, 1.5, 3));
    const prepared = prepareCloud(cloudOf(positions), context);
    const tree = await buildKdTree(prepared.positions, host, context);
    const scale = measureScale({ positions: prepared.positions, tree, noise: 'none' });
    const { spacingNorm } = survey(positions);
    expect(Math.abs(spacingNorm / scale.spacingNorm - 1)).toBeLessThan(0.05);
  });
});

describe('extent', () => {
  test('is the run’s frame', () => {
    const positions = sphere(5000, 3);
    const { frame } = prepareCloud(cloudOf(positions), context);
    const { worldPerNorm, min, max } = survey(positions);
    expect(worldPerNorm).toBeCloseTo(frame.worldPerNorm, 5);
    for (const axis of [0, 1, 2] as const) expect((min[axis] + max[axis]) / 2).toBeCloseTo(frame.centre[axis], 5);
  });

  test.each([
    ['absurdly far', [3e38, -3e38, 3e38]],
    ['a thousand sizes away', [4000, 0, 0]],
    ['ten sizes away', [0, 45, 0]],
  ])('ignores a point %s', (_, stray) => {
    const clean = survey(sphere(5000, 2));
    const spoilt = survey(joined(sphere(5000, 2), stray));
    expect(spoilt.worldPerNorm).toBe(clean.worldPerNorm);
    expect(spoilt.usedCount).toBe(5000);
    expect(spoilt.levels).toEqual(clean.levels);
  });

  test('ignores two per cent of outliers round the cloud', () => {
    const random = randomNumbers(7);
    const outliers = Array.from({ length: 3 * 400 }, () => 16 * random() - 8);
    const { worldPerNorm, usedCount } = survey(joined(sphere(20_000, 2), outliers));
    expect(worldPerNorm).toBeLessThan(1.2 * 4);
    expect(usedCount).toBeLessThan(20_060);
    expect(usedCount).toBeGreaterThanOrEqual(20_000);
  });

  test('keeps a sparse part that is no outlier', () => {
    const grid = Array.from({ length: 900 }, (_, i) => [8 + 0.2 * (i % 30), 0.2 * Math.floor(i / 30), 0]).flat();
    expect(survey(joined(sphere(20_000, 1), grid)).usedCount).toBe(20_900);
  });
});

describe('clouds without a surface', () => {
  test.each([
    ['no point', []],
    ['one point', [1, 2, 3]],
    ['the same point five times', new Array<number>(15).fill(4)],
  ])('%s has no levels', (_, positions) => {
    expect(survey(Float32Array.from(positions))).toMatchObject({ worldPerNorm: 0, spacing: 0, levels: [] });
  });

  test('two points have a spacing', () => {
    expect(survey(Float32Array.from([0, 0, 0, 1, 0, 0])).spacing).toBeCloseTo(0.95, 6);
  });

  test('a plane is surveyed like any other surface', () => {
    const random = randomNumbers();
    const plane = Float32Array.from({ length: 15_000 }, (_, i) => (i % 3 === 2 ? 7 : random()));
    const { spacing, surfaceArea, levels } = survey(plane);
    expect(spacing).toBeCloseTo(0.93 / Math.sqrt(5000), 3);
    expect(surfaceArea).toBeGreaterThan(0.9);
    expect(surfaceArea).toBeLessThan(1.1);
    expect(levels).toHaveLength(6);
  });

  test('points on a line end', () => {
    const { spacing } = survey(Float32Array.from({ length: 3000 }, (_, i) => (i % 3 === 0 ? i / 3 : 0)));
    // Neighbours at 1 1 2 2 3 3.
    expect(spacing).toBeCloseTo(0.95 * 2, 3);
  });
});

test('cancelling ends it while it works', async () => {
  const abort = new AbortController();
  const surveying = surveyCloud(cloudOf(sphere(300_000, 1)), abort);
  abort.abort('stop');
  await expect(surveying).rejects.toBe('stop');
});
