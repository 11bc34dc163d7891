/** From dispatches to rates, and two cost formulas counted by hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Ceilings } from '../../bench/ceilings.ts';
import { KERNEL_COSTS } from '../../bench/kernel-costs/kernel-costs.ts';
import { ACTIVE_SHARE, each, param, ROW_SHARE } from '../../bench/kernel-costs/pass-cost.ts';
import { kernelMarkdown, kernelRows, kernelText, type TimedPass } from '../../bench/kernel-table.ts';

const CEILINGS: Ceilings = { device: 'test device', copyGigabytesPerSecond: 10, gigaflopsPerSecond: 100 };

const pass = (kernel: string, ms: number, params: TimedPass['params'], more: Partial<TimedPass> = {}): TimedPass => ({
  kernel,
  ms,
  threads: 64,
  params,
  bufferBytes: {},
  ...more,
});

describe('rates', () => {
  const costs = {
    copies: each('points', (facts) => param(facts, 'count'), 100, 50),
    walks: each('queries', (facts) => param(facts, 'count')),
  };
  const passes = [
    pass('copies', 1, { count: 10_000 }),
    pass('walks', 5, { count: 1000 }),
    pass('copies', 3, { count: 30_000 }),
    pass('unknown', 0.5, {}),
  ];

  it('sums the dispatches of a kernel and sets them against the ceilings', () => {
    const rows = kernelRows(passes, CEILINGS, 20, costs);
    expect(rows.map(({ kernel }) => kernel)).toEqual(['walks', 'copies', 'unknown']);
    // 40,000 points of 100 bytes and 50 operations in 4 ms.
    expect(rows[1]).toEqual({
      kernel: 'copies',
      dispatches: 2,
      threads: 128,
      ms: 4,
      shareOfRun: 0.2,
      elements: 40_000,
      unit: 'points',
      elementsPerSecond: 1e7,
      gigabytesPerSecond: 1,
      shareOfCopy: 0.1,
      gigaflopsPerSecond: 0.5,
      shareOfPeak: 0.005,
    });
  });

  it('invents nothing where the work depends on the data or no cost is known', () => {
    const [walks, , unknown] = kernelRows(passes, CEILINGS, 20, costs);
    expect(walks).toMatchObject({ elementsPerSecond: 200_000 });
    expect(walks).not.toHaveProperty('gigabytesPerSecond');
    expect(unknown).toMatchObject({ note: 'no cost stated' });
  });

  it('says where a kernel has changed since its cost was written', () => {
    const [row] = kernelRows([pass('copies', 1, { amount: 3 })], CEILINGS, 20, costs);
    expect(row).toMatchObject({ ms: 1, note: 'cost out of date: copies has no parameter count' });
  });

  it('gives no rate for what was too short for the clock', () => {
    const [row] = kernelRows([pass('copies', 0, { count: 3 })], CEILINGS, 20, costs);
    expect(row).not.toHaveProperty('elementsPerSecond');
  });

  it('shows them as text and as a table of a page', () => {
    const rows = kernelRows(passes, CEILINGS, 20, costs);
    const text = kernelText(rows, CEILINGS, 20).split('\n');
    expect(text[0]).toBe('test device: copies 10 GB/s, computes 100 GFLOP/s');
    expect(text[3]).toMatch(/^copies +2 +4\.0 +20\.0 % +1\.0 +10\.0 % +0\.50 +0\.5 % +10\.0 M points$/);
    expect(text[5]).toBe('kernels 10 ms of 20 ms; everything else 11 ms');
    const page = kernelMarkdown(rows, 20, 0.1).split('\n');
    expect(page[0]).toMatch(/^\| kernel \| passes \|/);
    expect(page).toHaveLength(6);
    expect(page[4]).toMatch(/^\| 1 more kernels \|  \| 0\.5 \| 2\.5 % \|/);
    expect(page[5]).toMatch(/^\| not on the device \|  \| 10\.5 \| 52\.5 % \|/);
  });
});

describe('costs', () => {
  it('are stated for kernels that exist', () => {
    const missing = Object.keys(KERNEL_COSTS).filter((label) => !existsSync(`src/shaders/${label}.wgsl`));
    expect(missing).toEqual([]);
  });

  it('are stated for every kernel that there is', () => {
    const kernels = readdirSync('src/shaders', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.wgsl') && readFileSync(`src/shaders/${file}`, 'utf8').includes('@compute'))
      .map((file) => file.slice(0, -'.wgsl'.length));
    expect(kernels.filter((label) => !(label in KERNEL_COSTS))).toEqual([]);
  });

  it('of multiply_cells: what a cell reads and writes, and four products of 4×4', () => {
    const cost = KERNEL_COSTS['field/multiply_cells']!(pass('field/multiply_cells', 1, { first: 100, end: 350 }));
    // Corners 2 × 16, matrix 9 × 16, products 2 × 16, two nodes of 4; 16 products and 12 sums four times, 8 sums.
    expect(cost).toEqual({
      elements: 250,
      unit: 'cells',
      bytes: 250 * (32 + 144 + 32 + 8),
      flops: 250 * (4 * 28 + 8),
    });
  });

  it('of chebyshev_step: the bricks of the dispatch and their share of the data cells', () => {
    const bufferBytes = { neighbours: 4 * 27 * 40, products: 32 * 8000 };
    const params = { first: 0, end: 10 };
    const cost = KERNEL_COSTS['field/chebyshev_step']!(pass('field/chebyshev_step', 1, params, { bufferBytes }));
    const [slots, cells] = [10 * 512, 8000 / 4];
    expect(cost.elements).toBe(slots);
    expect(cost.bytes).toBeCloseTo(slots * (4 + 20 * ROW_SHARE) + 10 * (108 + 128) + cells * 32, 6);
    expect(cost.flops).toBeCloseTo(slots * ACTIVE_SHARE * 95 + 8 * cells, 6);
  });
});
