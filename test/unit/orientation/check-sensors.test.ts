/** Sensors that cannot stand where they are said to: how that is measured, and what follows. */
import { describe, expect, it } from 'vitest';
import { hiddenFrom, hiddenShares } from '../../../src/engine/orientation/check-sensors.ts';
import {
  contradictionWarning,
  hiddenWarning,
  isContradicting,
  judgeSensors,
} from '../../../src/engine/orientation/judge-sensors.ts';

/** Points of a wall at x, so many each way, .02 apart. */
const wall = (x: number, count: number): number[][] =>
  Array.from({ length: count * count }, (_, i) => [
    x,
    0.02 * ((i % count) - count / 2),
    0.02 * (Math.floor(i / count) - count / 2),
  ]);

/** Two walls, the second behind the first as seen from -.5 0 0; of each its own sensor, or none. */
function shares(first: number[][], second: number[][], places: readonly number[][]): number[] {
  const points = [...first, ...second];
  const count = points.length;
  const indices = Uint16Array.from(points, (_, i) => (i < first.length ? 0 : places.length - 1));
  return [
    ...hiddenShares({
      positions: Float32Array.from(points.flat()),
      axes: Float32Array.from(points.flatMap(() => [1, 0, 0, 1])),
      spacings: new Float32Array(count).fill(0.02),
      sensors: { places: Float64Array.from(places.flat()), names: [], indices },
      neighbours: Uint32Array.from({ length: count }, (_, i) => i),
      noiseNorm: 0,
    }),
  ];
}

describe('the share of points that are hidden from their sensor', () => {
  it('is none where nothing stands before them', () => {
    expect(shares(wall(0, 16), [], [[-0.5, 0, 0]])).toEqual([0]);
  });

  it('is those behind a wall that it saw as well', () => {
    // A wall of 16 × 16 hides 32 × 32 points twice as far off but for their rim, where the last discs reach over it.
    const [hidden] = shares(wall(-0.25, 16), wall(0, 32), [[-0.5, 0, 0]]);
    expect(hidden).toBeGreaterThan(1024 / (256 + 1024) - 0.01);
    expect(hidden).toBeLessThanOrEqual(1024 / (256 + 1024));
  });

  it('does not count what others saw', () => {
    const places = [
      [-0.5, 0, 0],
      [0.5, 0, 0],
    ];
    expect(shares(wall(-0.25, 16), wall(0, 16), places)).toEqual([0, 0]);
  });

  it('is not told of fewer than 200 points', () => {
    const places = [
      [-0.5, 0, 0],
      [0.5, 0, 0],
    ];
    const [first, second] = [wall(-0.25, 15).slice(0, 199), wall(0, 15).slice(0, 200)];
    expect(shares(first, second, places)).toEqual([NaN, 0]);
  });

  it.each([
    [0.198, 0],
    [0.202, 0.5],
  ])('leaves out what is seen at a grazing angle: cosine %d', (cosine, expected) => {
    const slanted = [cosine, 0, Math.sqrt(1 - cosine ** 2), 1];
    const cloud = {
      positions: Float32Array.of(0.2, 0, 0, 0.4, 0, 0),
      axes: Float32Array.of(1, 0, 0, 1, ...slanted),
      spacings: Float32Array.of(0.02, 0.02),
      noiseNorm: 0,
    };
    expect(hiddenFrom([-0.6, 0, 0], cloud)).toBe(expected);
  });
});

describe('a sensor', () => {
  const uses = (hidden: readonly number[], counts = hidden.map(() => 1000)) =>
    judgeSensors({ hidden: Float64Array.from(hidden), counts: Uint32Array.from(counts) });

  it('is ignored from 15 % on, and frees no space from 8 % on', () => {
    expect(uses([0.0792, 0.0808, 0.1485, 0.1515, NaN])).toEqual(['carve', 'sides', 'sides', 'none', 'sides']);
  });

  it('that moved may hide what it will, and frees space as others do', () => {
    const hidden = Float64Array.of(0.079, 0.081, 0.495, 0.505);
    const [counts, errors] = [new Uint32Array(4).fill(1000), new Float64Array(4).fill(0.01)];
    const moved = judgeSensors({ hidden, counts, errors });
    expect(moved).toEqual(['carve', 'sides', 'sides', 'sides']);
    expect(hiddenWarning(['a', 'b', 'c', 'd'], { hidden, errors }, moved)).toBeUndefined();
  });

  it('is ignored with all others where a third of the points have wrong ones', () => {
    expect(uses([0.9, 0, 0], [332, 400, 268])).toEqual(['none', 'carve', 'carve']);
    expect(uses([0.9, 0, 0], [337, 400, 263])).toEqual(['none', 'none', 'none']);
  });

  it('is ignored with all others where more than a fifth of the edges contradict one another', () => {
    expect([isContradicting(0.198), isContradicting(0.202)]).toEqual([false, true]);
  });
});

describe('the warning', () => {
  it('names the worst three', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const hidden = Float64Array.of(0.2, 0.01, 0.9, 0.3, 0.16, 0);
    const uses = judgeSensors({ hidden, counts: new Uint32Array(6).fill(9).fill(90, 5) });
    expect(hiddenWarning(names, { hidden }, uses)).toBe(
      'Sensors do not stand where the file says: from there their points would hide one another (c 90 %, d 30 %, a 20 %, ' +
        '1 more; 15 % are allowed). These sensors are ignored, and the sides are found from the points. Check the poses of ' +
        'the scans (gridpull info lists the sensors), or give the points without them.',
    );
  });

  it('says where none is used, and nothing where all is well', () => {
    expect(hiddenWarning(['a'], { hidden: Float64Array.of(0.5) }, ['none'])).toContain('No sensor of the file is used');
    expect(hiddenWarning(['a', 'b'], { hidden: Float64Array.of(0.15, NaN) }, ['sides', 'sides'])).toBeUndefined();
    expect(contradictionWarning(0.254)).toContain('25 % of the surface (20 % are allowed)');
  });
});
