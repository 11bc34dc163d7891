import { describe, expect, it } from 'vitest';
import { keepPieceSteps, type Pieces, pieceSteps } from '../../../src/engine/finish/pieces.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { flatSquare, tetrahedron, together, torus } from '../../shapes/meshes.ts';

const piecesOf = (mesh: WorldMesh): Pieces => finishSteps(pieceSteps(mesh));
const scene = together(together(tetrahedron(), torus(20, 10)), flatSquare(5));

describe('pieces', () => {
  it('come by their areas, with their triangles, boxes and open edges', () => {
    const { pieces, labels } = piecesOf(scene);
    expect(pieces.map(({ triangles, openEdges }) => [triangles, openEdges])).toEqual([
      [400, 0],
      [4, 0],
      [32, 16],
    ]);
    expect(pieces[1]!.area).toBeCloseTo(1.5 + Math.sqrt(3) / 2, 12);
    expect(pieces[2]).toMatchObject({ min: [0, 0, 0], max: [0.8, 0.8, 0] });
    expect(pieces[2]!.area).toBeCloseTo(0.64, 12);
    expect([labels[0], labels[4], labels[404]]).toEqual([1, 0, 2]);
  });

  it('of equal area come in the order of their triangles', () => {
    const { labels } = piecesOf(together(tetrahedron(), tetrahedron()));
    expect([...labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('stay as they are where no more are there than asked for', () => {
    const kept = finishSteps(keepPieceSteps(scene, 3, 0));
    expect(kept).toMatchObject({ positions: scene.positions, indices: scene.indices, dropped: [] });
  });

  it('beyond the largest go, with their vertices', () => {
    const kept = finishSteps(keepPieceSteps(scene, 1, 0));
    expect(kept.dropped.map(({ triangles }) => triangles)).toEqual([4, 32]);
    expect(kept.indices).toHaveLength(3 * 400);
    expect(kept.positions).toHaveLength(3 * 200);
    const alone = piecesOf(torus(20, 10)).pieces;
    expect(piecesOf(kept).pieces).toEqual(alone);
  });

  it('of less than an area go, and of the others all but the largest where so many are asked for', () => {
    const dropped = (most: number, leastArea: number) =>
      finishSteps(keepPieceSteps(scene, most, leastArea)).dropped.map(({ triangles }) => triangles);
    // The square has an area of .64, the tetrahedron of 2.37.
    expect(dropped(Infinity, 0.99 * 0.64)).toEqual([]);
    expect(dropped(Infinity, 1.01 * 0.64)).toEqual([32]);
    expect(dropped(1, 1.01 * 0.64)).toEqual([4, 32]);
    expect(dropped(2, 0)).toEqual([32]);
    const once = finishSteps(keepPieceSteps(scene, Infinity, 1));
    expect(finishSteps(keepPieceSteps(once, Infinity, 1))).toMatchObject({ indices: once.indices, dropped: [] });
  });

  it('may all be too small', () => {
    const { indices, positions, dropped } = finishSteps(keepPieceSteps(scene, Infinity, 1e6));
    expect([indices.length, positions.length, dropped.length]).toEqual([0, 0, 3]);
  });
});
