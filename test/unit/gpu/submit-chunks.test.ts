import { expect, it } from 'vitest';
import type { Gpu } from '../../../src/engine/gpu/gpu.ts';
import { type Chunk, submitChunks } from '../../../src/engine/gpu/submit-chunks.ts';

/** A device that is through with everything at once, and says so. */
function quickGpu(): Gpu {
  const device = { queue: { onSubmittedWorkDone: () => Promise.resolve() } };
  const commands = { submit: () => undefined, [Symbol.dispose]: () => undefined };
  return { device, commands: () => commands, pausePoint: () => undefined } as unknown as Gpu;
}

async function chunksOf(total: number, size: number): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  await submitChunks(quickGpu(), 'work', total, size, new AbortController().signal, (_commands, chunk) =>
    chunks.push(chunk),
  );
  return chunks;
}

it.each([
  [1, 1024],
  [5000, 1024],
  [100_001, 1000],
  [3_000_000, 16_384],
])('%i elements are covered once, in their order, by ranges that begin at whole words', async (total, size) => {
  const chunks = await chunksOf(total, size);
  let next = 0;
  for (const { first, count } of chunks) {
    expect(first).toBe(next);
    expect(first % 256).toBe(0);
    expect(count).toBeGreaterThan(0);
    next += count;
  }
  expect(next).toBe(total);
});

it('the first range has the declared size, and the next ones as many as a quick device takes', async () => {
  const sizes = (await chunksOf(40_000, 1024)).map(({ count }) => count);
  expect(sizes).toEqual([1024, 2048, 4096, 8192, 16_384, 8256]);
});

it('no elements are no work', async () => {
  expect(await chunksOf(0, 1024)).toEqual([]);
});
