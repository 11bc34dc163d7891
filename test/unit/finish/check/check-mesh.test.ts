import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { checkMesh, type CheckOptions } from '../../../../src/engine/finish/check/check-mesh.ts';
import { type MeshCheck, MOST_THIN_SHARE, faultsOf } from '../../../../src/engine/finish/check/mesh-check.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import { RaySearch } from '../../../../src/engine/finish/check/ray-search.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { computedMs, quietContext, TIMED } from '../../../run-context.ts';
import { box, cube, FAULTY_MESHES } from '../../../shapes/faulty-meshes.ts';
import { insideOut, soupOf, tetrahedron, together, torus, worldMesh } from '../../../shapes/meshes.ts';

const check = (mesh: WorldMesh, options: Partial<CheckOptions> = {}): Promise<MeshCheck> =>
  checkMesh(mesh, options, INLINE_TASKS, quietContext);

/** What counting gives, and neither place nor length changes. */
function countsOf(found: MeshCheck): Record<string, unknown> {
  return {
    triangles: found.triangles,
    vertices: found.vertices,
    unusedVertices: found.unusedVertices,
    mergedVertices: found.mergedVertices,
    components: found.components,
    genus: found.genus,
    isClosed: found.isClosed,
    rims: found.rims.count,
    rimEdges: found.rims.longest.map(({ edges }) => edges).sort((a, b) => a - b),
    nonManifoldEdges: found.nonManifoldEdges,
    nonManifoldVertices: found.nonManifoldVertices,
    inconsistentEdges: found.inconsistentEdges,
    notFiniteTriangles: found.notFiniteTriangles,
    degenerateTriangles: found.degenerateTriangles,
    duplicateTriangles: found.duplicateTriangles,
    pairs: found.selfIntersections.pairs,
    faults: found.faults,
  };
}

describe('planted faults', () => {
  it.each(FAULTY_MESHES.map((fault) => [fault.kind, fault] as const))('%s', async (_kind, { mesh, counts }) => {
    const { pairs, rims, genus, volume, ...others } = counts;
    const found = await check(mesh);
    const nothing = { nonManifoldEdges: 0, nonManifoldVertices: 0, inconsistentEdges: 0, notFiniteTriangles: 0 };
    const none = { ...nothing, degenerateTriangles: 0, duplicateTriangles: 0, unusedVertices: 0, mergedVertices: 0 };
    expect(found).toMatchObject({ ...none, ...others });
    expect(found.selfIntersections.pairs).toBe(pairs);
    expect(found.selfIntersections.places).toHaveLength(Math.min(10, pairs));
    expect(found.rims.count).toBe(rims);
    if (genus !== undefined) expect(found.genus).toBe(genus);
    if (volume === undefined) expect(found.volume).toBe(null);
    else expect(found.volume).toBeCloseTo(volume!, 12);
  });

  it('all but the gap and the flat neighbours are told by a fault of their own', async () => {
    const faults = await Promise.all(FAULTY_MESHES.map(async ({ mesh }) => (await check(mesh)).faults.join(' ')));
    const of = (kind: string): string => faults[FAULTY_MESHES.findIndex((fault) => fault.kind === kind)]!;
    expect(of('a crossing of 1e-12')).toBe('open self-intersecting');
    expect(of('a gap of 1e-12')).toBe('open');
    expect(of('a bow-tie')).toBe('open non-manifold-vertices');
    expect(of('a triangle that is there twice')).toBe(
      'non-manifold-edges non-manifold-vertices duplicate self-intersecting',
    );
    expect(of('a triangle on one line')).toBe('open degenerate');
    expect(of('a flipped triangle')).toBe('inconsistent');
    expect(of('a surface inside out')).toBe('inside-out');
    expect(of('cubes that touch in an edge')).toBe('non-manifold-edges non-manifold-vertices');
  });
});

