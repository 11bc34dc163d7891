/** The window's side of the worker, with a worker that is a channel and dies when told to. */
import { expose } from 'comlink';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EMPTY_JOB } from '../../../src/batch/job.ts';
import type { Sidecar } from '../../../src/batch/sidecar.ts';
import { createEngineClient } from '../../../src/renderer/app/engine-client.ts';
import type { EngineApi, OpenEvent } from '../../../src/renderer/worker/engine-api.ts';

/** What the window sees of a worker. */
class ChannelWorker extends EventTarget {
  readonly name: string;
  readonly #channel = new MessageChannel();
  isTerminated = false;

  constructor(name: string, api: Partial<EngineApi>) {
    super();
    this.name = name;
    expose(api, this.#channel.port2);
    this.#channel.port1.onmessage = (event) =>
      this.dispatchEvent(new MessageEvent('message', { data: event.data as unknown }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#channel.port1.postMessage(message, transfer);
  }

  terminate(): void {
    this.isTerminated = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
  }

  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

const DEVICE = { label: 'a device', software: false, cards: [] };
const forever = (): Promise<never> => new Promise(() => undefined);
const workers: ChannelWorker[] = [];
/** Locks that a worker holds, by name: what ends the window's wait for it. */
const locks = new Map<string, () => void>();

beforeEach(() => {
  vi.stubGlobal('navigator', {
    locks: { request: async (name: string, granted: () => void) => void locks.set(name, granted) },
  });
});
afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
  locks.clear();
  vi.unstubAllGlobals();
});

function clientOf(api: Partial<EngineApi>) {
  const onLost = vi.fn();
  const client = createEngineClient({
    onLost,
    createWorker: (name) => {
      const worker = new ChannelWorker(name, { start: async () => ({ type: 'done', value: DEVICE }), ...api });
      workers.push(worker);
      return worker as unknown as Worker;
    },
  });
  return { client, onLost };
}
const start = { software: false, adapter: null, speeds: {} };

it('passes calls on, with their callbacks', async () => {
  const stop = vi.fn();
  const { client } = clientOf({
    async open({ files }, sink) {
      sink({ type: 'progress', share: 0.5 });
      return { type: 'failed', error: { code: 'cloud-format', message: files[0]!.name, details: {} } };
    },
    stop,
    speeds: async () => ({ card: 3 }),
  });
  expect(await client.speeds()).toEqual({});
  expect(await client.start(start)).toEqual({ type: 'done', value: DEVICE });
  const events: OpenEvent[] = [];
  const outcome = await client.open(
    { files: [{ kind: 'url', name: 'a.ply', size: 1, url: '/a' }] },
    (event) => void events.push(event),
  );
  expect(outcome).toEqual({ type: 'failed', error: { code: 'cloud-format', message: 'a.ply', details: {} } });
  await vi.waitFor(() => expect(events).toEqual([{ type: 'progress', share: 0.5 }]));
  client.stop();
  await vi.waitFor(() => expect(stop).toHaveBeenCalledOnce());
  expect(await client.speeds()).toEqual({ card: 3 });
  expect(workers).toHaveLength(1);
});

it('passes the calls of a batch on, with their events', async () => {
  const cancelled = { type: 'cancelled' } as const;
  const { client } = clientOf({
    readJob: async () => ({ type: 'done', value: EMPTY_JOB }),
    planBatch: async () => ({ type: 'done', value: { items: [], earlier: [] } }),
    async batch({ version }, sink) {
      sink({ type: 'planned', items: 1, bytes: version.length });
      return { type: 'done', value: { done: 1, failed: 0, kept: 0, cancelled: 0 } };
    },
    async openResult(cloud, mesh, sidecar, sink) {
      sink({ type: 'progress', share: 1 });
      return cancelled;
    },
  });
  await client.start(start);
  expect(await client.readJob('{}', 'job.json')).toEqual({ type: 'done', value: EMPTY_JOB });
  const folder = { kind: 'url', name: 'scans', url: '/_folder/a/' } as const;
  expect(await client.planBatch(folder, null, EMPTY_JOB)).toMatchObject({ value: { items: [] } });
  const events: unknown[] = [];
  const listen = (event: unknown): void => void events.push(event);
  const request = { job: EMPTY_JOB, input: folder, output: folder, inputFromOutput: null, mode: 'resume' } as const;
  expect(await client.batch({ ...request, version: '1.2.3' }, listen)).toMatchObject({ value: { done: 1 } });
  const file = { kind: 'url', name: 'a.ply', size: 1, url: '/a' } as const;
  expect(await client.openResult(file, file, {} as Sidecar, listen)).toEqual(cancelled);
  await vi.waitFor(() =>
    expect(events).toEqual([
      { type: 'planned', items: 1, bytes: 5 },
      { type: 'progress', share: 1 },
    ]),
  );
});

it('ends the calls of a worker that dies, says so, and starts another', async () => {
  const { client, onLost } = clientOf({ measureTrimmed: forever });
  await client.start(start);
  const call = client.measureTrimmed(1, null);
  workers[0]!.crash('out of memory');
  expect(await call).toMatchObject({
    type: 'failed',
    error: { code: 'internal', message: expect.stringContaining('out of memory') as string },
  });
  expect(onLost).toHaveBeenCalledExactlyOnceWith('out of memory');
  expect(workers[0]!.isTerminated).toBe(true);
  expect(await client.start(start)).toEqual({ type: 'done', value: DEVICE });
  expect(workers).toHaveLength(2);
  expect(workers[0]!.name).not.toBe(workers[1]!.name);
});

it('notices a worker that ends without a word by its lock', async () => {
  const { client, onLost } = clientOf({ speeds: forever });
  await client.start(start);
  const speeds = client.speeds();
  locks.get(workers[0]!.name)!();
  expect(await speeds).toEqual({});
  expect(onLost).toHaveBeenCalledOnce();
  // The lock of a life that is over changes nothing about the next.
  await client.start(start);
  locks.get(workers[0]!.name)!();
  expect(onLost).toHaveBeenCalledOnce();
});

it('does not start a worker again and again that never worked', async () => {
  const { client, onLost } = clientOf({ start: forever });
  const call = client.start(start);
  workers[0]!.crash('');
  expect(await call).toMatchObject({
    error: { message: expect.stringContaining('could not be loaded') as string },
  });
  expect(onLost).not.toHaveBeenCalled();
});

it('has an outcome for a call that the worker could not answer', async () => {
  const { client, onLost } = clientOf({
    measureTrimmed: () => Promise.reject(new Error('could not be cloned')),
  });
  await client.start(start);
  expect(await client.measureTrimmed(1, 2)).toMatchObject({ type: 'failed', error: { code: 'internal' } });
  expect(onLost).not.toHaveBeenCalled();
});

it('has nothing to tell a worker that was never started', () => {
  const { client } = clientOf({});
  client.cancel();
  client.release({ clouds: [1], runs: [], points: [] });
  expect(workers).toHaveLength(0);
});
