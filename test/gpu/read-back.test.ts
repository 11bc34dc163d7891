/** What is read back from the device, in memory of whoever asks. */
import { expect, it } from 'vitest';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { Gpu } from '../../src/engine/gpu/gpu.ts';
import { allocateShareable } from '../../src/engine/host/shared-memory.ts';
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
