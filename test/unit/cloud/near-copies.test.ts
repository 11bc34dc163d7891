/** Points that are there several times, not quite equal: found by how many are left as they may lie closer. */
import { describe, expect, it } from 'vitest';
import { mortonOrder } from '../../../src/engine/cloud/morton-order.ts';
import { withoutNearCopies } from '../../../src/engine/cloud/near-copies.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { prepareCloud } from '../../../src/engine/cloud/prepare-cloud.ts';
import { gatherTriples } from '../../../src/engine/math/gather-triples.ts';
import { randomNumbers } from '../../reference/analysis.ts';
import { recordingContext } from '../formats/read/sources.ts';

/** Half a cell of the finest grid, the farthest that copies may lie apart. */
const FARTHEST = 1.1 / 2048 / 2;

interface Cloud {
  readonly places?: number;
  readonly copies?: number;
  /** How far a copy lies from its place along each axis, at most. */
  readonly jitter?: number;
}

/** Points of a ball, evenly spread, each so many times, one copy of all of them after the other. */
function ball({ places = 1000, copies = 6, jitter = 1e-6 }: Cloud): Float32Array {
  const random = randomNumbers(71);
  const positions = new Float32Array(3 * places * copies);
  for (let i = 0; i < places * copies; i++) {
    const z = 1 - (2 * ((i % places) + 0.5)) / places;
    const angle = 2.399963 * (i % places);
    const across = Math.sqrt(1 - z * z);
    const place = [across * Math.cos(angle), across * Math.sin(angle), z];
    place.forEach((value, axis) => (positions[3 * i + axis] = value / 2 + jitter * (2 * random() - 1)));
  }
  return positions;
}

/** Copies in the middle of a cell of its own for each place, 1e-6 apart, one copy of all of them after the other. */
function inCells({ places, copies }: { readonly places: number; readonly copies: number }): Float32Array {
  const middle = (cell: number): number => ((cell + 0.5) * 1.1) / 2048 - 0.55;
  const positions = new Float32Array(3 * places * copies);
  for (let i = 0; i < places * copies; i++) {
    const [place, copy] = [i % places, Math.floor(i / places)];
    positions.set([middle(100 + 50 * (place % 32)) + 1e-6 * copy, middle(100 + 50 * (place >> 5)), middle(9)], 3 * i);
  }
  return positions;
}

const ordered = (positions: Float32Array): Float32Array =>
  gatherTriples(positions, mortonOrder(positions), new Float32Array(positions.length));
const left = (cloud: Cloud): number | undefined => withoutNearCopies(ordered(ball(cloud)))?.length;

describe('copies', () => {
  it('go but for one of each, where they share a cell', () => {
    const kept = left({});
    expect(kept).toBeGreaterThanOrEqual(1000);
    // 2e-6 beside cells of 5e-4, along three axes: under a hundredth of the places lie in two.
    expect(kept).toBeLessThan(1020);
  });

  it('leave the first of each in the order of the points', () => {
    const kept = withoutNearCopies(ordered(inCells({ places: 100, copies: 4 })));
    expect([...kept!]).toEqual(Array.from({ length: 100 }, (_, place) => 4 * place));
  });

  it('are none where the points are only dense', () => {
    const random = randomNumbers(5);
    const plane = Float32Array.from({ length: 60_000 }, (_, i) => (i % 3 === 2 ? 0 : 0.01 * random()));
    const line = Float32Array.from({ length: 60_000 }, (_, i) => (i % 3 === 0 ? random() - 0.5 : 0));
    const volume = Float32Array.from({ length: 60_000 }, () => 0.003 * random());
    // Of so many two fifths lie within an eighth of a cell of another, and a sixth within a quarter of that.
    const sparser = line.subarray(0, 3 * 12_700);
    for (const positions of [plane, line, sparser, volume]) {
      expect(withoutNearCopies(ordered(positions))).toBeUndefined();
    }
  });

  it('are none where they lie as far apart as the points of a line', () => {
    expect(left({ jitter: FARTHEST })).toBeUndefined();
  });

  it('are at least two fifths of the points', () => {
    const again = [666, 667].map((others) => inCells({ places: 1000, copies: 2 }).subarray(0, 3 * (1000 + others)));
    expect(again.map((positions) => withoutNearCopies(ordered(positions))?.length)).toEqual([undefined, 1000]);
  });

  it('of few places are objects far apart', () => {
    const few = [63, 64].map((places) => withoutNearCopies(ordered(inCells({ places, copies: 20 })))?.length);
    expect(few).toEqual([undefined, 64]);
  });

  it('are dropped by a run, which says so, where it refused the cloud for its tiny parts', () => {
    const { context, warnings } = recordingContext();
    const { prepared } = {
      prepared: prepareCloud({ positions: ball({ copies: 20 }) } as unknown as PointCloud, context),
    };
    expect(prepared.duplicateCount).toBe(20_000 - prepared.sourceIndices.length);
    expect(prepared.sourceIndices.length).toBeLessThan(1020);
    expect(warnings).toEqual([
      expect.stringMatching(/^\d+ of 20000 points were dropped: each is the copy of an earlier/),
    ]);
  });
});
