/** Flipped parts: the patches of a scene, and which of them to turn round. */
import fc from 'fast-check';
import { expect, describe, it } from 'vitest';
import { chooseSigns } from '../../../src/engine/orientation/choose-signs.ts';
import { smoothPatches } from '../../../src/engine/orientation/smooth-patches.ts';

/** Σ (Σ s W - ½)², with the last row, the rest, never turned. */
function energyOf(windings: readonly (readonly number[])[], flips: ArrayLike<number>): number {
  return windings[0]!.reduce((total, _, m) => {
    const value = windings.reduce((sum, row, q) => sum + (flips[q] === 1 ? -row[m]! : row[m]!), 0);
    return total + (value - 0.5) ** 2;
  }, 0);
}

const noCreases = (count: number) => ({
  balances: new Float32Array(count ** 2),
  totals: new Float32Array(count ** 2),
});

describe('the signs of patches', () => {
  // Ten samples on each of three closed parts: ½ from the own one, nothing from the others.
  const apart = [0, 1, 2, 3].map((q) => Array.from({ length: 30 }, (_, m) => (Math.floor(m / 10) === q ? 0.5 : 0)));
  const choose = (windings: readonly (readonly number[])[], sampleCounts: readonly number[]) => [
    ...chooseSigns({
      windings: Float32Array.from(windings.flat()),
      sampleCounts: Uint32Array.from(sampleCounts),
      creases: noCreases(sampleCounts.length),
    }),
  ];

  it('stay where all is right', () => {
    expect(choose(apart, [10, 10, 10])).toEqual([0, 0, 0]);
  });

  it('turn a part that is inside out', () => {
    const wrong = apart.map((row, q) => (q === 1 ? row.map((value) => -value) : row));
    expect(choose(wrong, [10, 10, 10])).toEqual([0, 1, 0]);
  });

  it('turn two halves of a part together where each alone gains nothing', () => {
    // A sheet's halves, seen from the other: ±.5 in sum only if both face the same way.
    const halves = [
      [...Array<number>(10).fill(0), ...Array<number>(10).fill(-0.5)],
      [...Array<number>(10).fill(-0.5), ...Array<number>(10).fill(0)],
      Array<number>(20).fill(0),
    ];
    expect(choose(halves, [10, 10])).toEqual([1, 1]);
  });

  it('never raise the energy', () => {
    const rows = fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(rows, (windings) => {
        const none = windings.slice(1).map(() => 0);
        const flips = choose(
          windings,
          windings.slice(1).map(() => 2),
        );
        expect(energyOf(windings, flips)).toBeLessThanOrEqual(energyOf(windings, none) + 1e-4);
      }),
    );
  });
});

describe('smooth patches', () => {
  /** Two strips of 200 and 100 points on a line, at a right angle, and one point of low confidence at the bend. */
  function bend() {
    const count = 301;
    const positions = new Float32Array(3 * count);
    const normals = new Float32Array(4 * count);
    for (let i = 0; i < 200; i++) {
      positions.set([-1 - i, 0, 0], 3 * i);
      normals.set([0, 1, 0, 1], 4 * i);
    }
    for (let i = 200; i < 300; i++) {
      positions.set([0, -(i - 199), 0], 3 * i);
      normals.set([1, 0, 0, 1], 4 * i);
    }
    normals.set([Math.SQRT1_2, Math.SQRT1_2, 0, 0.1], 4 * 300);
    const neighbours = new Uint32Array(3 * count);
    for (let i = 0; i < count; i++) {
      const order = Array.from({ length: count }, (_, k) => k).sort((a, b) => distance(a, i) - distance(b, i) || a - b);
      for (let j = 0; j < 3; j++) neighbours[j * count + i] = order[j]!;
    }
    function distance(a: number, b: number): number {
      return Math.hypot(positions[3 * a]! - positions[3 * b]!, positions[3 * a + 1]! - positions[3 * b + 1]!);
    }
    return { positions, normals, neighbours, noiseNorm: 0 };
  }

  it('end at creases, whose points join one of them', () => {
    const { patches, patchCount } = smoothPatches(bend());
    expect(patchCount).toBe(2);
    expect(new Set(patches.subarray(0, 200))).toEqual(new Set([0]));
    expect(new Set(patches.subarray(200, 300))).toEqual(new Set([1]));
    expect(patches[300]).toBeLessThan(2);
  });

  it('are parted where the sides differ', () => {
    const input = bend();
    for (let i = 0; i < 50; i++) input.normals[4 * i + 1] = -1;
    const { patches, patchCount } = smoothPatches(input);
    expect(patchCount).toBe(3);
    expect([patches[60], patches[250], patches[0]]).toEqual([0, 1, 2]);
  });
});
