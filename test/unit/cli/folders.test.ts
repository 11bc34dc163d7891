/** The folders of a batch on a file system: what is found, what is written, what killed processes left. */
import fs, { existsSync, type PathLike } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeHash, nodeInputFolder, nodeOutputFolder } from '../../../src/cli/node-folders.ts';
import { partialName } from '../../../src/cli/partial-files.ts';

/** Paths that the file system answers for late. */
const slowStats = new Set<PathLike>();
/** Folders that this user may not read. */
const unreadable = new Set<string>();
const { stat, readdir } = fs.promises;
beforeAll(() => {
  vi.spyOn(fs.promises, 'stat').mockImplementation(async (file: PathLike) => {
    if (slowStats.has(file)) await new Promise((resolve) => setTimeout(resolve, 20));
    return stat(file);
  });
  // Whoever runs the tests may be allowed everything.
  vi.spyOn(fs.promises, 'readdir').mockImplementation((async (folder: string, options: object) => {
    if (unreadable.has(folder)) throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    return readdir(folder, options);
  }) as typeof readdir);
  syncBuiltinESMExports();
});
afterAll(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const { signal } = new AbortController();
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
/** Above the highest that Linux gives. */
const DEAD_PROCESS = 2 ** 22 + 1;

let folder: string;
const inFolder = (name: string): string => path.join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gridpull-folders-'));
});
afterEach(() => {
  slowStats.clear();
  unreadable.clear();
  return rm(folder, { recursive: true });
});

async function fill(files: readonly string[]): Promise<void> {
  for (const name of files) {
    await mkdir(path.dirname(inFolder(name)), { recursive: true });
    await writeFile(inFolder(name), name);
  }
}

describe('nodeInputFolder', () => {
  it('lists all files but hidden ones, with their sizes', async () => {
    await fill(['b.ply', 'a/c.ply', 'a/d/e.xyz', '.hidden.ply', '.git/x.ply', 'a/.d/x.ply']);
    const found = await nodeInputFolder(folder).list(signal);
    expect(found.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: 'a/c.ply', bytes: 7 },
      { path: 'a/d/e.xyz', bytes: 9 },
      { path: 'b.ply', bytes: 5 },
    ]);
    expect(await nodeInputFolder(folder, 'top').list(signal)).toEqual([{ path: 'b.ply', bytes: 5 }]);
  });

  it('follows links, but to nothing twice', async () => {
    await fill(['real/a.ply', 'real/below/b.ply', 'z/c.ply']);
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'gridpull-elsewhere-'));
    await writeFile(path.join(elsewhere, 'd.ply'), 'd');
    await symlink(folder, inFolder('real/loop'));
    await symlink('real', inFolder('a-link'));
    await symlink(elsewhere, inFolder('outside'));
    await symlink(elsewhere, inFolder('outside-again'));
    await symlink('z/c.ply', inFolder('file-link.ply'));
    await symlink('nowhere', inFolder('broken.ply'));
    const found = (await nodeInputFolder(folder).list(signal)).map((entry) => entry.path);
    expect(found.sort()).toEqual(['file-link.ply', 'outside/d.ply', 'real/a.ply', 'real/below/b.ply', 'z/c.ply']);
    await rm(elsewhere, { recursive: true });
  });

  it('tells what cannot be read, and reads the rest', async () => {
    await fill(['a.ply', 'shut/b.ply', 'z/c.ply']);
    const odd = Buffer.concat([Buffer.from(inFolder('odd-')), Buffer.from([0xe4]), Buffer.from('.ply')]);
    await writeFile(odd, 'latin1');
    await writeFile(inFolder('right-\ufffd.ply'), 'x');
    unreadable.add(inFolder('shut'));
    const found = await nodeInputFolder(folder).list(signal);
    expect(found.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: 'a.ply', bytes: 5 },
      { path: 'odd-\ufffd.ply', bytes: 0, fault: 'name' },
      { path: 'right-\ufffd.ply', bytes: 1 },
      { path: 'shut/', bytes: 0, fault: 'unreadable' },
      { path: 'z/c.ply', bytes: 7 },
    ]);
    expect((await nodeOutputFolder(folder).list(signal)).length).toBe(3);
    unreadable.add(folder);
    await expect(nodeInputFolder(folder).list(signal)).rejects.toMatchObject({ code: 'cloud-format' });
  });

  it('follows the first by name of several links to one folder, whichever the file system answers for first', async () => {
    await fill(['real/x.ply']);
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'gridpull-elsewhere-'));
    await writeFile(path.join(elsewhere, 'd.ply'), 'd');
    for (const name of ['a', 'b', 'real/c']) await symlink(elsewhere, inFolder(name));
    slowStats.add(inFolder('a'));
    const found = (await nodeInputFolder(folder).list(signal)).map((entry) => entry.path);
    expect(found).toEqual(['real/x.ply', 'a/d.ply']);
    await rm(elsewhere, { recursive: true });
  });

  it('hashes and opens files by their paths, and none outside', async () => {
    await fill(['a/b.ply']);
    const input = nodeInputFolder(folder);
    const hash = nodeHash();
    hash.update(text('a/b'));
    hash.update(text('.ply'));
    expect(await input.hash('a/b.ply', signal)).toBe(hash.digest());
    expect(await input.source('a/b.ply', signal)).toMatchObject({ name: 'b.ply', size: 7 });
    await expect(input.hash('none.ply', signal)).rejects.toMatchObject({ code: 'cloud-format' });
    await expect(input.source('../x.ply', signal)).rejects.toMatchObject({ code: 'cloud-format' });
  });

  it.each([
    ['none', /no such folder/],
    ['file', /it is no folder/],
  ])('says why %s cannot be listed', async (name, words) => {
    await fill(['file']);
    await expect(nodeInputFolder(inFolder(name)).list(signal)).rejects.toMatchObject({
      code: 'cloud-format',
      message: expect.stringMatching(words) as string,
    });
  });
});

