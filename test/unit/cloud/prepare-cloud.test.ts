import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distinctPoints } from '../../../src/engine/cloud/distinct-points.ts';
import { mortonOrder } from '../../../src/engine/cloud/morton-order.ts';
import { worldPerNormOf } from '../../../src/engine/cloud/frame.ts';
import type { PointCloud } from '../../../src/engine/cloud/point-cloud.ts';
import { prepareCloud } from '../../../src/engine/cloud/prepare-cloud.ts';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import { formatCase } from '../../formats/format-cases.ts';
import { bytesSource, recordingContext } from '../formats/read/sources.ts';

function cloudOf(positions: ArrayLike<number>): PointCloud {
  const pointCount = positions.length / 3;
  const stats = { pointCount, finiteCount: pointCount, min: [0, 0, 0], max: [0, 0, 0], warnings: [] } as const;
  return { positions: Float32Array.from(positions), shift: [0, 0, 0], stats };
}

async function fileCloud(name: string): Promise<PointCloud> {
  return readCloud(bytesSource(name, formatCase(name).make()), recordingContext().context);
}

function prepare(cloud: PointCloud) {
  const { context, warnings } = recordingContext();
  return { prepared: prepareCloud(cloud, context), warnings };
}

/** Points on a coarse lattice (so that copies and shared cells are common), -0 among them, or anywhere in the cube. */
const coordinate = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map((k) => k / 6),
  fc.constant(-0),
  fc.float({ min: -0.5, max: 0.5, noNaN: true }),
  fc.integer({ min: 0, max: 20 }).map((k) => 0.1 + k * 1e-6),
);
const points = fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 120 });

/** The 33-bit key of the definition (float32, as the kernels have it), bit by bit. */
function bigKey(position: readonly number[]): bigint {
  let key = 0n;
  position.forEach((value, axis) => {
    const cell = BigInt(Math.floor(Math.fround(Math.fround(value + Math.fround(0.55)) * Math.fround(2048 / 1.1))));
    for (let bit = 0n; bit < 11n; bit++) key |= ((cell >> bit) & 1n) << (3n * bit + BigInt(axis));
  });
  return key;
}

