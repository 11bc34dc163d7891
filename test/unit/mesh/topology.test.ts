import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { measureTopology, type Rim, detailedTopologySteps, topologySteps } from '../../../src/engine/mesh/topology.ts';
import type { MeshTopology } from '../../../src/engine/mesh/topology.ts';
import { weldSteps } from '../../../src/engine/mesh/weld.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { computedMs, quietContext, TIMED } from '../../run-context.ts';
import {
  flatSquare,
  insideOut,
  moebiusStrip,
  soupOf,
  tetrahedron,
  together,
  torus,
  tubeWall,
  worldMesh,
} from '../../shapes/meshes.ts';

const topologyOf = ({ positions, indices }: WorldMesh): MeshTopology => finishSteps(topologySteps(positions, indices));

describe('topology of known shapes', () => {
  it('tetrahedron: closed, genus 0, volume 1/6', () => {
    const found = topologyOf(tetrahedron());
    expect(found).toMatchObject({
      vertices: 4,
      edges: 6,
      triangles: 4,
      components: 1,
      boundaryEdges: 0,
      boundaryLoops: 0,
      watertight: true,
      orientationConsistent: true,
      eulerCharacteristic: 2,
      genus: 0,
    });
    expect(found.signedVolume).toBeCloseTo(1 / 6, 15);
    expect(found.area).toBeCloseTo(1.5 + Math.sqrt(3) / 2, 15);
  });

  it('torus: genus 1, area and volume of the smooth one within the tessellation', () => {
    const found = topologyOf(torus(200, 80));
    expect(found).toMatchObject({ watertight: true, eulerCharacteristic: 0, genus: 1, components: 1 });
    // A chord of 2π/80 cuts off about (2π/80)²/6 = 0.1 % of a circle.
    expect(found.area / (4 * Math.PI ** 2 * 0.3)).toBeCloseTo(1, 2);
    expect(found.signedVolume / (2 * Math.PI ** 2 * 0.3 ** 2)).toBeCloseTo(1, 2);
    expect(topologyOf(insideOut(torus(200, 80))).signedVolume).toBeCloseTo(-found.signedVolume, 12);
  });

  it('two tori and a tetrahedron: genus adds up, the largest share is by area', () => {
    const found = topologyOf(together(together(torus(20, 10), torus(20, 10)), tetrahedron()));
    const [ring, corner] = [topologyOf(torus(20, 10)).area, topologyOf(tetrahedron()).area];
    expect(found).toMatchObject({ components: 3, genus: 2, eulerCharacteristic: 2, watertight: true });
    expect(found.largestComponentShare).toBeCloseTo(ring / (2 * ring + corner), 12);
  });

  it('open square: one rim, genus 0, not watertight', () => {
    const found = topologyOf(flatSquare(5));
    expect(found).toMatchObject({
      vertices: 25,
      triangles: 32,
      boundaryEdges: 16,
      boundaryLoops: 1,
      watertight: false,
      orientationConsistent: true,
      eulerCharacteristic: 1,
      genus: 0,
    });
    expect(found.area).toBeCloseTo(0.64, 12);
  });

  it('tube wall: two rims, genus 0', () => {
    expect(topologyOf(tubeWall(12, 4))).toMatchObject({ boundaryLoops: 2, eulerCharacteristic: 0, genus: 0 });
  });

  it('Möbius strip: one edge cannot agree, so there is no genus', () => {
    expect(topologyOf(moebiusStrip(11))).toMatchObject({
      boundaryEdges: 11,
      nonManifoldEdges: 0,
      inconsistentEdges: 1,
      orientationConsistent: false,
      eulerCharacteristic: 0,
      genus: null,
      boundaryLoops: 0,
    });
  });

  it('one turned triangle of a tetrahedron: its three edges disagree', () => {
    const mesh = tetrahedron();
    const indices = mesh.indices.slice();
    [indices[1], indices[2]] = [indices[2]!, indices[1]!];
    expect(topologyOf({ ...mesh, indices })).toMatchObject({
      inconsistentEdges: 3,
      watertight: true,
      orientationConsistent: false,
      genus: null,
    });
  });

  it('three triangles on one edge: non-manifold', () => {
    const found = topologyOf(worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, -1, 0], [0, 1, 2, 0, 1, 3, 1, 0, 4]));
    expect(found).toMatchObject({ nonManifoldEdges: 1, boundaryEdges: 6, inconsistentEdges: 0, genus: null });
    expect(found.orientationConsistent).toBe(false);
  });

  it('two closed tetrahedra with one common corner: every edge is fine, the vertex is not', () => {
    const { positions, indices } = together(tetrahedron(), tetrahedron());
    const joined = indices.map((vertex) => (vertex === 4 ? 0 : vertex));
    expect(topologyOf({ positions, indices: joined })).toMatchObject({
      vertices: 7,
      components: 1,
      nonManifoldVertices: 1,
      watertight: true,
      eulerCharacteristic: 3,
      genus: null,
    });
  });

  it('degenerate triangles and unused vertices do not count', () => {
    const { positions, indices } = tetrahedron();
    const found = topologyOf(worldMesh([...positions, 9, 9, 9], [...indices, 1, 1, 2, 4, 4, 4]));
    expect(found).toMatchObject({ vertices: 4, triangles: 4, degenerateTriangles: 2, components: 1, genus: 0 });
  });

  it('nothing at all', () => {
    expect(topologyOf(worldMesh([], []))).toMatchObject({
      vertices: 0,
      components: 0,
      largestComponentShare: 0,
      area: 0,
      watertight: true,
    });
  });

  it('a hub of 20,000 triangles takes time linear in them', TIMED, () => {
    const count = 20_000;
    const rim = Array.from({ length: count }, (_, i) => {
      const turn = (2 * Math.PI * i) / count;
      return [Math.cos(turn), Math.sin(turn), 0];
    }).flat();
    const indices = Array.from({ length: count }, (_, i) => [0, i + 1, ((i + 1) % count) + 1]).flat();
    const startMs = computedMs();
    const found = topologyOf(worldMesh([0, 0, 0, ...rim], indices));
    expect(found).toMatchObject({ boundaryEdges: count, boundaryLoops: 1, nonManifoldEdges: 0, genus: 0 });
    // Quadratic work would be 4·10^8 comparisons, several seconds; linear work is a few tens of milliseconds.
    expect(computedMs() - startMs).toBeLessThan(1500);
  });
});

