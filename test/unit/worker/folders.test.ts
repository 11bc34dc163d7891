/** Folders of a batch, behind the program's own routes on a real disk, and as a browser grants them. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCloud, ReconstructError } from '../../../src/engine/index.ts';
import type { FolderRef } from '../../../src/renderer/worker/engine-api.ts';
import { inputFolder, outputFolder } from '../../../src/renderer/worker/folders.ts';
import { type FolderServer, startFolderServer } from './folder-server.ts';
import { memoryFolder } from './memory-handle.ts';

const NEVER = new AbortController().signal;
const FILES = {
  'a.ply': 'ply\n',
  'deep/Größe 100% #1?.xyz': '0 0 0\n1 0 0\n',
  'empty.ply': '',
  '.hidden': 'x',
  '.git/b.ply': 'x',
};
const LISTED = [
  { path: 'a.ply', bytes: 4 },
  { path: 'deep/Größe 100% #1?.xyz', bytes: 12 },
  { path: 'empty.ply', bytes: 0 },
];
const ODD = LISTED[1]!.path;

let server: FolderServer;
beforeEach(async () => {
  server = await startFolderServer();
  vi.stubGlobal('fetch', server.fetch);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await server[Symbol.asyncDispose]();
});

interface Setting {
  readonly ref: FolderRef;
  readonly files: () => Promise<Record<string, string>>;
}

/** The same folder of either kind. */
const KINDS: Record<string, (purpose: 'input' | 'output') => Promise<Setting>> = {
  async url(purpose) {
    for (const [path, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(server.root, 'scans', path)), { recursive: true });
      await writeFile(join(server.root, 'scans', path), text);
    }
    return { ref: await server.grant('scans', purpose), files: () => filesBelow(join(server.root, 'scans')) };
  },
  async handle() {
    const folder = memoryFolder('scans', FILES);
    return { ref: { kind: 'handle', name: 'scans', handle: folder.handle }, files: async () => folder.files() };
  },
};

async function filesBelow(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(
    paths.map(async (path) => [path.slice(root.length + 1), await readFile(path, 'utf8')]),
  );
  return Object.fromEntries(texts) as Record<string, string>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
const reasonOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );

describe.each(Object.keys(KINDS))('a folder behind a %s', (kind) => {
  const set = KINDS[kind]!;

  it('is listed, without what is hidden', async () => {
    const { ref } = await set('input');
    const folder = inputFolder(ref);
    expect(folder.name).toBe('scans');
    expect((await folder.list(NEVER)).toSorted(byPath)).toEqual(LISTED);
    expect((await outputFolder(ref).list(NEVER)).toSorted(byPath)).toEqual(LISTED);
    expect(await reasonOf(folder.list(AbortSignal.abort('enough')))).toBe('enough');
  });

  it('gives files to read, by any name, with their size, and hashes them', async () => {
    const folder = inputFolder((await set('input')).ref);
    const source = await folder.source(ODD, NEVER);
    expect(source).toMatchObject({ name: ODD, size: 12 });
    const cloud = await readCloud(source, { signal: NEVER, onEvent: () => undefined });
    expect(cloud.stats.pointCount).toBe(2);
    expect(await folder.hash(ODD, NEVER)).toBe(
      createHash('sha256')
        .update(FILES[ODD as 'a.ply'])
        .digest('hex'),
    );
    expect(await folder.hash('empty.ply', NEVER)).toBe(createHash('sha256').digest('hex'));
  });

  it('says which file is gone', async () => {
    const folder = inputFolder((await set('input')).ref);
    for (const ask of [() => folder.source('deep/gone.ply', NEVER), () => folder.hash('no/folder.ply', NEVER)]) {
      const error = await reasonOf(ask());
      expect(error).toBeInstanceOf(ReconstructError);
      expect(error).toMatchObject({
        code: 'cloud-format',
        message: expect.stringMatching(/gone|no\/folder/) as string,
      });
    }
  });

  it('reads small files, and knows what is there', async () => {
    const folder = outputFolder((await set('output')).ref);
    expect(await folder.read('a.ply')).toEqual(bytes('ply\n'));
    expect(await folder.size('a.ply')).toBe(4);
    expect(await folder.size('empty.ply')).toBe(0);
    for (const path of ['gone.json', 'no/folder.json']) {
      expect(await folder.read(path)).toBeNull();
      expect(await folder.size(path)).toBeNull();
    }
  });

  it('takes whole files, in folders that are made for them', async () => {
    const { ref, files } = await set('output');
    const folder = outputFolder(ref);
    const value = await folder.write('new/deeper/Tür %.ply', async (sink) => {
      await sink.write(bytes('one '));
      await sink.write(bytes('two'));
      return 7;
    });
    expect(value).toBe(7);
    await folder.write('a.ply', (sink) => sink.write(bytes('new')));
    await folder.write('nothing.csv', async () => undefined);
    expect(await files()).toEqual({ ...FILES, 'new/deeper/Tür %.ply': 'one two', 'a.ply': 'new', 'nothing.csv': '' });
  });

  it('leaves an older file, and nothing new, where writing fails or is cancelled', async () => {
    const { ref, files } = await set('output');
    const folder = outputFolder(ref);
    for (const path of ['a.ply', 'b.ply']) {
      const fails = folder.write(path, async (sink) => {
        await sink.write(bytes('half'));
        throw new Error('no more');
      });
      expect(await reasonOf(fails)).toMatchObject({ message: 'no more' });
      const controller = new AbortController();
      const cancelled = folder.write(
        path,
        async (sink) => {
          await sink.write(bytes('half'));
          controller.abort('enough');
          await sink.write(bytes('more'));
        },
        controller.signal,
      );
      expect(await reasonOf(cancelled)).toBe('enough');
      expect(await reasonOf(folder.write(path, async () => undefined, AbortSignal.abort('early')))).toBe('early');
    }
    expect(await files()).toEqual(FILES);
    expect(server.saves.isIdle).toBe(true);
  });

  it('is never left by a path', async () => {
    const { ref } = await set('output');
    for (const path of ['../a.ply', 'deep/../../a.ply', '/a.ply', 'a//b.ply', 'deep\\a.ply', '']) {
      await expect(inputFolder(ref).source(path, NEVER)).rejects.toThrow(/no path inside/);
      await expect(outputFolder(ref).write(path, async () => undefined)).rejects.toThrow(/no path inside/);
    }
  });
});

