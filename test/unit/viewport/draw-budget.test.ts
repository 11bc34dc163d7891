import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DrawBudget } from '../../../src/renderer/viewport/draw-budget.ts';

const OPTIONS = { start: 1_000_000, least: 40_000, targetMs: 33 };

/** Repaints on a machine of so many points a millisecond, with a cost that no point causes. */
function run(budget: DrawBudget, repaints: number, pointsPerMs: number, fixedMs: number, count = Infinity): number {
  for (let i = 0; i < repaints; i++) {
    const drawn = Math.min(count, budget.points);
    budget.observe(drawn, fixedMs + drawn / pointsPerMs);
  }
  return fixedMs + Math.min(count, budget.points) / pointsPerMs;
}

test('settles between half the target and a little over it, on any machine that can', () => {
  const speed = fc.double({ min: 5_000, max: 5e6, noNaN: true });
  const fixed = fc.double({ min: 0, max: 15, noNaN: true });
  fc.assert(
    fc.property(speed, fixed, (pointsPerMs, fixedMs) => {
      const repaintMs = run(new DrawBudget(OPTIONS), 60, pointsPerMs, fixedMs);
      expect(repaintMs).toBeLessThan(1.1 * OPTIONS.targetMs + 1e-6);
      expect(repaintMs).toBeGreaterThan(0.5 * OPTIONS.targetMs);
    }),
  );
});

test('never asks for fewer than the least, even where that is too many', () => {
  const budget = new DrawBudget(OPTIONS);
  run(budget, 50, 100, 200);
  expect(budget.points).toBe(OPTIONS.least);
});

test('one long repaint is followed by a short one', () => {
  const budget = new DrawBudget(OPTIONS);
  budget.observe(1_000_000, 100);
  expect(budget.points).toBeLessThanOrEqual(340_000);
});

test('does not grow on repaints that had fewer points than allowed: they say nothing about more', () => {
  const budget = new DrawBudget(OPTIONS);
  run(budget, 50, 1e6, 1, 200_000);
  expect(budget.points).toBe(OPTIONS.start);
});

test('a slow repaint of a small cloud brings the budget down from where it was drawn', () => {
  const budget = new DrawBudget(OPTIONS);
  budget.observe(100_000, 66);
  expect(budget.points).toBe(50_000);
});
