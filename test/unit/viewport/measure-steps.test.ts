import { describe, expect, it } from 'vitest';
import { digitsOf, labelPlace } from '../../../src/renderer/viewport/tools/measure-steps.ts';
import { nearestHit } from '../../../src/renderer/viewport/tools/picking.ts';

it('shows the digits that two clicks can vouch for', () => {
  expect(digitsOf(3, 0.01)).toBe(4);
  expect(digitsOf(0.05, 0.01)).toBe(2);
  expect(digitsOf(1e9, 1e-9)).toBe(6);
  expect(digitsOf(0, 0.01)).toBe(3);
});

describe('labelPlace', () => {
  const label = { width: 60, height: 20 };
  const view = { width: 800, height: 600 };
  it('is above a level line, whichever end came first', () => {
    const [a, b] = [
      { x: 300, y: 300 },
      { x: 500, y: 300 },
    ];
    expect(labelPlace(a, b, label, view, 10)).toEqual({ x: 400, y: 280 });
    expect(labelPlace(b, a, label, view, 10)).toEqual({ x: 400, y: 280 });
  });
  it('is beside an upright one', () => {
    const place = labelPlace({ x: 400, y: 500 }, { x: 400, y: 200 }, label, view, 10);
    expect(Math.abs(place.x - 400)).toBe(40);
    expect(place.y).toBe(350);
  });
  it('stays within the view', () => {
    expect(labelPlace({ x: 0, y: 0 }, { x: 4, y: 0 }, label, view, 10)).toEqual({ x: 40, y: 20 });
    expect(labelPlace({ x: 2000, y: 900 }, { x: 2001, y: 900 }, label, view, 10)).toEqual({ x: 760, y: 580 });
  });
  it('has a place where both ends are one', () => {
    expect(labelPlace({ x: 100, y: 100 }, { x: 100, y: 100 }, label, view, 10)).toEqual({ x: 100, y: 80 });
  });
});

describe('nearestHit', () => {
  const side = 9;
  const square = (...drawn: readonly [x: number, y: number, depth: number][]): Float32Array => {
    const depths = new Float32Array(side * side).fill(1);
    for (const [x, y, depth] of drawn) depths[y * side + x] = depth;
    return depths;
  };
  const pointer = { x: 4.3, y: 4.6 };

  it('takes what is under the pointer, at the pointer', () => {
    expect(nearestHit(square([4, 4, 0.5], [5, 4, 0.25]), side, pointer, 3)).toEqual({ ...pointer, depth: 0.5 });
  });
  it('snaps to the centre of the nearest pixel', () => {
    expect(nearestHit(square([6, 4, 0.5], [1, 4, 0.25]), side, pointer, 4)).toEqual({ x: 6.5, y: 4.5, depth: 0.5 });
  });
  it('prefers what is in front among pixels equally far', () => {
    const centre = { x: 4.5, y: 4.5 };
    expect(nearestHit(square([3, 4, 0.75], [5, 4, 0.5]), side, centre, 3)?.depth).toBe(0.5);
    expect(nearestHit(square([3, 4, 0.5], [5, 4, 0.75]), side, centre, 3)?.depth).toBe(0.5);
  });
  it('finds nothing beyond its reach', () => {
    expect(nearestHit(square([8, 8, 0.5]), side, pointer, 3)).toBeNull();
  });
});
