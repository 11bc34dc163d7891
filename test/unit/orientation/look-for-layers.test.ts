/** Layers of one surface and the two sides of a plate: told apart by which way they face. */
import { describe, expect, it } from 'vitest';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { isOneSurface, mayBeOneSurface, withHeldWarnings } from '../../../src/engine/orientation/as-one-surface.ts';
import { countLayers } from '../../../src/engine/orientation/look-for-layers.ts';
import type { StageContext } from '../../../src/engine/host/stage-context.ts';
import type { RunEvent } from '../../../src/engine/events.ts';
import { uniform } from '../../gpu/orientation/shapes.ts';
import { quietContext } from '../../run-context.ts';

type Point = readonly [number, number, number];

/** `side`: which way a point faces. */
async function count(points: readonly Point[], side: (point: Point) => number, spacingNorm: number) {
  const positions = Float32Array.from(points.flat());
  const directions = Float32Array.from(points.flatMap((point) => [0, 0, side(point), 1]));
  const tree = await buildKdTree(positions, INLINE_TASKS, quietContext);
  return countLayers({ positions, tree, directions, spacingNorm });
}

/** Two sheets over the unit square, `offset` apart, bent by a paraboloid, each with noise uniform in ±half. */
const sheets = (perSheet: number, offset: number, { half = 0, bend = 0 } = {}): Point[] =>
  Array.from({ length: 2 * perSheet }, (_, i) => {
    const [x, y] = [uniform(61, i), uniform(62, i)];
    return [x, y, (i % 2) * offset + bend * (x * x + y * y) + half * (2 * uniform(63, i) - 1)];
  });

/** Twenty points: at five places, `off` above and below 0, and as much about `offset`. */
const twenty = (offset: number, off: number): Point[] =>
  [
    [0, 0],
    [9, 0],
    [-9, 0],
    [0, 9],
    [0, -9],
  ].flatMap(([x = 0, y = 0]) => [-off, off, offset - off, offset + off].map((z): Point => [x, y, z]));

const up = () => 1;
const apart = ([, , z]: Point) => (z > 0.01 ? 1 : -1);

