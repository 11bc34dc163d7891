import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MersenneTwister64 } from '../../../src/engine/math/mersenne-twister.ts';
import { compareMeshes } from '../../../src/engine/measure/compare.ts';
import type { MeshComparison } from '../../../src/engine/measure/compare.ts';
import { sampleSurfaceSteps } from '../../../src/engine/measure/sample-surface.ts';
import { finishSteps } from '../../../src/engine/host/steps.ts';
import { toWorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { computedMs, quietContext, TIMED } from '../../run-context.ts';
import { flatSquare, insideOut, tetrahedron, torus, worldMesh } from '../../shapes/meshes.ts';

const compare = (reference: WorldMesh, mesh: WorldMesh, samples = 5000, seed = 1): Promise<MeshComparison> =>
  compareMeshes(reference, mesh, { samples, seed }, quietContext);

const moved = ({ positions, indices }: WorldMesh, scale: number, offset: readonly number[]): WorldMesh => ({
  positions: positions.map((value, i) => scale * value + offset[i % 3]!),
  indices,
});

describe('comparison with known answers', () => {
  it('a mesh against itself: no distance, full agreement', async () => {
    const found = await compare(torus(40, 20), torus(40, 20));
    expect(found.hausdorffSampled).toBeLessThan(1e-15); // a few ulps of coordinates below 1
    expect(found).toMatchObject({ 'fscore_0.002': 1, hausdorff95: found.hausdorff95, watertight: true });
    expect(found.normalConsistency).toBeCloseTo(1, 3);
    expect(found.scale).toBeCloseTo(2.6, 12);
    expect(found.area).toBeCloseTo(found.referenceArea, 12);
    // Sample against sample has the floor of the spacing: about half of √(area / samples).
    expect(found.chamferL1Sampled).toBeGreaterThan(0.2 * Math.sqrt(found.area / 5000));
    expect(found.chamferL1Sampled).toBeLessThan(Math.sqrt(found.area / 5000));
  });

  it('inside out: the sign turns, nothing else', async () => {
    const found = await compare(torus(40, 20), insideOut(torus(40, 20)));
    expect(found.signedNormalConsistency).toBeCloseTo(-1, 3);
    expect(found.normalConsistency).toBeCloseTo(1, 3);
    expect(found.signedVolume).toBeLessThan(0);
  });

  it('parallel squares: every distance is theirs', async () => {
    const square = flatSquare(11); // side 10/11
    const found = await compare(square, moved(square, 1, [0, 0, 0.01]));
    const distance = 0.01 / (10 / 11);
    for (const key of ['chamferL1', 'accuracyMean', 'completenessMean', 'hausdorff95', 'hausdorffSampled'] as const) {
      expect(found[key], key).toBeCloseTo(distance, 12);
    }
    expect(found.chamferL2).toBeCloseTo(distance ** 2, 12);
    expect(found).toMatchObject({ 'fscore_0.01': 0, boundaryEdges: 40, components: 1, watertight: false });
  });

  it('a half square: what is there is accurate, what is missing shows in completeness', async () => {
    const whole = worldMesh([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0], [0, 1, 2, 0, 2, 3]);
    const left = worldMesh([0, 0, 0, 0.5, 0, 0, 0.5, 1, 0, 0, 1, 0], [0, 1, 2, 0, 2, 3]);
    const found = await compare(whole, left, 20_000);
    expect(found.accuracyMean).toBeLessThan(1e-15);
    // Half of the samples are on average a quarter away; the standard error of 20,000 is 0.16/√20,000 = 0.0011.
    expect(found.completenessMean).toBeCloseTo(1 / 8, 2);
    // Precision 1, recall 0.51 at a threshold of 0.01: their harmonic mean.
    expect(found['fscore_0.01']).toBeCloseTo((2 * 0.51) / 1.51, 2);
  });

  it('moving or scaling both changes nothing but the scale', async () => {
    const [reference, mesh] = [torus(30, 15), torus(25, 12, 0.3, 0.02)];
    const found = await compare(reference, mesh, 2000);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -64, max: 64 }), async (power, offset) => {
        const place = (surface: WorldMesh): WorldMesh => moved(surface, 2 ** power, [offset, -offset, 3]);
        const again = await compare(place(reference), place(mesh), 2000);
        expect(again.scale / found.scale).toBeCloseTo(2 ** power, 12);
        expect(again.chamferL1).toBeCloseTo(found.chamferL1, 10);
        expect(again.area).toBeCloseTo(found.area, 10);
        expect(again.triangles).toBe(found.triangles);
      }),
      { numRuns: 8 },
    );
  });

  it('another seed moves the means by less than a percent, the same seed not at all', async () => {
    const [reference, mesh] = [torus(60, 30), torus(50, 25, 0.3, 0.02)];
    const [first, same, other] = [
      await compare(reference, mesh, 20_000),
      await compare(reference, mesh, 20_000),
      await compare(reference, mesh, 20_000, 77),
    ];
    expect(same).toEqual(first);
    expect(other.chamferL1).not.toBe(first.chamferL1);
    expect(Math.abs(other.chamferL1 / first.chamferL1 - 1)).toBeLessThan(0.01);
  });

  it('leaves out triangles that are not finite or name a vertex twice', async () => {
    const { positions, indices } = tetrahedron();
    const odd = worldMesh([...positions, NaN, 0, 0, Infinity, 1, 1], [...indices, 0, 1, 4, 0, 5, 2, 1, 1, 2]);
    const [found, plain] = [await compare(tetrahedron(), odd, 500), await compare(tetrahedron(), tetrahedron(), 500)];
    expect(found).toEqual(plain);
  });
});

