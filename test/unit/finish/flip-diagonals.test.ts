import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridFrame } from '../../../src/engine/grid/grid-frame.ts';
import { CUBE_ORIGIN } from '../../../src/engine/resolutions.ts';
import { flipDiagonals } from '../../../src/engine/finish/flip-diagonals.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { topologySteps } from '../../../src/engine/mesh/topology.ts';
import { trimMesh } from '../../../src/engine/finish/trim-mesh.ts';
import { caseTriangles, shareFace } from '../../../src/engine/surface/case-table.ts';
import { sweepDiagonals } from '../../reference/flips.ts';
import { referenceSurface, type TestLevel } from '../../reference/surface.ts';
import {
  AGAINST,
  angle,
  area,
  dot,
  type Mesh,
  meshOf,
  onEdge,
  plus,
  type Point,
  square,
  voxelNorm,
} from './cell-points.ts';

const MARGIN = 1 / 512;

/** Each directed edge as `from>to`. */
function halfEdges({ indices }: Mesh): string[] {
  return Array.from(indices, (from, i) => `${from}>${indices[i % 3 === 2 ? i - 2 : i + 1]!}`);
}

function flipped(mesh: Mesh, voxel = voxelNorm): Mesh & { readonly flips: number } {
  const indices = mesh.indices.slice();
  return { positions: mesh.positions, indices, flips: flipDiagonals(mesh.positions, indices, voxel) };
}

const share = fc.double({ min: MARGIN, max: 1 - MARGIN, noNaN: true });
const fourOnEdges = fc.tuple(
  fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 4, maxLength: 4 }),
  fc.tuple(share, share, share, share),
);

