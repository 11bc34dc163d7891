/**
 * Which clouds are height fields, along which axis, and what that says of sides: a case on either side of each number.
 */
import { describe, expect, it } from 'vitest';
import {
  findHeightField,
  isHeightField,
  sensorAlong,
  turnedShare,
} from '../../../src/engine/orientation/height-field.ts';

const SPACING = 0.01;

/** A square lattice of points in the middles of columns, 50 × 50, at a height each. */
function lattice(heightsAt: (column: number, row: number) => readonly number[], turn = 0): Float32Array<ArrayBuffer> {
  const points: number[] = [];
  for (let row = 0; row < 50; row++) {
    for (let column = 0; column < 50; column++) {
      for (const height of heightsAt(column, row)) {
        const place = [(column + 0.5) * SPACING - 0.25, (row + 0.5) * SPACING - 0.25, height];
        points.push(...[0, 1, 2].map((axis) => place[(axis + turn) % 3]!));
      }
    }
  }
  return Float32Array.from(points);
}

/** Columns as wide as the lattice's. */
const found = (positions: Float32Array<ArrayBuffer>) => findHeightField({ positions, spacingNorm: SPACING / 1.5 });

describe('a height field', () => {
  it.each([
    [0, 2],
    [1, 1],
    [2, 0],
  ])('is found along any axis: turned %i times along axis %i', (turn, axis) => {
    const positions = lattice((column) => [0.1 * Math.sin(column / 9), 0.1 * Math.sin(column / 9) + 0.001], turn);
    expect(found(positions)).toEqual({ axis, overhung: 0 });
  });

  it('has points within four widths of a column', () => {
    const overhung = (apart: number): number => found(lattice(() => [0, apart * SPACING])).overhung;
    expect([3.96, 4.04].map(overhung)).toEqual([0, 1]);
  });

  it('is overhung by as many of its points as lie in columns with two heights', () => {
    // Of 50 rows 20 have two points .3 apart, others two that are one; a column with a single point says nothing.
    const heights = (row: number): readonly number[] => (row < 20 ? [0, 0.3] : row < 40 ? [0, 0.001] : [0]);
    expect(found(lattice((_, row) => heights(row))).overhung).toBeCloseTo(0.5, 12);
  });

  it('has a fifth of them overhung at the most', () => {
    expect([0.199, 0.2, 0.201].map((overhung) => isHeightField({ axis: 2, overhung }))).toEqual([true, true, false]);
  });

  it('is told by half of the points, who have others in their column', () => {
    // Of the rows so many have two points a column.
    const overhung = (rows: number): number => found(lattice((_, row) => (row < rows ? [0, 0.001] : [0]))).overhung;
    // 2 · 17 of 67, 2 · 16 of 66.
    expect([17, 16].map(overhung)).toEqual([0, 1]);
    expect(found(new Float32Array()).overhung).toBe(1);
  });

  it('is looked at through wider columns where it has more points', () => {
    // 250,000 points in 62,500 columns: every other one is looked at, and what lies 4.5 spacings apart is one height.
    const positions = new Float32Array(750_000);
    for (let i = 0; i < 250_000; i++) {
      const place = i >> 2;
      positions.set([(place % 250) * 0.002, Math.floor(place / 250) * 0.002, i % 4 < 2 ? 0 : 4.5 * 0.002], 3 * i);
    }
    expect(findHeightField({ positions, spacingNorm: 0.002 / 1.5 })).toEqual({ axis: 2, overhung: 0 });
  });
});

describe('what sees it', () => {
  const facing = (signs: readonly number[]): Float32Array<ArrayBuffer> =>
    Float32Array.from(signs.flatMap((sign) => [0.6, 0.8 * sign, 0, 1]));

  it('stands far away along the axis, where most normals face', () => {
    const { places, indices } = sensorAlong({ axis: 1, overhung: 0 }, facing([1, -1, -1]));
    expect([...places]).toEqual([0, -1000, 0]);
    expect([...indices]).toEqual([0, 0, 0]);
    expect([...sensorAlong({ axis: 1, overhung: 0 }, facing([1, 1, -1])).places]).toEqual([0, 1000, 0]);
  });

  it('turns the normals that point the other way', () => {
    expect(turnedShare(facing([1, 1, 1, 1]), facing([1, -1, 1, 1]))).toBe(0.25);
    expect(turnedShare(new Float32Array(), new Float32Array())).toBe(0);
  });
});
