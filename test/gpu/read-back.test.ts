/** What is read back from the device, in memory of whoever asks. */
import { expect, it } from 'vitest';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { Gpu } from '../../src/engine/gpu/gpu.ts';
import { allocateShareable } from '../../src/engine/host/shared-memory.ts';
import { openDevice } from '../../src/engine/gpu/open-device.ts';
import { testGpu } from './device.ts';

const VALUES = Float32Array.of(1, -2, 3.5, 0, 7);

it('lies in memory that the watch allocates, and can be uploaded from there', async () => {
  const { device, label } = await testGpu();
  const given: ArrayBufferLike[] = [];
  const allocate = (bytes: number): ArrayBufferLike => {
    given.push(allocateShareable(bytes));
    return given.at(-1)!;
  };
  using gpu = new Gpu(device, label, { allocate });
  using scope = new BufferScope(gpu, 'test');
  const read = await gpu.readFloats(scope.upload('values', VALUES), VALUES.length);
  expect([...read]).toEqual([...VALUES]);
  expect(given).toHaveLength(1);
  expect(given[0]).toBe(read.buffer);
  const again = await gpu.readFloats(scope.upload('again', read), VALUES.length);
  expect([...again]).toEqual([...VALUES]);
});

it('lies in memory of its own without', async () => {
  const gpu = await testGpu();
  using scope = new BufferScope(gpu, 'test');
  const read = await gpu.readFloats(scope.upload('values', VALUES), VALUES.length);
  expect([...read]).toEqual([...VALUES]);
  expect(read.buffer).toBeInstanceOf(ArrayBuffer);
});

it('that a lost device breaks off fails with the loss, however late the news of it comes', async () => {
  const { device, label } = await openDevice(navigator.gpu, 'run: bash scripts/setup-debian.sh');
  const { promise: lost, resolve: tell } = Promise.withResolvers<GPUDeviceLostInfo>();
  void device.lost.then((info) => setTimeout(() => tell(info), 300));
  Object.defineProperty(device, 'lost', { value: lost });
  using gpu = new Gpu(device, label);
  using scope = new BufferScope(gpu, 'test');
  const reading = gpu.readFloats(scope.upload('values', VALUES), VALUES.length);
  await Promise.resolve();
  device.destroy();
  await expect(reading).rejects.toMatchObject({ code: 'gpu-lost' });
});
