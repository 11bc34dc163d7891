/** Trust of the vertices between those that were measured. */
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { everyNth, measuredStride, trustBetweenSteps } from '../../../src/engine/trust/between-vertices.ts';
import { isSurroundedAlike } from '../../../src/engine/trust/measure-trust.ts';

/** A strip of triangles: i, i + 1, i + 2 for each i. */
const strip = (vertices: number, first = 0): number[] =>
  Array.from({ length: vertices - 2 }, (_, i) => [first + i, first + i + 1, first + i + 2]).flat();

function between(
  measured: readonly number[],
  guessed: readonly number[],
  stride: number,
  vertices: number,
  indices = strip(vertices),
) {
  // prettier-ignore
  const trust = { uncertainties: Float32Array.from(measured), guessed: Uint8Array.from(guessed) };
  return finishSteps(trustBetweenSteps(trust, stride, Uint32Array.from(indices), vertices));
}

describe('between measured vertices', () => {
  it.each([
    [100, 100, 1],
    [199, 100, 1],
    [200, 100, 2],
    [400, 100, 4],
    [900, 100, 4],
    [10, 0, 4],
  ])('of %d vertices and %d points every %d. is measured', (vertices, points, stride) => {
    expect(measuredStride(vertices, points)).toBe(stride);
  });

  it('the chosen ones begin with the first', () => {
    expect([...everyNth(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8), 2)]).toEqual([0, 1, 2, 6, 7, 8]);
  });

  it('others have the mean of their neighbours, once for each triangle', () => {
    // Vertex 1 has 0 and 2 in one triangle, and 2 in the next, 3 being unknown.
    const { uncertainties } = between([1, 4, 7], [0, 0, 0], 2, 5);
    expect([...uncertainties]).toEqual([1, 3, 4, 5, 7]);
  });

  it('are guesses where most of those are', () => {
    expect([...between([1, 1, 1], [1, 0, 0], 2, 5).guessed]).toEqual([1, 0, 0, 0, 0]);
    expect([...between([1, 1, 1], [0, 1, 1], 2, 5).guessed]).toEqual([0, 1, 1, 1, 1]);
    expect([...between([1, 1], [1, 0], 2, 3).guessed]).toEqual([1, 0, 0]);
  });

  it('are reached ring by ring', () => {
    // In a row of edges that are triangles with a vertex twice, the middle is two rings from either end.
    const row = [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4];
    expect([...between([2, 8], [0, 0], 4, 5, row).uncertainties]).toEqual([2, 2, 5, 8, 8]);
  });

  it('a piece without any has what was measured before it', () => {
    expect([...between([3, 9], [0, 1], 4, 8, [0, 4, 4, 5, 6, 7]).uncertainties]).toEqual([3, 3, 3, 3, 9, 9, 9, 9]);
    expect([...between([3, 9], [0, 1], 4, 8, [0, 4, 4, 5, 6, 7]).guessed].slice(5)).toEqual([1, 1, 1]);
  });
});

it.each([
  [8e-8, false, true],
  [8.3e-8, false, false],
  [0, true, false],
])('surroundings count but for noise of %d hundredths and rims: %s', (noiseNorm, hasRims, isAlike) => {
  expect(isSurroundedAlike({ noiseNorm, spacingNorm: 0.01, hasRims })).toBe(isAlike);
});
