import { expect, it, onTestFinished, vi } from 'vitest';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { PacedWork } from '../../src/engine/gpu/paced-work.ts';
import { scanBlocks } from '../../src/engine/gpu/scan.ts';
import { testGpu } from './device.ts';

it.each(['is spent', 'is finished'])('drops what is recorded when cancelled before it %s', async (when) => {
  const gpu = await testGpu();
  await gpu.load(scanBlocks);
  using scope = new BufferScope(gpu, 'test');
  const buffers = { counts: scope.storage('counts', 4096), block_sums: scope.storage('block sums', 4) };
  const create = vi.spyOn(gpu.device, 'createBuffer');
  onTestFinished(() => create.mockRestore());
  const controller = new AbortController();
  const reason = new Error('enough');
  const cancelled = async (): Promise<void> => {
    using work = new PacedWork(gpu, 'test', 1, controller);
    work.commands.dispatch(scanBlocks, 256, { count: 1024 }, buffers);
    controller.abort(reason);
    if (when === 'is spent') await work.spend(1);
    else work.finish();
  };
  await expect(cancelled()).rejects.toBe(reason);
  const made = create.mock.results.map(({ value }) => value as GPUBuffer);
  expect(made.map(({ label }) => label)).toEqual(['test params']);
  // A destroyed buffer refuses to be written; the refusal is all that tells.
  gpu.device.pushErrorScope('validation');
  const encoder = gpu.device.createCommandEncoder();
  encoder.clearBuffer(made[0]!);
  gpu.device.queue.submit([encoder.finish()]);
  expect((await gpu.device.popErrorScope())?.message).toMatch(/destroyed/);
});
