/** Counts and cuts of tiles: laws that hold for any cloud. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mortonCell, mortonOrder } from '../../../src/engine/cloud/morton-order.ts';
import { gatherTriples } from '../../../src/engine/math/gather-triples.ts';
import {
  countUnits,
  expectBricks,
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

describe('expectBricks', () => {
  const none = countUnits({ positions: new Float32Array(), resolution: 256 });
  const expected = (coords: readonly number[][], resolution: number, growth: number): [number, number][] => {
    const packed = Uint32Array.from(coords, ([x, y, z]) => x! | (y! << 10) | (z! << 20));
    const { bricks } = expectBricks(none, { coords: packed, resolution }, growth);
    return [...bricks].flatMap((count, unit): [number, number][] => (count > 0 ? [[unit, count]] : []));
  };
  const unit = (x: number, y: number, z: number): number => x + 32 * (y + 32 * z);

  it('puts a brick into the unit that it lies in', () => {
    // Two bricks a unit along each axis: (4, 5) is in unit 2 of x.
    const bricks = [
      [4, 0, 7],
      [5, 1, 7],
      [6, 0, 7],
    ];
    expect(expected(bricks, 512, 4.5)).toEqual([
      [unit(2, 0, 3), 9],
      [unit(3, 0, 3), 5],
    ]);
  });

  it('shares a brick of 128 cells among its eight units', () => {
    expect(expected([[3, 0, 1]], 128, 16).map(([at]) => at)).toEqual(
      [2, 3].flatMap((z) => [0, 1].flatMap((y) => [6, 7].map((x) => unit(x, y, z)))),
    );
    expect(expected([[3, 0, 1]], 128, 16).every(([, count]) => count === 2)).toBe(true);
  });

  it('takes the last nodes of the cube to the last unit', () => {
    expect(expected([[32, 0, 0]], 256, 2)).toEqual([[unit(31, 0, 0), 2]]);
    expect(expected([[16, 0, 0]], 128, 8).map(([at]) => at)).toContain(unit(31, 0, 0));
  });

  it('leaves a unit that holds more points than that', () => {
    const positions = Float32Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? i / 30_000 : 0));
    const counts = countUnits({ positions, resolution: 2048 });
    expect(
      expectBricks(counts, { coords: Uint32Array.of(128 | (128 << 10) | (128 << 20)), resolution: 2048 }, 1),
    ).toEqual(counts);
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
