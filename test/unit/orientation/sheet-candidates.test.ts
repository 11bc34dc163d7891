/** Which points may lie on thin sheets, and what a sample of them says. */
import { describe, expect, it } from 'vitest';
import {
  sampleMayHaveSheets,
  SAMPLED_RUN,
  SAMPLED_RUNS,
  sheetCandidates,
} from '../../../src/engine/orientation/sheet-candidates.ts';

const candidates = (confidences: readonly number[], noiseNorm = 0, radius = 1) =>
  sheetCandidates({
    axes: Float32Array.from(confidences.flatMap((confidence) => [0, 0, 1, confidence])),
    radii: new Float32Array(confidences.length).fill(radius),
    noiseNorm,
  });

/** A cloud of so many runs, its planes all doubtful but those of every third point. */
function cloudOf(runs: number, more = 0) {
  const count = SAMPLED_RUN * runs + more;
  const axes = new Float32Array(4 * count);
  for (let i = 0; i < count; i += 3) axes[4 * i + 3] = 1;
  return { count, ...sheetCandidates({ axes, radii: new Float32Array(count).fill(1), noiseNorm: 0 }) };
}

describe('the candidates for sheets', () => {
  it('have planes of a confidence of .95 at most, less ten times the squared noise', () => {
    expect([...candidates([0.9405, 0.9595, 0.949, 0.951, 0]).sampled]).toEqual([0, 2, 4]);
    // Noise of a tenth of the radius: .95 - 10 × .01.
    expect([...candidates([0.849, 0.851], 0.1).sampled]).toEqual([0]);
    expect([...candidates([0.849, 0.851], 0.2, 2).sampled]).toEqual([0]);
  });

  it('are none in an empty cloud, and none where a neighbourhood has no width', () => {
    expect(candidates([])).toMatchObject({ sampleCount: 0 });
    expect(candidates([0, 1], 0.1, 0).sampled).toHaveLength(0);
  });

  it('are all in the sample of a cloud of less than twice the runs', () => {
    const { count, sampled, others, sampleCount } = cloudOf(2 * SAMPLED_RUNS - 1);
    expect([sampleCount, others.length]).toEqual([count, 0]);
    expect(sampled).toHaveLength(count - Math.ceil(count / 3));
  });

  it.each([2, 3, 7])('are of a sample of at least a thousand runs in a larger one: %i times as many', (times) => {
    const { count, sampled, others, sampleCount } = cloudOf(times * SAMPLED_RUNS, 5);
    // The multiples of the golden ratio leave no gap wider than three steps: all but a few per thousand of the runs.
    expect(sampleCount / SAMPLED_RUN).toBeGreaterThan(0.99 * SAMPLED_RUNS);
    expect(sampleCount / SAMPLED_RUN).toBeLessThan(1.01 * SAMPLED_RUNS + 1);
    const all = [...sampled, ...others].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: count }, (_, i) => i).filter((i) => i % 3 > 0));
    const runs = [...new Set(sampled.map((i) => Math.floor(i / SAMPLED_RUN)))];
    const gaps = runs.slice(1).map((run, i) => run - runs[i]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3 * times);
  });

  it('may be sheets where a fortieth of the sample has two sides', () => {
    expect([24.75, 25, 25.25].map((count) => sampleMayHaveSheets(count, 1000))).toEqual([false, true, true]);
  });
});
