import { describe, expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { measureTopology, type MeshTopology } from '../../../src/engine/mesh/topology.ts';
import { extractSurface, type SurfaceMesh } from '../../../src/engine/surface/marching-cubes.ts';
import { layBricks, referenceSurface, type TestLevel } from '../../reference/surface.ts';
import { testGpu } from '../device.ts';
import { stageOf } from '../stage.ts';
import { CONTEXT, hash, uploadBricks } from './bricks.ts';

/** The kernel's own: vertices keep this distance from nodes, in voxels. */
const MARGIN = 1 / 512;
/**
 * Positions are sums of float32 products of at most 1.1 (rounding 3 × 6e-8), their share of a voxel a float32 quotient
 * of 2.5 ulp (WGSL), at most 3e-7 of a voxel.
 */
const TOLERANCE = 3e-7;

async function extract(level: TestLevel): Promise<SurfaceMesh> {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const { grid, field } = uploadBricks(scope, layBricks(level));
  return await extractSurface(stageOf(gpu, { context: CONTEXT }), { grid, field });
}

const everywhere = (): boolean => true;

/** A signed distance in normalised units, at all nodes or in a band of some voxels round the surface. */
function distanceLevel(resolution: number, distance: (p: number[]) => number, bandVoxels = Infinity): TestLevel {
  const { voxelNorm } = gridFrame(resolution);
  const value = (...node: number[]): number => distance(node.map((at) => at * voxelNorm - 0.55));
  return { resolution, value, isActive: (...node) => Math.abs(value(...node)) < bandVoxels * voxelNorm };
}

const sphere = ([x = 0, y = 0, z = 0]: number[]): number => Math.hypot(x, y, z) - 0.4;
const torus = ([x = 0, y = 0, z = 0]: number[]): number => Math.hypot(Math.hypot(x, y) - 0.3, z) - 0.12;

function expectParity(level: TestLevel, mesh: SurfaceMesh): void {
  const reference = referenceSurface(level, MARGIN);
  expect(mesh.positions.length).toBe(reference.positions.length);
  let worst = 0;
  mesh.positions.forEach((at, i) => (worst = Math.max(worst, Math.abs(at - reference.positions[i]!))));
  expect(worst).toBeLessThan(TOLERANCE);
  expect(mesh.indices).toEqual(reference.indices);
}

const topologyOf = (mesh: SurfaceMesh): Promise<MeshTopology> => measureTopology(mesh.positions, mesh.indices, CONTEXT);

/** Positions as exact bits: a mesh whose vertices all differ. */
function distinctPositions({ positions }: SurfaceMesh): number {
  const seen = new Set<string>();
  for (let i = 0; i < positions.length; i += 3) seen.add(positions.subarray(i, i + 3).join());
  return seen.size;
}

describe('closed shapes', () => {
  it('makes a sphere a closed surface of genus 0, facing outward, of its volume', async () => {
    const level = distanceLevel(32, sphere, 3);
    const mesh = await extract(level);
    expectParity(level, mesh);
    const topology = await topologyOf(mesh);
    expect(topology).toMatchObject({ components: 1, watertight: true, orientationConsistent: true, genus: 0 });
    const volume = (4 / 3) * Math.PI * 0.4 ** 3;
    expect(Math.abs(topology.signedVolume / volume - 1)).toBeLessThan(0.01);
  });

  it('makes a torus a closed surface of genus 1', async () => {
    const mesh = await extract(distanceLevel(64, torus, 3));
    const topology = await topologyOf(mesh);
    expect(topology).toMatchObject({ components: 1, watertight: true, orientationConsistent: true, genus: 1 });
    const volume = 2 * Math.PI ** 2 * 0.3 * 0.12 ** 2;
    expect(Math.abs(topology.signedVolume / volume - 1)).toBeLessThan(0.02);
  });

  it('places every vertex of the sphere on it', async () => {
    // Linear interpolation of a distance is off by at most h²/(8 r) along an edge.
    const { voxelNorm } = gridFrame(48);
    const { positions } = await extract(distanceLevel(48, sphere, 3));
    for (let i = 0; i < positions.length; i += 3) {
      expect(Math.abs(sphere([...positions.subarray(i, i + 3)]))).toBeLessThan(voxelNorm ** 2 / (8 * 0.35) + 1e-6);
    }
  });
});

/** Random signs inside, all outside on the cube's own surface: the mesh must close. */
function noiseLevel(seed: number, resolution: number, choose: (random: number) => number): TestLevel {
  const isBorder = (at: number): boolean => at === 0 || at === resolution;
  return {
    resolution,
    value: (...node) => (node.some(isBorder) ? 1 : choose(hash(seed, ...node))),
    isActive: everywhere,
  };
}

describe('random fields', () => {
  it.each([1, 2, 3, 4, 5, 6])('closes the mesh of white noise, seed %i', async (seed) => {
    const level = noiseLevel(seed, 19, (random) => random - 0.1 * seed);
    const mesh = await extract(level);
    expectParity(level, mesh);
    const topology = await topologyOf(mesh);
    expect(topology).toMatchObject({ boundaryEdges: 0, nonManifoldEdges: 0, inconsistentEdges: 0 });
    expect(topology).toMatchObject({ nonManifoldVertices: 0, degenerateTriangles: 0 });
    expect(topology.signedVolume).toBeGreaterThan(0);
    expect(distinctPositions(mesh)).toBe(mesh.positions.length / 3);
  });

  it('treats 0 as inside and keeps the vertices round it apart', async () => {
    const level = noiseLevel(7, 15, (random) => Math.floor(3 * random) - 1);
    const mesh = await extract(level);
    expectParity(level, mesh);
    expect(await topologyOf(mesh)).toMatchObject({ watertight: true, orientationConsistent: true });
    expect(distinctPositions(mesh)).toBe(mesh.positions.length / 3);
  });

  it('keeps them apart on the finest grid as well, where float32 is coarsest', async () => {
    const level: TestLevel = {
      resolution: 2048,
      value: (...node) => Math.floor(3 * hash(10, ...node)) - 1,
      isActive: everywhere,
      bricks: [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [254 + (i & 1), 254 + ((i >> 1) & 1), 254 + (i >> 2)]),
    };
    const mesh = await extract(level);
    expect(mesh.positions.length).toBeGreaterThan(3000);
    expect(distinctPositions(mesh)).toBe(mesh.positions.length / 3);
  });

  it('bears values next to the least float', async () => {
    const level = noiseLevel(8, 12, (random) => (random - 0.5) * 1e-36);
    const mesh = await extract(level);
    expect(await topologyOf(mesh)).toMatchObject({ watertight: true, orientationConsistent: true });
    expect(mesh.positions.every((at) => Math.abs(at) <= 0.55)).toBe(true);
  });

  it('closes the mesh of values below the least normal float', async () => {
    const level = noiseLevel(9, 12, (random) => (random - 0.5) * 1e-40);
    const mesh = await extract(level);
    expect(await topologyOf(mesh)).toMatchObject({ boundaryEdges: 0, nonManifoldEdges: 0, inconsistentEdges: 0 });
  });
});

describe('inactive nodes', () => {
  it('leaves the mesh open where cells are not whole, and writes no vertex that no triangle uses', async () => {
    // A random half of the nodes round a sphere: every kind of partial neighbourhood, across brick borders too.
    const full = distanceLevel(32, sphere, 3);
    const level: TestLevel = { ...full, isActive: (...node) => full.isActive(...node) && hash(11, ...node) < 0.93 };
    const mesh = await extract(level);
    expectParity(level, mesh);
    const used = new Set(mesh.indices);
    expect(used.size).toBe(mesh.positions.length / 3);
    const topology = await topologyOf(mesh);
    expect(topology.boundaryEdges).toBeGreaterThan(100);
    expect(topology).toMatchObject({ nonManifoldEdges: 0, inconsistentEdges: 0 });
  });

  it('ignores what the field holds at inactive nodes', async () => {
    const level = distanceLevel(16, sphere, 2);
    const bricks = layBricks(level);
    const garbled = bricks.field.map((value, slot) =>
      (bricks.activeBits[slot >> 5]! >>> (slot & 31)) & 1 ? value : hash(slot) - 0.5,
    );
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const { grid, field } = uploadBricks(scope, { ...bricks, field: garbled });
    expect(await extractSurface(stageOf(gpu, { context: CONTEXT }), { grid, field })).toEqual(await extract(level));
  });

  it('crosses brick borders along every axis', async () => {
    // A plane through the middle of the nodes 7 and 8 of each axis in turn: its cells all straddle two bricks.
    for (let axis = 0; axis < 3; axis++) {
      const level: TestLevel = { resolution: 16, value: (...node) => node[axis]! - 7.5, isActive: everywhere };
      const mesh = await extract(level);
      expectParity(level, mesh);
      expect(mesh.indices.length).toBe(3 * 2 * 16 * 16);
    }
  });
});

describe('nothing to extract', () => {
  it.each([
    ['all outside', 1],
    ['all inside', -1],
  ])('gives an empty mesh, %s', async (_name, value) => {
    const mesh = await extract({ resolution: 8, value: () => value, isActive: everywhere });
    expect([mesh.positions.length, mesh.indices.length]).toEqual([0, 0]);
  });

  it('gives an empty mesh without a brick', async () => {
    const mesh = await extract({ resolution: 8, value: () => 1, isActive: () => false });
    expect([mesh.positions.length, mesh.indices.length]).toEqual([0, 0]);
  });

  it('gives one triangle for one cell', async () => {
    const level: TestLevel = {
      resolution: 8,
      value: (...node) => (node.join() === '3,4,5' ? -1 : 2),
      isActive: (...node) => node.every((at, axis) => at >= 3 + axis && at <= 4 + axis),
    };
    const mesh = await extract(level);
    expectParity(level, mesh);
    expect(mesh.indices.length).toBe(3);
  });
});

describe('a run', () => {
  it('gives the same bytes twice and leaves no buffer alive', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    const level = distanceLevel(32, torus, 3);
    expect(await extract(level)).toEqual(await extract(level));
    expect(gpu.liveBytes).toBe(before);
  });

  it('stops with the reason of the signal', async () => {
    const gpu = await testGpu();
    using scope = new BufferScope(gpu, 'test');
    const { grid, field } = uploadBricks(scope, layBricks(distanceLevel(16, sphere, 3)));
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(extractSurface(stageOf(gpu, { context: { ...CONTEXT, signal } }), { grid, field })).rejects.toBe(
      reason,
    );
  });
});
