/** Bytes into and out of the worker. */
import { afterEach, expect, it, vi } from 'vitest';
import { ReconstructError } from '../../../src/engine/errors.ts';
import { openSink } from '../../../src/renderer/worker/file-sink.ts';
import { fileSource } from '../../../src/renderer/worker/file-source.ts';

afterEach(() => vi.unstubAllGlobals());

const { signal } = new AbortController();
const MIB = 1 << 20;

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of stream) parts.push(chunk.slice());
  return Buffer.concat(parts).toString();
}

/** Bytes that tell their place, so that a lost, doubled or swapped slice shows. */
const pattern = (byteCount: number): Uint8Array =>
  Uint8Array.from({ length: byteCount }, (_, i) => (i * 31 + (i >> 8)) & 255);

it('reads a chosen file, as often as asked', async () => {
  const blob = new Blob(['ply\n', 'format ascii 1.0\n']);
  const source = fileSource({ kind: 'blob', name: 'a.ply', size: blob.size, blob }, signal);
  expect(source).toMatchObject({ name: 'a.ply', size: 21 });
  expect(await textOf(source.stream())).toBe('ply\nformat ascii 1.0\n');
  expect(await textOf(source.stream())).toBe('ply\nformat ascii 1.0\n');
});

it('reads a file behind a URL', async () => {
  const fetched = vi.fn(async () => new Response('ply\n'));
  vi.stubGlobal('fetch', fetched);
  const source = fileSource({ kind: 'url', name: 'a.ply', size: 0, url: '/_file/t' }, signal);
  expect(source.size).toBeUndefined();
  expect(await textOf(source.stream())).toBe('ply\n');
  expect(fetched).toHaveBeenCalledWith('/_file/t', { signal, cache: 'no-store' });
});

it.each([
  ['a file that is gone', async () => new Response('cloud.ply was moved or deleted', { status: 404 }), /was moved/],
  ['an answer without words', async () => new Response(null, { status: 500 }), /answered 500/],
  ['a connection that breaks', () => Promise.reject(new TypeError('Failed to fetch')), /Failed to fetch/],
])('says what is wrong with %s', async (_what, answer, words) => {
  vi.stubGlobal('fetch', answer);
  const source = fileSource({ kind: 'url', name: 'a.ply', size: 1, url: '/_file/t' }, signal);
  const error: unknown = await textOf(source.stream()).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ReconstructError);
  expect(error).toMatchObject({ code: 'cloud-format', message: expect.stringMatching(words) as string });
});

it('lets go of a file that is not read to its end', async () => {
  const cancel = vi.fn();
  const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(8)), cancel });
  vi.stubGlobal('fetch', async () => new Response(body));
  for await (const chunk of fileSource({ kind: 'url', name: 'a', size: 0, url: '/a' }, signal).stream()) {
    expect(chunk.length).toBe(8);
    break;
  }
  expect(cancel).toHaveBeenCalled();
});

it('leaves an abort what it is', async () => {
  const controller = new AbortController();
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => init.signal?.throwIfAborted());
  controller.abort('enough');
  const source = fileSource({ kind: 'url', name: 'a', size: 0, url: '/a' }, controller.signal);
  expect(await textOf(source.stream()).catch((reason: unknown) => reason)).toBe('enough');
});

/** A server that puts slices where they say. */
function slotServer() {
  const slices: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const offset = Number(new URL(url, 'http://localhost').searchParams.get('offset'));
    slices.push({ offset, bytes: (init.body as Uint8Array).slice() });
    return new Response(null, { status: 204 });
  });
  return slices;
}

it('puts ordered slices of some megabytes to a URL', async () => {
  const slices = slotServer();
  const bytes = pattern(9 * MIB + 5);
  const sink = await openSink({ kind: 'url', name: 'mesh.ply', url: '/_file/t' }, signal);
  // The writer reuses its memory as soon as a write has resolved.
  const scratch = new Uint8Array(MIB);
  for (let at = 0; at < bytes.length; at += MIB) {
    const part = bytes.subarray(at, at + MIB);
    scratch.set(part);
    await sink.write(scratch.subarray(0, part.length));
    scratch.fill(255);
  }
  expect(await sink.finish()).toBeUndefined();
  expect(slices.map(({ offset }) => offset)).toEqual([0, 4 * MIB, 8 * MIB]);
  expect(Buffer.concat(slices.map((slice) => slice.bytes)).equals(bytes)).toBe(true);
});

it('makes an empty file of nothing', async () => {
  const slices = slotServer();
  await (await openSink({ kind: 'url', name: 'mesh.ply', url: '/_file/t' }, signal)).finish();
  expect(slices).toEqual([{ offset: 0, bytes: new Uint8Array(0) }]);
});

it('tells in the program’s words why a slice was refused', async () => {
  vi.stubGlobal('fetch', async () => new Response('the disk is full', { status: 507 }));
  const sink = await openSink({ kind: 'url', name: 'mesh.ply', url: '/_file/t' }, signal);
  await sink.write(new Uint8Array(5));
  await expect(sink.finish()).rejects.toMatchObject({
    code: 'output-failed',
    message: 'mesh.ply cannot be written: the disk is full.',
  });
  await sink.abandon();
});

it('tells of a slice that failed while the next was filled', async () => {
  vi.stubGlobal('fetch', async () => new Response('the disk is full', { status: 507 }));
  const sink = await openSink({ kind: 'url', name: 'mesh.ply', url: '/_file/t' }, signal);
  await sink.write(new Uint8Array(4 * MIB));
  await expect(sink.write(new Uint8Array(4 * MIB))).rejects.toThrow(/disk is full/);
});

it('writes into a file that the browser granted, and leaves nothing half-written', async () => {
  const stream = { write: vi.fn(async () => undefined), close: vi.fn(), abort: vi.fn() };
  stream.close.mockResolvedValue(undefined);
  stream.abort.mockResolvedValue(undefined);
  const handle = { createWritable: async () => stream } as unknown as FileSystemFileHandle;
  const target = { kind: 'file', name: 'mesh.ply', handle } as const;
  const sink = await openSink(target, signal);
  await sink.write(new Uint8Array(3));
  await sink.finish();
  expect(stream.write).toHaveBeenCalledWith(new Uint8Array(3));
  expect(stream.close).toHaveBeenCalledOnce();
  await (await openSink(target, signal)).abandon();
  expect(stream.abort).toHaveBeenCalledOnce();
});

it.each([
  ['NotAllowedError', /permission/],
  ['QuotaExceededError', /disk is full/],
  ['OddError', /some words/],
])('says in words what %s means', async (name, words) => {
  const createWritable = () => Promise.reject(new DOMException('some words', name));
  const handle = { createWritable } as unknown as FileSystemFileHandle;
  await expect(openSink({ kind: 'file', name: 'mesh.ply', handle }, signal)).rejects.toThrow(words);
});

it('gathers a download in memory', async () => {
  const bytes = pattern(5 * MIB);
  const sink = await openSink({ kind: 'memory', name: 'mesh.ply' }, signal);
  for (let at = 0; at < bytes.length; at += 700_000) await sink.write(bytes.subarray(at, at + 700_000));
  const blob = await sink.finish();
  expect(Buffer.from(await blob!.arrayBuffer()).equals(bytes)).toBe(true);
});
