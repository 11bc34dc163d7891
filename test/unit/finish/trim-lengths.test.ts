/** Lengths below which parts of a mesh go, against the rule itself at every length. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trimLengthSteps } from '../../../src/engine/finish/trim-lengths.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { partFanSteps } from '../../../src/engine/mesh/part-fans.ts';
import { triangleArea } from '../../../src/engine/mesh/triangle-area.ts';
import { computedMs, TIMED } from '../../run-context.ts';
import { torus } from '../../shapes/meshes.ts';
import { turningPoint } from '../../thresholds.ts';

interface Sheet {
  readonly positions: Float32Array;
  readonly indices: Uint32Array;
}

/** A plane of squares in two triangles each, with the given cells left out. */
function sheet(columns: number, rows: number, width = 1, isOut: (cell: number) => boolean = () => false): Sheet {
  const positions = Array.from({ length: (columns + 1) * (rows + 1) }, (_, i) => [
    width * (i % (columns + 1)),
    width * Math.floor(i / (columns + 1)),
    0,
  ]).flat();
  const indices = Array.from({ length: columns * rows }, (_, cell) => {
    if (isOut(cell)) return [];
    const a = (cell % columns) + (columns + 1) * Math.floor(cell / columns);
    const [b, c, d] = [a + 1, a + columns + 1, a + columns + 2];
    return [a, b, d, a, d, c];
  }).flat();
  // Where squares only touch in a vertex, it is no longer one.
  const parted = finishSteps(partFanSteps(Float64Array.from(positions), Uint32Array.from(indices)));
  return { positions: Float32Array.from(parted.positions), indices: parted.indices };
}

/** The rule as it is said: regions beyond the length, and which of them go. */
function goneTriangles({ positions, indices }: Sheet, distances: Float32Array, length: number): Set<number> {
  const count = indices.length / 3;
  const corners = (t: number): number[] => [...indices.subarray(3 * t, 3 * t + 3)];
  const edges = (t: number): string[] =>
    corners(t).map((a, k) => {
      const b = corners(t)[(k + 1) % 3]!;
      return `${Math.min(a, b)} ${Math.max(a, b)}`;
    });
  const across = Map.groupBy(
    Array.from({ length: count }, (_, t) => edges(t).map((edge) => ({ edge, t }))).flat(),
    ({ edge }) => edge,
  );
  const regionOf = (first: number, isIn: (t: number) => boolean): number[] => {
    const found = new Set([first]);
    for (const t of found) {
      for (const edge of edges(t)) for (const { t: other } of across.get(edge)!) if (isIn(other)) found.add(other);
    }
    return [...found];
  };
  const areaOf = (some: number[]): number =>
    some.reduce((sum, t) => sum + triangleArea(positions, ...(corners(t) as [number, number, number])), 0);
  const all = Array.from({ length: count }, (_, t) => t);
  const reach = (t: number): number => Math.max(...corners(t).map((vertex) => distances[vertex]!));
  const squaredWidth = (2 * areaOf(all)) / count;
  const gone = new Set<number>();
  for (const t of all) {
    if (!(reach(t) > length)) continue;
    const region = regionOf(t, (other) => reach(other) > length);
    const rimEdges = region.flatMap(edges).filter((edge) => across.get(edge)!.length === 1).length;
    const isSmall = areaOf(region) < 10 * Math.max(length ** 2, squaredWidth);
    const isPiece = regionOf(t, () => true).length === region.length;
    const isDistant = Math.max(...region.map(reach)) > 2 * length || rimEdges >= 3;
    if (isDistant && (isPiece || !isSmall)) gone.add(t);
  }
  return gone;
}

const goneBy = ({ indices }: Sheet, lengths: Float32Array, length: number): Set<number> =>
  new Set(
    Array.from({ length: indices.length / 3 }, (_, t) => t).filter((t) =>
      indices.subarray(3 * t, 3 * t + 3).some((vertex) => lengths[vertex]! > Math.fround(length)),
    ),
  );