describe('rims', () => {
  const rimsOf = ({ positions, indices }: WorldMesh): Rim[] =>
    finishSteps(detailedTopologySteps(positions, indices)).rims;

  it('each with its edges and its length', () => {
    expect(rimsOf(tetrahedron())).toEqual([]);
    const [square] = rimsOf(flatSquare(5));
    expect(square!.edges).toBe(16);
    expect(square!.length).toBeCloseTo(3.2, 12);
    const chords = 12 * 2 * Math.sin(Math.PI / 12);
    expect(rimsOf(tubeWall(12, 4)).map(({ edges, length }) => [edges, length.toFixed(9)])).toEqual([
      [12, chords.toFixed(9)],
      [12, chords.toFixed(9)],
    ]);
  });

  it('that touch in a vertex follow the fans there: two at a bow-tie, one round holes that meet', () => {
    const bowTie = worldMesh([0, 0, 0, 3, 0, 0, 0, 4, 0, -6, 0, 0, 0, -8, 0], [0, 1, 2, 0, 3, 4]);
    expect(rimsOf(bowTie)).toEqual([
      { edges: 3, length: 12, isOuter: false },
      { edges: 3, length: 24, isOuter: true },
    ]);
    // Two triangles of a square's grid that touch in a corner: whoever parts its fans has one hole of six edges.
    const { positions, indices } = flatSquare(5);
    const holed = indices.filter((_, i) => Math.floor(i / 3) !== 10 && Math.floor(i / 3) !== 21);
    expect(finishSteps(topologySteps(positions, holed)).nonManifoldVertices).toBe(1);
    expect(rimsOf({ positions, indices: holed }).map(({ edges }) => edges)).toEqual([16, 6]);
  });

  it('are as many as the loops of a manifold, whatever the windings', () => {
    const turned = flatSquare(5).indices.slice();
    [turned[1], turned[2]] = [turned[2]!, turned[1]!];
    expect(rimsOf({ ...flatSquare(5), indices: turned })).toHaveLength(1);
    expect(rimsOf(moebiusStrip(11)).map(({ edges }) => edges)).toEqual([11]);
  });
});

