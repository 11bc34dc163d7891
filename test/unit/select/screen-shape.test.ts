/** Cells against the shape itself, and the shape against the plain definition of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInOutline, isInShape, pathDistanceSquared, ShapeCells } from '../../../src/engine/select/screen-shape.ts';

const WIDTH = 60;
const HEIGHT = 40;

const coordinate = (most: number): fc.Arbitrary<number> =>
  fc.integer({ min: -80, max: 10 * most + 80 }).map((x) => x / 10);
const path = fc
  .array(fc.tuple(coordinate(WIDTH), coordinate(HEIGHT)), { minLength: 1, maxLength: 12 })
  .map((places) => places.flat());
const shape = fc.record({
  path,
  brushRadius: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 15 })),
});

/** How often the outline goes round the place: the sum of the angles under which its edges are seen. */
function turns(corners: readonly number[], x: number, y: number): number {
  let angle = 0;
  for (let i = 0; i < corners.length; i += 2) {
    const j = (i + 2) % corners.length;
    const from = Math.atan2(corners[i + 1]! - y, corners[i]! - x);
    const to = Math.atan2(corners[j + 1]! - y, corners[j]! - x);
    angle += ((to - from + 5 * Math.PI) % (2 * Math.PI)) - Math.PI;
  }
  return Math.round(angle / (2 * Math.PI));
}

/** Places of a grid that meets no corner of the paths above. */
function* places(): Generator<readonly [number, number]> {
  for (let y = -5.03; y < HEIGHT + 5; y += 1.37) for (let x = -5.07; x < WIDTH + 5; x += 1.61) yield [x, y];
}

describe('a lasso', () => {
  it('has what its outline goes round', () => {
    fc.assert(
      fc.property(path, (corners) => {
        for (const [x, y] of places()) {
          if (pathDistanceSquared([...corners, ...corners.slice(0, 2)], x, y) < 1e-6) continue;
          expect(isInOutline(corners, x, y)).toBe(turns(corners, x, y) !== 0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('drawn round twice has the middle, too', () => {
    const round = Array.from({ length: 40 }, (_, i) => [
      30 + 10 * Math.cos((4 * Math.PI * i) / 40),
      20 + 10 * Math.sin((4 * Math.PI * i) / 40),
    ]).flat();
    expect(isInOutline(round, 30, 20)).toBe(true);
    expect(isInOutline(round, 45, 20)).toBe(false);
  });
});

describe('a brush', () => {
  it('has what is near its path, the ends too', () => {
    const stroke = { path: [10, 10, 30, 10], brushRadius: 5 };
    expect([isInShape(stroke, 20, 14.9), isInShape(stroke, 20, 15.1)]).toEqual([true, false]);
    expect([isInShape(stroke, 5.1, 10), isInShape(stroke, 4.9, 10)]).toEqual([true, false]);
    expect([isInShape(stroke, 33, 13.9), isInShape(stroke, 33, 14.1)]).toEqual([true, false]);
  });

  it('touched once is a disc', () => {
    expect(isInShape({ path: [10, 10], brushRadius: 3 }, 12, 12)).toBe(true);
    expect(isInShape({ path: [10, 10], brushRadius: 3 }, 12.2, 12.2)).toBe(false);
  });
});

describe('cells', () => {
  it('say of every place in the view what the shape does', () => {
    fc.assert(
      fc.property(shape, (drawn) => {
        const cells = new ShapeCells(drawn, WIDTH, HEIGHT);
        for (const [x, y] of places()) {
          const isInView = x >= 0 && y >= 0 && x <= WIDTH && y <= HEIGHT;
          expect(cells.has(x, y), `${x} ${y}`).toBe(isInView && isInShape(drawn, x, y));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('beyond the view are none', () => {
    const beside = new ShapeCells({ path: [100, 0, 120, 0, 110, 20], brushRadius: null }, WIDTH, HEIGHT);
    expect([beside.isEmpty, beside.has(110, 5), beside.has(59, 5)]).toEqual([true, false, false]);
  });
});
