/** Rooms that nothing is said of: what sight and density tell of one and of a body, and from where on that decides. */
import { describe, expect, it } from 'vitest';
import type { Triple } from '../../../src/engine/math/triple.ts';
import { evenDirection, insideEvidence } from '../../../src/engine/orientation/common-inside.ts';
import { densityEvidence } from '../../../src/engine/orientation/density-law.ts';
import { judgeRoom, type RoomEvidence, roomEvidence } from '../../../src/engine/orientation/judge-room.ts';
import { scanRoom } from '../../shapes/room-scan.ts';

/** As the winding number would have it: the walls are the body, and its outside is where no beam was. */
function cloudOf({ positions, normals, spacings }: ReturnType<typeof scanRoom>, side: 1 | -1) {
  return { positions, axes: normals.map((value, i) => (i % 4 < 3 ? side * value : value)), spacings, noiseNorm: 0 };
}

/** Points all over a ball of radius ½, a body. */
function ball(count: number, spacingAt: (point: Triple) => number = () => Math.sqrt(Math.PI / count)) {
  const points = Array.from({ length: count }, (_, i) => evenDirection(i, count));
  return {
    positions: Float32Array.from(points.flatMap((point) => point.map((value) => value / 2))),
    axes: Float32Array.from(points.flatMap((point) => [...point, 1])),
    spacings: Float32Array.from(points, spacingAt),
    noiseNorm: 0,
  };
}

const nothingHidden = { hidden: 0, seen: 0, behind: 0, front: 0, hiddenBehind: 0, hiddenFront: 0 };

it('a room that two stations scanned is seen from within, from behind where it is inside out, its furniture from there alone', () => {
  const found = insideEvidence(cloudOf(scanRoom([[-0.25, -0.2, 0.05], [0.3, 0.2, 0]], 700), -1)); // prettier-ignore
  expect(found.seen).toBeGreaterThan(0.85);
  expect(found.behind).toBeGreaterThan(0.95);
  expect(found.hidden).toBeGreaterThan(0.03);
  expect(found.hiddenBehind).toBeGreaterThan(4 * found.hiddenFront);
  expect(judgeRoom({ inside: found }, true)).toEqual({ evidence: 'inside', isTurned: true, isDoubtful: false });
  const { behind, front, hiddenBehind, hiddenFront } = found;
  const right = { ...found, behind: front, front: behind, hiddenBehind: hiddenFront, hiddenFront: hiddenBehind };
  expect(judgeRoom({ inside: right }, true)).toEqual({ evidence: 'inside', isTurned: false, isDoubtful: false });
});

it('a body stays as it is', () => {
  const nothing = { evidence: null, isTurned: false, isDoubtful: false };
  expect(judgeRoom(roomEvidence(ball(800)), true)).toEqual(nothing);
});

describe('the density of a room scanned by one station', () => {
  const station: Triple = [0.13, -0.1, 0.02];
  const scan = scanRoom([station], 500);

  it('tells where that stood, and the side with it', () => {
    const { front, back } = densityEvidence(cloudOf(scan, -1))!;
    expect(Math.hypot(...back.place.map((value, axis) => value - station[axis]!))).toBeLessThan(0.11);
    expect(back.correlation).toBeGreaterThan(0.97);
    expect(back.score).toBeGreaterThan(1.3 * front.score);
    const verdict = judgeRoom({ inside: nothingHidden, density: { front, back } }, false);
    expect(verdict).toEqual({ evidence: 'density', isTurned: true, isDoubtful: false });
    expect(judgeRoom({ inside: nothingHidden, density: { front: back, back: front } }, false).isTurned).toBe(false);
  });
});

it.each([
  [0.2178, false],
  [0.2222, true],
])('a density that varies by %d is %s', (deviation, isLookedAt) => {
  const cloud = ball(60);
  const spacings = cloud.spacings.map((_, i) => 0.1 * Math.exp(i % 2 === 0 ? deviation : -deviation));
  expect(densityEvidence({ ...cloud, spacings }) !== undefined).toBe(isLookedAt);
});

