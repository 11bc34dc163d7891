import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { type PartedMesh, partFanSteps } from '../../../src/engine/mesh/part-fans.ts';
import { topologySteps } from '../../../src/engine/mesh/topology.ts';
import { flatSquare, tetrahedron, torus, worldMesh } from '../../shapes/meshes.ts';

const parted = ({ positions, indices }: { positions: Float64Array; indices: Uint32Array }): PartedMesh =>
  finishSteps(partFanSteps(positions, indices));

/** Two triangles that share their tip, at the origin, and nothing else. */
const bowTie = worldMesh([0, 0, 0, 3, 1, 0, 3, -1, 0, -3, -1, 0, -3, 1, 0], [0, 2, 1, 0, 4, 3]); // prettier-ignore

describe('parted fans', () => {
  it('of a bow-tie lie a tenth into either wing', () => {
    const { positions, indices, sources } = parted(bowTie);
    expect([...indices]).toEqual([0, 2, 1, 5, 4, 3]);
    expect([...sources]).toEqual([0, 1, 2, 3, 4, 0]);
    const at = (vertex: number): number[] => [...positions.subarray(3 * vertex, 3 * vertex + 3)];
    // The neighbours' means are (±3, 0, 0).
    expect(at(0)[0]).toBeCloseTo(0.3, 12);
    expect(at(5)[0]).toBeCloseTo(-0.3, 12);
    for (const vertex of [1, 2, 3, 4])
      expect(at(vertex)).toEqual([...bowTie.positions.subarray(3 * vertex, 3 * vertex + 3)]);
    expect(finishSteps(topologySteps(positions, indices))).toMatchObject({ nonManifoldVertices: 0, components: 2 });
  });

  it.each([
    ['a closed mesh', torus(12, 8)],
    ['an open one', flatSquare(4)],
    ['one tetrahedron', tetrahedron()],
  ])('are none in %s', (_, mesh) => {
    const { positions, indices, sources } = parted(mesh);
    expect([positions, indices]).toEqual([mesh.positions, mesh.indices]);
    expect(sources).toHaveLength(mesh.positions.length / 3);
  });

  it('leave a triangle that names a vertex twice as it is', () => {
    const mesh = worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2, 0, 0, 1]); // prettier-ignore
    expect([...parted(mesh).indices]).toEqual([...mesh.indices]);
  });

  it('of three triangles at an edge are three sheets', () => {
    const mesh = worldMesh([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, -1, -1, 0], [0, 1, 2, 0, 1, 3, 0, 1, 4]); // prettier-ignore
    const { positions, indices } = parted(mesh);
    const topology = finishSteps(topologySteps(positions, indices));
    expect(topology).toMatchObject({ nonManifoldEdges: 0, nonManifoldVertices: 0, components: 3, triangles: 3 });
  });

  it('leave a manifold, whatever triangles a sheet has lost', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 72, maxLength: 72 }), (isKept) => {
        const sheet = flatSquare(6);
        const indices = sheet.indices.filter((_, corner) => isKept[Math.floor(corner / 3)]);
        const result = parted({ positions: sheet.positions, indices });
        const before = finishSteps(topologySteps(sheet.positions, indices));
        const after = finishSteps(topologySteps(result.positions, result.indices));
        expect(after.nonManifoldVertices).toBe(0);
        expect(after.boundaryEdges).toBe(before.boundaryEdges);
        expect(after.triangles).toBe(before.triangles);
        // No triangle turns over: those of the sheet all face up.
        const { positions: p } = result;
        for (let t = 0; t < result.indices.length; t += 3) {
          const [a, b, c] = [0, 1, 2].map((k) => 3 * result.indices[t + k]!) as [number, number, number];
          const up = (p[b]! - p[a]!) * (p[c + 1]! - p[a + 1]!) - (p[b + 1]! - p[a + 1]!) * (p[c]! - p[a]!);
          expect(up).toBeGreaterThan(0);
        }
      }),
    );
  });
});
