import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degreesOf, product, turnAfter, turningOf } from '../../../src/engine/math/placement.ts';
import type { Triple } from '../../../src/engine/math/triple.ts';

const angle = fc.double({ min: -180, max: 180, noNaN: true });

function expectClose(found: readonly number[], wanted: readonly number[], digits: number): void {
  for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value, digits);
}

describe('the degrees of a turning', () => {
  it('make it again', () => {
    fc.assert(
      fc.property(angle, angle, angle, (x, y, z) => {
        const turning = turningOf([x, y, z]);
        expectClose(turningOf(degreesOf(turning)), turning, 6);
      }),
    );
  });

  it.each([
    [
      [10, 20, 30],
      [10, 20, 30],
    ],
    [
      [90, 0, -90],
      [90, 0, -90],
    ],
    // A turn about y of more than a quarter is the same as three others.
    [
      [0, 120, 0],
      [180, 60, 180],
    ],
    // About y by a quarter, x and z turn alike.
    [
      [20, 90, 50],
      [-30, 90, 0],
    ],
    [
      [20, -90, 50],
      [70, -90, 0],
    ],
  ] as const)('of %j are %j', (degrees, told) => {
    expectClose(degreesOf(turningOf(degrees)), told, 9);
  });
});

describe('a turn after another', () => {
  it.each([0, 1, 2] as const)('about axis %i is that of what stands then', (axis) => {
    const turn: Triple = [12, -34, 56];
    const further: [number, number, number] = [0, 0, 0];
    further[axis] = 78.9;
    expectClose(turningOf(turnAfter(turn, axis, 78.9)), product(turningOf(further), turningOf(turn)), 5);
  });

  it('has four digits, and none that rounding makes', () => {
    expect(turnAfter([0, 0, 0], 2, 33.3)).toEqual([0, 0, 33.3]);
    expect(turnAfter([0, 0, 33.3], 2, -33.3)).toEqual([0, 0, 0]);
  });
});