describe('a mesh without faults', () => {
  it('is ready to print, with its figures', async () => {
    const found = await check(cube(1, 2, 3, 4));
    expect(found).toMatchObject({
      triangles: 12,
      vertices: 8,
      components: 1,
      genus: 0,
      isClosed: true,
      rims: { count: 0, edges: 0, length: 0, longest: [] },
      selfIntersections: { pairs: 0, isComplete: true, places: [] },
      min: [1, 2, 3],
      max: [5, 6, 7],
      thickness: null,
      buildVolume: null,
      faults: [],
      isReadyToPrint: true,
    });
    expect(found.area).toBeCloseTo(96, 12);
    expect(found.volume).toBeCloseTo(64, 12);
  });

  it('may have a hollow: its volume counts off', async () => {
    const found = await check(together(cube(0, 0, 0, 4), insideOut(cube(1, 1, 1, 2))));
    expect(found).toMatchObject({ components: 2, genus: 0, isReadyToPrint: true });
    expect(found.volume).toBeCloseTo(56, 12);
  });

  it('may have vertices of no triangle, and every corner on its own as STL has them', async () => {
    const { positions, indices } = soupOf(torus(20, 10));
    const found = await check(worldMesh([...positions, 9, 9, 9, NaN, 0, 0], [...indices]));
    expect(found).toMatchObject({ unusedVertices: 2, mergedVertices: 1000, vertices: 200, genus: 1 });
    expect(found.isReadyToPrint).toBe(true);
    expect(found.max[0]).toBeLessThan(2);
  });

  it('keeps its figures far from the origin', async () => {
    // UTM: a sum of x·y·z would leave an error of 10^2 there.
    const found = await check(cube(512_345.5, 5_412_345.25, 220, 4));
    expect(found.volume).toBeCloseTo(64, 9);
    expect(found.isReadyToPrint).toBe(true);
  });

  it('rims: each by its edges and its length, the longest first', async () => {
    const openBox = (size: number, x: number): WorldMesh => {
      const { positions, indices } = cube(x, 0, 0, size);
      return { positions, indices: indices.slice(6) };
    };
    const found = await check(together(openBox(1, 0), openBox(3, 10)));
    expect(found.rims.longest).toEqual([
      { edges: 4, length: 12, isOuter: false },
      { edges: 4, length: 4, isOuter: false },
    ]);
    expect(found.rims).toMatchObject({ count: 2, outer: 0, edges: 8, length: 16 });
    const many = Array.from({ length: 13 }, (_, i) => openBox(1 + i, 100 * i)).reduce(together);
    expect((await check(many)).rims.longest.map(({ length }) => length)).toEqual([
      52, 48, 44, 40, 36, 32, 28, 24, 20, 16,
    ]);
  });
});

describe('laws', () => {
  /** Any of the faults, beside a sound body that it does not touch. */
  const faulty = fc.constantFrom(...FAULTY_MESHES).map(({ mesh }) => together(mesh, cube(100, 100, 100, 8)));

  it('neither the order of triangles and vertices nor the first corner matters', async () => {
    await fc.assert(
      fc.asyncProperty(faulty, fc.integer({ min: 1 }), async (mesh, seed) => {
        const shuffled = <T>(items: T[]): T[] =>
          fc.sample(fc.shuffledSubarray(items, { minLength: items.length }), { numRuns: 1, seed })[0]!;
        const vertexCount = mesh.positions.length / 3;
        const places = shuffled(Array.from({ length: vertexCount }, (_, v) => v));
        const positions = new Float64Array(mesh.positions.length);
        places.forEach((to, from) => positions.set(mesh.positions.subarray(3 * from, 3 * from + 3), 3 * to));
        const triangles = shuffled(Array.from({ length: mesh.indices.length / 3 }, (_, t) => t));
        const indices = triangles.flatMap((t, i) =>
          [0, 1, 2].map((k) => places[mesh.indices[3 * t + ((k + i) % 3)]!]!),
        );
        const again = await check({ positions, indices: Uint32Array.from(indices) });
        expect(countsOf(again)).toEqual(countsOf(await check(mesh)));
      }),
      { numRuns: 60 },
    );
  });

  it.each([-1000, -40, 40, 300])('a scale of 2^%i changes no count', async (exponent) => {
    for (const { mesh } of FAULTY_MESHES) {
      const scaled = { ...mesh, positions: mesh.positions.map((value) => value * 2 ** exponent) };
      expect(countsOf(await check(scaled))).toEqual(countsOf(await check(mesh)));
    }
  });

  it('neither do other axes', async () => {
    for (const { mesh } of FAULTY_MESHES) {
      const turned = { ...mesh, positions: mesh.positions.map((_, i) => mesh.positions[i - (i % 3) + ((i + 1) % 3)]!) };
      expect(countsOf(await check(turned))).toEqual(countsOf(await check(mesh)));
    }
  });
});

