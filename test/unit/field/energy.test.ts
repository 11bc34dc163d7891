/** Laws of the energy itself, on the float64 reference: what the solver's fixed bounds rely on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LARGEST_EIGENVALUE } from '../../../src/engine/field/chebyshev.ts';
import { checkEnergies } from '../../../src/engine/field/solve-level.ts';
import {
  activeNodes,
  allRows,
  denseMatrix,
  diagonal,
  energy,
  type FieldProblem,
  halfGradient,
  nodeNumber,
} from '../../reference/field.ts';
import { randomNumbers, randomPoints, smallProblem } from '../../gpu/field/small-problem.ts';

const problemOf = (seed: number, holes: number, points: number): FieldProblem => {
  const random = randomNumbers(seed);
  const open = Array.from({ length: 5 ** 3 }, () => random() >= holes);
  return smallProblem(4, (x, y, z) => open[x + 5 * (y + 5 * z)]!, randomPoints(points, seed)).problem;
};

const problems = fc
  .tuple(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0, 0.1, 0.4), fc.integer({ min: 0, max: 30 }))
  .map((args) => problemOf(...args));

describe('the energy', () => {
  it('has the stencil 42, -12, 2, 1 far from any border', () => {
    const { problem } = smallProblem(8, () => true, []);
    const rows = allRows(problem, new Float64Array(729)).filter(({ factors }) => factors.length > 1);
    const pulse = new Float64Array(729);
    pulse[nodeNumber(problem, [4, 4, 4])] = 1;
    const image = halfGradient(rows, pulse);
    const at = (x: number, y: number, z: number): number => image[nodeNumber(problem, [4 + x, 4 + y, 4 + z])]!;
    expect([at(0, 0, 0), at(1, 0, 0), at(0, -1, 0), at(1, 1, 0), at(0, -1, 1)]).toEqual([42, -12, -12, 2, 2]);
    expect([at(0, 0, 2), at(-2, 0, 0), at(1, 1, 1), at(3, 0, 0)]).toEqual([1, 1, 0, 0]);
  });

  it('has twice A x - b for its gradient', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const random = randomNumbers(1);
        const field = Float64Array.from({ length: 125 }, random);
        const rows = allRows(problem, Float64Array.from({ length: 125 }, random));
        const gradient = halfGradient(rows, field);
        for (const at of activeNodes(problem)) {
          const node = nodeNumber(problem, at);
          const moved = (by: number): number => energy(rows, field.with(node, field[node]! + by));
          expect((moved(0.5) - moved(-0.5)) / (2 * gradient[node]!)).toBeCloseTo(1, 6);
        }
      }),
      { numRuns: 10 },
    );
  });

  it("keeps Gershgorin's bound for any pattern of nodes and any points", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const nodes = activeNodes(problem).map((at) => nodeNumber(problem, at));
        const matrix = denseMatrix(allRows(problem, new Float64Array(125)), nodes);
        const d = diagonal(problem);
        nodes.forEach((node, i) => {
          const row = matrix.subarray(i * nodes.length, (i + 1) * nodes.length);
          const sum = row.reduce((total, value) => total + Math.abs(value), 0);
          expect(sum / d[node]!).toBeLessThanOrEqual(LARGEST_EIGENVALUE * (1 + 1e-12));
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('checkEnergies', () => {
  it('passes an energy that falls, stays, or rises by rounding', () => {
    expect(checkEnergies([-1, -3, -4], 64)).toEqual({ energyBefore: -1, energyAfter: -4 });
    expect(checkEnergies([-1, -1], 64)).toEqual({ energyBefore: -1, energyAfter: -1 });
    expect(checkEnergies([-1, -1 + 1e-5], 64)).toEqual({ energyBefore: -1, energyAfter: -1 + 1e-5 });
  });

  it.each([
    ['rose', [-1, -0.9], /diverged on the level of 64 cells/],
    [
      'is undefined',
      [-1, NaN],
      /level of 64 cells became infinite or undefined in field\/chebyshev_step; gridpull doctor/,
    ],
    ['is infinite', [-1, 3, -Infinity], /level of 64 cells became infinite or undefined/],
  ])('refuses an energy that %s', (_, energies, message) => {
    expect(() => checkEnergies(energies, 64)).toThrow(message);
    expect(() => checkEnergies(energies, 64)).toThrow(expect.objectContaining({ code: 'field-not-finite' }));
  });
});
