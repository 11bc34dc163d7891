import { describe, expect, it } from 'vitest';
import { distanceFigures, measureToMesh, usedPlaces } from '../../../src/engine/measure/mesh-distances.ts';
import { quietContext } from '../../run-context.ts';
import { insideOut, soupOf, tetrahedron, torus, worldMesh } from '../../shapes/meshes.ts';
import { randomCloud } from '../neighbours/clouds.ts';
import { slowDistance } from './slow-distance.ts';
import type { Triple } from './slow-surface-distance.ts';
import { slowWinding } from './slow-winding.ts';

const SHIFT: Triple = [636_900, 5_403_190, 188];
const moved = (values: ArrayLike<number>): Float64Array<ArrayBuffer> =>
  Float64Array.from(values, (value, i) => value + SHIFT[i % 3]!);
const places = Float64Array.from(randomCloud(150, 3), (value, i) => (i % 3 === 2 ? value - 0.5 : 4 * value - 2));

describe('measureToMesh', () => {
  it('is the distance to the closest of all triangles, negative where the mesh winds round', async () => {
    const reference = torus(20, 10);
    const distances = await measureToMesh(reference, places, quietContext);
    distances.forEach((distance, i) => {
      const place: Triple = [places[3 * i]!, places[3 * i + 1]!, places[3 * i + 2]!];
      const sign = slowWinding(reference, place) > 0.5 ? -1 : 1;
      expect(Math.abs(distance - sign * slowDistance(reference, place))).toBeLessThan(1e-6);
    });
    expect(distances.filter((distance) => distance < 0).length).toBeGreaterThan(10);
  });

  it('is the same far from the origin and of triangles that stand apart, and of the other sign inside out', async () => {
    const reference = torus(20, 10);
    const distances = await measureToMesh(reference, places, quietContext);
    const far = { positions: moved(reference.positions), indices: reference.indices };
    (await measureToMesh(far, moved(places), quietContext)).forEach((distance, i) =>
      // Ulps of 5·10⁶ are 10⁻⁹.
      expect(Math.abs(distance - distances[i]!)).toBeLessThan(1e-7),
    );
    expect(await measureToMesh(soupOf(reference), places, quietContext)).toEqual(distances);
    const turned = await measureToMesh(insideOut(reference), places, quietContext);
    expect(turned).toEqual(distances.map((distance) => -distance));
  });

  it('passes over triangles that are none, and tells how far it is', async () => {
    const { positions, indices } = tetrahedron();
    const broken = {
      positions: Float64Array.of(...positions, NaN, 0, 0),
      indices: Uint32Array.of(...indices, 0, 1, 4, 2, 2, 3),
    };
    const shares: number[] = [];
    const distances = await measureToMesh(broken, places, quietContext, (share) => void shares.push(share));
    expect(distances).toEqual(await measureToMesh(tetrahedron(), places, quietContext));
    expect(shares).toEqual([0.3]);
  });

  it.each([
    ['empty', worldMesh([], [])],
    ['of points only', worldMesh([0, 0, 0, 1, 0, 0, 0, 1, 0], [])],
    ['of numbers that are none', worldMesh([NaN, 0, 0, 1, 0, 0, 0, 1, 0], [0, 1, 2])],
  ])('refuses a reference that is %s by a sentence', async (_what, reference) => {
    await expect(measureToMesh(reference, places, quietContext)).rejects.toMatchObject({
      code: 'mesh-format',
      message: 'The reference has no usable triangles, so there is nothing to compare.',
    });
  });

  it('ends when it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(measureToMesh(torus(20, 10), places, { ...quietContext, signal })).rejects.toThrow('enough');
  });
});

it('places are those of usable triangles, each once', async () => {
  const { positions, indices } = soupOf(tetrahedron());
  const mesh = {
    positions: Float64Array.of(...positions, NaN, 0, 0, 9, 9, 9),
    indices: Uint32Array.of(...indices, 0, 1, 12),
  };
  const found = await usedPlaces(mesh, quietContext);
  expect(new Set(Array.from({ length: 4 }, (_, i) => found.slice(3 * i, 3 * i + 3).join(' '))).size).toBe(4);
  expect(found.length).toBe(12);
});

it('figures are the mean of both sides, and how far the rest is without sides', () => {
  expect(distanceFigures(Float32Array.of(-4, 1, 2, 3))).toEqual({
    count: 4,
    mean: 0.5,
    median: 3,
    percentile95: 4,
    max: 4,
  });
  expect(distanceFigures(new Float32Array(0))).toEqual({
    count: 0,
    mean: NaN,
    median: NaN,
    percentile95: NaN,
    max: NaN,
  });
});