describe('thickness', () => {
  const plate = box([0, 0, 0], [4, 4, 1]);
  const thin = async (mesh: WorldMesh, thinnerThan: number): Promise<number> =>
    (await check(mesh, { thinnerThan })).thickness!.share;

  it('of a plate: its two sides, from the length on that parts them', async () => {
    expect(await thin(plate, 0.999)).toBe(0);
    expect(await thin(plate, 1.001)).toBeCloseTo(32 / 48, 4);
    const found = await check(plate, { thinnerThan: 1.001 });
    expect(found.thickness).toMatchObject({ thinnerThan: 1.001, samples: 50_000, seed: 1 });
    expect(found.thickness!.thinnest!.thickness).toBeCloseTo(1, 12);
    expect(found.faults).toEqual(['thin']);
  });

  it('is measured inward, whichever side the triangles face', async () => {
    expect(await thin(insideOut(plate), 1.001)).toBeCloseTo(32 / 48, 4);
    expect(await thin(insideOut(plate), 0.999)).toBe(0);
  });

  // Places are drawn at random within a triangle: a share p comes out within 3·√(p(1 − p)/50,000) ≤ .007.
  it('of a hollow cube: walls of 1/2 between 3³ and 4³', async () => {
    const hollow = together(cube(0, 0, 0, 4), insideOut(cube(0.5, 0.5, 0.5, 3)));
    expect(await thin(hollow, 0.499)).toBe(0);
    // All of the hollow's side, and of the outer one what lies over it.
    expect(Math.abs((await thin(hollow, 0.501)) - (54 + 54) / (54 + 96))).toBeLessThan(0.007);
  });

  it('of a gap counts for nothing: air may be thin', async () => {
    expect(await thin(together(cube(0, 0, 0, 4), cube(4.1, 0, 0, 4)), 1)).toBe(0);
  });

  it('of a wedge: as far as its sides are near', async () => {
    // Two edges of 45°, 4 long: a place of their sides has as much body under it as it is far from the edge.
    const wedge = worldMesh(
      [0, 0, 0, 4, 0, 0, 4, 4, 0, 0, 4, 0, 4, 0, 4, 4, 4, 4],
      [0, 3, 2, 0, 2, 1, 0, 4, 5, 0, 5, 3, 1, 2, 5, 1, 5, 4, 0, 1, 4, 3, 5, 2],
    );
    const { thickness, volume, area } = await check(wedge, { thinnerThan: 1 });
    expect(volume).toBeCloseTo(32, 12);
    expect(area).toBeCloseTo(48 + 16 * Math.SQRT2, 12);
    expect(Math.abs(thickness!.share - 16 / area)).toBeLessThan(0.007);
  });

  it('is the same each time, and at any scale by a power of two', async () => {
    const mesh = torus(30, 20, 0.3, 0.1);
    const once = await check(mesh, { thinnerThan: 0.5, samples: 2000 });
    expect(once.thickness!.share).toBeGreaterThan(0);
    expect(once.thickness!.share).toBeLessThan(1);
    expect(await check(mesh, { thinnerThan: 0.5, samples: 2000 })).toEqual(once);
    const large = { ...mesh, positions: mesh.positions.map((value) => 1024 * value) };
    expect((await check(large, { thinnerThan: 512, samples: 2000 })).thickness!.share).toBe(once.thickness!.share);
  });

  it('of a length beyond all others is that of the whole body, and is found by the same few boxes', async () => {
    const ball = torus(60, 40);
    const exits = vi.spyOn(RaySearch.prototype, 'exitDistance');
    const { share } = (await check(ball, { thinnerThan: 1e300, samples: 500 })).thickness!;
    expect(share).toBe(1);
    // What a ray may miss boxes by goes with its length.
    for (const [, , length] of exits.mock.calls) expect(length).toBeLessThan(10);
    exits.mockRestore();
  });

  it('is a fault from a thousandth of the surface on', async () => {
    const found = await check(plate, { thinnerThan: 0.5 });
    const faults = (share: number): string[] => faultsOf({ ...found, thickness: { ...found.thickness!, share } });
    expect(MOST_THIN_SHARE).toBe(0.001);
    expect(faults(0.00099)).toEqual([]);
    expect(faults(0.00101)).toEqual(['thin']);
  });
});

