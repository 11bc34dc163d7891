/** Steps of rounded depth: told from faces, sheets and lines; a case on each side of every measured number. */
import { describe, expect, it } from 'vitest';
import { LAYER_POINTS, showSteps, stepNoise } from '../../../src/engine/analysis/depth-steps.ts';
import { measureScale } from '../../../src/engine/analysis/measure-scale.ts';
import { inlineHost } from '../../../src/engine/host/inline-host.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';

const ALL = Uint32Array.from({ length: LAYER_POINTS }, (_, j) => j);

/** What one place says whose neighbours lie in two rows along x, .02 apart, at these heights. */
function noiseOf(height: (j: number) => number, width = 0.04): number {
  const positions = Float32Array.from({ length: 3 * LAYER_POINTS }, (_, at) => {
    const j = Math.floor(at / 3);
    return [0.02 * (Math.floor(j / 2) - 23.5), width * (j % 2 === 0 ? 1 : -1), height(j)][at % 3]!;
  });
  return stepNoise(positions, { indices: ALL }, 1, () => LAYER_POINTS);
}

const STEP = 0.02;
const half = (j: number): number => (j < 48 ? 0 : STEP);

describe('a place of steps', () => {
  it('has noise of half a step', () => {
    expect(noiseOf(half)).toBeCloseTo(STEP / 2, 7);
    expect(noiseOf((j) => STEP * Math.floor(j / 24))).toBeCloseTo(STEP / 2, 7);
    expect(noiseOf(() => 0)).toBe(0);
  });

  it('lies on a plane that is exact but for float32', () => {
    // Heights alternate along and across the rows, so that no slope takes part of them.
    const rough = (e: number) => (j: number) => (j < 12 ? ((Math.floor(j / 2) + j) % 2 === 0 ? e : -e) : half(j));
    expect(noiseOf(rough(1.98e-7))).toBeCloseTo(STEP / 2, 4);
    expect(noiseOf(rough(2.02e-7))).toBe(0);
  });

  it('is no line: the second variance is a tenth of the first', () => {
    // Six places .02 apart: (36 - 1) / 12 · 4e-4 along, the squared width across.
    const along = (35 / 12) * 4e-4;
    expect(noiseOf(half, Math.sqrt(0.101 * along))).toBeCloseTo(STEP / 2, 7);
    expect(noiseOf(half, Math.sqrt(0.099 * along))).toBe(0);
  });

  it('has layers farther apart than float32 rounds, and not more than sixteen', () => {
    expect(noiseOf((j) => (j < 48 ? 0 : 1.99e-6))).toBe(0);
    expect(noiseOf((j) => (j < 48 ? 0 : 2.01e-6))).toBeCloseTo(1.005e-6, 8);
    const stairs = (count: number) => (j: number) => 0.0005 * Math.max(0, Math.min(count - 1, Math.floor(j / 2) - 10));
    expect(noiseOf(stairs(16))).toBeCloseTo(0.00025, 7);
    expect(noiseOf(stairs(17))).toBe(0);
  });

  it('has layers beside each other: a slope takes four tenths of their variance', () => {
    // A share q of one layer leaves 1 - 3 q (1 - q): .583 of 16 points, .605 of 15.
    const beyond = (count: number) => (j: number) => (j < LAYER_POINTS - count ? 0 : 0.001);
    expect(noiseOf(beyond(16))).toBeCloseTo(0.0005, 7);
    expect(noiseOf(beyond(15))).toBe(0);
    const sheet = (j: number): number => (j >= 12 && j % 4 < 2 ? STEP : 0);
    expect(noiseOf(sheet)).toBe(0);
  });
});

