import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { cornerTableSteps, NO_CORNER } from '../../../src/engine/mesh/corner-table.ts';
import { endCorner, previousCorner } from '../../../src/engine/mesh/half-edges.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { flatSquare, moebiusStrip, tetrahedron, together, torus, tubeWall, worldMesh } from '../../shapes/meshes.ts';

const tableOf = (mesh: WorldMesh) => finishSteps(cornerTableSteps(mesh));

/** The corner that faces the same edge the other way, by looking at all. */
function slowOpposite({ indices }: WorldMesh, corner: number): number {
  const [from, to] = [indices[endCorner(corner)], indices[previousCorner(corner)]];
  for (let other = 0; other < indices.length; other++) {
    if (indices[endCorner(other)] === to && indices[previousCorner(other)] === from) return other;
  }
  return NO_CORNER;
}

describe('the corner table', () => {
  it.each<[string, WorldMesh]>([
    ['a tetrahedron', tetrahedron()],
    ['a torus', torus(9, 7)],
    ['a wall with two rims', tubeWall(7, 4)],
    ['a square', flatSquare(5)],
    ['two pieces', together(tetrahedron(), flatSquare(3))],
    ['one triangle', worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2])],
    ['nothing', worldMesh([], [])],
  ])('of %s is what a search through all corners finds', (_name, mesh) => {
    const { opposites, cornerOf } = tableOf(mesh);
    expect([...opposites]).toEqual(Array.from(mesh.indices, (_, corner) => slowOpposite(mesh, corner)));
    for (const [vertex, corner] of cornerOf.entries()) expect(mesh.indices[corner]).toBe(vertex);
  });

  it('knows the vertices that no triangle uses', () => {
    expect([...tableOf(worldMesh([0, 0, 0, 9, 9, 9, 1, 0, 0, 0, 1, 0], [0, 2, 3])).cornerOf]).toEqual([0, -1, 1, 2]);
  });

  const TOUCHING = [0, 0, 0, 1, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0];
  it.each<[string, WorldMesh]>([
    ['is not finite: vertex 1', worldMesh([0, 0, 0, 1, Number.NaN, 0, 0, 1, 0], [0, 1, 2])],
    ['names a vertex that it does not have: 7', worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 7])],
    ['1 triangles that name a vertex twice', worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 1])],
    [
      '1 edges of three triangles',
      worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1], [0, 1, 2, 1, 0, 3, 0, 1, 4]),
    ],
    [
      '1 edges whose triangles face different sides',
      worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1, 0], [0, 1, 2, 0, 1, 3]),
    ],
    ['face different sides', moebiusStrip(9)],
    ['two fans of triangles meet', worldMesh(TOUCHING, [0, 1, 2, 0, 3, 4])],
  ])('refuses what %s', (sentence, mesh) => {
    expect(() => tableOf(mesh)).toThrow(sentence);
    expect(() => tableOf(mesh)).toThrow(expect.objectContaining({ code: 'mesh-format' }));
  });

  it('takes time by the triangles, not by a vertex of many', () => {
    const count = 20_000;
    const rim = Array.from({ length: count }, (_, i) => [Math.cos((6 * i) / count), Math.sin((6 * i) / count), 0]);
    const fan = Array.from({ length: count - 1 }, (_, i) => [0, i + 1, i + 2]);
    expect(tableOf(worldMesh([0, 0, 0, ...rim.flat()], fan.flat())).cornerOf[0]).toBe(0);
  });

  it('turns around each corner of a triangle', () => {
    fc.assert(
      fc.property(fc.nat(1e6), (corner) => {
        expect(previousCorner(endCorner(corner))).toBe(corner);
        expect(Math.floor(endCorner(endCorner(corner)) / 3)).toBe(Math.floor(corner / 3));
      }),
    );
  });
});
