/** Which borders are where a surface ends, and which go round holes in it. */
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { detailedTopologySteps } from '../../../src/engine/mesh/topology.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { flatSquare, together, tubeWall } from '../../shapes/meshes.ts';
import { ball } from '../../shapes/procedural-shapes.ts';

const detailsOf = ({ positions, indices }: WorldMesh) => finishSteps(detailedTopologySteps(positions, indices));

/** Without some of its triangles. */
const without = ({ positions, indices }: WorldMesh, isGone: (triangle: number) => boolean): WorldMesh => ({
  positions,
  indices: indices.filter((_, corner) => !isGone(Math.floor(corner / 3))),
});

/** A square of 10 × 10 cells with holes of one cell each, two triangles. */
const square = (...cells: readonly number[]): WorldMesh =>
  without(flatSquare(11), (triangle) => cells.includes(Math.floor(triangle / 2)));

describe('outer borders', () => {
  it('of a sheet is the border that goes round most, and holes are holes', () => {
    const { topology, rims } = detailsOf(square(22, 45, 78));
    expect(topology).toMatchObject({ boundaryLoops: 4, outerBorders: 1 });
    const [outer] = rims.filter(({ isOuter }) => isOuter);
    expect(outer).toMatchObject({ edges: 40 });
    expect(rims.filter(({ isOuter }) => !isOuter).map(({ edges }) => edges)).toEqual([4, 4, 4]);
  });

  it('of a sheet do not depend on which border comes first', () => {
    // Cell 45 has the vertices 49, 50, 60 and 61 of 121: the first ones here.
    const { positions, indices } = square(45);
    const turned = new Float64Array(positions.length);
    const placeOf = (vertex: number): number => (vertex + 121 - 49) % 121;
    for (let vertex = 0; vertex < 121; vertex++) {
      turned.set(positions.subarray(3 * vertex, 3 * vertex + 3), 3 * placeOf(vertex));
    }
    const { rims } = detailsOf({ positions: turned, indices: indices.map(placeOf) });
    expect(rims.map(({ edges, isOuter }) => [edges, isOuter])).toEqual([
      [4, false],
      [40, true],
    ]);
  });

  it('are one for each sheet', () => {
    const { positions, indices } = square(22);
    const moved = { positions: positions.map((value, i) => value + (i % 3 === 2 ? 1 : 0)), indices };
    expect(detailsOf(together(square(45), moved)).topology).toMatchObject({ boundaryLoops: 4, outerBorders: 2 });
    // A wall has two borders alike, of which one is its end.
    expect(detailsOf(tubeWall(12, 4)).topology).toMatchObject({ boundaryLoops: 2, outerBorders: 1 });
  });

  it('are none in the skin of a solid, wherever that is open', () => {
    const sphere = ball([0, 0, 0], 1, 16, 24);
    expect(detailsOf(sphere).topology).toMatchObject({ boundaryLoops: 0, outerBorders: 0 });
    expect(detailsOf(without(sphere, (triangle) => triangle === 200)).topology).toMatchObject({
      boundaryLoops: 1,
      outerBorders: 0,
    });
  });

  it('do not depend on where the mesh lies', () => {
    const { positions, indices } = square(22, 45);
    const far = { positions: positions.map((value) => value + 2 ** 40), indices };
    // Places of float64 lie 2⁻¹² apart there, a thousandth of a cell.
    expect(detailsOf(far).rims.map(({ isOuter }) => isOuter)).toEqual(
      detailsOf({ positions, indices }).rims.map(({ isOuter }) => isOuter),
    );
  });
});