describe('layers', () => {
  it('of one surface face the same way', async () => {
    const { share, alikeShare, offsetNorm, deviationNorm } = await count(sheets(2000, 0.02), up, 0.016);
    expect(share).toBeGreaterThan(0.8);
    expect(alikeShare).toBe(1);
    expect(offsetNorm).toBeCloseTo(0.02, 4);
    // Half of the points lie half of it below the middle, half above.
    expect(deviationNorm).toBeGreaterThan(0.0095);
    expect(deviationNorm).toBeLessThan(0.0108);
  });

  it('have the deviation of both and of what is bent nothing', async () => {
    const { deviationNorm } = await count(sheets(2000, 0.02, { half: 0.004, bend: 0.05 }), up, 0.016);
    // Offsets of ±.01 and noise of .004/√3.
    expect(deviationNorm).toBeGreaterThan(0.95 * Math.hypot(0.01, 0.004 / Math.sqrt(3)));
    expect(deviationNorm).toBeLessThan(1.1 * Math.hypot(0.01, 0.004 / Math.sqrt(3)));
  });

  it('on a ball have no deviation for how it bends', async () => {
    // Caps of balls of radius .35 and .364: over 32 points they bend by half of what lies between.
    const cap = Array.from({ length: 500 }, (_, i): Point => {
      const [cosine, turn] = [0.5 + 0.5 * uniform(81, i), 2 * Math.PI * uniform(82, i)];
      const [radius, ring] = [0.35 + (i % 2) * 0.014, Math.sqrt(1 - cosine ** 2)];
      return [radius * ring * Math.cos(turn), radius * ring * Math.sin(turn), radius * cosine];
    });
    const { deviationNorm } = await count(cap, up, 0.026);
    expect(deviationNorm).toBeGreaterThan(0.95 * 0.007);
    expect(deviationNorm).toBeLessThan(1.05 * 0.007);
  });

  it('are looked for at inner points alone, whose directions others lend', async () => {
    // Two sheets on one side, one on the other: half of the places lie in layers.
    const points = [...sheets(1000, 0.02), ...sheets(1000, 0).map(([x, y, z]): Point => [x + 5, y, z])];
    const positions = Float32Array.from(points.flat());
    const tree = await buildKdTree(positions, INLINE_TASKS, quietContext);
    const lenders = await buildKdTree(Float32Array.of(0.5, 0.5, 1, 0.5, 0.5, -1, 5, 0, 0), INLINE_TASKS, quietContext);
    // Those above .01 face up as the first lender does, the others down as the second.
    const directions = Float32Array.of(0, 0, 1, 1, 0, 0, -1, 1, 0, 0, 1, 1);
    const spacingNorm = 0.022;
    const layered = Uint32Array.from({ length: 2000 }, (_, i) => i);
    const raised = positions.map((value, i) => (i % 3 === 2 && i < 6000 ? value - 0.01 : value));
    const risen = await buildKdTree(raised, INLINE_TASKS, quietContext);
    const ofBoth = countLayers({ positions: raised, tree: risen, directions, lenders, spacingNorm });
    expect(ofBoth.share).toBeGreaterThan(0.4);
    expect(ofBoth.share).toBeLessThan(0.6);
    const ofOne = countLayers({ positions: raised, tree: risen, directions, lenders, spacingNorm, inner: layered });
    expect(ofOne.share).toBeGreaterThan(0.8);
    expect(ofOne.alikeShare).toBe(0);
    const other = Uint32Array.from({ length: 2000 }, (_, i) => 2000 + i);
    expect(countLayers({ positions, tree, directions, lenders, spacingNorm, inner: other }).share).toBeLessThan(0.12);
  });

  it.each([0.1, 0.3])('of one surface %f spacings apart show where what bends is taken out', async (apart) => {
    // Over forty points a bend of .3 lifts as much as layers 1.2 spacings apart.
    const [spacing, bend] = [0.0186, 0.3];
    const counts = await count(sheets(700, apart * spacing, { bend, half: 0.02 * apart * spacing }), up, spacing);
    expect(counts.share).toBeGreaterThan(0.6);
    // Along z, where the slope is up to .85: across, .76 to 1 of it.
    expect(counts.alikeShare).toBe(1);
    expect(counts.offsetNorm / spacing / apart).toBeGreaterThan(0.86);
    expect(counts.offsetNorm / spacing / apart).toBeLessThan(0.94);
    const noisy = await count(sheets(700, apart * spacing, { bend, half: 0.5 * apart * spacing }), up, spacing);
    expect(noisy.share).toBeLessThan(0.12);
    expect((await count(sheets(700, 0, { bend, half: 0.1 * spacing }), up, spacing)).share).toBeLessThan(0.12);
  });

  it('closer than .35 spacings leave .05 of what a quadric leaves', async () => {
    // Four at each of ten places: off² of off² + ¼, in squares of what lies between.
    const forty = (within: number): Point[] => {
      const off = 0.2 * Math.sqrt((0.25 * within) / (1 - within));
      return Array.from({ length: 10 }, (_, i) =>
        [-off, off, 0.2 - off, 0.2 + off].map((z): Point => [9 * (i % 4), i * i, z]),
      ).flat();
    };
    expect((await count(forty(0.0495), up, 1)).share).toBe(1);
    expect((await count(forty(0.0505), up, 1)).share).toBe(0);
  });

  it('less than .05 spacings apart are rounding', async () => {
    const spacing = 0.0186;
    const shareOf = async (apart: number) => (await count(sheets(700, apart * spacing), up, spacing)).share;
    expect(await shareOf(0.0505)).toBeGreaterThan(0.6);
    expect(await shareOf(0.0495)).toBeLessThan(0.01);
  });

  it('closer than .35 spacings face apart where they are the sides of a plate', async () => {
    const sides = ([, , z]: Point) => (z > 0.001 ? 1 : -1);
    expect(await count(sheets(700, 0.003), sides, 0.0186)).toMatchObject({ alikeShare: 0, deviationNorm: 0 });
  });

  it('of a plate face apart', async () => {
    const { share, alikeShare, deviationNorm } = await count(sheets(2000, 0.02), apart, 0.016);
    expect(share).toBeGreaterThan(0.8);
    expect([alikeShare, deviationNorm]).toEqual([0, 0]);
  });

  it('are none in one sheet with noise, nor in a cloud of fewer than twenty points', async () => {
    expect((await count(sheets(2000, 0, { half: 0.02 }), up, 0.016)).share).toBeLessThan(0.12);
    const few = await count(sheets(9, 0.5), up, 0.1);
    expect(few).toEqual({ share: 0, alikeShare: NaN, offsetNorm: 0, deviationNorm: 0 });
  });

  it('leave less than .15 of the variance within them', async () => {
    // off² of off² + ¼.
    const off = (within: number) => Math.sqrt((0.25 * within) / (1 - within));
    expect((await count(twenty(1, off(0.1485)), up, 0.1)).share).toBe(1);
    expect((await count(twenty(1, off(0.1515)), up, 0.1)).share).toBe(0);
  });

  it('lie .35 spacings apart', async () => {
    expect((await count(twenty(0.3535, 0), up, 1)).share).toBe(1);
    expect((await count(twenty(0.3465, 0), up, 1)).share).toBe(0);
  });

  it('are not what a quadric takes for bent: .4 of the variance are left', async () => {
    // At five places four, four, none, one and two of four points are in the upper layer; what differs from place to
    // place a quadric takes. Left are .0875 + .9 off² of .2475 + .9 off².
    const off = (share: number) => Math.sqrt((0.2475 * share - 0.0875) / (0.9 * (1 - share)));
    const uneven = (e: number): Point[] =>
      [
        [9, 0, 1 - e, 1 + e, 1 - e, 1 + e],
        [-9, 0, 1 - e, 1 + e, 1 - e, 1 + e],
        [0, 0, -e, e, -e, e],
        [0, 9, 1, -e, e, 0],
        [0, -9, 1 - e, 1 + e, -e, e],
      ].flatMap(([x = 0, y = 0, ...heights]) => heights.map((z): Point => [x, y, z]));
    expect((await count(uneven(off(0.404)), up, 0.1)).share).toBe(1);
    expect((await count(uneven(off(0.396)), up, 0.1)).share).toBe(0);
  });

  it('are none on a wire of four spacings, however it turns', async () => {
    const wire = Array.from({ length: 4000 }, (_, i): Point => {
      const [along, turn] = [uniform(71, i), 2 * Math.PI * uniform(72, i)];
      return [5 * along, 0.06 * Math.cos(turn), 0.06 * Math.sin(turn)];
    });
    expect((await count(wire, up, 0.0205)).share).toBeLessThan(0.02);
  });

  it('weigh by how sure their sides are', async () => {
    // Twenty places in layers that are alike; and as many whose lower layer faces down, whose upper has eight points of
    // ten up.
    const points = [...twenty(1, 0.1), ...twenty(1, 0.1).map(([x, y, z]): Point => [x + 1000, y, z])];
    const side = ([x, y, z]: Point) => (x < 500 ? 1 : z > 1 && x === 1000 && y === 0 ? -1 : z > 0.5 ? 1 : -1);
    // One point of the ten: .8 sure.
    expect((await count(points, side, 0.1)).alikeShare).toBeCloseTo(1 / 1.8, 6);
  });
});

