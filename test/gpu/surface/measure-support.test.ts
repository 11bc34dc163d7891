import { expect, it } from 'vitest';
import { BufferScope } from '../../../src/engine/gpu/buffer-scope.ts';
import { uploadKdTree } from '../../../src/engine/neighbours/gpu-kd-tree.ts';
import { buildKdTree } from '../../../src/engine/neighbours/kd-tree.ts';
import { measureSupport } from '../../../src/engine/surface/measure-support.ts';
import { referenceNearest } from '../../reference/surface.ts';
import { testGpu } from '../device.ts';
import { testHost } from '../host.ts';
import { stageOf } from '../stage.ts';
import { CONTEXT, hash } from './bricks.ts';

const randomPoints = (seed: number, count: number): Float32Array =>
  Float32Array.from({ length: 3 * count }, (_, i) => hash(seed, i) - 0.5);

// Nothing, one, a workgroup and its neighbours, more than one dispatch.
it.each([0, 1, 63, 64, 65, 2 ** 15 + 3])('finds the nearest point of %i positions', async (count) => {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const cloud = randomPoints(1, 37);
  const positions = randomPoints(2, count);
  const tree = uploadKdTree(scope, await buildKdTree(cloud, await testHost(), CONTEXT));
  const { nearest, squared } = await measureSupport(stageOf(gpu, { context: CONTEXT }), { tree, positions });
  const reference = referenceNearest(positions, cloud);
  expect(squared.length).toBe(count);
  let worst = 0;
  squared.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - reference.squared[i]!))));
  // Squared distances of at most 3, six roundings.
  expect(worst).toBeLessThan(1e-6);
  // Random points: no two are so close to equally near that rounding could swap them.
  expect([...nearest]).toEqual(reference.nearest);
});

it('stops with the reason of the signal', async () => {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const cloud = randomPoints(1, 37);
  const tree = uploadKdTree(scope, await buildKdTree(cloud, await testHost(), CONTEXT));
  const reason = new Error('enough');
  const context = { ...CONTEXT, signal: AbortSignal.abort(reason) };
  await expect(measureSupport(stageOf(gpu, { context }), { tree, positions: cloud })).rejects.toBe(reason);
});
