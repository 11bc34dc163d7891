/** What is seen from a place: discs and points so few that the right answer is a matter of rulers. */
import { describe, expect, it } from 'vitest';
import { CubeView } from '../../../src/engine/orientation/cube-view.ts';
import type { Triple } from '../../../src/engine/math/triple.ts';

interface Disc {
  readonly at: Triple;
  readonly axis?: Triple;
  readonly spacing?: number;
}

const EDGE = 128;
/** Of a pixel, in the tangents that the faces of a cube show. */
const PIXEL = 2 / EDGE;

function view(discs: readonly Disc[], noiseNorm = 0): CubeView {
  return new CubeView(
    {
      positions: Float32Array.from(discs.flatMap(({ at }) => at)),
      axes: Float32Array.from(discs.flatMap(({ axis = [1, 0, 0] }) => [...axis, 1])),
      spacings: Float32Array.from(discs, ({ spacing = 0.01 }) => spacing),
      noiseNorm,
    },
    EDGE,
  );
}

/** Whether a point right behind a disc is seen from 0 0 0. */
function isSeenBehind(depth: number, spacing: number, noiseNorm = 0, axis: Triple = [1, 0, 0]): boolean {
  const off = PIXEL / 4;
  const scene = view(
    [
      { at: [0.4, 0.4 * off, 0.4 * off], spacing },
      { at: [0.4 + depth, 0.4 * off, 0.4 * off], axis },
    ],
    noiseNorm,
  );
  scene.look([0, 0, 0]);
  return scene.isSeen(1);
}

describe('a point behind a disc is hidden', () => {
  it('a hundredth behind it, where points lie close', () => {
    expect([isSeenBehind(0.0099, 0.01), isSeenBehind(0.0101, 0.01)]).toEqual([true, false]);
  });

  it('half of the lesser spacing behind it', () => {
    // Both points have the same one.
    const behind = (depth: number): boolean => {
      const scene = view([
        { at: [0.4, 0.001, 0.001], spacing: 0.06 },
        { at: [0.4 + depth, 0.001, 0.001], spacing: 0.05 },
      ]);
      scene.look([0, 0, 0]);
      return scene.isSeen(1);
    };
    expect([behind(0.02475), behind(0.02525)]).toEqual([true, false]);
  });

  it('three deviations of the noise further', () => {
    expect([isSeenBehind(0.0248, 0.01, 0.005), isSeenBehind(0.0252, 0.01, 0.005)]).toEqual([true, false]);
  });

  it('but not by what lies in its own plane', () => {
    expect([isSeenBehind(0.2, 0.01), isSeenBehind(0.2, 0.01, 0, [0, 1, 0])]).toEqual([false, true]);
  });
});

describe('a disc', () => {
  /** Whether a point far behind a disc is seen, so many pixels beside its middle. */
  function isSeenBeside(pixels: number, radius: number): boolean {
    // Both in the middle of a pixel, off the middle of the face.
    const [own, other] = [PIXEL / 2, PIXEL * (pixels + 0.5)];
    const spacing = (0.2 * PIXEL * radius) / 1.6;
    const scene = view([
      { at: [0.2, 0.2 * own, 0.2 * own], spacing },
      { at: [0.4, 0.4 * other, 0.4 * own], spacing: 1e-4 },
    ]);
    scene.look([0, 0, 0]);
    return scene.isSeen(1);
  }

  it('reaches 1.6 spacings', () => {
    expect([isSeenBeside(10, 9.95), isSeenBeside(10, 10.05)]).toEqual([true, false]);
  });

  it('reaches 20 pixels at the most', () => {
    expect([isSeenBeside(20, 100), isSeenBeside(21, 100)]).toEqual([false, true]);
  });
});

it('tells how a plane stands to the place', () => {
  const scene = view([
    { at: [0.3, 0.4, 0], axis: [-0.6, -0.8, 0] },
    { at: [0.3, 0.4, 0], axis: [0, 1, 0] },
  ]);
  scene.look([0, 0, 0]);
  expect(scene.cosine(0)).toBeCloseTo(1, 6);
  expect(scene.cosine(1)).toBeCloseTo(-0.8, 6);
});

/** Points all over a sphere about 0 0 0, and how much of it they are (z from `low` on). */
function dome(low: number, radius = 0.5): Disc[] {
  return Array.from({ length: 2000 }, (_, i) => {
    const z = low + ((1 - low) * (i + 0.5)) / 2000;
    const [ring, angle] = [Math.sqrt(1 - z * z), i * 2.399963];
    const axis: Triple = [ring * Math.cos(angle), ring * Math.sin(angle), z];
    return { at: axis.map((value) => radius * value) as unknown as Triple, axis, spacing: 0.04 };
  });
}

it('measures how much of the sky is filled', () => {
  const [all, half] = [view(dome(-1)), view(dome(0))];
  all.look([0, 0, 0]);
  half.look([0, 0, 0]);
  expect(all.surround()).toBeGreaterThan(0.999);
  // The discs at the rim reach over it.
  expect(half.surround()).toBeGreaterThan(0.49);
  expect(half.surround()).toBeLessThan(0.6);
});

it.each([
  ['a place outside', [2, 1, 0.5] as const],
  ['a place very far outside', [-80, 0, 3] as const],
])('sees from %s the near half of a ball', (_, place) => {
  const discs = dome(-1);
  const scene = view(discs);
  scene.look(place);
  const distance = Math.hypot(...place);
  const wrong = discs.filter(({ at }, i) => {
    const towards = at.reduce((sum, value, axis) => sum + value * place[axis]!, 0) / distance;
    // The horizon lies at r²/d; at a rim discs overlap.
    return Math.abs(towards - 0.25 / distance) > 0.08 && scene.isSeen(i) !== towards > 0.25 / distance;
  });
  expect(wrong).toEqual([]);
});

it('tells which places it reaches', () => {
  const scene = view(dome(-1));
  scene.look([0.1, 0, 0]);
  expect(scene.reaches([-0.3, 0.2, 0.1])).toBe(true);
  expect(scene.reaches([-0.7, 0.2, 0.1])).toBe(false);
});
