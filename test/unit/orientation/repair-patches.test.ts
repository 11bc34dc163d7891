import { describe, expect, it } from 'vitest';
import { randomBits, unitFloat } from '../../../src/engine/math/random.ts';
import { type PatchInput, repairPatches } from '../../../src/engine/orientation/repair-patches.ts';
import { referenceNearest } from '../../reference/neighbours.ts';
import { referenceFlips, row } from '../../reference/orientation.ts';

const uniform = (stream: number, i: number): number => unitFloat(randomBits(3, stream, i));

/** A gently waved sheet over the unit square; `isFlipped` says whose normal points down. */
function sheet(count: number, isFlipped: (x: number, y: number, i: number) => boolean): PatchInput {
  const positions = new Float32Array(3 * count);
  const normals = new Float32Array(4 * count);
  for (let i = 0; i < count; i++) {
    const [x, y] = [uniform(1, i), uniform(2, i)];
    positions.set([x, y, 0.05 * Math.sin(6 * x)], 3 * i);
    const slope = 0.3 * Math.cos(6 * x);
    const size = Math.hypot(slope, 1) * (isFlipped(x, y, i) ? -1 : 1);
    normals.set([-slope / size, 0, 1 / size, 1], 4 * i);
  }
  const neighbours = new Uint32Array(13 * count).fill(0xffffffff);
  for (let i = 0; i < count; i++) {
    const { indices } = referenceNearest(positions, row(positions, i), 13);
    indices.forEach((k, j) => (neighbours[j * count + i] = k));
  }
  return { positions, normals, neighbours, noiseNorm: 0.001 };
}

/** Heights of the normals after the repair. */
const repaired = (input: PatchInput): number[] => {
  const { flips } = repairPatches(input);
  return [...flips].map((flip, i) => (input.normals[4 * i + 2] ?? NaN) * (flip === 1 ? -1 : 1));
};

describe('repairPatches', () => {
  it('turns a flipped disc back', () => {
    const input = sheet(1200, (x, y) => Math.hypot(x - 0.4, y - 0.5) < 0.3);
    expect(repaired(input).every((height) => height > 0)).toBe(true);
    expect(repairPatches(input).patchCount).toBe(2);
  });

  it('makes one sheet of stripes, with the sign of most of it', () => {
    const input = sheet(1200, (x) => Math.floor(5 * x) % 2 === 1);
    expect(repaired(input).every((height) => height > 0)).toBe(true);
  });

  it('leaves a sheet alone that agrees', () => {
    const { flips, patchCount } = repairPatches(sheet(600, () => false));
    expect(flips.every((flip) => flip === 0)).toBe(true);
    expect(patchCount).toBe(1);
  });

  it('does not see across a gap that is not smooth', () => {
    const input = sheet(600, () => false);
    const lifted = input.positions.slice();
    const normals = input.normals.slice();
    for (let i = 0; i < 600; i++) {
      if ((lifted[3 * i] ?? NaN) < 0.5) continue;
      lifted[3 * i + 2]! += 0.5;
      for (let axis = 0; axis < 3; axis++) normals[4 * i + axis]! *= -1;
    }
    const { flips } = repairPatches({ ...input, positions: lifted, normals });
    expect(flips.every((flip) => flip === 0)).toBe(true);
  });

  it.each([0.02, 0.1, 0.3, 0.5])('agrees with plain sets and maps where a share of %f is wrong', (share) => {
    for (const stream of [10, 11, 12]) {
      // Blocks and single points, so that patches of all sizes meet.
      const input = sheet(300, (x, y, i) => {
        const block = Math.floor(6 * x) + 6 * Math.floor(6 * y);
        return uniform(stream, block) < share !== uniform(stream + 10, i) < share / 4;
      });
      expect([...repairPatches(input).flips].map(Boolean)).toEqual(referenceFlips(input));
    }
  });

  it.each([1, 2, 5])('takes %i points, with fewer neighbours than are listed', (count) => {
    expect(repairPatches(sheet(count, () => false)).flips).toHaveLength(count);
  });

  it('gives the same flips twice', () => {
    const input = sheet(300, (_x, _y, i) => uniform(5, i) < 0.4);
    expect(repairPatches(input)).toEqual(repairPatches(input));
  });
});