describe('what cannot be written', () => {
  it('is told in the program’s words', async () => {
    await mkdir(join(server.root, 'scans'));
    const folder = outputFolder(await server.grant('scans', 'input'));
    expect(await reasonOf(folder.write('a.ply', async () => undefined))).toMatchObject({
      code: 'output-failed',
      message: expect.stringMatching(/^a\.ply cannot be written: ./) as string,
    });
  });

  it.each([
    ['a.ply', 'NotAllowedError', /a\.ply cannot be written: .*permission/],
    ['new.ply', 'NotAllowedError', /new\.ply cannot be written: .*permission/],
    ['a.ply close', 'QuotaExceededError', /a\.ply cannot be written: the disk is full/],
    ['new.ply close', 'QuotaExceededError', /new\.ply cannot be written: the disk is full/],
  ])('is told for %s, %s', async (name, exception, words) => {
    const granted = memoryFolder('scans', FILES);
    granted.refuse(name, exception);
    const folder = outputFolder({ kind: 'handle', name: 'scans', handle: granted.handle });
    const error = await reasonOf(folder.write(name.split(' ')[0]!, (sink) => sink.write(bytes('x'))));
    expect(error).toMatchObject({ code: 'output-failed', message: expect.stringMatching(words) as string });
    expect(granted.files()).toEqual(FILES);
  });

  it('a folder where a file should be', async () => {
    const { handle } = memoryFolder('scans', FILES);
    const folder = outputFolder({ kind: 'handle', name: 'scans', handle });
    expect(await reasonOf(folder.write('deep', async () => undefined))).toMatchObject({ code: 'output-failed' });
    expect(await reasonOf(folder.write('a.ply/b.ply', async () => undefined))).toMatchObject({ code: 'output-failed' });
  });
});

it('tells that a folder may not be read any more', async () => {
  const handle = { entries: () => Promise.reject(new DOMException('x', 'NotAllowedError')) };
  const refused = {
    // oxlint-disable-next-line require-yield -- it refuses before it has named anything
    entries: async function* () {
      await handle.entries();
    },
  };
  const ref = { kind: 'handle', name: 'scans', handle: refused as unknown as FileSystemDirectoryHandle } as const;
  expect(await reasonOf(inputFolder(ref).list(NEVER))).toMatchObject({
    code: 'cloud-format',
    message: expect.stringMatching(/^scans cannot be read: .*permission/) as string,
  });
  const gone = { kind: 'url', name: 'scans', url: '/_folder/none/' } as const;
  expect(await reasonOf(inputFolder(gone).list(NEVER))).toMatchObject({ code: 'cloud-format' });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await reasonOf(outputFolder(gone).read('a.json'))).toMatchObject({ code: 'output-failed' });
});
