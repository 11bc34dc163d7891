import { expect, it } from 'vitest';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { Gpu } from '../../src/engine/gpu/gpu.ts';
import { buildKdTree } from '../../src/engine/neighbours/kd-tree.ts';
import { findNearest } from '../../src/engine/neighbours/find-nearest.ts';
import { uploadKdTree, uploadPoints } from '../../src/engine/neighbours/gpu-kd-tree.ts';
import { stageOf } from '../gpu/stage.ts';

const context = { signal: new AbortController().signal, onEvent: () => undefined };

it('computes on its device and its threads, and closes both', async () => {
  const host = await openNodeHost({ software: true, workers: 2 });
  expect(host.parallelTasks).toBe(2);
  const positions = Float32Array.from({ length: 3 * 30_000 }, (_, i) => ((i * 2654435761) % 1009) / 1009);
  const gpu = new Gpu(host.device, host.deviceLabel);
  {
    using scope = new BufferScope(gpu, 'test');
    const tree = uploadKdTree(scope, await buildKdTree(positions, host, context));
    const found = await findNearest(stageOf(gpu, { scope, context }), {
      tree,
      queries: uploadPoints(scope, positions.subarray(0, 3)),
      queryCount: 1,
      k: 1,
    });
    expect([...(await gpu.readUints(found.indices, 1))]).toEqual([0]);
  }
  await host[Symbol.asyncDispose]();
  await expect(host.device.lost).resolves.toMatchObject({ reason: 'destroyed' });
  await expect(buildKdTree(positions, host, context)).rejects.toThrow(/closed/);
});

it('opens again after it was closed', async () => {
  await using host = await openNodeHost({ software: true });
  expect(host.softwareDevice).toBe(true);
  expect(host.deviceLabel).not.toBe('');
});
