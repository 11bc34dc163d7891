import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepClosedPatches } from '../../../src/engine/finish/trim-patches.ts';
import { ball, sheet } from './shapes.ts';

/** The rule by a walk over neighbours, found by trying all pairs. */
function referenceKeep(indices: Uint32Array, isFar: Uint8Array, squared: Float32Array, holeRadius: number): number[] {
  const corners = (t: number): number[] => [...indices.subarray(3 * t, 3 * t + 3)];
  const triangles = [...isFar.keys()];
  const common = (s: number, t: number): number => corners(s).filter((v) => corners(t).includes(v)).length;
  const neighbours = triangles.map((t) => triangles.filter((s) => s !== t && common(s, t) === 2));
  const isBad = (t: number): boolean =>
    neighbours[t]!.length < 3 || corners(t).some((v) => squared[v]! > Math.fround(holeRadius * holeRadius));
  const kept = triangles.map((t) => 1 - isFar[t]!);
  const seen = new Set<number>();
  for (const start of triangles) {
    if (!isFar[start] || seen.has(start)) continue;
    const patch = [start];
    seen.add(start);
    for (const t of patch) {
      for (const s of neighbours[t]!) {
        if (!isFar[s] || seen.has(s)) continue;
        seen.add(s);
        patch.push(s);
      }
    }
    if (holeRadius > 0 && !patch.some(isBad)) for (const t of patch) kept[t] = 1;
  }
  return kept;
}

const MESHES = [sheet(6), ball(1, [0, 0, 0], 5)].map((mesh) => ({
  indices: Uint32Array.from(mesh.triangles.flat()),
  vertexCount: mesh.points.length,
}));

it('keeps the patches that a plain walk keeps', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...MESHES),
      fc.constantFrom(0, 0.5, 2),
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      ({ indices, vertexCount }, holeRadius, share, stream) => {
        const random = (): number => stream.next().value as number;
        const isFar = Uint8Array.from({ length: indices.length / 3 }, () => (random() < share ? 1 : 0));
        const squared = Float32Array.from({ length: vertexCount }, () => (random() < 0.05 ? 1 : 0.1));
        const kept = keepClosedPatches(indices, isFar, squared, holeRadius);
        expect([...kept]).toEqual(referenceKeep(indices, isFar, squared, holeRadius));
      },
    ),
    { numRuns: 60 },
  );
});

it('takes patches that touch in a vertex alone for two', () => {
  // A fan of six triangles round vertex 0, closed by an outer ring: 1 and 4 are far, opposite each other.
  const indices = new Uint32Array([0, 1, 2, 0, 2, 3, 0, 3, 4, 0, 4, 5, 0, 5, 6, 0, 6, 1]);
  const isFar = new Uint8Array([0, 1, 0, 0, 1, 0]);
  const ring = new Uint32Array([2, 1, 7, 3, 2, 7, 4, 3, 7, 5, 4, 7, 6, 5, 7, 1, 6, 7]);
  const closed = Uint32Array.from([...indices, ...ring]);
  const squared = new Float32Array(8);
  squared[2] = 1; // beyond the radius, in the first patch only
  const kept = keepClosedPatches(closed, Uint8Array.from([...isFar, 0, 0, 0, 0, 0, 0]), squared, 0.5);
  expect([...kept.subarray(0, 6)]).toEqual([1, 0, 1, 1, 1, 1]);
});

it('takes patches with a near triangle between them for two', () => {
  const fan = [0, 1, 2, 0, 2, 3, 0, 3, 4, 0, 4, 5, 0, 5, 6, 0, 6, 1];
  const ring = [2, 1, 7, 3, 2, 7, 4, 3, 7, 5, 4, 7, 6, 5, 7, 1, 6, 7];
  const squared = new Float32Array(8);
  squared[2] = 1; // beyond the radius, in the first patch only
  const isFar = Uint8Array.from([0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  const kept = keepClosedPatches(Uint32Array.from([...fan, ...ring]), isFar, squared, 0.5);
  expect([...kept.subarray(0, 6)]).toEqual([1, 0, 1, 1, 1, 1]);
});

it('keeps no patch for a radius of 0, not even one whose vertices lie on points', () => {
  const tetrahedron = Uint32Array.of(0, 1, 2, 0, 2, 3, 0, 3, 1, 1, 3, 2);
  const isFar = Uint8Array.of(1, 0, 0, 0);
  expect([...keepClosedPatches(tetrahedron, isFar, new Float32Array(4), 0)]).toEqual([0, 1, 1, 1]);
  expect([...keepClosedPatches(tetrahedron, isFar, new Float32Array(4), 0.1)]).toEqual([1, 1, 1, 1]);
});
