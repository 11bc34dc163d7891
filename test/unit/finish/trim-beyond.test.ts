import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vertexNormals } from '../../../src/engine/mesh/normals.ts';
import { measureTopology } from '../../../src/engine/mesh/topology.ts';
import { surfaceArea } from '../../../src/engine/mesh/triangle-area.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import { measureTrimmed, trimBeyond } from '../../../src/engine/finish/trim-beyond.ts';
import { computedMs, quietContext, TIMED } from '../../run-context.ts';
import { torus } from '../../shapes/meshes.ts';

function meshOf(columns: number, rows: number): TriangleMesh {
  const { positions, indices } = torus(columns, rows);
  const colors = new Uint8Array(positions.length).map((_, i) => (37 * i) % 256);
  const normals = vertexNormals(positions, indices);
  return { positions: Float32Array.from(positions), indices, normals, colors, shift: [10, 20, 30] };
}

const rowOf = (values: ArrayLike<number>, vertex: number): number[] => [0, 1, 2].map((k) => values[3 * vertex + k]!);

/** Every corner with all that belongs to it, so that meshes can be compared whatever the vertices' numbers. */
const cornersOf = ({ positions, normals, colors, indices }: TriangleMesh): number[][] =>
  [...indices].map((v) => [...rowOf(positions, v), ...rowOf(normals ?? [], v), ...rowOf(colors ?? [], v)]);

/** Which triangles stay: those without a vertex that goes, but for small pieces that were cut off. */
function keptTriangles({ positions, indices }: TriangleMesh, lengths: Float32Array, length: number): Set<number> {
  const triangles = Array.from({ length: indices.length / 3 }, (_, t) => t);
  const corners = (t: number): number[] => [...indices.subarray(3 * t, 3 * t + 3)];
  const areaOf = (some: readonly number[]): number => surfaceArea(positions, Uint32Array.from(some.flatMap(corners)));
  const kept = triangles.filter((t) => corners(t).every((vertex) => lengths[vertex]! <= length));
  if (kept.length === 0 || kept.length === triangles.length) return new Set(kept);
  const along = new Set(triangles.filter((t) => !kept.includes(t)).flatMap(corners));
  let pieces = kept.map((t) => [t]);
  for (const vertex of new Set(indices)) {
    const [touching, others] = [true, false].map((is) =>
      pieces.filter((piece) => piece.flatMap(corners).includes(vertex) === is),
    );
    pieces = [...others!, ...(touching!.length > 0 ? [touching!.flat()] : [])];
  }
  const largest = Math.max(...pieces.map(areaOf));
  const least = 50 * Math.max(length ** 2, (2 * areaOf(triangles)) / triangles.length);
  const isCrumb = (piece: number[]): boolean =>
    piece.flatMap(corners).some((vertex) => along.has(vertex)) &&
    areaOf(piece) < Math.min(least, largest * (1 - 1e-12));
  return new Set(pieces.filter((piece) => !isCrumb(piece)).flat());
}

const cases = fc
  .record({ columns: fc.integer({ min: 3, max: 8 }), rows: fc.integer({ min: 3, max: 8 }), length: fc.nat(10) })
  .chain(({ columns, rows, length }) =>
    fc.record({
      mesh: fc.constant(meshOf(columns, rows)),
      length: fc.constant(length),
      distances: fc
        .array(fc.nat(10), { minLength: columns * rows, maxLength: columns * rows })
        .map((values) => Float32Array.from(values)),
    }),
  );

describe('trimBeyond', () => {
  it('keeps the triangles none of whose vertices goes, less crumbs, in their order, with all they carry', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ mesh, distances, length }) => {
        const staying = keptTriangles(mesh, distances, length);
        const isNear = (t: number): boolean => staying.has(t);
        const kept = cornersOf(mesh).filter((_, corner) => isNear(Math.floor(corner / 3)));
        const trimmed = await trimBeyond(mesh, distances, length, quietContext);
        expect(cornersOf(trimmed)).toEqual(kept);
        expect(trimmed.shift).toEqual(mesh.shift);

        // Vertices: those in use, each once, in their order.
        const used = new Set([...mesh.indices].filter((_, corner) => isNear(Math.floor(corner / 3))));
        const expected = [...used].sort((a, b) => a - b).flatMap((vertex) => rowOf(mesh.positions, vertex));
        expect([...trimmed.positions]).toEqual(expected);
        expect(trimmed.normals!.length).toBe(expected.length);
        expect(trimmed.colors!.length).toBe(expected.length);
      }),
    );
  });

  it('null gives the mesh itself', async () => {
    const mesh = meshOf(3, 3);
    expect(await trimBeyond(mesh, new Float32Array(9).fill(Infinity), null, quietContext)).toBe(mesh);
  });

  it('at the very distance keeps, also where float64 is a little shorter than float32', async () => {
    const mesh = meshOf(3, 3);
    const distances = new Float32Array(9).fill(0.7);
    // In float32 0.7 is 0.699999988: a shader's uniform is rounded the same way.
    const leftOf = async (lengths: Float32Array, length: number) =>
      (await trimBeyond(mesh, lengths, length, quietContext)).indices;
    expect(await leftOf(distances, 0.7)).toEqual(mesh.indices);
    expect(await leftOf(new Float32Array(9).fill(0.1), 0.1)).toEqual(mesh.indices);
    expect((await leftOf(distances, 0.699)).length).toBe(0);
  });

  it('a mesh without normals and colours stays without, an empty one empty', async () => {
    const { positions, indices, shift } = meshOf(3, 3);
    const trimmed = await trimBeyond({ positions, indices, shift }, new Float32Array(9), 1, quietContext);
    expect(Object.keys(trimmed).sort()).toEqual(['indices', 'positions', 'shift']);
    const empty = { positions: new Float32Array(0), indices: new Uint32Array(0), shift };
    expect(await trimBeyond(empty, new Float32Array(0), 1, quietContext)).toEqual(empty);
  });
});

