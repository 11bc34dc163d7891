import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../../../src/engine/cloud/point-cloud.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import { recordingContext, textSource } from './sources.ts';

describe('cancelling', () => {
  test('before the start rejects with the reason and touches nothing', async () => {
    const abort = new AbortController();
    const reason = new Error('changed my mind');
    abort.abort(reason);
    const source: ByteSource = {
      name: 'a.xyz',
      stream: () => {
        throw new Error('must not be opened');
      },
    };
    await expect(readCloud(source, recordingContext(abort.signal).context)).rejects.toBe(reason);
  });

  test('while a chunk is pending does not wait for it', async () => {
    const abort = new AbortController();
    async function* stream() {
      yield new TextEncoder().encode('1 2 3\n');
      await new Promise<never>(() => undefined);
    }
    const reading = readCloud({ name: 'a.xyz', stream }, recordingContext(abort.signal).context);
    setTimeout(() => abort.abort('stop'), 10);
    await expect(reading).rejects.toBe('stop');
  });

  test('reaches a file that came as one huge chunk', async () => {
    const abort = new AbortController();
    const source = textSource('a.xyz', '1.25 2.5 3.75\n'.repeat(4_000_000), 64e6);
    const reading = readCloud(source, recordingContext(abort.signal).context);
    setTimeout(() => abort.abort('stop'), 20);
    await expect(reading).rejects.toBe('stop');
  });
});

test('messages quote neither a line of a megabyte nor ten thousand lines', async () => {
  const header = (lines: readonly string[]): string =>
    [
      'ply',
      'format ascii 1.0',
      ...lines,
      'element vertex 3',
      'property float x',
      'property float y',
      'property float z',
      'end_header',
      '0 0 0\n1 0 0\n0 1 0\n',
    ].join('\n');
  const { context } = recordingContext();
  const long = 'q'.repeat(1e6);
  const refusal = readCloud(textSource('a.ply', header([`element vertex ${long}`])), context);
  const message = await refusal.then(String, (error: Error) => error.message);
  expect(message.length).toBe(6000);
  expect(message).toMatch(/^a\.ply.*q…q.*\.$/);
  const odd = Array.from({ length: 10_000 }, (_, i) => `odd ${i}`);
  const cloud = await readCloud(textSource('a.ply', header(odd)), context);
  expect(cloud.stats.warnings).toHaveLength(51);
  expect(cloud.stats.warnings.at(-1)).toBe('9950 warnings like these were left out.');
});

test('a failed read closes the source', async () => {
  let isClosed = false;
  async function* stream() {
    try {
      for (;;) yield new TextEncoder().encode('no numbers\n');
    } finally {
      isClosed = true;
    }
  }
  const source = { name: 'a.xyz', stream };
  await expect(readCloud(source, recordingContext().context)).rejects.toMatchObject({ code: 'cloud-format' });
  expect(isClosed).toBe(true);
});

test('an error of the stream itself passes through', async () => {
  const failure = new Error('disk gone');
  async function* stream() {
    yield new TextEncoder().encode('1 2 3\n');
    throw failure;
  }
  await expect(readCloud({ name: 'a.xyz', stream }, recordingContext().context)).rejects.toBe(failure);
});

test('empty chunks are no end of file', async () => {
  async function* stream() {
    for (const part of ['', '1 2', '', ' 3\n', '']) yield new TextEncoder().encode(part);
  }
  const cloud = await readCloud({ name: 'A.XYZ', stream }, recordingContext().context);
  expect([...cloud.positions]).toEqual([1, 2, 3]);
});
