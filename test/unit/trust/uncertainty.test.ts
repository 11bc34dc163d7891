/** What the uncertainty follows from, each term alone, and where a guess begins. */
import { describe, expect, it } from 'vitest';
import { type Evidence, isGuess, uncertaintyOf } from '../../../src/engine/trust/uncertainty.ts';

const NOTHING: Evidence = { unevenness: 0, wideUnevenness: 0, offset: 0, overhang: 0, spacing: 2, facing: 0 };
const of = (change: Partial<Evidence>, noise = 0): number => uncertaintyOf({ ...NOTHING, ...change }, noise);

/** With the floor, which is in every one of them. */
const withFloor = (value: number): number => Math.hypot(value, 2 * 5e-5);

describe('the uncertainty', () => {
  it('of a place where nothing turns is a small share of the spacing', () => {
    expect(of({})).toBeCloseTo(2 * 5e-5, 9);
  });

  it('is .315 of what normals turn unevenly, in spacings', () => {
    expect(of({ unevenness: 0.04 })).toBeCloseTo(0.315 * 0.2 * 2, 6);
  });

  it('is the noise of the points that are averaged, 2.14 and 66.9 for each spacing of it', () => {
    expect(of({}, 0.002)).toBeCloseTo(withFloor(0.002 / Math.sqrt(2.14 + 66.9 * 0.001)), 9);
    expect(of({}, 2)).toBeCloseTo(2 / Math.sqrt(2.14 + 66.9), 6);
  });

  it('is how far the surface is off its points, less what their noise explains', () => {
    expect(of({ offset: 0.3 })).toBeCloseTo(0.3, 6);
    const noise = 0.5;
    const averaged = noise ** 2 / (2.14 + 66.9 * 0.25);
    expect(of({ offset: 0.3 }, noise)).toBeCloseTo(Math.sqrt(averaged + 0.09 - 0.2 * noise ** 2), 6);
    // Below the noise of a mean of eight points nothing is left of it.
    expect(of({ offset: 0.2 }, noise)).toBeCloseTo(Math.sqrt(averaged), 6);
  });

  it('grows where noise rounds off what turns unevenly, and beyond rims', () => {
    const noise = 0.01;
    const averaged = noise ** 2 / (2.14 + 66.9 * 0.005);
    expect(of({ wideUnevenness: 0.01 }, noise)).toBeCloseTo(
      withFloor(Math.sqrt(averaged + (6.16 * 0.1 * noise) ** 2)),
      9,
    );
    expect(of({ overhang: 0.5 })).toBeCloseTo(0.816 * 0.5, 6);
  });

  it('is in the unit of its lengths', () => {
    const evidence = { unevenness: 0.01, wideUnevenness: 0.02, offset: 0.3, overhang: 0.1, spacing: 2, facing: 1 };
    const tenfold = { ...evidence, offset: 3, overhang: 1, spacing: 20, facing: 10 };
    expect(uncertaintyOf(tenfold, 1)).toBeCloseTo(10 * uncertaintyOf(evidence, 0.1), 9);
  });

  it('is that of the noise alone where points coincide', () => {
    expect(of({ spacing: 0 }, 0.1)).toBeCloseTo(0.1 / Math.sqrt(2.14), 6);
  });
});

it('a guess begins 1.8 spacings and 2.5 deviations from the points', () => {
  expect(isGuess({ facing: 1.8 * 2 * 0.99, spacing: 2 }, 0)).toBe(false);
  expect(isGuess({ facing: 1.8 * 2 * 1.01, spacing: 2 }, 0)).toBe(true);
  expect(isGuess({ facing: 2.5 * 0.99, spacing: 0 }, 1)).toBe(false);
  expect(isGuess({ facing: 2.5 * 1.01, spacing: 0 }, 1)).toBe(true);
});