describe('a piece that was cut off', () => {
  /** Two rectangles 10 wide, this high and 20 less it, joined by squares of a tenth whose middles alone go. */
  async function stays(height: number, length: number): Promise<boolean> {
    const columns = 100;
    const heights = [0, height, height + 0.1, 20];
    const positions = heights.flatMap((y) => Array.from({ length: columns + 1 }, (_, x) => [x / 10, y, 0])).flat();
    const lengths = positions.map(() => 0).slice(0, positions.length / 3);
    const indices: number[] = [];
    for (let square = 0; square < 3 * columns; square++) {
      const [row, column] = [Math.floor(square / columns), square % columns];
      const a = row * (columns + 1) + column;
      const [b, c, d] = [a + 1, a + columns + 2, a + columns + 1];
      if (row !== 1) indices.push(a, b, c, a, c, d);
      else {
        const middle = lengths.push(Infinity) - 1;
        positions.push(column / 10 + 0.05, height + 0.05, 0);
        indices.push(a, b, middle, b, c, middle, c, d, middle, d, a, middle);
      }
    }
    const mesh = {
      positions: Float32Array.from(positions),
      indices: Uint32Array.from(indices),
      shift: [0, 0, 0] as const,
    };
    const trimmed = await trimBeyond(mesh, Float32Array.from(lengths), length, quietContext);
    return trimmed.positions[1] === 0;
  }

  it('goes below fifty squared lengths', async () => {
    expect([await stays(4.96, 1), await stays(5.04, 1)]).toEqual([false, true]);
  });

  it('is none that was there before, however small', async () => {
    const { positions, indices } = meshOf(8, 8);
    const count = positions.length / 3;
    const apart = [0, 0, 9, 0.1, 0, 9, 0, 0.1, 9, 0, 0, 9.1];
    const faces = [0, 2, 1, 0, 1, 3, 1, 2, 3, 2, 0, 3];
    const mesh = {
      positions: Float32Array.from([...positions, ...apart]),
      indices: Uint32Array.from([...indices, ...faces.map((vertex) => count + vertex)]),
      shift: [0, 0, 0] as const,
    };
    const lengths = new Float32Array(count + 4);
    lengths[0] = 2;
    const trimmed = await trimBeyond(mesh, lengths, 1, quietContext);
    expect(trimmed.positions.length).toBe(mesh.positions.length - 3);
  });
});

describe('measureTrimmed', () => {
  it('tells what trimBeyond leaves', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.boolean(), async ({ mesh, distances, length }, isWhole) => {
        const chosen = isWhole ? null : length;
        const trimmed = await trimBeyond(mesh, distances, chosen, quietContext);
        expect(await measureTrimmed(mesh, distances, chosen, quietContext)).toEqual({
          vertexCount: trimmed.positions.length / 3,
          triangleCount: trimmed.indices.length / 3,
          topology: await measureTopology(trimmed.positions, trimmed.indices, quietContext),
          crumbVertices: expect.any(Uint32Array) as Uint32Array,
        });
      }),
    );
  });

  it('names the vertices of crumbs: with them endless, the length alone leaves the same', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ mesh, distances, length }) => {
        const { crumbVertices, triangleCount } = await measureTrimmed(mesh, distances, length, quietContext);
        const hidden = distances.map((value, vertex) => (crumbVertices.includes(vertex) ? Infinity : value));
        const shown = mesh.indices.filter((_, i) =>
          [0, 1, 2].every((k) => hidden[mesh.indices[3 * Math.floor(i / 3) + k]!]! <= length),
        );
        expect(shown.length / 3).toBe(triangleCount);
      }),
    );
  });

  it('half a torus: an open tube of one piece', async () => {
    const mesh = meshOf(40, 20);
    const distances = Float32Array.from({ length: 800 }, (_, v) => (mesh.positions[3 * v]! > 0.01 ? 1 : 0));
    const { topology } = await measureTrimmed(mesh, distances, 0.5, quietContext);
    expect([topology.components, topology.boundaryLoops, topology.genus]).toEqual([1, 2, 0]);
    expect(topology.area).toBeCloseTo((4 * Math.PI ** 2 * 0.3) / 2, 0);
  });

  it('ends when it is aborted', async () => {
    const reason = new Error('stopped by the test');
    const context = { ...quietContext, signal: AbortSignal.abort(reason) };
    await expect(measureTrimmed(meshOf(3, 3), new Float32Array(9), 1, context)).rejects.toBe(reason);
  });

  it('in time linear in the triangles: two million would take well under three seconds', TIMED, async () => {
    const mesh = meshOf(500, 500);
    const distances = Float32Array.from({ length: 250_000 }, (_, v) => v % 500);
    const startMs = computedMs();
    // Rows 0 … 400 of 500 stay: 400 strips of 1000 triangles.
    expect((await measureTrimmed(mesh, distances, 400, quietContext)).triangleCount).toBe(400_000);
    expect(computedMs() - startMs).toBeLessThan(700);
  });
});
