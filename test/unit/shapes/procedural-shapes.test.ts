/**
 * The shapes that clouds are drawn from are what they claim: closed where they should be, facing outward, of the genus.
 */
import { describe, expect, it } from 'vitest';
import { topologySteps } from '../../../src/engine/mesh/topology.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { ball, blade, box, gear, gyroid, knot, room, ROOM_PARTS, terrain } from '../../shapes/procedural-shapes.ts';
import { boundsOf, plyOf, pointCloudOf, sampleCloud } from '../../shapes/sampled-cloud.ts';

const topologyOf = ({ positions, indices }: WorldMesh) => finishSteps(topologySteps(positions, indices));

describe('a closed shape', () => {
  it.each([
    ['gear', gear(), 1, 0.63],
    ['gyroid', gyroid(), 16, 1.46],
    ['knot', knot(), 1, 8.1],
    ['blade', blade(), 0, 0.0063],
    ['ball', ball([1, 2, 3], 1), 0, 4.09],
    ['box', box([0, 0, 0], [1, 2, 3]), 0, 6],
  ])('%s is one manifold surface that faces outward', (_name, mesh, genus, volume) => {
    const topology = topologyOf(mesh);
    expect(topology).toMatchObject({ watertight: true, components: 1, orientationConsistent: true });
    expect(topology).toMatchObject({ nonManifoldEdges: 0, nonManifoldVertices: 0, degenerateTriangles: 0 });
    expect(topology.genus).toBe(genus);
    expect(topology.signedVolume / volume).toBeCloseTo(1, 1);
  });
});

it('the room is a shell seen from inside, and furniture apart from it and from one another', () => {
  const topology = topologyOf(room());
  expect(topology).toMatchObject({ watertight: true, components: Object.keys(ROOM_PARTS).length, genus: 0 });
  expect(topology.signedVolume).toBeLessThan(-25);
});

it('the terrain is one open surface that faces up', () => {
  const mesh = terrain(40);
  expect(topologyOf(mesh)).toMatchObject({ components: 1, genus: 0, boundaryEdges: 4 * 39 });
  const { positions: cloud, normals } = sampleCloud(mesh, { points: 500, seed: 1, normals: 'outward' });
  expect(boundsOf(cloud).high[0]).toBeGreaterThan(3.9);
  expect(Math.min(...normals!.filter((_, i) => i % 3 === 2))).toBeGreaterThan(0.3);
});

describe('a sampled cloud', () => {
  const mesh = ball([0, 0, 0], 1);
  const radiiOf = ({ positions }: { positions: Float32Array }): number[] =>
    Array.from({ length: positions.length / 3 }, (_, i) => Math.hypot(...positions.subarray(3 * i, 3 * i + 3)));

  it('lies on the shape, the same for a seed and another for another', () => {
    const cloud = sampleCloud(mesh, { points: 1000, seed: 1 });
    expect(cloud.normals).toBeUndefined();
    for (const radius of radiiOf(cloud)) expect(Math.abs(radius - 1)).toBeLessThan(0.02);
    expect(sampleCloud(mesh, { points: 1000, seed: 1 })).toEqual(cloud);
    expect(sampleCloud(mesh, { points: 1000, seed: 2 })).not.toEqual(cloud);
    expect(pointCloudOf(cloud).stats).toMatchObject({ pointCount: 1000, finiteCount: 1000 });
  });

  it('is as noisy as was asked for', () => {
    const radii = radiiOf(sampleCloud(mesh, { points: 4000, seed: 1, noise: 0.01 }));
    const deviation = Math.sqrt(radii.reduce((sum, radius) => sum + (radius - 1) ** 2, 0) / radii.length);
    // A share of the extent of 2; of 4,000 samples a deviation is known to a hundredth.
    expect(deviation / 0.02).toBeCloseTo(1, 1);
  });

  it('has its strays last, and none of the surface in its holes', () => {
    const holes = [{ centre: [0, 0, 1], radius: 0.5 }] as const;
    const { positions } = sampleCloud(mesh, { points: 2000, seed: 1, outliers: 0.1, holes });
    const offs = radiiOf({ positions }).map((radius) => Math.abs(radius - 1) > 0.02);
    expect(offs.slice(0, 1800)).not.toContain(true);
    expect(offs.slice(1800).filter(Boolean).length).toBeGreaterThan(150);
    for (let i = 0; i < 3 * 1800; i += 3) {
      expect(Math.hypot(positions[i]!, positions[i + 1]!, positions[i + 2]! - 1)).toBeGreaterThanOrEqual(0.5);
    }
  });

  it('has the normals that were asked for', () => {
    const outwardShare = (normals: 'outward' | 'inward' | 'random'): number => {
      const cloud = sampleCloud(mesh, { points: 1000, seed: 1, normals });
      const { positions: p, normals: n } = cloud;
      const outward = radiiOf(cloud).filter(
        (_, i) => p[3 * i]! * n![3 * i]! + p[3 * i + 1]! * n![3 * i + 1]! + p[3 * i + 2]! * n![3 * i + 2]! > 0,
      );
      return outward.length / 1000;
    };
    expect(outwardShare('outward')).toBe(1);
    expect(outwardShare('inward')).toBe(0);
    expect(outwardShare('random')).toBeCloseTo(0.5, 1);
  });

  it('goes to a file as it is', () => {
    const cloud = sampleCloud(mesh, { points: 10, seed: 1, normals: 'outward' });
    const bytes = plyOf(cloud);
    const rows = new Float32Array(bytes.slice(bytes.length - 240).buffer);
    expect(rows.subarray(6, 9)).toEqual(cloud.positions.subarray(3, 6));
    expect(rows.subarray(9, 12)).toEqual(cloud.normals!.subarray(3, 6));
  });
});