describe('one surface', () => {
  const counts = { share: 0.5, alikeShare: 1, offsetNorm: 0.01, deviationNorm: 0.005 };
  it('may be where .12 of the places are in layers, .87 of them alike', () => {
    const may = (share: number, alikeShare: number) => mayBeOneSurface({ ...counts, share, alikeShare });
    expect([may(0.1188, 1), may(0.1212, 1)]).toEqual([false, true]);
    expect([may(1, 0.8613), may(1, 0.8787)]).toEqual([false, true]);
    expect(may(0, NaN)).toBe(false);
  });

  it('is closed, and its layers meet; or its sides were seen', () => {
    expect([0.0495, 0.0505].map((energy) => isOneSurface(counts, false, energy))).toEqual([true, false]);
    expect([0.8415, 0.8585].map((share) => isOneSurface({ ...counts, share }, false, 0))).toEqual([true, false]);
    expect(isOneSurface({ ...counts, share: 1 }, true, 0.2)).toBe(true);
  });

  it('is not told of before it is known', async () => {
    const told: RunEvent[] = [];
    const context = { signal: new AbortController().signal, onEvent: (event: RunEvent) => told.push(event) };
    const held = await withHeldWarnings({ context } as unknown as StageContext, async ({ context: inner }) => {
      inner.onEvent({ type: 'warning', message: 'a doubt' });
      inner.onEvent({ type: 'stage-progressed', share: 0.5 });
      return 7;
    });
    expect(told.map(({ type }) => type)).toEqual(['stage-progressed']);
    held.tell();
    expect([held.result, told.at(-1)]).toEqual([7, { type: 'warning', message: 'a doubt' }]);
  });
});