describe('trimLengthSteps', () => {
  it('tells for every length what the rule says of it', () => {
    const sheets = fc
      .record({
        columns: fc.integer({ min: 1, max: 6 }),
        rows: fc.integer({ min: 1, max: 5 }),
        width: fc.constantFrom(0.25, 1, 4),
        out: fc.array(fc.nat(50), { maxLength: 6 }),
      })
      .map(({ columns, rows, width, out }) => sheet(columns, rows, width, (cell) => out.includes(cell)))
      .filter(({ indices }) => indices.length > 0);
    const cases = sheets.chain((mesh) =>
      fc.record({
        mesh: fc.constant(mesh),
        distances: fc
          .array(fc.constantFrom(0, 0.5, 1, 2, 3, 5, 9), {
            minLength: mesh.positions.length / 3,
            maxLength: mesh.positions.length / 3,
          })
          .map((values) => Float32Array.from(values)),
      }),
    );
    fc.assert(
      fc.property(cases, ({ mesh, distances }) => {
        const lengths = finishSteps(trimLengthSteps(mesh, distances));
        for (const length of [0, 0.3, 0.61, 1.1, 1.7, 4.1]) {
          expect(goneBy(mesh, lengths, length), `at ${length}`).toEqual(goneTriangles(mesh, distances, length));
        }
      }),
    );
  });

  it('what no distance is known of goes at every length, and an empty mesh has none', () => {
    const mesh = sheet(2, 2);
    for (const value of [NaN, Infinity]) {
      expect([...finishSteps(trimLengthSteps(mesh, new Float32Array(9).fill(value)))]).toEqual(Array(9).fill(Infinity));
    }
    const empty = { positions: new Float32Array(0), indices: new Uint32Array(0) };
    expect(finishSteps(trimLengthSteps(empty, new Float32Array(0))).length).toBe(0);
  });

  it('the order of the triangles does not matter', () => {
    const { positions, indices } = torus(20, 12);
    const distances = Float32Array.from({ length: 240 }, (_, vertex) => (vertex * 7919) % 101);
    const turned = Uint32Array.from({ length: indices.length }, (_, i) => {
      const triangle = indices.length / 3 - 1 - Math.floor(i / 3);
      return indices[3 * triangle + (i % 3)]!;
    });
    const lengthsOf = (some: Uint32Array) =>
      finishSteps(trimLengthSteps({ positions: Float32Array.from(positions), indices: some }, distances));
    expect(lengthsOf(turned)).toEqual(lengthsOf(indices));
  });

  it('in time linear in the triangles', TIMED, () => {
    const { positions, indices } = torus(300, 300);
    const distances = Float32Array.from({ length: 90_000 }, (_, vertex) => (vertex * 7919) % 10_007);
    const startMs = computedMs();
    finishSteps(trimLengthSteps({ positions: Float32Array.from(positions), indices }, distances));
    expect(computedMs() - startMs).toBeLessThan(1500);
  });
});

describe('a region goes', () => {
  /** A sheet of 20 by 20 whose vertices at these places are beyond. */
  const beyond = (isFar: (column: number, row: number) => boolean, far: number, width = 1) => {
    const mesh = sheet(20, 20, width);
    const distances = Float32Array.from({ length: 441 }, (_, i) => (isFar(i % 21, Math.floor(i / 21)) ? far : 0));
    return (length: number): boolean => goneBy(mesh, finishSteps(trimLengthSteps(mesh, distances)), length).size > 0;
  };
  const inside = (column: number, row: number): boolean => column > 3 && column < 17 && row > 3 && row < 17;

  it('from twice the length on', () => {
    expect(turningPoint((far) => beyond(inside, far)(1), 1, 4)).toBeCloseTo(2, 5);
  });

  it('from three edges of a rim on', () => {
    const alongRim =
      (edges: number) =>
      (column: number, row: number): boolean =>
        (column > 3 && column < 17 && row > 3 && row < 17) ||
        (row <= 3 && row >= 0 && column >= 5 && column < 5 + edges - 1);
    // A strand of n vertices at the rim has n + 1 of its edges.
    expect([2, 3].map((edges) => beyond(alongRim(edges), 1.5)(1))).toEqual([false, true]);
  });

  it('from ten squared lengths on', () => {
    // 13 × 13 far vertices are a region of 14 × 14 cells less two corners that triangles cut: 195 cells.
    const [cells, far] = [195, 100];
    expect(turningPoint((length) => beyond(inside, far)(length), 1, 20)).toBeCloseTo(Math.sqrt(cells / 10), 4);
  });

  it('from ten squared widths of the mesh on', () => {
    const strip =
      (count: number) =>
      (column: number, row: number): boolean =>
        row === 10 && column >= 2 && column < 2 + count;
    // n far vertices in a row are in 4 n + 2 triangles: 2 n + 1 cells.
    expect([4, 5].map((count) => beyond(strip(count), 1)(0.01))).toEqual([false, true]);
  });
});
