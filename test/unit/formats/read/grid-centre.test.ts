/** The centre of the camera that took an organised cloud, from its points alone. */
import { describe, expect, it } from 'vitest';
import { GridSamples } from '../../../../src/engine/formats/read/pcd/grid-centre.ts';
import { randomBits, unitFloat } from '../../../../src/engine/math/random.ts';
import type { Triple } from '../../../../src/engine/math/triple.ts';

const [WIDTH, HEIGHT] = [80, 60];
const uniform = (i: number): number => unitFloat(randomBits(3, 1, i));

/** Any way to put pixels into space. */
function centreOf(place: (column: number, row: number, i: number) => Triple): Triple | undefined {
  const grid = new GridSamples(WIDTH, WIDTH * HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i++) grid.take(i, ...place(i % WIDTH, Math.floor(i / WIDTH), i));
  return grid.centre();
}

const CAMERA: Triple = [5e5, -20, 3];

/** On the beam of the pixel, turned by 30° about y, at a depth of its own. */
function seen(column: number, row: number, depth: number): Triple {
  const [x, y, z] = [((column - 41) / 70) * depth, ((row - 28) / 70) * depth, depth];
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  return [CAMERA[0] + c * x + s * z, CAMERA[1] + y, CAMERA[2] - s * x + c * z];
}

const ragged = (i: number): number => 1 + uniform(i);

describe('the centre of a camera', () => {
  it('is where its beams meet, wherever the frame, and whatever came back from nowhere', () => {
    const centre = centreOf((column, row, i) => {
      if (i % 7 === 0) return [0, 0, 0];
      return i % 5 === 0 ? [NaN, NaN, NaN] : seen(column, row, ragged(i));
    })!;
    expect(Math.hypot(...centre.map((value, axis) => value - CAMERA[axis]!))).toBeLessThan(1e-6);
  });

  it.each([
    [0.48, true],
    [0.52, false],
  ])('is believed where points lie half a pixel beside theirs, not further: %d', (deviation, isThere) => {
    // Even and odd columns lie apart, which no camera makes good.
    const side = (column: number): number => (column % 2 === 0 ? deviation : -deviation);
    const centre = centreOf((column, row, i) => seen(column + side(column), row, ragged(i)));
    expect(centre !== undefined).toBe(isThere);
  });

  it('is not told of a plane, of a raster of heights, of a scanner, or of few points', () => {
    expect(centreOf((column, row) => [column, row, 0.5 * column + 3])).toBeUndefined();
    expect(centreOf((column, row, i) => [column, row, 9 * uniform(i)])).toBeUndefined();
    const ring = (column: number, row: number, i: number): Triple => {
      const [turn, rise] = [(2 * Math.PI * column) / WIDTH, (row - 30) / 40];
      return [ragged(i) * Math.cos(turn) * Math.cos(rise), ragged(i) * Math.sin(turn) * Math.cos(rise), Math.sin(rise)];
    };
    expect(centreOf(ring)).toBeUndefined();
    const first = (count: number) => (column: number, row: number, i: number) =>
      i < count ? seen(column, row, ragged(i)) : ([0, 0, 0] as const);
    expect([centreOf(first(199)), centreOf(first(200))].map((centre) => centre !== undefined)).toEqual([false, true]);
  });
});
