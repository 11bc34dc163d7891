import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { cornerTableSteps, NO_CORNER } from '../../../src/engine/mesh/corner-table.ts';
import { endCorner, previousCorner } from '../../../src/engine/mesh/half-edges.ts';
import { EditableMesh, MOST_VALENCE } from '../../../src/engine/mesh/editable-mesh.ts';
import { topologySteps } from '../../../src/engine/mesh/topology.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { flatSquare, tetrahedron, together, torus, tubeWall, worldMesh } from '../../shapes/meshes.ts';

const open = (mesh: WorldMesh): EditableMesh => finishSteps(EditableMesh.openSteps(mesh));

function figures({ positions, indices }: WorldMesh) {
  const { components, genus, boundaryLoops, nonManifoldEdges, inconsistentEdges, nonManifoldVertices } = finishSteps(
    topologySteps(positions, indices),
  );
  return { components, genus, boundaryLoops, nonManifoldEdges, inconsistentEdges, nonManifoldVertices };
}

/** A collapse that is not allowed would leave another kind of surface: so says the topology measured anew. */
const SHAPES: Record<string, WorldMesh> = {
  torus: torus(6, 5),
  wall: tubeWall(6, 4),
  square: flatSquare(5),
  pieces: together(torus(5, 4), tetrahedron()),
};

describe('edits', () => {
  it.each(Object.entries(SHAPES))('of a %s leave a manifold with the same pieces, handles and rims', (_name, mesh) => {
    const before = figures(mesh);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat()), { minLength: 1, maxLength: 80 }), (edits) => {
        const editable = open(mesh);
        for (const [doesCollapse, number] of edits) {
          const corner = number % mesh.indices.length;
          if (editable.isRemoved[Math.floor(corner / 3)] === 1) continue;
          if (doesCollapse) collapse(editable, corner);
          else turn(editable, corner);
        }
        const compact = finishSteps(editable.compactSteps());
        expect(compact.indices.length / 3).toBe(editable.triangleCount);
        expect(figures(compact)).toEqual(before);
        // The table that was kept is that of the mesh there is.
        expect(tableOf(editable, compact)).toEqual([...finishSteps(cornerTableSteps(compact)).opposites]);
      }),
    );
  });

  function collapse(mesh: EditableMesh, corner: number): void {
    const [kept, gone] = [mesh.indices[endCorner(corner)]!, mesh.indices[previousCorner(corner)]!];
    const facing = mesh.collapsibleCorner(kept, gone);
    if (facing !== NO_CORNER) mesh.collapse(kept, gone, facing, 0.5, 0.25, 0.125);
  }

  function turn(mesh: EditableMesh, corner: number): void {
    const across = mesh.opposites[corner]!;
    if (across === NO_CORNER || mesh.isEdge(mesh.indices[corner]!, mesh.indices[across]!)) return;
    mesh.turnEdge(corner);
  }

  function tableOf(mesh: EditableMesh, compact: WorldMesh): number[] {
    const places = new Int32Array(mesh.indices.length).fill(NO_CORNER);
    let next = 0;
    for (let corner = 0; corner < places.length; corner++) {
      if (mesh.isRemoved[Math.floor(corner / 3)] === 0) places[corner] = next++;
    }
    expect(next).toBe(compact.indices.length);
    const table: number[] = [];
    for (const [corner, across] of mesh.opposites.entries()) {
      if (places[corner] !== NO_CORNER) table.push(across === NO_CORNER ? NO_CORNER : places[across]!);
    }
    return table;
  }
});

describe('a collapse is refused', () => {
  const mayMerge = (mesh: WorldMesh, kept: number, gone: number): boolean =>
    open(mesh).collapsibleCorner(kept, gone) !== NO_CORNER;

  it('where only four triangles close a body, at any edge', () => {
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ] as const) {
      expect(mayMerge(tetrahedron(), a, b)).toBe(false);
    }
  });

  it('of a triangle alone', () => {
    expect(mayMerge(worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]), 0, 1)).toBe(false);
  });

  it('across a strip, from rim to rim, and not along its rim', () => {
    const wall = tubeWall(8, 2);
    expect(mayMerge(wall, 0, 1)).toBe(false);
    expect(mayMerge(wall, 0, 2)).toBe(true);
  });

  it('around a tube three wide, whose neck it would pinch', () => {
    const tube = tubeWall(3, 6);
    expect(mayMerge(tube, 2, 8)).toBe(false);
    expect(mayMerge(tube, 2, 3)).toBe(true);
  });

  it('of vertices without an edge', () => {
    expect(mayMerge(torus(8, 8), 0, 20)).toBe(false);
  });

  it('at a vertex of more triangles than anybody walks around', () => {
    const fan = (count: number): WorldMesh =>
      worldMesh(
        [0, 0, 0, ...Array.from({ length: count + 1 }, (_, i) => [Math.cos(i / count), Math.sin(i / count), 0]).flat()],
        Array.from({ length: count }, (_, i) => [0, i + 1, i + 2]).flat(),
      );
    expect([MOST_VALENCE, MOST_VALENCE + 1].map((count) => open(fan(count)).walk(0))).toEqual([MOST_VALENCE, 0]);
  });
});

it('an ear at a rim may fold into what it hangs on, a single triangle', () => {
  // Of triangle 1 2 3 with the ear 0 1 2, the tip 0 goes into 1: 1 2 3 is left.
  const eared = worldMesh([0, 0, 0, 0.1, 0, 0, 1, 1, 0, 2, 0, 0], [0, 1, 2, 1, 3, 2]);
  const mesh = open(eared);
  const facing = mesh.collapsibleCorner(1, 0);
  expect(facing).not.toBe(NO_CORNER);
  mesh.collapse(1, 0, facing, 0.1, 0, 0);
  const { indices } = finishSteps(mesh.compactSteps());
  expect([...indices]).toEqual([0, 2, 1]);
});

it('a walk around goes counterclockwise, at a rim from its one end to the other', () => {
  const square = flatSquare(4);
  const mesh = open(square);
  for (let vertex = 0; vertex < 16; vertex++) {
    const count = mesh.walk(vertex);
    expect(count).toBe(square.indices.filter((other) => other === vertex).length);
    for (let i = 1; i < count; i++) {
      expect(mesh.indices[endCorner(mesh.ring[i]!)]).toBe(mesh.indices[previousCorner(mesh.ring[i - 1]!)]);
    }
    if (mesh.isRim[vertex] === 1) expect(mesh.opposites[previousCorner(mesh.ring[0]!)]).toBe(NO_CORNER);
  }
});

it('the mesh that was opened is never changed', () => {
  const mesh = torus(6, 5);
  const before = { positions: mesh.positions.slice(), indices: mesh.indices.slice() };
  const editable = open(mesh);
  editable.collapse(0, 1, editable.collapsibleCorner(0, 1), 9, 9, 9);
  expect(mesh).toEqual(before);
});
