/** Space that beams crossed, counted by hand, and what stands for how much surface. */
import { describe, expect, it } from 'vitest';
import { NO_SENSOR } from '../../../src/engine/analysis/point-sensors.ts';
import { beamAreas } from '../../../src/engine/finish/beam-areas.ts';
import { findFreeSpace, FREE_CELLS, markFreeTriangles } from '../../../src/engine/finish/free-space.ts';
import { trimMesh } from '../../../src/engine/finish/trim-mesh.ts';
import { ball, trimInput } from './shapes.ts';

const CELL = 1.1 / FREE_CELLS;
/** The middle of a cell, counted from that right of the middle of the cube. */
const at = (cell: number): number => (cell + 0.5) * CELL;

/** Beams along x from x = -.5 to a point in cell `end`, so many of them, in the row of cells through the middle. */
function freeAlong(
  end: number,
  count: number,
  more: { noiseNorm?: number; isKnown?: boolean; error?: number } = {},
): number[] {
  const { noiseNorm = 0, isKnown = true, error = 0 } = more;
  const positions = Float32Array.from({ length: 3 * count }, (_, i) => (i % 3 === 0 ? at(end) : at(0)));
  const indices = new Uint16Array(count).fill(isKnown ? 0 : NO_SENSOR);
  const beams = { places: Float64Array.of(-0.5, at(0), at(0)), indices, errors: Float64Array.of(error) };
  const isFree = findFreeSpace({ positions, beams, noiseNorm });
  const row = (FREE_CELLS * (FREE_CELLS / 2) + FREE_CELLS / 2) * FREE_CELLS;
  return [...isFree.subarray(row, row + FREE_CELLS).keys()].filter((x) => isFree[row + x] === 1);
}

describe('space is free', () => {
  it('from the sensor to two cells before the point, where three beams crossed it', () => {
    const cells = freeAlong(20, 3);
    // The sensor stands at 5.8 cells, the point at 84.5: beams count from 82.5 on, in steps of .7 down to 6.2.
    expect([cells[0], cells.at(-1), cells.length]).toEqual([6, 82, 77]);
    expect(freeAlong(20, 2)).toEqual([]);
  });

  it('three deviations of the noise further away', () => {
    expect(freeAlong(20, 3, { noiseNorm: CELL }).at(-1)).toBe(79);
  });

  it('up to where a beam may be as far beside its way as it keeps from its point', () => {
    // The beam is 78.7 cells long: of an error of 4 cells half of that is 2, those that it keeps from its point, of 1
    // cell none.
    const cells = freeAlong(20, 3, { error: 4 * CELL });
    expect([cells[0], cells.at(-1)]).toEqual([45, 82]);
    expect(freeAlong(20, 3, { error: CELL })).toEqual(freeAlong(20, 3));
    expect(freeAlong(20, 3, { error: 4 * CELL, noiseNorm: CELL })[0]).toBeLessThan(8);
  });

  it('not where nobody knows the sensor, nor beyond the cube', () => {
    expect(freeAlong(20, 3, { isKnown: false })).toEqual([]);
    const beams = { places: Float64Array.of(50, 0, 0), indices: new Uint16Array(3), errors: new Float64Array(1) };
    const isFree = findFreeSpace({ positions: new Float32Array(9), beams, noiseNorm: 0 });
    expect(isFree.reduce((sum, free) => sum + free, 0)).toBeGreaterThan(55);
  });
});

describe('a triangle', () => {
  const isFree = new Uint8Array(FREE_CELLS ** 3);
  isFree.fill(1, 0, isFree.length / 2); // z below 0
  const mark = (heights: readonly number[], far: number): number => {
    const positions = Float32Array.from(heights.flatMap((z, i) => [0.1 * i, 0.1 * (i % 2), z]));
    return markFreeTriangles(isFree, { positions, indices: Uint32Array.of(0, 1, 2) }, Uint8Array.of(far))[0]!;
  };

  it('closes nothing where it is far from all points and all of it is in free space', () => {
    expect([mark([-0.1, -0.2, -0.3], 1), mark([-0.1, -0.2, 0.3], 1), mark([-0.1, -0.2, -0.3], 0)]).toEqual([1, 0, 0]);
  });
});

it('a patch that would close a hole goes where beams went through it', () => {
  const body = ball(0.4, [0, 0, 0]);
  const capped = body.points.filter(([, , z]) => z <= 0.33);
  const input = trimInput(body, capped, 0.03, 0.3);
  const isFree = new Uint8Array(FREE_CELLS ** 3);
  expect(trimMesh({ ...input, isFree }).trimmedTriangles).toBe(0);
  isFree.fill(1, FREE_CELLS * FREE_CELLS * Math.floor((0.35 + 0.55) / CELL));
  expect(trimMesh({ ...input, isFree }).trimmedTriangles).toBeGreaterThan(100);
});

it('a point stands for d²/|cos| of surface, as its sensor sees it', () => {
  const positions = Float32Array.of(0, 0, 1, 0, 0, 2, 0, 0, 3, 5, 5, 5);
  const slanted = (cosine: number): number[] => [Math.sqrt(1 - cosine ** 2), 0, cosine, 1];
  const planes = Float32Array.from([slanted(-1), slanted(0.5), slanted(0.1), slanted(1)].flat());
  const sensors = { places: new Float64Array(3), names: ['one'], indices: Uint16Array.of(0, 0, 0, NO_SENSOR) };
  // 1, 4/.5 and 9/.2, whose mean is 18; beyond .2 a slant counts no more.
  const areas = beamAreas(positions, planes, sensors);
  [1 / 18, 8 / 18, 45 / 18, 1].forEach((area, i) => expect(areas[i]).toBeCloseTo(area, 5));
});
