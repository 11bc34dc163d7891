/**
 * Parts that are tiny beside their distances: refused or told, where a lump of a few triangles was called watertight.
 */
import { describe, expect, it } from 'vitest';
import { checkCrowding } from '../../../src/engine/cloud/crowded-parts.ts';
import { mortonOrder } from '../../../src/engine/cloud/morton-order.ts';
import { prepareCloud } from '../../../src/engine/cloud/prepare-cloud.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { gatherTriples } from '../../../src/engine/math/gather-triples.ts';
import { quietContext } from '../../run-context.ts';

interface Part {
  /** Cells along each axis where its row of cells begins. */
  readonly at: readonly [number, number, number];
  readonly cells: number;
  readonly pointsInCell?: number;
}

/** Rows of touching cells of the finest grid (2048 over a cube of 1.1 about the origin) with points in each. */
function rows(...parts: readonly Part[]): Float32Array {
  const positions: number[] = [];
  for (const { at, cells, pointsInCell = 8 } of parts) {
    for (let cell = 0; cell < cells; cell++) {
      const place = [at[0] + cell, at[1], at[2]].map((index) => ((index + 0.5) * 1.1) / 2048 - 0.55);
      for (let point = 0; point < pointsInCell; point++) positions.push(...place);
    }
  }
  const all = Float32Array.from(positions);
  return gatherTriples(all, mortonOrder(all), new Float32Array(all.length));
}

const SMALL = { at: [100, 100, 100], cells: 112 } as const;

describe('parts of a cloud', () => {
  it('without cells for a shape are refused', () => {
    const refusal = expect.objectContaining({ code: 'cloud-degenerate', details: { points: 1792, parts: 2 } }) as Error;
    expect(() => checkCrowding(rows(SMALL, { at: [1700, 1900, 1900], cells: 112 }))).toThrow(refusal);
    expect(() => checkCrowding(rows(SMALL, { at: [1700, 1900, 1900], cells: 112 }))).toThrow(
      /1792 of 1792 points lie in 2 parts tiny.*has 112 cells.*Cut the scan/,
    );
    const large = { at: [1700, 1900, 1900], cells: 113 } as const;
    expect(checkCrowding(rows({ ...SMALL, cells: 113 }, large))).toBeUndefined();
  });

  it('are looked at where eight points share a cell', () => {
    const sparse = { at: [1700, 1900, 1900], cells: 111, pointsInCell: 8 } as const;
    const less = { at: [1500, 1500, 1500], cells: 1, pointsInCell: 7 } as const;
    expect(checkCrowding(rows(SMALL, sparse, less))).toBeUndefined();
    expect(() => checkCrowding(rows(SMALL, sparse, { ...less, pointsInCell: 8 }))).toThrow(/tiny/);
  });

  it('that hold less than half of the points are told, and less than a hundredth are not', () => {
    const large = (pointsInCell: number) => ({ at: [1, 1, 1], cells: 224, pointsInCell }) as const;
    const tiny = (pointsInCell: number) => ({ at: [1700, 1900, 1900], cells: 100, pointsInCell }) as const;
    // 224 · 10 = 2240 points beside 2200 and 2240.
    expect(checkCrowding(rows(large(10), tiny(22)))).toMatch(/^2200 of 4440 points lie in a part tiny/);
    expect(() => checkCrowding(rows(large(10), { ...tiny(20), cells: 112 }))).toThrow(/2240 of 4480/);
    // 224 · 45 = 10,080 points beside 102 and 101.
    const few = (pointsInCell: number) => ({ at: [1700, 1900, 1900], cells: 1, pointsInCell }) as const;
    expect(checkCrowding(rows(large(45), few(102)))).toMatch(/^102 of 10182/);
    expect(checkCrowding(rows(large(45), few(101)))).toBeUndefined();
  });

  it('have at least sixteen points: fewer are strays', () => {
    const large = { at: [1, 1, 1], cells: 113, pointsInCell: 30 } as const;
    const strays = (pointsInCell: number) =>
      [300, 600, 900].map((at) => ({ at: [at, 1900, 1900], cells: 1, pointsInCell }) as const);
    const told = [15, 16].map((pointsInCell) => checkCrowding(rows(large, ...strays(pointsInCell))));
    expect(told).toEqual([undefined, expect.stringMatching(/^48 of 3438 points lie in 3 parts/)]);
  });

  it('that touch by a corner are one', () => {
    const other = { at: [212, 101, 101], cells: 50 } as const;
    expect(checkCrowding(rows(SMALL, other))).toBeUndefined();
    expect(() => checkCrowding(rows(SMALL, { ...other, at: [213, 101, 101] }))).toThrow(/2 parts/);
  });

  it('of two balls far apart are refused by a run, near ones are not', () => {
    const balls = (distance: number): PointCloud => {
      const positions = new Float32Array(3 * 6000);
      for (let i = 0; i < 6000; i++) {
        const z = 1 - (2 * ((i % 3000) + 0.5)) / 3000;
        const angle = 2.399963 * (i % 3000);
        const across = Math.sqrt(1 - z * z);
        positions.set([across * Math.cos(angle) + (i < 3000 ? 0 : distance), across * Math.sin(angle), z], 3 * i);
      }
      return { positions } as unknown as PointCloud;
    };
    expect(() => prepareCloud(balls(1e5), quietContext)).toThrow(/6000 of 6000 points lie in 2 parts/);
    expect(prepareCloud(balls(20), quietContext).sourceIndices).toHaveLength(6000);
  });
});
