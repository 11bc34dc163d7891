/** Normals by quadrics: parity with the rule in float64, and what they are for: noisy points of a bent surface. */
import { describe, expect, it } from 'vitest';
import { fitPlanes, type PlaneFit } from '../../../src/engine/analysis/fit-planes.ts';
import type { ScaleEstimate } from '../../../src/engine/analysis/measure-scale.ts';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { uploadKdTree, uploadPoints } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { quadricNormalsOf, quadricRule } from '../../../src/engine/orientation/quadric-normals.ts';
import { referenceQuadricNormals } from '../../reference/orientation.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';
import { context, type Shape, sphere, torus, uniform } from './shapes.ts';

/** Along the normals, triangular, of that standard deviation. */
function noisy({ positions, normals }: Shape, deviation: number): Float32Array<ArrayBuffer> {
  const along = (i: number): number => Math.sqrt(6) * deviation * (uniform(8, i) + uniform(9, i) - 1);
  return positions.map((value, at) => value + along(Math.floor(at / 3)) * normals[at]!);
}

/** @param own [count] the noise of each point's own, 0 for the cloud's */
async function refine(shape: Shape, scale: ScaleEstimate, own?: Float32Array) {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const positions = noisy(shape, scale.noiseNorm);
  const count = positions.length / 3;
  const tree = uploadKdTree(scope, await buildKdTree(positions, await testHost(), context));
  const points = uploadPoints(scope, positions, own);
  const planes: PlaneFit = await fitPlanes(stageOf(gpu, { scope, context }), {
    tree,
    points,
    pointCount: count,
    scale,
  });
  const axes = await gpu.readFloats(planes.normals, 4 * count);
  // Outward, as after the orientation.
  const sided = axes.map((value, at) => {
    const i = at >> 2;
    const inward = [0, 1, 2].reduce((sum, k) => sum + axes[4 * i + k]! * shape.normals[3 * i + k]!, 0) < 0;
    return at % 4 < 3 && inward ? -value : value;
  });
  const given = scope.upload('normals', sided);
  const refined = await quadricNormalsOf(stageOf(gpu, { scope, context }), {
    tree,
    points,
    normals: given,
    planes,
    scale,
  });
  const radii = await gpu.readFloats(planes.radii, count);
  const found = await gpu.readFloats(refined, 4 * count);
  return { same: refined === given, positions, sided, radii, found, rule: quadricRule(scale, planes) };
}

/** Root mean square angle in degrees. */
function angleError(normals: ArrayLike<number>, truth: Float32Array): number {
  const count = truth.length / 3;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const cosine = [0, 1, 2].reduce((total, k) => total + normals[4 * i + k]! * truth[3 * i + k]!, 0);
    sum += Math.acos(Math.min(1, cosine)) ** 2;
  }
  return (180 / Math.PI) * Math.sqrt(sum / count);
}

const scaleOf = (spacingNorm: number, noiseNorm: number): ScaleEstimate => ({
  spacingNorm,
  noiseNorm,
  neighbourCount: 16,
  neighbourhoodNorm: 4.5 * noiseNorm,
});

describe('normals by quadrics', () => {
  it.each([
    ['a sphere', sphere(1500)],
    ['a torus', torus(1500)],
    ['fewer points than a ball takes', sphere(9)],
  ])('are those of the rule: %s', async (_, shape) => {
    const { found, positions, sided, radii, rule } = await refine(shape, scaleOf(0.04, 0.01));
    const expected = referenceQuadricNormals(positions, sided, radii, rule);
    expected.forEach((value, at) => expect(Math.abs(found[at]! - value)).toBeLessThan(2e-4));
  });

  it.each([
    ['a sphere', sphere(20_000), 0.5],
    ['a torus', torus(20_000), 0.5],
  ])('are nearer to the true ones: %s', async (_, shape, share) => {
    const { found, sided } = await refine(shape, scaleOf(0.012, 0.006));
    expect(angleError(found, shape.normals)).toBeLessThan(share * angleError(sided, shape.normals));
  });

  it.each([
    ['noisy', 0.01],
    ['clean', 0.001],
  ])('are by the noise of a point where it has its own, in an otherwise %s cloud', async (_, noiseNorm) => {
    const shape = sphere(1200);
    // Of the second, what some quadrics leave is near to what they may.
    const noises = [0, 0.0102, 0.012, 0.03];
    const own = Float32Array.from({ length: 1200 }, (_, i) => noises[i % 4]!);
    const scale = { ...scaleOf(0.04, noiseNorm), neighbourhoodNorm: 0.1, noisyNorm: 0.03 };
    const { found, positions, sided, radii, rule } = await refine(shape, scale, own);
    const expected = Float64Array.from(sided);
    for (const noise of noises) {
      const ofNoise =
        noise === 0
          ? rule
          : { ...rule, radius: Math.max(9 * noise, 3.5 * 0.04), mostResidual: 1.2 * Math.max(noise, noiseNorm) };
      // Of little noise, the planes' axes are as good.
      if (noise === 0 && noiseNorm < 0.004) continue;
      const refined = referenceQuadricNormals(positions, sided, radii, ofNoise);
      own.forEach((deviation, i) => {
        if (deviation === Math.fround(noise)) expected.set(refined.subarray(4 * i, 4 * i + 4), 4 * i);
      });
    }
    expected.forEach((value, at) => expect(Math.abs(found[at]! - value)).toBeLessThan(2e-4));
  });

  it('are those of the planes where there is little noise', async () => {
    expect((await refine(sphere(200), scaleOf(0.04, 0.0039))).same).toBe(true);
  });
});