describe('mortonOrder', () => {
  test('equals a stable sort by the 33-bit key', () => {
    fc.assert(
      fc.property(points, (triples) => {
        const positions = Float32Array.from(triples.flat());
        const keys = triples.map((_, i) => bigKey([...positions.subarray(3 * i, 3 * i + 3)]));
        const expected = keys
          .map((_, i) => i)
          .sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
        expect([...mortonOrder(positions)]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('holds positions outside the cube to its border cells, and takes none at all', () => {
    expect([...mortonOrder(Float32Array.of(9, 9, 9, -9, -9, -9, 0, 0, 0))]).toEqual([1, 2, 0]);
    expect(mortonOrder(new Float32Array(0))).toHaveLength(0);
  });
});

describe('distinctPoints', () => {
  test('keeps the first of equal points, as a set of strings does', () => {
    fc.assert(
      fc.property(points, (triples) => {
        const unordered = Float32Array.from(triples.flat());
        const order = mortonOrder(unordered);
        const ordered = Float32Array.from([...order].flatMap((i) => [...unordered.subarray(3 * i, 3 * i + 3)]));
        const seen = new Set<string>();
        const expected = [...order.keys()].filter((i) => {
          const key = ordered.subarray(3 * i, 3 * i + 3).join();
          return seen.size < seen.add(key).size;
        });
        expect([...distinctPoints(ordered)]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('does so with thousands of points in one cell', () => {
    const positions = Float32Array.from({ length: 30_000 }, (_, i) =>
      i % 3 === 0 ? (Math.floor(i / 3) % 777) * 1e-7 : 0,
    );
    const kept = distinctPoints(positions);
    expect([...kept]).toEqual(Array.from({ length: 777 }, (_, i) => i));
  });
});

describe('prepareCloud', () => {
  test('every distinct position is there once, in its frame, with the index of its first occurrence', () => {
    fc.assert(
      fc.property(points, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (triples, scale) => {
        // Four corners keep the cloud from being degenerate.
        const corners = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
        const cloud = cloudOf([...corners, ...triples.flat()].map((value) => value * scale));
        const { prepared } = prepare(cloud);
        const { positions, sourceIndices, frame } = prepared;
        const normalised = [...cloud.positions].map((value, i) =>
          Math.fround((value - frame.centre[(i % 3) as 0]) / frame.worldPerNorm),
        );
        const first = new Map<string, number>();
        for (let i = 0; i < normalised.length / 3; i++) {
          const key = normalised.slice(3 * i, 3 * i + 3).join();
          if (!first.has(key)) first.set(key, i);
        }
        expect([...sourceIndices].sort((a, b) => a - b)).toEqual([...first.values()]);
        expect(prepared.duplicateCount).toBe(normalised.length / 3 - first.size);
        sourceIndices.forEach((source, i) => {
          expect(positions.subarray(3 * i, 3 * i + 3).join()).toBe(normalised.slice(3 * source, 3 * source + 3).join());
        });
        expect([...mortonOrder(positions)]).toEqual([...sourceIndices.keys()]);
      }),
    );
  });

  test('every point four times gives every point once, with a warning', async () => {
    const { prepared, warnings } = prepare(await fileCloud('duplicates-x4.ply'));
    expect(prepared.positions).toHaveLength(3 * 3000);
    expect(prepared.duplicateCount).toBe(9000);
    expect(warnings).toEqual([expect.stringContaining('9000 of 12000 points')]);
  });

  /** So many places of a lattice of 101 by 101 whose steps are 3, all over it, some of them twice. */
  function latticeOf(placeCount: number, copyCount: number): number[] {
    const places = Array.from({ length: placeCount }, (_, i) => Math.floor((i * 101 * 101) / placeCount));
    return [...places, ...places.slice(0, copyCount)].flatMap((at) => [3 * (at % 101), 3 * Math.floor(at / 101), 0]);
  }

  test.each([
    ['a tenth of them, and coordinates in steps', 700, 80, true],
    ['less than a tenth', 700, 74, false],
    // A step is a hundredth of the extent: 676 points lie about four steps apart, 600 more than that.
    ['a fourth of the distance of neighbours', 676, 300, true],
    ['a shorter step', 600, 300, false],
  ])('says that copies come of rounding: %s', (_name, placeCount, copyCount, isSaid) => {
    const { warnings } = prepare(cloudOf(latticeOf(placeCount, copyCount)));
    expect(warnings[0]).toContain(`${copyCount} of ${placeCount + copyCount} points were dropped`);
    expect(warnings[0]!.includes('come in steps of 3. Export the file with more digits')).toBe(isSaid);
  });

  test('a point at 3e38 goes, the others keep their shape', async () => {
    const { prepared, warnings } = prepare(await fileCloud('huge-outlier.ply'));
    const { prepared: clean } = prepare(await fileCloud('le.ply'));
    expect(prepared.farCount).toBe(1);
    expect(prepared.sourceIndices).toHaveLength(2999);
    expect(prepared.frame.worldPerNorm).toBeCloseTo(clean.frame.worldPerNorm, 2);
    expect(warnings).toEqual([expect.stringContaining('1 of 3000 points')]);
  });

  test('ordinary outliers stay', () => {
    const grid = Array.from({ length: 1000 }, (_, i) => [i % 10, Math.floor(i / 10) % 10, Math.floor(i / 100)]).flat();
    expect(prepare(cloudOf([...grid, 500, 0, 0])).prepared.farCount).toBe(0);
    const { prepared } = prepare(cloudOf([1e6, 0, 0, ...grid, -1e6, 0, 0]));
    expect(prepared.farCount).toBe(2);
    expect(Math.min(...prepared.sourceIndices)).toBe(1);
  });

  test.each(['tiny-scale.ply', 'coplanar.ply', 'points-10.ply', 'utm-double.ply', 'le-int-coords.ply'])(
    '%s is prepared without loss',
    async (name) => {
      const cloud = await fileCloud(name);
      const { prepared, warnings } = prepare(cloud);
      expect(prepared.positions).toHaveLength(cloud.positions.length);
      const room = worldPerNormOf(1, cloud.positions.length / 3);
      expect(Math.max(...prepared.positions)).toBeCloseTo(0.5 / room, 6);
      expect(warnings).toEqual([]);
    },
  );

  test.each([
    ['all-same.ply', /All 2000 points lie in one place/],
    ['collinear.ply', /lie on one line/],
    ['points-1.ply', /has 1 distinct points; a surface needs at least 4/],
    ['points-2.ply', /has 2 distinct points/],
    ['points-3.ply', /has 3 distinct points/],
  ])('%s is refused', async (name, message) => {
    const cloud = await fileCloud(name);
    expect(() => prepare(cloud)).toThrow(
      expect.objectContaining({ code: 'cloud-degenerate', message: expect.stringMatching(message) as string }),
    );
  });

  test('three places repeated are three points', () => {
    const corners = [0, 0, 0, 1, 0, 0, 0, 1, 0];
    expect(() => prepare(cloudOf([...corners, ...corners]))).toThrow(/has 3 distinct points \(3 more repeat them\)/);
  });

  test('a line in any direction is a line, a needle of 10⁻⁴ is not', () => {
    const line = (thickness: number) =>
      cloudOf(Array.from({ length: 300 }, (_, i) => [i * 0.3 + (i % 2) * thickness * 90, i * 0.7, 5 - i * 0.1]).flat());
    expect(() => prepare(line(0))).toThrow(/one line/);
    expect(prepare(line(1e-4)).prepared.sourceIndices).toHaveLength(300);
  });

  test('an aborted signal stops it', () => {
    const { context } = recordingContext(AbortSignal.abort('stop'));
    let reason: unknown;
    try {
      prepareCloud(cloudOf([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]), context);
    } catch (error) {
      reason = error;
    }
    expect(reason).toBe('stop');
  });
});
