/** What a path inside a granted folder may be, on every system, and where links lead. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPlainName, isWithin, namesOf, placeWithin, realPlace } from '../../../src/main/folder-paths.ts';

describe('names', () => {
  it.each(['statue.ply', 'Ü ñ 点.ply', 'a..b.ply', 'x.', '100%.ply', 'con.d', 'console.ply'])('%s is allowed', (name) =>
    expect(isPlainName(name, 'linux')).toBe(true),
  );
  it.each([
    '',
    '.',
    '..',
    '...',
    '.ssh',
    '.gridpull-1.part',
    'a/b',
    'a\\b',
    '..\\b',
    'a\0.ply',
    'a\nb',
    'a\x7fb',
    '\ud800',
  ])('%j is allowed nowhere', (name) => {
    for (const platform of ['linux', 'darwin', 'win32']) expect(isPlainName(name, platform)).toBe(false);
  });
  it.each([
    'c:',
    'c:x.ply',
    'mesh.ply::$DATA',
    'mesh.ply.',
    'mesh.exe ',
    'con',
    'CON.ply',
    'nul.json',
    'com1',
    'Com¹.ply',
    'lpt9.x.ply',
    'CONIN$',
    'aux .ply',
    'a?.ply',
    'a*',
  ])('%j is not allowed on Windows', (name) => {
    expect(isPlainName(name, 'win32')).toBe(false);
    expect(isPlainName(name, 'linux')).toBe(true);
  });
});

describe('paths of URLs', () => {
  it.each([
    ['a.ply', ['a.ply']],
    ['a%20b/c%25d.ply', ['a b', 'c%d.ply']],
    ['%C3%BC/x', ['ü', 'x']],
    // Decoded once: what is encoded twice is a strange name, and no way out.
    ['%252e%252e/x', ['%2e%2e', 'x']],
  ])('%s', (path, names) => expect(namesOf(path, 'linux')).toEqual(names));

  it.each([
    '',
    '/',
    '/etc/passwd',
    'a//b',
    'a/',
    './a',
    'a/../b',
    '..',
    '%2e%2e/a',
    'a%2fb',
    '..%2fa',
    '..%5ca',
    'a%5c..%5cb',
    'a%00.ply',
    '%E0%A4%A',
    '%',
    '.git/config',
    'a/.hidden/b',
  ])('%j is refused', (path) => expect(namesOf(path, 'linux')).toBeNull());

  it.each(['C:/Windows/x.ply', 'C%3A/x', 'a/b%3Ac', 'nul', 'a/con.json', 'x.ply%20', '%3F%3F/C'])(
    '%j is refused on Windows',
    (path) => expect(namesOf(path, 'win32')).toBeNull(),
  );
});

it('a folder that only begins alike is another one', () => {
  expect(isWithin(`${sep}a`, `${sep}a${sep}b`)).toBe(true);
  expect(isWithin(`${sep}a`, `${sep}a`)).toBe(true);
  expect(isWithin(`${sep}a`, `${sep}ab`)).toBe(false);
  expect(isWithin(sep, `${sep}a`)).toBe(true);
});

describe.runIf(process.platform !== 'win32')('links', () => {
  let root = '';
  beforeAll(async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'gridpull-links-')));
    root = join(folder, 'scans');
    await mkdir(join(root, 'deep', '.hidden'), { recursive: true });
    await mkdir(join(folder, 'scans-other'));
    await writeFile(join(root, 'deep', 'a.ply'), 'ply');
    await symlink(join(root, 'deep'), join(root, 'inside'));
    await symlink('..', join(root, 'up'));
    await symlink('../scans-other', join(root, 'beside'));
    await symlink('deep/.hidden', join(root, 'plain'));
    await symlink('/nowhere/at/all', join(root, 'dangling'));
    await symlink('loop', join(root, 'loop'));
  });
  afterAll(() => rm(join(root, '..'), { recursive: true }));

  it('are followed inside, and nowhere else', async () => {
    expect(await placeWithin(root, ['inside', 'a.ply'])).toBe(join(root, 'deep', 'a.ply'));
    for (const names of [
      ['up'],
      ['up', 'x'],
      ['up', 'scans-other', 'x'],
      ['beside', 'new', 'x'],
      ['plain'],
      ['plain', 'x'],
    ])
      expect(await placeWithin(root, names), names.join('/')).toBeNull();
    await expect(placeWithin(root, ['loop', 'x'])).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it('to nothing stand for their own names', async () => {
    expect(await placeWithin(root, ['dangling', 'x'])).toBe(join(root, 'dangling', 'x'));
    expect(await realPlace(join(root, 'new', 'er'))).toBe(join(root, 'new', 'er'));
    expect(await placeWithin(root, [])).toBe(root);
  });
});
