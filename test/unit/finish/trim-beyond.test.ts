import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vertexNormals } from '../../../src/engine/mesh/normals.ts';
import { measureTopology } from '../../../src/engine/mesh/topology.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import { measureTrimmed, trimBeyond } from '../../../src/engine/finish/trim-beyond.ts';
import { computedMs, quietContext } from '../../run-context.ts';
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
  it('keeps exactly the triangles whose three vertices are near enough, in their order, with all they carry', () => {
    fc.assert(
      fc.property(cases, ({ mesh, distances, length }) => {
        const isNear = (t: number): boolean => [0, 1, 2].every((k) => distances[mesh.indices[3 * t + k]!]! <= length);
        const kept = cornersOf(mesh).filter((_, corner) => isNear(Math.floor(corner / 3)));
        const trimmed = trimBeyond(mesh, distances, length);
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

  it('null gives the mesh itself', () => {
    const mesh = meshOf(3, 3);
    expect(trimBeyond(mesh, new Float32Array(9).fill(Infinity), null)).toBe(mesh);
  });

  it('at the very distance keeps, also where float64 is a little shorter than float32', () => {
    const mesh = meshOf(3, 3);
    const distances = new Float32Array(9).fill(0.7);
    // In float32 0.7 is 0.699999988: a shader's uniform is rounded the same way.
    expect(trimBeyond(mesh, distances, 0.7).indices).toEqual(mesh.indices);
    expect(trimBeyond(mesh, new Float32Array(9).fill(0.1), 0.1).indices).toEqual(mesh.indices);
    expect(trimBeyond(mesh, distances, 0.699).indices.length).toBe(0);
  });

  it('drops what no distance is known for', () => {
    expect(trimBeyond(meshOf(3, 3), new Float32Array(9).fill(NaN), 1).positions.length).toBe(0);
    expect(trimBeyond(meshOf(3, 3), new Float32Array(9).fill(Infinity), 1e30).positions.length).toBe(0);
  });

  it('a mesh without normals and colours stays without, an empty one empty', () => {
    const { positions, indices, shift } = meshOf(3, 3);
    const trimmed = trimBeyond({ positions, indices, shift }, new Float32Array(9), 1);
    expect(Object.keys(trimmed).sort()).toEqual(['indices', 'positions', 'shift']);
    const empty = { positions: new Float32Array(0), indices: new Uint32Array(0), shift };
    expect(trimBeyond(empty, new Float32Array(0), 1)).toEqual(empty);
  });
});

describe('measureTrimmed', () => {
  it('tells what trimBeyond leaves', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.boolean(), async ({ mesh, distances, length }, isWhole) => {
        const chosen = isWhole ? null : length;
        const trimmed = trimBeyond(mesh, distances, chosen);
        expect(await measureTrimmed(mesh, distances, chosen, quietContext)).toEqual({
          vertexCount: trimmed.positions.length / 3,
          triangleCount: trimmed.indices.length / 3,
          topology: await measureTopology(trimmed.positions, trimmed.indices, quietContext),
        });
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

  it('in time linear in the triangles: two million would take well under three seconds', async () => {
    const mesh = meshOf(500, 500);
    const distances = Float32Array.from({ length: 250_000 }, (_, v) => v % 500);
    const startMs = computedMs();
    // Rows 0 … 400 of 500 stay: 400 strips of 1000 triangles.
    expect((await measureTrimmed(mesh, distances, 400, quietContext)).triangleCount).toBe(400_000);
    expect(computedMs() - startMs).toBeLessThan(700);
  });
});