describe('the verdict', () => {
  const inside = { hidden: 0.1, seen: 0.9, behind: 0.95, front: 0, hiddenBehind: 0.06, hiddenFront: 0.01 };
  const verdict = (evidence: RoomEvidence, isClosed = false): string => {
    const { evidence: word, isTurned, isDoubtful } = judgeRoom(evidence, isClosed);
    return `${word ?? 'none'}${isTurned ? ' turned' : ''}${isDoubtful ? ' doubtful' : ''}`;
  };
  const bySight = (change: Partial<typeof inside>): string => verdict({ inside: { ...inside, ...change } });

  it.each([
    ['.8 are seen from one place', [{ seen: 0.792 }, { seen: 0.808 }]],
    ['.88 are seen from one side', [{ behind: 0.8712 }, { behind: 0.8888 }]],
    ['.015 are hidden from outside', [{ hidden: 0.01485 }, { hidden: 0.01515 }]],
    ['more of those from that side', [{ hiddenFront: 0.0606 }, { hiddenFront: 0.0594 }]],
  ])('is a room where %s', (_, changes) => {
    expect(changes.map(bySight)).toEqual(['none doubtful', 'inside turned']);
  });

  it.each([
    [
      '.75 are seen from one place',
      [
        { seen: 0.7425, behind: 0.85 },
        { seen: 0.7575, behind: 0.85 },
      ],
    ],
    ['.65 are, but .88 of all from one side', [{ seen: 0.6435 }, { seen: 0.6565 }]],
    [
      '.88 of all are, and little from one place',
      [
        { seen: 0.7, behind: 0.8712 },
        { seen: 0.7, behind: 0.8888 },
      ],
    ],
    [
      'those hidden from outside are, too',
      [
        { seen: 0.7, hiddenFront: 0.0606 },
        { seen: 0.7, hiddenFront: 0.0594 },
      ],
    ],
    ['.8 are seen from one side', [{ behind: 0.792 }, { behind: 0.808 }]],
    ['.008 are hidden from outside', [{ hidden: 0.00792 }, { hidden: 0.00808 }]],
  ])('is doubtful where %s', (_, changes) => {
    expect(changes.map(bySight)).toEqual(['none', 'none doubtful']);
  });

  /** Score and correlation of the better side, score of the other. */
  const byDensity = ([score, correlation, other]: readonly number[]): string => {
    const fit = (value: number) => ({ place: [0, 0, 0] as const, score: value, correlation: correlation! });
    return verdict({ inside: nothingHidden, density: { front: fit(other!), back: fit(score!) } });
  };

  it.each([
    ['the score is .5', 'none', [0.495, 0.8, 0], [0.505, 0.8, 0]],
    ['the correlation is .75', 'none', [0.6, 0.7425, 0], [0.6, 0.7575, 0]],
    ['one side fits 1.3 times as well', 'none doubtful', [0.6435, 0.8, 0.5], [0.6565, 0.8, 0.5]],
  ])('is that of one scanner where %s', (_, otherwise, below, above) => {
    expect([byDensity(below), byDensity(above)]).toEqual([otherwise, 'density turned']);
  });

  const fit = { place: [0, 0, 0], score: 0.7, correlation: 0.8 } as const;
  const density = { front: { ...fit, score: 0.1 }, back: fit };

  it('is left to the density where sight is in doubt', () => {
    expect(verdict({ inside: { ...inside, hidden: 0.01 }, density })).toBe('density turned');
  });

  const NOTHING: { score?: number; correlation?: number; other?: number } = {};
  const both = (change: Partial<typeof inside>, { score = 0.39, correlation = 0.74, other = 0.19 }): string => {
    const corridor = { ...inside, behind: 0.57, hidden: 0.01, hiddenFront: 0.03, hiddenBehind: 0.002, ...change };
    const ofBoth = { front: { ...fit, score: other }, back: { ...fit, score, correlation } };
    return verdict({ inside: corridor, density: ofBoth }, true);
  };

  it.each([
    ['.8 of it is seen', { seen: 0.792 }, NOTHING],
    ['.008 of it is hidden from outside', { hidden: 0.00792 }, NOTHING],
    ['.95 of what is seen from within is, from behind', { front: 0.0301 }, NOTHING],
    ['the score is .35', {}, { score: 0.3465 }],
    ['the correlation is .7', {}, { correlation: 0.693 }],
    ['the other side has half the score', {}, { other: 0.196 }],
  ])('is a room by both, each too little alone, where %s', (_, sight, law) => {
    const otherwise = law === NOTHING ? 'none' : 'none doubtful';
    expect([both(sight, law), both({}, {})]).toEqual([otherwise, 'density turned']);
  });

  it.each([
    ['the score is .2', { score: 0.198, other: 0.1 }, { score: 0.202, other: 0.1 }],
    ['the correlation is .6', { correlation: 0.594 }, { correlation: 0.606 }],
    ['the other side has two thirds of the score', { other: 0.2626 }, { other: 0.2574 }],
  ])('is in doubt by both from where %s', (_, below, above) => {
    expect([both({}, below), both({}, above)]).toEqual(['none', 'none doubtful']);
  });

  it.each([
    ['.8 of it is seen', { seen: 0.792 }, { seen: 0.808 }],
    ['.88 of it from behind', { behind: 0.8712 }, { behind: 0.8888 }],
  ])('turns a closed surface by its density only where %s from within', (_, below, above) => {
    const turns = (change: Partial<typeof inside>): string =>
      verdict({ inside: { ...inside, hidden: 0.005, ...change }, density }, true);
    expect([turns(below), turns(above)]).toEqual(['none doubtful', 'density turned']);
  });
});
