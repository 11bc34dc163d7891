/** Granted folders behind the app's protocol: listed, read, written into, and never left. */
import { lstat, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFiles } from '../../../src/main/folder-list.ts';
import { createHandler, FileGrants, FolderGrants, SaveGrants } from '../../../src/main/protocol.ts';
import { fileUrl, folderUrl } from '../../../src/contracts/ipc.ts';
import { commandTexts } from '../../../src/contracts/locales/language.ts';

let home = '';
let scans = '';
let folders: FolderGrants;
let saves: SaveGrants;
let handle: (request: Request) => Promise<Response>;
let faults: unknown[];

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'gridpull-folders-')));
  scans = join(home, 'scans');
  await mkdir(join(scans, 'deep', 'er'), { recursive: true });
  await mkdir(join(scans, '.git'));
  await writeFile(join(scans, 'a.ply'), '0123456789');
  await writeFile(join(scans, 'deep', 'er', 'b & c%.xyz'), 'xyz');
  await writeFile(join(scans, '.git', 'config'), 'secret');
  await writeFile(join(scans, '.profile'), 'secret');
  await writeFile(join(home, 'secret.ply'), 'secret');
  [folders, saves, faults] = [new FolderGrants(), new SaveGrants(), []];
  handle = createHandler({
    root: join(home, 'renderer'),
    files: new FileGrants(),
    folders,
    saves,
    texts: () => commandTexts('en'),
    onFault: (error) => faults.push(error),
  });
});
afterEach(async () => {
  await saves.abandonAll();
  await rm(home, { recursive: true });
});

const ask = (path: string, init?: RequestInit) => handle(new Request(`app://gridpull${path}`, init));
const statusOf = async (path: string, method = 'GET') => (await ask(path, { method })).status;
const input = async () => folderUrl((await folders.grant(scans, 'input')).token);
const output = async () => folderUrl((await folders.grant(join(home, 'out'), 'output')).token);
const begin = async (url: string) =>
  fileUrl(((await (await ask(url, { method: 'POST' })).json()) as { token: string }).token);
const write = async (url: string, text: string) => {
  const place = await begin(url);
  expect((await ask(`${place}?offset=0`, { method: 'PUT', body: text })).status).toBe(204);
  expect(await statusOf(place, 'POST')).toBe(204);
};
const pathsIn = async (url: string) =>
  ((await (await ask(`${url}?list`)).json()) as { path: string; bytes: number }[]).sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );

describe('granting', () => {
  it('names the folder and gives it one token for each purpose', async () => {
    const grant = await folders.grant(scans, 'input');
    expect(grant).toEqual({ token: expect.stringMatching(/^[\da-f-]{36}$/) as string, name: 'scans' });
    expect(await folders.grant(`${scans}/deep/..`, 'input')).toEqual(grant);
    expect((await folders.grant(scans, 'output')).token).not.toBe(grant.token);
  });

  it('refuses what is missing or no folder; an output may be new', async () => {
    await expect(folders.grant(join(home, 'none'), 'input')).rejects.toMatchObject({ key: 'missing' });
    await expect(folders.grant(join(scans, 'a.ply'), 'input')).rejects.toMatchObject({ key: 'notAFolder' });
    await expect(folders.grant(join(scans, 'a.ply'), 'output')).rejects.toMatchObject({ key: 'notAFolder' });
    await expect(folders.grant(join(scans, 'a.ply', 'x'), 'output')).rejects.toMatchObject({ key: 'missing' });
    expect(await folders.grant(join(home, 'new', 'out'), 'output')).toMatchObject({ name: 'out' });
    expect(await readdir(home)).not.toContain('new');
  });

  it('knows the way between two, with “/”', async () => {
    const { token } = await folders.grant(scans, 'input');
    const meshes = await folders.grantDefaultOutput(token);
    expect(meshes.name).toBe('meshes');
    expect(folders.outputRoot(meshes.token)).toBe(join(scans, 'meshes'));
    expect(folders.between(meshes.token, token)).toBe('..');
    expect(folders.between((await folders.grant(join(home, 'out', 'new'), 'output')).token, token)).toBe('../../scans');
    expect(folders.between((await folders.grant(scans, 'output')).token, token)).toBe('.');
  });

  it.runIf(process.platform !== 'win32')('takes no link to elsewhere for the default output', async () => {
    await mkdir(join(scans, '.hidden'));
    const { token } = await folders.grant(scans, 'input');
    for (const target of [home, '.hidden']) {
      await symlink(target, join(scans, 'meshes'));
      await expect(folders.grantDefaultOutput(token)).rejects.toMatchObject({ key: 'defaultLeaves' });
      await rm(join(scans, 'meshes'));
    }
  });

  it('ends with the page', async () => {
    const url = await input();
    folders.revokeAll();
    expect(await statusOf(`${url}a.ply`)).toBe(403);
    expect(await statusOf(`${url}?list`)).toBe(403);
    expect(() => folders.outputRoot('none')).toThrow();
  });
});

