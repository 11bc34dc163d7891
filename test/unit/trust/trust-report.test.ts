/** What is told of a mesh's trust: by area, guesses apart, in places that hang together. */
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { trustReportSteps } from '../../../src/engine/trust/trust-report.ts';

/** A row of unit squares of two triangles each, from x = 0 on; vertices in pairs. */
function strip(squares: number) {
  const positions = new Float32Array(Array.from({ length: squares + 1 }, (_, i) => [i, 0, 0, i, 1, 0]).flat());
  const indices = Uint32Array.from({ length: squares }, (_, i) => i).reduce<number[]>((all, i) => {
    const [a, b, c, d] = [2 * i, 2 * i + 1, 2 * i + 2, 2 * i + 3];
    return [...all, a, c, b, b, c, d];
  }, []);
  return { positions, indices: Uint32Array.from(indices), shift: [1000, 0, 0] as const };
}

const told = (squares: number, uncertainties: readonly number[], guessed: readonly number[]) =>
  finishSteps(
    trustReportSteps(strip(squares), {
      uncertainties: Float32Array.from(uncertainties),
      guessed: Uint8Array.from(guessed),
    }),
  );

describe('the report', () => {
  it('weighs by area: the ends of a strip have half of it', () => {
    // Areas 1/6 1/3, then 1/2 a vertex, then 1/3 1/6: half of the area of 2 is reached with the two in the middle.
    const { median, percentile95 } = told(2, [1, 1, 2, 2, 3, 3], [0, 0, 0, 0, 0, 0]);
    expect(median).toBe(2);
    expect(percentile95).toBe(3);
  });

  it('leaves out what is a guess, and says how much that is', () => {
    const report = told(4, [1, 1, 1, 1, 50, 50, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
    expect(report.percentile95).toBe(1);
    expect(report.areaGuessed).toBeCloseTo(1, 6);
    expect(report.shareGuessed).toBeCloseTo(0.25, 6);
  });

  it('names places that hang together, the largest first, in the world', () => {
    const guessed = [1, 1, 0, 0, 0, 0, 1, 1, 1, 1];
    const { places } = told(4, new Array<number>(10).fill(1), guessed);
    expect(places).toHaveLength(2);
    expect(places[0]).toMatchObject({ min: [1003, 0, 0], max: [1004, 1, 0] });
    expect(places[0]!.area).toBeCloseTo(1.5, 6);
    expect(places[0]!.centre[1]).toBeGreaterThan(0.4);
    expect(places[1]).toMatchObject({ min: [1000, 0, 0], max: [1000, 1, 0] });
  });

  it('of a surface that is all guess has no numbers', () => {
    const report = told(1, [1, 1, 1, 1], [1, 1, 1, 1]);
    expect(report).toMatchObject({ median: null, percentile95: null, shareGuessed: 1 });
  });

  it('of a mesh without triangles says nothing', () => {
    const empty = { positions: new Float32Array(), indices: new Uint32Array(), shift: [0, 0, 0] as const };
    const nothing = { uncertainties: new Float32Array(), guessed: new Uint8Array() };
    expect(finishSteps(trustReportSteps(empty, nothing))).toEqual({
      median: null,
      percentile95: null,
      areaGuessed: 0,
      shareGuessed: 0,
      places: [],
    });
  });

  it('takes numbers of any size in their order', () => {
    const values = [1e-12, 3e7, 0, 0.5, 0.25, 2];
    const sorted = values.map((value) => Math.fround(value)).sort((a, b) => a - b);
    const { percentile95 } = told(2, values, [0, 0, 0, 0, 0, 0]);
    expect(percentile95).toBe(sorted.at(-1));
  });
});