describe('triangles that are there twice', () => {
  it('are counted once each, whichever corner is first and whichever side they face', () => {
    const all = fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6)), { maxLength: 40 });
    fc.assert(
      fc.property(all, (triangles) => {
        const names = triangles
          .filter((corners) => new Set(corners).size === 3)
          .map((corners) => [...corners].sort().join());
        const { positions, indices } = worldMesh(
          Array.from({ length: 21 }, (_, i) => i),
          triangles.flat(),
        );
        const { duplicateTriangles } = finishSteps(detailedTopologySteps(positions, indices));
        expect(duplicateTriangles).toBe(names.length - new Set(names).size);
      }),
    );
  });
});

describe('topology as a law', () => {
  /** Counts with a map keyed by text, straight from the definitions. */
  function slowCounts(indices: readonly number[]): Partial<MeshTopology> {
    const uses = new Map<string, number[]>();
    let triangles = 0;
    for (let i = 0; i < indices.length; i += 3) {
      const corners = indices.slice(i, i + 3);
      if (new Set(corners).size < 3) continue;
      triangles++;
      for (let k = 0; k < 3; k++) {
        const [from, to] = [corners[k]!, corners[(k + 1) % 3]!];
        const key = `${Math.min(from, to)} ${Math.max(from, to)}`;
        uses.set(key, [...(uses.get(key) ?? []), Math.sign(to - from)]);
      }
    }
    const all = [...uses.values()];
    return {
      triangles,
      edges: all.length,
      boundaryEdges: all.filter((directions) => directions.length === 1).length,
      nonManifoldEdges: all.filter((directions) => directions.length > 2).length,
      inconsistentEdges: all.filter(([a, b, c]) => c === undefined && a === b).length,
    };
  }

  it('equals a count by definition on random triangles', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.nat(7)), { maxLength: 30 }), (triangles) => {
        const indices = triangles.flat();
        const positions = new Float64Array(24).map((_, i) => Math.sin(i));
        expect(finishSteps(topologySteps(positions, Uint32Array.from(indices)))).toMatchObject(slowCounts(indices));
      }),
    );
  });

  it('welding a soup of corners restores the mesh, −0 and 0 alike', () => {
    const mesh = torus(16, 9);
    const soup = soupOf(mesh);
    soup.positions.forEach((value, i) => {
      if (value === 0 && i % 2 === 0) soup.positions[i] = -0;
    });
    const welded = finishSteps(weldSteps(soup));
    const found = topologyOf({ positions: soup.positions, indices: welded });
    const { area, signedVolume, ...counts } = topologyOf(mesh);
    expect(found).toMatchObject(counts);
    expect(found.area).toBeCloseTo(area, 12);
    expect(found.signedVolume).toBeCloseTo(signedVolume, 12);
    expect(topologyOf(soup)).toMatchObject({ components: 288, boundaryEdges: 864 });
  });
});

it('an abort ends the measuring within 100 ms, with the reason', TIMED, async () => {
  const { positions, indices } = torus(700, 700);
  const controller = new AbortController();
  const measuring = measureTopology(positions, indices, { ...quietContext, signal: controller.signal });
  const reason = new Error('stopped by the test');
  let abortedAtMs = 0;
  setTimeout(() => {
    abortedAtMs = computedMs();
    controller.abort(reason);
  }, 5);
  await expect(measuring).rejects.toBe(reason);
  expect(computedMs() - abortedAtMs).toBeLessThan(100);
});