describe('a build volume', () => {
  const beam = box([10, 10, 10], [1, 2, 6]);
  it.each([
    ['as-it-lies', [1, 2, 6], []],
    ['as-it-lies', [220, 220, 250], []],
    ['turned', [6, 1, 2], []],
    ['turned', [10, 10, 1], []],
    ['no', [10, 10, 0.99], ['too-large']],
    ['no', [1.9, 1.9, 10], ['too-large']],
    ['no', [5.9, 5.9, 5.9], ['too-large']],
  ] as const)('%s into %j', async (fits, size, faults) => {
    const found = await check(beam, { buildVolume: size });
    expect(found.buildVolume).toEqual({ size, fits });
    expect(found.faults).toEqual(faults);
  });
});

describe('hostile meshes', () => {
  it('numbers that are none: their triangles are counted and left out', async () => {
    const { positions, indices } = cube(0, 0, 0, 1);
    const found = await check(worldMesh([...positions, NaN, 0, 0, Infinity, 0, 0], [...indices, 0, 1, 8, 9, 1, 2]));
    expect(found).toMatchObject({ triangles: 14, notFiniteTriangles: 2, unusedVertices: 0, isClosed: true });
    expect(found.faults).toEqual(['not-finite']);
  });

  it('nothing but such numbers: a sentence', async () => {
    const mesh = worldMesh([NaN, NaN, NaN, 0, 0, 0, 1, 0, 0], [0, 1, 2]);
    await expect(check(mesh)).rejects.toMatchObject({ code: 'mesh-format', message: /finite.*\.$/ });
    await expect(check(worldMesh([], []))).rejects.toMatchObject({ code: 'mesh-format' });
  });

  it('a hundred thousand of them take no longer for that', TIMED, async () => {
    // A weld by hash would put all of them in one place of its table, and look through all for each.
    const positions = new Float64Array(300_000).fill(NaN);
    positions.set(tetrahedron().positions);
    const indices = Array.from({ length: 300_000 }, (_, i) => 4 + (i % 99_996));
    const startMs = computedMs();
    const found = await check({ positions, indices: Uint32Array.from([...tetrahedron().indices, ...indices]) });
    expect(found.notFiniteTriangles).toBe(100_000);
    expect(computedMs() - startMs).toBeLessThan(1500);
  });

  it('one triangle, one point, one line', async () => {
    expect((await check(worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2]))).faults).toEqual(['open']);
    const point = await check(worldMesh([5, 5, 5], [0, 0, 0]), { thinnerThan: 1 });
    expect(point).toMatchObject({ degenerateTriangles: 1, vertices: 0, area: 0, thickness: null });
    expect(point.faults).toEqual(['degenerate']);
    expect((await check(worldMesh([0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 1, 2]))).faults).toEqual(['open', 'degenerate']);
  });

  it('the greatest numbers there are', async () => {
    const huge = { ...cube(-1, -1, -1, 2), positions: cube(-1, -1, -1, 2).positions.map((value) => value * 1.5e308) };
    expect(await check(huge)).toMatchObject({ nonManifoldEdges: 0, selfIntersections: { pairs: 0 }, isClosed: true });
  });

  it.each([
    ['thinnerThan', { thinnerThan: 0 }],
    ['thinnerThan', { thinnerThan: NaN }],
    ['samples', { samples: 0 }],
    ['samples', { samples: 1.5 }],
    ['seed', { seed: -1 }],
    ['buildVolume', { buildVolume: [1, 2, 0] as const }],
  ])('an option that is no length: %s', async (option, options) => {
    await expect(check(tetrahedron(), options)).rejects.toMatchObject({ code: 'option-invalid', details: { option } });
  });

  it('can be cancelled before and meanwhile', async () => {
    const reason = new Error('enough');
    const run = (signal: AbortSignal, onEvent: () => void): Promise<MeshCheck> =>
      checkMesh(torus(30, 20), {}, INLINE_TASKS, { signal, onEvent });
    await expect(run(AbortSignal.abort(reason), () => undefined)).rejects.toBe(reason);
    for (const after of [1, 2, 3]) {
      const controller = new AbortController();
      let events = 0;
      const running = run(controller.signal, () => {
        if (++events === after) controller.abort(reason);
      });
      await expect(running).rejects.toBe(reason);
    }
  });
});

it('progress rises to exactly 1', async () => {
  const shares: number[] = [];
  await checkMesh(torus(30, 20), { thinnerThan: 0.1 }, INLINE_TASKS, {
    ...quietContext,
    onEvent: (event) => {
      if (event.type === 'progressed') shares.push(event.share);
    },
  });
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});
