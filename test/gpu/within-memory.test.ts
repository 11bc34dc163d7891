/** Work that the device has no memory for, and a device that serves on after it. */
import { afterEach, expect, it, vi } from 'vitest';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { Gpu } from '../../src/engine/gpu/gpu.ts';
import { scanBlocks } from '../../src/engine/gpu/scan.ts';
import { openDevice } from '../../src/engine/gpu/open-device.ts';
import { TooLarge, withinMemory } from '../../src/engine/host/within-memory.ts';
import { runShort } from '../faults/short-device.ts';
import { stageOf } from './stage.ts';

const onFault = vi.fn();
afterEach(() => onFault.mockReset());

/** Not the one that tests share: for all who hold that one, it would be short of memory from here on. */
const opened = openDevice(navigator.gpu, 'run: bash scripts/setup-debian.sh');

/** A hold of its own on the device, which hears what the device reports. */
async function watched(): Promise<Gpu> {
  const { device, label } = await opened;
  return new Gpu(device, label, { onFault });
}

/** What a device reports that has no memory for a buffer: no test can fill the memory of the machine it runs on. */
function reportShortage({ device }: Gpu): void {
  device.dispatchEvent(
    new GPUUncapturedErrorEvent('uncapturederror', { error: new GPUOutOfMemoryError('no memory'), cancelable: true }),
  );
}

/** The first number of a buffer, through the device and back. */
async function echo(gpu: Gpu, value: number): Promise<number> {
  using scope = new BufferScope(gpu, 'test');
  const [first = NaN] = await gpu.readFloats(scope.upload('echo', Float32Array.of(value)), 1);
  return first;
}

it('hands on what the work comes to', async () => {
  using gpu = await watched();
  expect(await withinMemory(stageOf(gpu), () => echo(gpu, 7))).toBe(7);
});

it('is told of a buffer beyond the limits of the device', async () => {
  using gpu = await watched();
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.device.limits;
  const limit = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  using scope = new BufferScope(gpu, 'grid');
  const found = await withinMemory(stageOf(gpu), () => Promise.resolve(scope.storage('field', limit + 4)));
  const mebibytes = (limit / 2 ** 20).toFixed(0);
  expect(found).toEqual(
    expect.objectContaining({
      reason: `grid/field needs ${mebibytes} MiB in one buffer, the graphics device allows ${mebibytes} MiB`,
    }),
  );
  expect(await echo(gpu, 1)).toBe(1);
});

it('is ended by memory that runs out, and by nothing that follows from it', async () => {
  using gpu = await watched();
  const endedBy = vi.fn();
  const found = await withinMemory(stageOf(gpu), async ({ context }) => {
    context.signal.addEventListener('abort', () => void endedBy(context.signal.reason));
    reportShortage(gpu);
    // What the missing buffer would have been used for is refused, too.
    const encoder = gpu.device.createCommandEncoder();
    const gone = gpu.device.createBuffer({ size: 16, usage: GPUBufferUsage.COPY_DST });
    gone.destroy();
    encoder.clearBuffer(gone);
    gpu.device.queue.submit([encoder.finish()]);
    return echo(gpu, 2);
  });
  expect(found).toBeInstanceOf(TooLarge);
  expect(found).toMatchObject({ reason: 'the graphics device is out of memory' });
  expect(endedBy).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'gpu-out-of-memory' }));
  expect(onFault).not.toHaveBeenCalled();
  expect(await echo(gpu, 3)).toBe(3);
});

it('is told which buffer there was no memory for, and by nothing that uses it', async () => {
  const { device, label } = await openDevice(navigator.gpu, 'run: bash scripts/setup-debian.sh');
  runShort(device, (descriptor) => descriptor.label === 'test/large');
  using gpu = new Gpu(device, label, { onFault });
  await gpu.load(scanBlocks);
  const found = await withinMemory(stageOf(gpu), async () => {
    using scope = new BufferScope(gpu, 'test');
    const buffers = { counts: scope.storage('large', 3 * 2 ** 20), block_sums: scope.storage('sums', 4) };
    gpu.commands('test').dispatch(scanBlocks, 256, { count: 1024 }, buffers).submit();
    return gpu.readUints(buffers.counts, 1024);
  });
  expect(found).toMatchObject({ reason: 'the graphics device has no memory for test/large, 3.0 MiB' });
  expect(onFault).not.toHaveBeenCalled();
  expect(await echo(gpu, 9)).toBe(9);
  device.destroy();
});

it('tells which commands were refused', async () => {
  const { device, label } = await opened;
  using gpu = new Gpu(device, label, { onFault });
  await gpu.load(scanBlocks);
  using scope = new BufferScope(gpu, 'test');
  const buffers = { counts: scope.storage('counts', 4096), block_sums: scope.storage('sums', 4) };
  const commands = gpu.commands('sums of blocks').dispatch(scanBlocks, 256, { count: 1024 }, buffers);
  buffers.counts.destroy();
  commands.submit();
  await expect(gpu.settle()).rejects.toMatchObject({
    code: 'shader-invalid',
    message: expect.stringMatching(/^the graphics device refused sums of blocks: .*destroyed/s) as string,
  });
});

it('ends the inner one of two works alone', async () => {
  using gpu = await watched();
  const found = await withinMemory(stageOf(gpu), async (stage) => {
    const inner = await withinMemory(stage, () => {
      reportShortage(gpu);
      return echo(gpu, 4);
    });
    return [inner instanceof TooLarge, await echo(gpu, 5)];
  });
  expect(found).toEqual([true, 5]);
});

it('ends the outer one after the inner one', async () => {
  using gpu = await watched();
  const found = await withinMemory(stageOf(gpu), async (stage) => {
    await withinMemory(stage, () => echo(gpu, 4));
    reportShortage(gpu);
    return echo(gpu, 5);
  });
  expect(found).toBeInstanceOf(TooLarge);
  expect(onFault).not.toHaveBeenCalled();
});

it('leaves memory that runs out elsewhere to the run', async () => {
  using gpu = await watched();
  reportShortage(gpu);
  expect(onFault).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'gpu-out-of-memory' }));
  await expect(withinMemory(stageOf(gpu), () => echo(gpu, 6))).rejects.toMatchObject({ code: 'gpu-out-of-memory' });
  await expect(echo(gpu, 6)).rejects.toMatchObject({ code: 'gpu-out-of-memory' });
});

it('takes an array that the process cannot have for the same', async () => {
  using gpu = await watched();
  const found = await withinMemory(stageOf(gpu), () => Promise.resolve(new Float32Array(2 ** 53 - 1)));
  expect(found).toBeInstanceOf(TooLarge);
});

it('passes on a cancellation, and other errors', async () => {
  using gpu = await watched();
  const abort = new AbortController();
  const stage = stageOf(gpu, { context: { signal: abort.signal, onEvent: () => undefined } });
  const waiting = withinMemory(stage, ({ context }) => {
    abort.abort(new Error('enough'));
    context.signal.throwIfAborted();
    return echo(gpu, 8);
  });
  await expect(waiting).rejects.toThrow('enough');
  await expect(withinMemory(stageOf(gpu), () => Promise.reject(new RangeError('k of 0')))).rejects.toThrow('k of 0');
});
