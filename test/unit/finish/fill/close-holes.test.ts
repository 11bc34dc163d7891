import { describe, expect, it } from 'vitest';
import { type ClosedMesh, closeHoleSteps } from '../../../../src/engine/finish/fill/close-holes.ts';
import { growthFor } from '../../../../src/engine/finish/fill/refine-patch.ts';
import { triangulateRim } from '../../../../src/engine/finish/fill/triangulate-rim.ts';
import { finishSteps } from '../../../../src/engine/host/steps.ts';
import { topologySteps } from '../../../../src/engine/mesh/topology.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { flatSquare, gridMesh, torus, tubeWall, worldMesh } from '../../../shapes/meshes.ts';

const closed = (mesh: WorldMesh, widest = Infinity): ClosedMesh => finishSteps(closeHoleSteps(mesh, widest));
const topologyOf = ({ positions, indices }: WorldMesh) => finishSteps(topologySteps(positions, indices));

/** A unit sphere of rings, open at its top and bottom from an angle of `opening` on. */
const openSphere = (columns: number, rows: number, opening: number): WorldMesh =>
  gridMesh(columns, rows + 1, { columns: true, rows: false }, (u, v) => {
    const polar = Math.PI - opening - (Math.PI - 2 * opening) * v * (1 + 1 / rows);
    return [Math.sin(polar) * Math.cos(2 * Math.PI * u), Math.sin(polar) * Math.sin(2 * Math.PI * u), Math.cos(polar)];
  });

/** Mean distance of the patches' vertices from the unit sphere. */
function offSphere({ positions }: WorldMesh, firstVertex: number): number {
  let sum = 0;
  const count = positions.length / 3 - firstVertex;
  for (let vertex = firstVertex; vertex < positions.length / 3; vertex++) {
    sum += Math.abs(Math.hypot(...positions.subarray(3 * vertex, 3 * vertex + 3)) - 1);
  }
  return sum / count;
}

describe('a sphere without its poles', () => {
  const mesh = openSphere(40, 24, 0.5);
  const result = closed(mesh);

  it('is closed, on its own side', () => {
    expect(topologyOf(mesh)).toMatchObject({ boundaryLoops: 2, watertight: false });
    expect(topologyOf(result)).toMatchObject({
      watertight: true,
      orientationConsistent: true,
      genus: 0,
      nonManifoldVertices: 0,
    });
    expect(topologyOf(result).signedVolume).toBeCloseTo((4 / 3) * Math.PI, 1);
  });

  it('gets caps that go on with its curvature', () => {
    // A flat cap lies up to 1 − cos .5 = .122 inside, .06 in the mean; these within a fifth of that.
    expect(offSphere(result, mesh.positions.length / 3)).toBeLessThan(0.012);
  });

  it('keeps what it had, and says what is new', () => {
    expect(result.indices.subarray(0, 3 * result.firstPatchTriangle)).toEqual(mesh.indices);
    expect(result.positions.subarray(0, mesh.positions.length)).toEqual(mesh.positions);
    expect(result.left).toEqual([]);
    for (const { edges, width, area } of result.closed) {
      expect(edges).toBe(40);
      // The box of a circle of radius sin .5.
      expect(width).toBeCloseTo(2 * Math.SQRT2 * Math.sin(0.5), 2);
      expect(area).toBeCloseTo(2 * Math.PI * (1 - Math.cos(0.5)), 1);
    }
  });

  it('has triangles of the size of its own there', () => {
    const rimEdge = 2 * Math.sin(0.5) * Math.sin(Math.PI / 40);
    const { positions, indices } = result;
    let longest = 0;
    for (let corner = 3 * result.firstPatchTriangle; corner < indices.length; corner++) {
      const [a, b] = [3 * indices[corner]!, 3 * indices[corner % 3 === 2 ? corner - 2 : corner + 1]!];
      longest = Math.max(longest, Math.hypot(...[0, 1, 2].map((axis) => positions[a + axis]! - positions[b + axis]!)));
    }
    expect(longest).toBeLessThan(2 * rimEdge);
  });
});

describe('holes', () => {
  it('wider than asked for stay open, and are named', () => {
    const tube = tubeWall(30, 8);
    const result = closed(tube, 1);
    expect(result.closed).toEqual([]);
    expect(result.left.map(({ edges }) => edges)).toEqual([30, 30]);
    expect(result.indices).toEqual(tube.indices);
  });

  it('are none in a closed mesh, which stays as it is', () => {
    const mesh = torus(16, 10);
    expect(closed(mesh)).toMatchObject({ positions: mesh.positions, indices: mesh.indices, closed: [], left: [] });
  });

  it('in a plane are closed in the plane', () => {
    const square = flatSquare(12);
    const isHole = (i: number): boolean => {
      const triangle = square.indices.subarray(i - (i % 3), i - (i % 3) + 3);
      return [...triangle].every((vertex) => Math.hypot(Math.floor(vertex / 12) - 5.5, (vertex % 12) - 5.5) < 3);
    };
    const mesh = { ...square, indices: square.indices.filter((_, i) => !isHole(i)) };
    // The square's own border is 1.3 wide.
    const result = closed(mesh, 1);
    expect(result.closed).toHaveLength(1);
    for (let i = 2; i < result.positions.length; i += 3) expect(Math.abs(result.positions[i]!)).toBeLessThan(1e-12);
    const topology = topologyOf(result);
    expect(topology).toMatchObject({ boundaryLoops: 1, nonManifoldEdges: 0, inconsistentEdges: 0 });
    expect(topology.area).toBeCloseTo(topologyOf(square).area, 10);
  });

  it('take no chord that the surface has already', () => {
    // Two of a tetrahedron's faces: the rim's four vertices are all joined but for one pair.
    const mesh = worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], [0, 2, 1, 0, 1, 3]);
    const result = closed(mesh);
    expect(topologyOf(result)).toMatchObject({ watertight: true, nonManifoldEdges: 0, genus: 0 });
    // With both diagonals taken there is no way.
    const square = Float64Array.of(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0);
    expect(triangulateRim({ positions: square, apexes: square, isTaken: () => true })).toBeNull();
  });

  it.each([3, 360])('of a rim of %i edges', (edges) => {
    const columns = edges;
    const result = closed(tubeWall(columns, 3));
    expect(topologyOf(result)).toMatchObject({ watertight: true, orientationConsistent: true, genus: 0 });
    // Even to 250 edges or so; above, a few thousand vertices whatever the rim.
    expect(result.positions.length / 3).toBeLessThan(3 * columns + 2 * 4000);
  });
});

it('the size grows inwards from rims of more than 180 edges on, so that three thousand vertices suffice', () => {
  expect(growthFor(180)).toBe(0);
  expect(growthFor(182)).toBeGreaterThan(0);
  // The vertices within a rim of 2,000 edges, ring by ring.
  const growth = growthFor(2000);
  const radius = 2000 / (2 * Math.PI);
  let count = 0;
  for (let at = 0.005; at < radius; at += 0.01) count += (2 * Math.PI * (radius - at) * 0.01) / (1 + growth * at) ** 2;
  expect(count / (Math.sqrt(3) / 2)).toBeCloseTo(3000, -2);
});
