/** Counts and cuts of tiles: laws that hold for any cloud. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mortonCell, mortonOrder } from '../../../src/engine/cloud/morton-order.ts';
import { gatherTriples } from '../../../src/engine/math/gather-triples.ts';
import {
  countUnits,
  halves,
  isWithin,
  loadOf,
  planTiles,
  type TileLimits,
  totals,
} from '../../../src/engine/tiles/plan-tiles.ts';
import { ALL_UNITS, type UnitBox, unitsIn } from '../../../src/engine/tiles/unit-box.ts';

const coordinate = fc.float({ min: Math.fround(-0.5), max: Math.fround(0.5), noNaN: true });
const clouds = fc
  .array(fc.tuple(coordinate, coordinate, coordinate), { maxLength: 200 })
  .map((points) => Float32Array.from(points.flat()))
  .map((positions) => gatherTriples(positions, mortonOrder(positions), new Float32Array(positions.length)));

const NO_LIMITS: TileLimits = { points: Infinity, cells: Infinity, bricks: Infinity };

describe('countUnits', () => {
  it('counts points, cells and bricks as sets do', () => {
    fc.assert(
      fc.property(clouds, fc.constantFrom(256, 512, 2048), (positions, resolution) => {
        const [points, cells, bricks] = [new Map<number, number>(), new Set<string>(), new Set<string>()];
        for (let i = 0; i < positions.length; i += 3) {
          const [x, y, z] = [0, 1, 2].map((axis) => mortonCell(positions[i + axis]!)) as [number, number, number];
          const unit = (x >> 6) + 32 * ((y >> 6) + 32 * (z >> 6));
          points.set(unit, (points.get(unit) ?? 0) + 1);
          const cell = [x, y, z].map((at) => Math.floor((at * resolution) / 2048));
          cells.add(`${unit} ${cell.join()}`);
          bricks.add(`${unit} ${cell.map((at) => at >> 3).join()}`);
        }
        const counts = countUnits({ positions, resolution });
        points.forEach((count, unit) => expect(counts.points[unit]).toBe(count));
        expect(totals(counts)).toEqual({ points: positions.length / 3, cells: cells.size, bricks: bricks.size });
      }),
    );
  });
});

/** How often each unit lies in one of the boxes. */
function coverage(boxes: readonly UnitBox[]): Uint8Array {
  const covered = new Uint8Array(32 ** 3);
  for (const box of boxes) for (const unit of unitsIn(box)) covered[unit]!++;
  return covered;
}

describe('planTiles', () => {
  it('covers every unit once, and stays within the limits where units are small enough', () => {
    fc.assert(
      fc.property(
        clouds,
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom(0.25, 0.5, 1),
        (positions, points, halo) => {
          const counts = countUnits({ positions, resolution: 512 });
          const limits = { ...NO_LIMITS, points };
          const tiles = planTiles(counts, limits, halo);
          expect(coverage(tiles).every((times) => times === 1)).toBe(true);
          for (const tile of tiles) {
            if (halves(counts, tile)) expect(isWithin(loadOf(counts, tile, halo), limits)).toBe(true);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('leaves a cube within the limits whole', () => {
    const counts = countUnits({ positions: new Float32Array(300), resolution: 512 });
    expect(planTiles(counts, { points: 100, cells: 1, bricks: 1 }, 1)).toEqual([ALL_UNITS]);
  });

  it('obeys the limits of cells and bricks too', () => {
    const positions = Float32Array.from({ length: 3000 }, (_, i) => (i % 3 === 0 ? i / 3000 - 0.5 : 0));
    const counts = countUnits({ positions, resolution: 2048 });
    const all = totals(counts);
    expect(planTiles(counts, { ...NO_LIMITS, cells: all.cells / 2 }, 0).length).toBeGreaterThanOrEqual(2);
    expect(planTiles(counts, { ...NO_LIMITS, bricks: all.bricks / 3 }, 0).length).toBeGreaterThanOrEqual(3);
  });
});

describe('halves', () => {
  it('has as many points on either side as can be', () => {
    // Two heaps at the ends of x, and nothing in between.
    const positions = Float32Array.from({ length: 600 }, (_, i) => (i % 3 > 0 ? 0 : i < 300 ? -0.4 : 0.4));
    const [upper, lower] = halves(countUnits({ positions, resolution: 256 }), ALL_UNITS)!;
    expect(loadOf(countUnits({ positions, resolution: 256 }), lower, 0).points).toBe(100);
    expect(loadOf(countUnits({ positions, resolution: 256 }), upper, 0).points).toBe(100);
  });

  it('ends at a unit', () => {
    const counts = countUnits({ positions: new Float32Array(30), resolution: 256 });
    expect(halves(counts, { low: [16, 16, 16], high: [17, 17, 17] })).toBeUndefined();
  });
});
