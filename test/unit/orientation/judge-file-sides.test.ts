/** Whether a file's sides are believed: patches with both signs, and energies just below and just above each bound. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPointwise } from '../../../src/engine/orientation/check-file-normals.ts';
import { judgeFile, judgeFileSides } from '../../../src/engine/orientation/judge-file-sides.ts';

const NONE = 0xffffffff;

/** Rows of points that face z, each row a patch of its own; `isAgainst` says where the file faces the other way. */
function rows(sizes: readonly number[], isAgainst: (i: number) => boolean) {
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const starts = sizes.map((_, row) => sizes.slice(0, row).reduce((sum, size) => sum + size, 0));
  const neighbours = new Uint32Array(2 * count).fill(NONE);
  for (let i = 0; i < count; i++) {
    neighbours[i] = i;
    if (i + 1 < count && !starts.includes(i + 1)) neighbours[count + i] = i + 1;
  }
  const facing = (sign: (i: number) => number): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: 4 * count }, (_, at) => (at % 4 === 2 ? sign(at >> 2) : at % 4 === 3 ? 1 : 0));
  return judgeFileSides({
    positions: Float32Array.from({ length: 3 * count }, (_, at) => (at % 3 === 1 ? at / 3 : 0)),
    normals: facing(() => 1),
    ofFile: facing((i) => (isAgainst(i) ? -1 : 1)),
    neighbours,
    noiseNorm: 0,
  });
}

describe('a patch', () => {
  it('has one sign where nine tenths of its points have it', () => {
    const mixed = [100, 101].map((wrong) => rows([1000], (i) => i < wrong).mixedShare);
    expect(mixed).toEqual([0, 1]);
    expect(rows([1000], (i) => i < 900).mixedShare).toBe(0);
    expect(rows([1000], (i) => i < 899).mixedShare).toBe(1);
  });

  it('takes the sign of its majority', () => {
    const { flips, strayShare } = rows([10, 10, 20], (i) => i < 9 || i === 15);
    expect([...flips]).toEqual(Array.from({ length: 40 }, (_, i) => Number(i < 10)));
    expect(strayShare).toBe(2 / 40);
  });

  it('that is mixed counts with its points', () => {
    expect(rows([30, 70], (i) => i < 10).mixedShare).toBe(0.3);
  });
});

it('a file and its mirror are mixed alike, and flip the opposite patches', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(sizes, fc.array(fc.boolean(), { minLength: 96, maxLength: 96 }), (lengths, wrong) => {
      const file = rows(lengths, (i) => wrong[i]!);
      const mirror = rows(lengths, (i) => !wrong[i]!);
      expect(mirror.mixedShare).toBe(file.mixedShare);
      // A tie stays with us, on both sides.
      lengths.forEach((length, row) => {
        const start = lengths.slice(0, row).reduce((sum, size) => sum + size, 0);
        const against = wrong.slice(start, start + length).filter(Boolean).length;
        if (2 * against !== length) expect(mirror.flips[start]).toBe(1 - file.flips[start]!);
      });
    }),
  );
});

describe("a file's normals", () => {
  const CLOSED = { ours: 0.004, file: 0.004, mirror: 0.9 };

  it('are ignored from a tenth of the points in mixed patches on', () => {
    expect([0.1, 0.101].map((mixed) => judgeFile(mixed, CLOSED))).toEqual(['adopted', 'ignored']);
  });

  it('are taken where the winding number agrees with them as well as with ours', () => {
    const file = [0.0599, 0.0601].map((energy) => judgeFile(0, { ours: 0.04, file: energy, mirror: 0.9 }));
    expect(file).toEqual(['adopted', 'ignored']);
    const mirror = [0.0599, 0.0601].map((energy) => judgeFile(0, { ours: 0.04, file: 0.9, mirror: energy }));
    expect(mirror).toEqual(['mirrored', 'ignored']);
  });

  it('may be as far off as .015 where ours are better', () => {
    expect([0.0149, 0.0151].map((file) => judgeFile(0, { ...CLOSED, file }))).toEqual(['adopted', 'ignored']);
  });

  it('are taken as they are where ours say nothing', () => {
    const open = [0.0799, 0.0801].map((ours) => judgeFile(0, { ours, file: 0.9, mirror: 0.05 }));
    expect(open).toEqual(['mirrored', 'adopted']);
  });

  it('have their own signs up to three strays of a hundred', () => {
    expect([0.03, 0.0301].map(isPointwise)).toEqual([true, false]);
  });
});
