/**
 * Projects in main: which files of the machine they give the window, what is written of them, and what is kept unsaved.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileGrants } from '../../../src/main/file-grants.ts';
import { Projects } from '../../../src/main/projects.ts';
import { RecoveryStore } from '../../../src/main/recovery-store.ts';
import { SaveGrants } from '../../../src/main/save-grants.ts';

let folder = '';
let files: FileGrants;
let saves: SaveGrants;
let projects: Projects;
let known: string[];
let remembered: string[];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gridpull-projects-')));
  for (const name of ['home', 'scans']) await mkdir(join(folder, name));
  files = new FileGrants();
  saves = new SaveGrants();
  [known, remembered] = [[], []];
  projects = new Projects({
    files,
    saves,
    isKnown: (path) => known.includes(path),
    remember: (path) => remembered.push(path),
  });
});
afterEach(() => rm(folder, { recursive: true }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A project at home that names one scan, which it knows as `text`. */
async function granted(
  scan: { path?: string; absolute?: string; name?: string },
  text: string,
): Promise<string | null> {
  const { path = null, absolute = null, name = 'a.xyz' } = scan;
  const scans = [{ name, path, absolute, bytes: text.length, sha256: sha256(text) }];
  await writeFile(join(folder, 'home', 'p.gridpull'), JSON.stringify({ gridpullProject: 1, scans }));
  const { token } = await files.grant(join(folder, 'home', 'p.gridpull'));
  const [grant] = await projects.scansOf(token);
  return grant ? files.pathOf(grant.token)! : null;
}

describe('the scans of a project', () => {
  it('are granted elsewhere by their bytes alone, or where the person opened them before', async () => {
    const place = join(folder, 'scans', 'a.xyz');
    await writeFile(place, 'secret');
    expect(await granted({ absolute: place }, 'secret')).toBe(place);
    expect(await granted({ path: '../scans/a.xyz' }, 'secret')).toBe(place);
    // Who wrote the project knows no more of the file than its name.
    expect(await granted({ absolute: place }, 'public')).toBeNull();
    expect(await granted({ path: '../scans/a.xyz' }, 'public')).toBeNull();
    known.push(place);
    expect(await granted({ absolute: place }, 'public')).toBe(place);
  });

  it('are granted in its own folder, changed ones too, but not through a link that leaves it', async () => {
    const place = join(folder, 'home', 'a.xyz');
    await writeFile(place, 'changed');
    expect(await granted({}, 'before')).toBe(place);
    await writeFile(join(folder, 'scans', 'b.xyz'), 'secret');
    await symlink(join(folder, 'scans', 'b.xyz'), join(folder, 'home', 'b.xyz'));
    expect(await granted({ path: 'b.xyz' }, 'before')).toBe(place);
    expect(await granted({ path: 'b.xyz', name: 'b.xyz' }, 'before')).toBeNull();
    expect(await granted({ name: '../scans/b.xyz' }, 'before')).toBeNull();
  });

  it('the one with its bytes comes before the one in its place', async () => {
    await writeFile(join(folder, 'home', 'a.xyz'), 'changed');
    await writeFile(join(folder, 'scans', 'a.xyz'), 'before');
    expect(await granted({ path: 'a.xyz', absolute: join(folder, 'scans', 'a.xyz') }, 'before')).toBe(
      join(folder, 'scans', 'a.xyz'),
    );
  });

  it('a damaged project has none, and another file is no project', async () => {
    await writeFile(join(folder, 'home', 'p.gridpull'), '{"scans": [{"name": 7}, null]');
    expect(await projects.scansOf((await files.grant(join(folder, 'home', 'p.gridpull'))).token)).toEqual([]);
    await writeFile(join(folder, 'home', 'a.xyz'), '1 2 3');
    await expect(projects.scansOf((await files.grant(join(folder, 'home', 'a.xyz'))).token)).rejects.toThrow();
  });
});

describe('saving a project', () => {
  const TEXT = JSON.stringify({ gridpullProject: 1, scans: [{ name: 'a.xyz', path: 'a.xyz', absolute: null }] });
  const path = (): string => join(folder, 'home', 'p.gridpull');

  it('puts in where its scans lie, and writes it whole', async () => {
    await writeFile(join(folder, 'scans', 'a.xyz'), '1 2 3');
    const scan = (await files.grant(join(folder, 'scans', 'a.xyz'))).token;
    const { token } = await saves.begin(path());
    await projects.save(token, TEXT, [scan]);
    const placed = { name: 'a.xyz', path: '../scans/a.xyz', absolute: join(folder, 'scans', 'a.xyz') };
    expect(JSON.parse(await readFile(path(), 'utf8'))).toEqual({ gridpullProject: 1, scans: [placed] });
    expect(remembered).toEqual([path()]);
    // Again, without a question, and over one that was opened.
    await projects.save(token, TEXT, [null]);
    await projects.save((await files.grant(path())).token, TEXT, [scan]);
    expect(await readdir(join(folder, 'home'))).toEqual(['p.gridpull']);
  });

  it('over another file that was opened is refused, and leaves it as it was', async () => {
    await writeFile(join(folder, 'home', 'a.xyz'), '1 2 3');
    await expect(projects.save((await files.grant(join(folder, 'home', 'a.xyz'))).token, TEXT, [])).rejects.toThrow();
    expect(await readFile(join(folder, 'home', 'a.xyz'), 'utf8')).toBe('1 2 3');
  });
});

describe('unsaved work', () => {
  const [one, two] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const work = (name: string, savedAt: number) => ({ name, savedAt, project: null, text: '{}' });

  it('is kept a week, newest first, without that of the window that asks', async () => {
    const store = new RecoveryStore(folder, (error) => expect.fail(String(error)));
    expect(store.list(one)).toEqual([]);
    store.keep(one, work('mine', Date.now()));
    store.keep(two, work('other', Date.now() - 6.9 * 24 * 3600_000));
    expect(store.list(one).map(({ name }) => name)).toEqual(['other']);
    expect(store.list('').map(({ name }) => name)).toEqual(['mine', 'other']);
    store.keep(two, work('other', Date.now() - 7.1 * 24 * 3600_000));
    expect(store.list(one)).toEqual([]);
    expect(await readdir(join(folder, 'recovery'))).toEqual([`${one}.json`]);
    store.drop(one);
    expect(store.read(one)).toBeNull();
  });

  it('that is damaged is as if it were not there', async () => {
    const store = new RecoveryStore(folder, (error) => expect.fail(String(error)));
    store.keep(one, work('mine', Date.now()));
    await writeFile(join(folder, 'recovery', `${one}.json`), '{"name":');
    expect(store.list(two)).toEqual([]);
    expect(store.read(one)).toBeNull();
  });
});
