import { describe, expect, it } from 'vitest';
import { smoothSteps } from '../../../src/engine/finish/smooth.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { topologySteps } from '../../../src/engine/mesh/topology.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { flatSquare, torus } from '../../shapes/meshes.ts';

const smoothed = (mesh: WorldMesh, pairs: number): WorldMesh => finishSteps(smoothSteps(mesh, pairs));
const volumeOf = ({ positions, indices }: WorldMesh): number =>
  finishSteps(topologySteps(positions, indices)).signedVolume;

/** Vertices moved by up to `size`, the same each time. */
function rough(mesh: WorldMesh, size: number): WorldMesh {
  return {
    ...mesh,
    positions: mesh.positions.map((value, i) => value + size * Math.sin(12.9898 * i + 78.233 * (i % 7))),
  };
}

/** Root mean square of the distances from the torus of radii 1 and .3. */
function offTorus({ positions }: WorldMesh): number {
  let sum = 0;
  for (let i = 0; i < positions.length; i += 3) {
    const fromAxis = Math.hypot(positions[i]!, positions[i + 1]!) - 1;
    sum += (Math.hypot(fromAxis, positions[i + 2]!) - 0.3) ** 2;
  }
  return Math.sqrt((3 * sum) / positions.length);
}

describe('smoothing', () => {
  const mesh = rough(torus(120, 40), 0.01);

  it('takes the noise and leaves the volume', () => {
    const result = smoothed(mesh, 5);
    expect(offTorus(mesh)).toBeGreaterThan(0.006);
    expect(offTorus(result)).toBeLessThan(0.0025);
    expect(Math.abs(volumeOf(result) / volumeOf(mesh) - 1)).toBeLessThan(1e-5);
    expect(result.indices).toEqual(mesh.indices);
  });

  it('keeps the volume far from the origin as well', () => {
    const far = { ...mesh, positions: mesh.positions.map((value, i) => value + [500_000, 5_000_000, 300][i % 3]!) };
    const moved = smoothed(far, 5);
    const near = smoothed(mesh, 5);
    moved.positions.forEach((value, i) => {
      expect(Math.abs(value - [500_000, 5_000_000, 300][i % 3]! - near.positions[i]!)).toBeLessThan(1e-6);
    });
  });

  it('by no pairs changes nothing', () => {
    expect(smoothed(mesh, 0).positions).toEqual(mesh.positions);
  });

  it('lets the rim of a sheet follow itself alone, and a flat one flat', () => {
    const square = flatSquare(10);
    const { positions } = smoothed(square, 10);
    const isOnRim = (vertex: number): boolean =>
      [0, 9].some((edge) => Math.floor(vertex / 10) === edge || vertex % 10 === edge);
    for (let vertex = 0; vertex < 100; vertex++) {
      const moved = Math.hypot(
        ...[0, 1, 2].map((axis) => positions[3 * vertex + axis]! - square.positions[3 * vertex + axis]!),
      );
      expect(positions[3 * vertex + 2]).toBe(0);
      // Corners are rounded; the middle of an edge stays within a tenth of an edge.
      if (
        isOnRim(vertex) &&
        [4, 5].includes(Math.max(vertex % 10 === 0 || vertex % 10 === 9 ? Math.floor(vertex / 10) : vertex % 10))
      ) {
        expect(moved).toBeLessThan(0.01);
      }
    }
  });

  it('turns with the mesh', () => {
    const turned = {
      ...mesh,
      positions: mesh.positions.map((_, i) => mesh.positions[3 * Math.floor(i / 3) + ((i + 1) % 3)]!),
    };
    const expected = smoothed(mesh, 3).positions;
    smoothed(turned, 3).positions.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[3 * Math.floor(i / 3) + ((i + 1) % 3)]!, 10);
    });
  });
});