it('asks for many neighbours only where half of the places lie on exact planes by the nearest twelve', () => {
  const positions = Float32Array.from({ length: 6 * LAYER_POINTS }, (_, at) => {
    const [place, j] = [Math.floor(at / 3 / LAYER_POINTS), Math.floor(at / 3) % LAYER_POINTS];
    const bump = place === 1 && j % 2 === 0 ? 0.001 * (j % 5) : 0;
    return [0.02 * (Math.floor(j / 2) - 23.5), 0.04 * (j % 2 === 0 ? 1 : -1), half(j) + bump][at % 3]!;
  });
  const noiseOfPlaces = (bentCount: number): number => {
    const indices = ALL.slice();
    const find = (sample: number, k: number): number => {
      indices.set(ALL.map((j) => (sample < bentCount ? LAYER_POINTS + j : j)));
      return k;
    };
    return stepNoise(positions, { indices }, 4, find);
  };
  expect(noiseOfPlaces(2)).toBeCloseTo(STEP / 2, 7);
  expect(noiseOfPlaces(3)).toBe(0);
  const asked: number[] = [];
  stepNoise(positions, { indices: ALL.map((j) => LAYER_POINTS + j) }, 4, (_, k) => (asked.push(k), k));
  expect(asked).toEqual([12, 12, 12, 12]);
});

describe('a cloud', () => {
  const counts = { all: 1000, exact: 500, layered: 100, beside: 40 };

  it('has steps where half of it lies on exact planes, a fifth of that sees layers, two fifths of these beside it', () => {
    expect(showSteps(counts)).toBe(true);
    expect(showSteps({ ...counts, all: 1005 })).toBe(false);
    expect(showSteps({ ...counts, exact: 504 })).toBe(false);
    expect(showSteps({ ...counts, layered: 101 })).toBe(false);
    expect(showSteps({ all: 0, exact: 0, layered: 0, beside: 0 })).toBe(false);
  });

  const host = inlineHost(undefined as unknown as GPUDevice, 'none');
  const context = { signal: new AbortController().signal, onEvent: () => undefined };
  async function noiseAt(positions: Float32Array): Promise<number> {
    const tree = await buildKdTree(positions, host, context);
    return measureScale({ positions, tree, noise: 'auto' }).noiseNorm;
  }

  /** A lattice of 70 × 70 places .01 apart, from -.35 on, at these heights. */
  const image = (height: (x: number, y: number) => number): Float32Array =>
    Float32Array.from({ length: 3 * 4900 }, (_, at) => {
      const pixel = Math.floor(at / 3);
      // Rows are shifted a little, so that no two distances are equal.
      const [x, y] = [0.01 * (pixel % 70) - 0.35 + 0.003 * Math.sin(pixel), 0.01 * Math.floor(pixel / 70) - 0.35];
      return [x, y, height(x, y)][at % 3]!;
    });
  const bowl = (x: number, y: number): number => 0.4 * (x * x + y * y) + 0.1 * x;
  const rounded = (step: number) => (x: number, y: number) => step * Math.round(bowl(x, y) / step);

  it('is as noisy as its depth is rounded, whichever way it is turned', async () => {
    const steps = image(rounded(0.02));
    expect(await noiseAt(steps)).toBeCloseTo(0.01, 5);
    const turned = steps.map((_, at) => {
      const [x, y, z] = [steps[at - (at % 3)]!, steps[at - (at % 3) + 1]!, steps[at - (at % 3) + 2]!];
      return [0.6 * x - 0.8 * z, y, 0.8 * x + 0.6 * z][at % 3]!;
    });
    expect(await noiseAt(turned)).toBeCloseTo(0.01, 5);
  });

  it('is clean without rounding, on faces that meet, and on the sides of a sheet', async () => {
    expect(await noiseAt(image(bowl))).toBeLessThan(1e-4);
    expect(await noiseAt(image((x) => Math.abs(x)))).toBeLessThan(1e-4);
    const sheet = image(() => 0);
    for (let at = 2; at < sheet.length; at += 6) sheet[at] = 0.02;
    expect(await noiseAt(sheet)).toBeLessThan(0.005);
  });
});