describe('reading', () => {
  it('lists files below, and nothing hidden', async () => {
    expect(await pathsIn(await input())).toEqual([
      { path: 'a.ply', bytes: 10 },
      { path: 'deep/er/b & c%.xyz', bytes: 3 },
    ]);
    expect(await pathsIn(await output())).toEqual([]);
  });

  it('streams them, with ranges, as data and never as a page', async () => {
    const url = await input();
    const whole = await ask(`${url}deep/er/${encodeURIComponent('b & c%.xyz')}`);
    expect([whole.status, await whole.text()]).toEqual([200, 'xyz']);
    const part = await ask(`${url}a.ply`, { headers: { range: 'bytes=2-4' } });
    expect([part.status, await part.text()]).toEqual([206, '234']);
    const head = await ask(`${url}a.ply`, { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['10', '']);
    await Promise.all(['x.html', 'x.js', 'x.svg', 'x.png'].map((name) => writeFile(join(scans, name), 'x')));
    for (const [name, type] of [
      ['html', 'application/octet-stream'],
      ['js', 'application/octet-stream'],
      ['svg', 'application/octet-stream'],
      ['png', 'image/png'],
    ]) {
      const { headers } = await ask(`${url}x.${name}`);
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('says what is missing, and what is a folder', async () => {
    const url = await input();
    const gone = await ask(`${url}gone.ply`);
    expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining('“gone.ply” is not there')]);
    expect(await statusOf(`${url}deep`)).toBe(404);
    expect(await statusOf(`${url}a.ply/b`)).toBe(404);
    await rm(scans, { recursive: true });
    expect(await statusOf(`${url}?list`)).toBe(404);
    await mkdir(scans);
  });

  it.each([
    '',
    '..%2fsecret.ply',
    '%2e%2e%2fsecret.ply',
    'deep/..%2f..%2fsecret.ply',
    '..%5csecret.ply',
    '%2fetc%2fpasswd',
    '/etc/passwd',
    'a.ply%00',
    '.profile',
    '.git/config',
    'deep//er',
    '?list=1',
    'a.ply/',
  ])('does not leave the folder, nor show hidden files: %s', async (path) =>
    expect(await statusOf((await input()) + path)).toBe(403),
  );

  it('does not go up by dots that the URL itself resolves', async () => {
    const url = await input();
    // Resolved to /_folder/secret.ply and /secret.ply before anything of ours sees it.
    expect(await statusOf(`${url}../secret.ply`)).toBe(403);
    expect(await statusOf(`${url}%2e%2e/../../secret.ply`)).toBe(404);
  });

  it('knows no other token or place', async () => {
    for (const path of ['/_folder/', '/_folder/none/', '/_folder/none/a.ply', '/_folder/a.b/c', '/_folder//a.ply'])
      expect(await statusOf(path), path).toBe(403);
    const without = createHandler({ root: home, files: new FileGrants(), texts: () => commandTexts('en') });
    expect((await without(new Request(`app://gridpull${await input()}a.ply`))).status).toBe(403);
  });

  it.runIf(process.platform !== 'win32')('follows links inside the folder only, and lists none', async () => {
    await symlink('a.ply', join(scans, 'link.ply'));
    await symlink(join(home, 'secret.ply'), join(scans, 'out.ply'));
    await symlink(home, join(scans, 'up'));
    await symlink('.profile', join(scans, 'plain.ply'));
    await symlink('.', join(scans, 'deep', 'loop'));
    const url = await input();
    expect(await (await ask(`${url}link.ply`)).text()).toBe('0123456789');
    for (const path of ['out.ply', 'up/secret.ply', 'plain.ply']) expect(await statusOf(url + path), path).toBe(403);
    expect((await pathsIn(url)).map(({ path }) => path)).toEqual(['a.ply', 'deep/er/b & c%.xyz']);
  });

  it.runIf(process.platform !== 'win32')(
    'is of the folder that was granted, not of one that takes its name',
    async () => {
      const url = await input();
      await rm(scans, { recursive: true });
      await symlink(home, scans);
      expect(await statusOf(`${url}secret.ply`)).toBe(403);
      await rm(scans);
      await mkdir(scans);
    },
  );

  it('stops where there are too many files, or nobody waits', async () => {
    await expect(listFiles(scans, undefined, 1)).rejects.toMatchObject({ key: 'tooManyFiles', values: { most: '1' } });
    await expect(listFiles(scans, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});

describe('writing', () => {
  it('makes files whole, and the folders to them', async () => {
    const url = await output();
    const place = await begin(`${url}deep/new/a%20b.ply`);
    await ask(`${place}?offset=0`, { method: 'PUT', body: 'abc' });
    expect(await pathsIn(url)).toEqual([]);
    await ask(`${place}?offset=3`, { method: 'PUT', body: 'def' });
    expect(await statusOf(place, 'POST')).toBe(204);
    expect(await pathsIn(url)).toEqual([{ path: 'deep/new/a b.ply', bytes: 6 }]);
    expect(await (await ask(`${url}deep/new/a%20b.ply`)).text()).toBe('abcdef');
    expect(await readdir(join(home, 'out', 'deep', 'new'))).toEqual(['a b.ply']);
    expect(await statusOf(place, 'POST')).toBe(410);
    expect(await statusOf(place, 'DELETE')).toBe(204);
    expect(saves.isIdle).toBe(true);
  });

  it('drops what was begun, and keeps the older file', async () => {
    const url = await output();
    await write(`${url}a.json`, 'old');
    const place = await begin(`${url}a.json`);
    await ask(`${place}?offset=0`, { method: 'PUT', body: 'new' });
    expect(await statusOf(place, 'DELETE')).toBe(204);
    expect(await statusOf(place, 'POST')).toBe(410);
    expect(await readFile(join(home, 'out', 'a.json'), 'utf8')).toBe('old');
    expect(await readdir(join(home, 'out'))).toEqual(['a.json']);
  });

  it('forgets a beginning where the same is begun again', async () => {
    const url = await output();
    const first = await begin(`${url}a.ply`);
    await write(`${url}a.ply`, 'second');
    expect(await statusOf(first, 'POST')).toBe(410);
    expect(await readFile(join(home, 'out', 'a.ply'), 'utf8')).toBe('second');
    expect(await readdir(join(home, 'out'))).toEqual(['a.ply']);
  });

  it('is only possible in outputs, and only there', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      expect(await statusOf(`${await input()}new.ply`, method), method).toBe(method === 'POST' ? 403 : 405);
      if (method !== 'POST') expect(await statusOf(`${await output()}new.ply`, method), method).toBe(405);
    }
    expect(await statusOf(await output(), 'POST')).toBe(403);
    expect(await statusOf(`${await output()}?list`, 'POST')).toBe(403);
    const readOnly = createHandler({ root: home, files: new FileGrants(), folders, texts: () => commandTexts('en') });
    const request = (path: string) => new Request(`app://gridpull${path}`, { method: 'POST' });
    expect((await readOnly(request(`${await output()}new.ply`))).status).toBe(405);
    expect((await readOnly(request('/_file/none'))).status).toBe(403);
    expect((await readdir(home)).sort()).toEqual(['scans', 'secret.ply']);
  });

  it.each(['ply', 'obj', 'STL', 'glb', 'json', 'png', 'html', 'csv', 'jsonl'])('makes .%s', async (ending) => {
    await write(`${await output()}a.${ending}`, 'x');
    expect(await readdir(join(home, 'out'))).toEqual([`a.${ending}`]);
  });

  it.each(['a.js', 'a.sh', 'a', 'a.ply.exe', 'a.desktop', 'a.lnk', 'a.app/b', 'a.htm', 'json', 'a.ply.', 'a.svg'])(
    'makes no %s',
    async (path) => {
      const response = await ask((await output()) + path, { method: 'POST' });
      expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('ending')]);
      expect(await readdir(home)).not.toContain('out');
    },
  );

  it.each([
    '..%2fx.ply',
    'a%2f..%2f..%2fx.ply',
    '..%5cx.ply',
    '%2ftmp%2fx.ply',
    '.x.ply',
    '.ply',
    'a/.b/x.ply',
    'x%00.ply',
    'a//x.ply',
  ])('does not leave the folder: %s', async (path) => {
    expect(await statusOf((await output()) + path, 'POST')).toBe(403);
    expect((await readdir(home)).sort()).toEqual(['scans', 'secret.ply']);
  });

  it.runIf(process.platform !== 'win32')('makes nothing behind a link out of the folder', async () => {
    await mkdir(join(home, 'out'));
    await mkdir(join(home, 'elsewhere'));
    await symlink('../elsewhere', join(home, 'out', 'link'));
    await symlink('../nowhere', join(home, 'out', 'dangling'));
    const url = await output();
    expect(await statusOf(`${url}link/x.ply`, 'POST')).toBe(403);
    expect(await statusOf(`${url}link/new/x.ply`, 'POST')).toBe(403);
    expect(await statusOf(`${url}dangling/x.ply`, 'POST')).toBeGreaterThanOrEqual(403);
    expect(await statusOf(`${url}dangling/new/x.ply`, 'POST')).toBeGreaterThanOrEqual(403);
    expect(await readdir(join(home, 'elsewhere'))).toEqual([]);
    expect(await readdir(home)).not.toContain('nowhere');
    expect(faults).toEqual([]);
  });

  it.runIf(process.platform !== 'win32')('replaces a link itself, not what is behind it', async () => {
    await mkdir(join(home, 'out'));
    await symlink('../secret.ply', join(home, 'out', 'a.ply'));
    await symlink('../nowhere.ply', join(home, 'out', 'b.ply'));
    const url = await output();
    for (const name of ['a.ply', 'b.ply']) {
      await write(url + name, 'mesh');
      expect((await lstat(join(home, 'out', name))).isFile()).toBe(true);
    }
    expect(await readFile(join(home, 'secret.ply'), 'utf8')).toBe('secret');
    expect(await readdir(home)).not.toContain('nowhere.ply');
  });

  it('says why a place cannot be had', async () => {
    await mkdir(join(home, 'out', 'folder.ply'), { recursive: true });
    await writeFile(join(home, 'out', 'file'), '');
    const url = await output();
    expect(await statusOf(`${url}folder.ply`, 'POST')).toBe(404);
    expect(await statusOf(`${url}file/x.ply`, 'POST')).toBe(404);
    expect(faults).toEqual([]);
  });
});