describe('refusals', () => {
  it.each([
    ['samples', { samples: 0 }],
    ['samples', { samples: 2.5 }],
    ['samples', { samples: 1e9 }],
    ['seed', { seed: -1 }],
    ['seed', { seed: NaN }],
  ])('option %s of %o', async (option, options) => {
    const comparing = compareMeshes(tetrahedron(), tetrahedron(), options, quietContext);
    await expect(comparing).rejects.toMatchObject({ code: 'option-invalid', details: { option } });
  });

  it('a mesh without triangles, or without area', async () => {
    const lineOnly = worldMesh([0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 1, 2]);
    await expect(compare(tetrahedron(), worldMesh([], []))).rejects.toMatchObject({
      code: 'mesh-format',
      details: { role: 'mesh' },
    });
    await expect(compare(worldMesh([], []), tetrahedron())).rejects.toMatchObject({ details: { role: 'reference' } });
    await expect(compare(tetrahedron(), lineOnly)).rejects.toMatchObject({ code: 'mesh-format' });
  });

  it('an abort, with its reason', TIMED, async () => {
    const controller = new AbortController();
    const context = { ...quietContext, signal: controller.signal };
    const comparing = compareMeshes(torus(300, 200), torus(200, 300), {}, context);
    const reason = new Error('stopped by the test');
    let abortedAtMs = 0;
    setTimeout(() => {
      abortedAtMs = computedMs();
      controller.abort(reason);
    }, 50);
    await expect(comparing).rejects.toBe(reason);
    expect(computedMs() - abortedAtMs).toBeLessThan(100);
  });
});

describe('sampling', () => {
  it('draws as std::mt19937_64: the 10,000th word of seed 5489 is 9981545732273789042 (ISO C++ [rand.predef])', () => {
    const random = new MersenneTwister64(5489);
    let unit = 0;
    for (let i = 0; i < 10_000; i++) unit = random.nextUnit();
    expect(unit).toBe(Number(9981545732273789042n >> 11n) / 2 ** 53);
  });

  it('gives each triangle its share of the area, points on it, its normal', () => {
    // Areas 3/2 and 1/2, facing up and to +x.
    const mesh = worldMesh([0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 1, 1], [0, 1, 2, 0, 2, 3]);
    const { points, normals, area } = finishSteps(sampleSurfaceSteps(mesh, 1000, 5));
    expect(area).toBe(2);
    let upward = 0;
    for (let i = 0; i < 3000; i += 3) {
      const [x, y, z] = [points[i]!, points[i + 1]!, points[i + 2]!];
      expect(y).toBeGreaterThanOrEqual(0);
      if (normals[i + 2] === 1) {
        upward++;
        expect(z).toBe(0);
        expect(x / 3 + y).toBeLessThanOrEqual(1 + 1e-12);
      } else {
        expect([normals[i], normals[i + 1], normals[i + 2], x]).toEqual([1, 0, 0, 0]);
        expect(z).toBeLessThanOrEqual(y + 1e-12);
      }
    }
    expect(upward).toBe(750); // stratified: exactly 3/4, as the border falls between two strata
  });
});

it('the world mesh of a shifted mesh has the shift added in float64', () => {
  const mesh = {
    positions: Float32Array.of(0.25, 0, 0, 1, 0, 0, 0, 1, 0),
    indices: Uint32Array.of(0, 1, 2),
    shift: [636_900.125, 5_403_190.5, 188] as const,
  };
  expect([...toWorldMesh(mesh).positions.subarray(0, 3)]).toEqual([636_900.375, 5_403_190.5, 188]);
});