describe('two triangles of one cell', () => {
  it('are cut the other way exactly where that is flatter, no fold, and not within a face', () => {
    const seen = { flips: 0, faces: 0, folds: 0 };
    fc.assert(
      fc.property(fourOnEdges, ([edges, shares]) => {
        const points = edges.map((edge, i) => onEdge(edge, shares[i]!));
        const mesh = meshOf(points, [0, 1, 2, 1, 0, 3]);
        // They are read as float32 stores them, so that no decision hangs on rounding.
        const [a, b, c, d] = [0, 3, 6, 9].map((i) => Array.from(mesh.positions.subarray(i, i + 3))) as unknown as [
          Point,
          Point,
          Point,
          Point,
        ];
        const before = [area(a, b, c), area(b, a, d)] as const;
        const after = [area(a, d, c), area(d, b, c)] as const;
        const whole = plus(...after);
        const parts = after.map((normal) => dot(normal, whole) / dot(whole, whole));
        const gain = angle(...before) - angle(...after);
        fc.pre(Math.abs(gain - 1e-3) > 1e-6 && parts.every((part) => Math.abs(part - 1e-3) > 1e-6));
        fc.pre(dot(whole, whole) > 1e-16 && Number.isFinite(gain));
        const isInFace = shareFace(edges[2]!, edges[3]!);
        const isFold = parts.some((part) => part < 1e-3);
        if (gain > 1e-3 && isInFace && !isFold) seen.faces++;
        if (gain > 1e-3 && isFold && !isInFace) seen.folds++;
        const mustFlip = gain > 1e-3 && !isInFace && !isFold;
        seen.flips += Number(mustFlip);
        const result = flipped(mesh);
        expect(result.flips).toBe(Number(mustFlip));
        expect(Array.from(result.indices)).toEqual(mustFlip ? [0, 3, 2, 3, 1, 2] : [0, 1, 2, 1, 0, 3]);
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect(Math.min(seen.flips, seen.faces, seen.folds)).toBeGreaterThan(20);
  });

  const upright = square(1);

  it('stay where there is nothing to gain', () => {
    const flat = upright.map(([x, y]): Point => [x, y, 40.5]);
    expect([flipped(meshOf(upright, AGAINST)).flips, flipped(meshOf(flat, AGAINST)).flips]).toEqual([1, 0]);
    expect(flipped(meshOf(upright, [0, 1, 2, 2, 3, 0])).flips).toBe(0);
  });

  it('stay where a vertex is on no edge of the grid', () => {
    const moved = upright.map(([x, y, z], i): Point => [i === 0 ? x + 0.05 : x, y, z]);
    expect(flipped(meshOf(moved, AGAINST)).flips).toBe(0);
  });

  it('stay where the surface folds back beside them', () => {
    // Across the side from 1 to 2, in the plane z = .1 + .8 x - .4 y of the triangle to be, or turned out of it.
    const beside = (radians: number): number => {
      const [along, up] = [Math.cos(radians), Math.sin(radians)];
      const neighbour = plus(upright[1]!, [along - 0.8 * up, 0.5 + 0.4 * up, 0.8 * along - 0.2 + up]);
      return flipped(meshOf([...upright, neighbour], [...AGAINST, 2, 1, 4])).flips;
    };
    expect([0, 0.8, 2].map(beside)).toEqual([1, 1, 0]);
  });

  it('stay where they are of two cells', () => {
    const nextCell = upright.map(([x, y, z], i): Point => [x, y, i === 1 ? z + 1 : z]);
    expect(flipped(meshOf(nextCell, AGAINST)).flips).toBe(0);
  });
});

it.each([
  ['x = y', (x: number, y: number) => Math.abs(x - y)],
  ['x + y = 12', (x: number, y: number) => Math.abs(x + y - 12)],
])('cuts along the ridge %s', (_, across) => {
  const level: TestLevel = {
    resolution: 12,
    value: (x, y, z) => z + 0.3 * across(x, y) - 6.5,
    isActive: () => true,
  };
  const { positions, indices } = referenceSurface(level, MARGIN);
  const mesh = { positions: Float32Array.from(positions), indices };
  const voxel = gridFrame(12).voxelNorm;
  const alongRidge = (from: Mesh): number => {
    const isOnRidge = (vertex: number): boolean => {
      const [x, y] = [0, 1].map((axis) => (from.positions[3 * vertex + axis]! - CUBE_ORIGIN) / voxel) as [
        number,
        number,
      ];
      return across(x, y) < 1e-3;
    };
    const ends = Array.from(from.indices, (vertex, i) => [vertex, from.indices[i % 3 === 2 ? i - 2 : i + 1]!] as const);
    return ends.filter(([a, b]) => isOnRidge(a) && isOnRidge(b)).length / 2;
  };
  expect(alongRidge(flipped(mesh, voxel))).toBe(12);
});

it('keeps every cell a cut of the same loops, without an edge in a face', () => {
  const seed = fc.sample(fc.array(share, { minLength: 12, maxLength: 12 }), { numRuns: 20, seed: 3 });
  let flips = 0;
  for (const triangles of caseTriangles()) {
    for (const shares of seed) {
      const mesh = meshOf(
        shares.map((at, edge) => onEdge(edge, at)),
        triangles,
      );
      const result = flipped(mesh);
      flips += result.flips;
      const [before, after] = [halfEdges(mesh), halfEdges(result)];
      const sides = (edges: string[]): string[] =>
        edges.filter((edge) => !edges.includes(edge.split('>').reverse().join('>'))).sort();
      expect(new Set(after).size).toBe(after.length);
      expect(sides(after)).toEqual(sides(before));
      for (const edge of after) {
        const [a, b] = edge.split('>').map(Number) as [number, number];
        if (!sides(before).includes(edge) && !sides(before).includes(`${b}>${a}`)) expect(shareFace(a, b)).toBe(false);
      }
    }
  }
  expect(flips).toBeGreaterThan(1000);
});

/** Whole numbers to numbers of [-1, 1), the same on every machine. */
function scatter(x: number, y: number, z: number, seed: number): number {
  let bits = Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(z, 83492791) ^ Math.imul(seed, 2654435761);
  bits = Math.imul(bits ^ (bits >>> 15), 2246822519);
  bits = Math.imul(bits ^ (bits >>> 13), 3266489917);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 31 - 1;
}

it.each([1, 2, 3])('leaves closed surfaces of any genus what they are, field %i', (seed) => {
  const level: TestLevel = {
    resolution: 12,
    value: (x, y, z) => ([x, y, z].some((at) => at === 0 || at === 12) ? 1 : scatter(x, y, z, seed)),
    isActive: () => true,
  };
  const { positions, indices } = referenceSurface(level, MARGIN);
  const mesh = { positions: Float32Array.from(positions), indices };
  const voxel = gridFrame(12).voxelNorm;
  const result = flipped(mesh, voxel);
  expect(result.flips).toBeGreaterThan(300);
  const topologyOf = (of: Mesh) => {
    const {
      area: _,
      signedVolume,
      largestComponentShare: __,
      ...counts
    } = finishSteps(topologySteps(of.positions, of.indices));
    return { counts, signedVolume };
  };
  const [before, after] = [topologyOf(mesh), topologyOf(result)];
  expect(before.counts).toMatchObject({ watertight: true, orientationConsistent: true, nonManifoldVertices: 0 });
  expect(after.counts).toEqual(before.counts);
  expect(Math.min(before.signedVolume, after.signedVolume)).toBeGreaterThan(0);
  expect(flipped(mesh, voxel).indices).toEqual(result.indices);
});

it.each([1, 2, 3])('is the plain sweep over a closed surface, field %i', (seed) => {
  const level: TestLevel = {
    resolution: 8,
    value: (x, y, z) => ([x, y, z].some((at) => at === 0 || at === 8) ? 1 : scatter(x, y, z, seed)),
    isActive: () => true,
  };
  const { positions, indices } = referenceSurface(level, MARGIN);
  const mesh = { positions: Float32Array.from(positions), indices };
  const voxel = gridFrame(8).voxelNorm;
  const expected = indices.slice();
  const voxels = Float64Array.from(mesh.positions, (at) => (at - CUBE_ORIGIN) / voxel);
  const flips = sweepDiagonals(mesh.positions, voxels, expected);
  expect(flips).toBeGreaterThan(50);
  const result = flipped(mesh, voxel);
  expect(result.flips).toBe(flips);
  expect(result.indices).toEqual(expected);
});

it.each([
  [0.2475, true],
  [0.2525, false],
])('comes after trimming, with a noise of %d voxels: %s', (noiseVoxels, isCutAnew) => {
  const level: TestLevel = {
    resolution: 12,
    value: (x, y, z) => Math.hypot(x - 6.1, y - 5.9, z - 6.2) - 4,
    isActive: () => true,
  };
  const { positions, indices } = referenceSurface(level, MARGIN);
  const mesh = { positions: Float32Array.from(positions), indices };
  const voxel = gridFrame(12).voxelNorm;
  const trimmed = trimMesh({
    ...mesh,
    squared: new Float32Array(positions.length / 3),
    radii: new Float32Array(positions.length / 3).fill(1),
    neighbourCount: 12,
    voxelNorm: voxel,
    noiseNorm: noiseVoxels * voxel,
    holeRadiusNorm: 0,
  });
  const expected = flipped(mesh, voxel);
  expect(expected.flips).toBeGreaterThan(20);
  expect(trimmed.indices).toEqual(isCutAnew ? expected.indices : indices);
});

it('leaves a mesh without triangles', () => {
  expect(flipped({ positions: new Float32Array(0), indices: new Uint32Array(0) }).flips).toBe(0);
});