describe('nodeOutputFolder', () => {
  it('is empty before it is there, and made by writing', async () => {
    const output = nodeOutputFolder(inFolder('new/meshes'));
    expect(output.name).toBe('meshes');
    expect(await output.list(signal)).toEqual([]);
    expect(await output.read('a/b.ply')).toBe(null);
    expect(await output.size('a/b.ply')).toBe(null);
    expect(existsSync(inFolder('new'))).toBe(false);
    await output.write('a/b.ply', (sink) => sink.write(text('mesh')));
    expect(await output.list(signal)).toEqual([{ path: 'a/b.ply', bytes: 4 }]);
    expect(await readFile(inFolder('new/meshes/a/b.ply'), 'utf8')).toBe('mesh');
    expect(await output.size('a/b.ply')).toBe(4);
    expect(await output.size('a')).toBe(null);
    expect([...((await output.read('a/b.ply')) ?? [])]).toEqual([...text('mesh')]);
  });

  it('writes nothing outside, nor where a file is in the way', async () => {
    await fill(['file']);
    const output = nodeOutputFolder(folder);
    for (const name of ['../x.ply', 'a/../../x.ply', '.', 'file/x.ply']) {
      await expect(output.write(name, (sink) => sink.write(text('x')))).rejects.toMatchObject({
        code: 'output-failed',
      });
    }
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('tidies up after processes that no longer live', async () => {
    const own = partialName('a.ply');
    const [start = '', digits = ''] = own.split(`${process.pid}-`);
    const here = digits.slice(0, 8);
    const abandoned = `${start}77-00000000aaaaaa000000.part`;
    const left = [
      `${start}${DEAD_PROCESS}-${here}aaaaaa000000.part`,
      `.other.ply.${DEAD_PROCESS}-${here}bbbbbb000000.part`,
      // An earlier process of our number, as containers have them.
      `${start}${process.pid}-${here}aaaaaa000000.part`,
      abandoned,
    ];
    const kept = [
      own,
      `${start}1-${here}aaaaaa000000.part`,
      // Another machine began this one, this minute.
      `${start}${DEAD_PROCESS}-00000000aaaaaa000000.part`,
      `.a.ply.${DEAD_PROCESS}.part`,
    ];
    await fill([...left, ...kept]);
    const longAgo = new Date(Date.now() - 48 * 3600 * 1000);
    await utimes(inFolder(abandoned), longAgo, longAgo);
    await nodeOutputFolder(folder).write('a.ply', (sink) => sink.write(text('mesh')));
    expect(await readdir(folder)).toEqual([...kept, 'a.ply'].sort());
  });

  it('can be written again once the way is free', async () => {
    await fill(['meshes']);
    const output = nodeOutputFolder(inFolder('meshes'));
    const write = (): Promise<void> => output.write('a.ply', (sink) => sink.write(text('mesh')));
    await expect(write()).rejects.toMatchObject({ code: 'output-failed' });
    await rm(inFolder('meshes'));
    await write();
    expect(await readdir(inFolder('meshes'))).toEqual(['a.ply']);
  });
});
