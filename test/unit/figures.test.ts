/**
 * The figures of docs/method.md: that they are what their command makes, and that the model they are drawn from is
 * right.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  findSides,
  type FlatPoint,
  isoSegments,
  lobes,
  type Place,
  sample,
  solveField,
  windingNumber,
} from '../../scripts/figures/flat-model.ts';
import { FIGURES } from '../../scripts/figures/method.ts';

it.each(Object.keys(FIGURES))('%s is what npm run figures makes', (file) => {
  expect(readFileSync(file, 'utf8')).toBe(FIGURES[file]);
});

/** A circle of radius .3 about the middle. */
function circle(count: number): FlatPoint[] {
  return Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count;
    const normal: Place = [Math.cos(turn), Math.sin(turn)];
    return { place: [0.5 + 0.3 * normal[0], 0.5 + 0.3 * normal[1]], normal };
  });
}

describe('the model in two dimensions', () => {
  it('has a winding number of 1 within and 0 without', () => {
    const length = (0.6 * Math.PI) / 100;
    expect(windingNumber([0.5, 0.5], circle(100), length)).toBeCloseTo(1, 10);
    expect(windingNumber([0.6, 0.4], circle(100), length)).toBeCloseTo(1, 6);
    expect(windingNumber([0.9, 0.9], circle(100), length)).toBeCloseTo(0, 6);
  });

  it('finds every side from places alone', () => {
    const points = lobes(120);
    const found = findSides(points, 15, 0.018);
    const cosines = points.map(({ normal: [x, y] }, i) => x * found[i]![0] + y * found[i]![1]);
    expect(Math.min(...cosines)).toBeGreaterThan(0.8);
  });

  it('solves a field that is the distance, and draws it where it is 0', () => {
    const field = solveField(circle(100), 65, 0);
    for (const at of [0.29, 0.3, 0.31]) {
      const { value, gradient } = sample(field, [0.5 + at, 0.5]);
      expect(value).toBeCloseTo(at - 0.3, 3);
      expect(Math.hypot(...gradient)).toBeCloseTo(1, 1);
    }
    const radii = isoSegments(field, 0)
      .flat()
      .map(([x, y]) => Math.hypot(x - 0.5, y - 0.5))
      .filter((radius) => radius < 0.45);
    expect(radii.length).toBeGreaterThan(200);
    expect(Math.max(...radii.map((radius) => Math.abs(radius - 0.3)))).toBeLessThan(1e-3);
  });
});
