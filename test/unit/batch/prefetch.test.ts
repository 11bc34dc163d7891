/** The one cloud that is loaded ahead: when, for whom, and how it is dropped. */
import { describe, expect, it } from 'vitest';
import type { BatchItem } from '../../../src/batch/item.ts';
import { fitsInMemory, Prefetch } from '../../../src/batch/prefetch.ts';
import type { ItemCloud } from '../../../src/batch/load-item-cloud.ts';
import { ReconstructError } from '../../../src/engine/errors.ts';
import type { RunContext, RunEvent } from '../../../src/engine/events.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { quietContext } from '../../run-context.ts';

const itemOf = (index: number, inputBytes = 100): BatchItem => ({
  index,
  input: `${index}.ply`,
  inputBytes,
  output: `${index}.ply`,
  format: 'ply',
  options: DEFAULTS,
});

/** A supply whose clouds come, or fail, when the test says so. */
class Kitchen {
  readonly asked: { readonly index: number; readonly context: RunContext }[] = [];
  readonly #ends: { resolve: (loaded: ItemCloud) => void; reject: (reason: unknown) => void }[] = [];

  readonly loadAhead = (item: BatchItem, context: RunContext): Promise<ItemCloud> => {
    this.asked.push({ index: item.index, context });
    return new Promise((resolve, reject) => {
      this.#ends.push({ resolve, reject });
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors
      context.signal.addEventListener('abort', () => setTimeout(() => reject(context.signal.reason), 20));
    });
  };

  serve(loaded: ItemCloud): void {
    this.#ends.at(-1)!.resolve(loaded);
  }

  fail(reason: unknown): void {
    this.#ends.at(-1)!.reject(reason);
  }
}

const CLOUD: ItemCloud = {
  cloud: {
    positions: new Float32Array(3),
    shift: [0, 0, 0],
    stats: { pointCount: 1, finiteCount: 1, min: [0, 0, 0], max: [0, 0, 0], warnings: [] },
  },
  sha256: 'a'.repeat(64),
};

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('a cloud loaded ahead', () => {
  it('is given to its item once, with what was told meanwhile', async () => {
    const kitchen = new Kitchen();
    await using prefetch = new Prefetch(kitchen.loadAhead);
    prefetch.begin(itemOf(1));
    prefetch.begin(itemOf(1));
    await turn();
    expect(kitchen.asked).toHaveLength(1);
    kitchen.asked[0]!.context.onEvent({ type: 'warning', message: 'odd' });
    const told: RunEvent[] = [];
    const context = { signal: quietContext.signal, onEvent: (event: RunEvent) => void told.push(event) };
    const taking = prefetch.take(itemOf(1), context);
    expect(told).toEqual([]);
    kitchen.serve(CLOUD);
    expect(await taking).toBe(CLOUD);
    expect(told).toEqual([{ type: 'warning', message: 'odd' }]);
    expect(await prefetch.take(itemOf(1), context)).toBeUndefined();
  });

  it('for another item is dropped first, and is over when that one gets its turn', async () => {
    const kitchen = new Kitchen();
    await using prefetch = new Prefetch(kitchen.loadAhead);
    prefetch.begin(itemOf(1));
    await turn();
    const taking = prefetch.take(itemOf(2), quietContext);
    expect(kitchen.asked[0]!.context.signal.aborted).toBe(true);
    let isOver = false;
    void taking.then(() => (isOver = true));
    await turn();
    expect(isOver).toBe(false);
    expect(await taking).toBeUndefined();
  });

  it('gives way to the next wish, one at a time', async () => {
    const kitchen = new Kitchen();
    await using prefetch = new Prefetch(kitchen.loadAhead);
    prefetch.begin(itemOf(1));
    await turn();
    prefetch.begin(itemOf(2));
    await turn();
    expect(kitchen.asked.map(({ index }) => index)).toEqual([1]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(kitchen.asked.map(({ index }) => index)).toEqual([1, 2]);
    kitchen.serve(CLOUD);
    expect(await prefetch.take(itemOf(2), quietContext)).toBe(CLOUD);
  });

  it('that is wrong is told with its item; any other failure is for the item to try again', async () => {
    for (const [error, isTold] of [
      [new ReconstructError('cloud-format', 'no header'), true],
      [new ReconstructError('gpu-lost', 'gone'), false],
      [new Error('the worker is gone'), false],
    ] as const) {
      const kitchen = new Kitchen();
      await using prefetch = new Prefetch(kitchen.loadAhead);
      prefetch.begin(itemOf(1));
      await turn();
      kitchen.fail(error);
      await turn();
      const taking = prefetch.take(itemOf(1), quietContext);
      if (isTold) await expect(taking).rejects.toBe(error);
      else expect(await taking).toBeUndefined();
    }
  });

  it('is ended by the cancellation of its item, and by the end of everything', async () => {
    const kitchen = new Kitchen();
    const prefetch = new Prefetch(kitchen.loadAhead);
    prefetch.begin(itemOf(1));
    await turn();
    const controller = new AbortController();
    const taking = prefetch.take(itemOf(1), { ...quietContext, signal: controller.signal });
    controller.abort('enough');
    await expect(taking).rejects.toBe('enough');
    expect(kitchen.asked[0]!.context.signal.aborted).toBe(true);
    prefetch.begin(itemOf(2));
    await turn();
    await prefetch[Symbol.asyncDispose]();
    expect(kitchen.asked[1]!.context.signal.aborted).toBe(true);
  });
});

it('waits in memory only where a quarter of what is free holds it', () => {
  const megabyte = 2 ** 20;
  // 15 bytes in the file are 60 in memory.
  expect(fitsInMemory(itemOf(0, megabyte), 16 * megabyte)).toBe(true);
  expect(fitsInMemory(itemOf(0, megabyte), 15.9 * megabyte)).toBe(false);
  expect(fitsInMemory(itemOf(0, 512 * megabyte), null)).toBe(true);
  expect(fitsInMemory(itemOf(0, 512 * megabyte + 1), null)).toBe(false);
});
