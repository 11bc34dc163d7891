import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { type Rim, rimSteps } from '../../../src/engine/mesh/rims.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { flatSquare, tetrahedron, torus, tubeWall, worldMesh } from '../../shapes/meshes.ts';

const rimsOf = ({ positions, indices }: WorldMesh): Rim[] => finishSteps(rimSteps(indices, positions.length / 3));

describe('rims', () => {
  it('of a closed mesh are none', () => {
    expect(rimsOf(torus(12, 8))).toEqual([]);
  });

  it('of a triangle are its edges, the surface on the left', () => {
    const [rim] = rimsOf(worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [2, 0, 1]));
    expect([...rim!.vertices]).toEqual([0, 1, 2]);
    expect([...rim!.triangles]).toEqual([0, 0, 0]);
  });

  it('of a tube are two, of a square with a hole an outer and an inner one', () => {
    expect(rimsOf(tubeWall(10, 4)).map(({ vertices }) => vertices.length)).toEqual([10, 10]);
    const square = flatSquare(6);
    // Vertices are numbered by columns of six; the two triangles between (2, 2) and (3, 3) go.
    const isHole = (corners: Uint32Array): boolean => corners.every((vertex) => [14, 15, 20, 21].includes(vertex));
    const indices = square.indices.filter((_, i) => !isHole(square.indices.subarray(i - (i % 3), i - (i % 3) + 3)));
    expect(rimsOf({ ...square, indices }).map(({ vertices }) => vertices.length)).toEqual([20, 4]);
  });

  it('name the triangles on their edges', () => {
    const mesh = tetrahedron();
    const open = { ...mesh, indices: mesh.indices.subarray(3) };
    const [rim] = rimsOf(open);
    rim!.vertices.forEach((vertex, i) => {
      const corners = [...open.indices.subarray(3 * rim!.triangles[i]!, 3 * rim!.triangles[i]! + 3)];
      expect(corners).toContain(vertex);
      expect(corners).toContain(rim!.vertices[(i + 1) % rim!.vertices.length]);
    });
  });
});
