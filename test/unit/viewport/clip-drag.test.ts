import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  alongAxis,
  cornerOf,
  cursorAlong,
  EDGES,
  faceCentre,
  FACES,
  moveFace,
} from '../../../src/renderer/viewport/tools/clip-drag.ts';
import type { Box } from '../../../src/renderer/viewport/viewport-context.ts';

const BOX: Box = { min: [0, 0, 0], max: [2, 4, 6] };

it('has the twelve edges of a box, each along one axis', () => {
  expect(EDGES).toHaveLength(12);
  for (const [from, to] of EDGES) {
    const [a, b] = [cornerOf(BOX, from), cornerOf(BOX, to)];
    expect(a.filter((value, axis) => value !== b[axis])).toHaveLength(1);
  }
});

it('puts a dot in the middle of each face', () => {
  expect(FACES).toHaveLength(6);
  expect(faceCentre(BOX, { axis: 2, side: 'max' })).toEqual([1, 2, 6]);
  expect(faceCentre(BOX, { axis: 0, side: 'min' })).toEqual([0, 2, 3]);
});

describe('alongAxis', () => {
  it('finds the place where a ray meets the line', () => {
    const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
    const triple = fc.tuple(coordinate, coordinate, coordinate);
    fc.assert(
      fc.property(triple, triple, coordinate, fc.constantFrom(0, 1, 2), (eye, through, place, axis) => {
        const goal = [...through] as [number, number, number];
        goal[axis] = place;
        const to = goal.map((value, i) => value - eye[i]!);
        const length = Math.hypot(...to);
        const across = Math.hypot(...to.filter((_, i) => i !== axis));
        fc.pre(length > 1e-3 && across > 0.1 * length);
        const direction = to.map((value) => value / length) as [number, number, number];
        expect(alongAxis(eye, direction, through, axis)).toBeCloseTo(place, 6);
      }),
    );
  });

  it('takes the nearest place of a ray that passes by', () => {
    expect(alongAxis([3, 1, 10], [0, 0, -1], [0, 0, 0], 0)).toBeCloseTo(3);
  });

  it('gives up along the axis', () => {
    expect(alongAxis([0, 0, 10], [0, 0, -1], [0, 0, 0], 2)).toBeNull();
  });
});

describe('moveFace', () => {
  it('moves one face only', () => {
    expect(moveFace(BOX, { axis: 1, side: 'max' }, 9, 0.1)).toEqual({ min: [0, 0, 0], max: [2, 9, 6] });
    expect(moveFace(BOX, { axis: 1, side: 'min' }, -3, 0.1)).toEqual({ min: [0, -3, 0], max: [2, 4, 6] });
  });
  it('keeps the box open', () => {
    expect(moveFace(BOX, { axis: 0, side: 'max' }, -5, 0.5).max).toEqual([0.5, 4, 6]);
    expect(moveFace(BOX, { axis: 0, side: 'min' }, 5, 0.5).min).toEqual([1.5, 0, 0]);
  });
});

it('shows the cursor of the direction on the screen', () => {
  expect(cursorAlong(1, 0)).toBe('ew-resize');
  expect(cursorAlong(-1, 0.1)).toBe('ew-resize');
  expect(cursorAlong(0, -1)).toBe('ns-resize');
  // y goes down: right and down is from north-west to south-east.
  expect(cursorAlong(1, 1)).toBe('nwse-resize');
  expect(cursorAlong(-1, 1)).toBe('nesw-resize');
});
