/** What the window may ask of main: by whom, with what, and how refusals are worded. */
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IpcMain, WebContents } from 'electron';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FileGrants } from '../../../src/main/file-grants.ts';
import { FolderGrants } from '../../../src/main/folder-grants.ts';
import { createRequests, registerIpc } from '../../../src/main/ipc-handlers.ts';
import { createOpening } from '../../../src/main/opening.ts';
import { Projects } from '../../../src/main/projects.ts';
import { RecoveryStore } from '../../../src/main/recovery-store.ts';
import { Recents } from '../../../src/main/recents.ts';
import { SaveGrants } from '../../../src/main/save-grants.ts';
import { openSettings, type SettingsStore } from '../../../src/main/settings-store.ts';
import type { Answer, FileGrant, FolderGrant } from '../../../src/contracts/ipc.ts';
import { commandTexts } from '../../../src/contracts/locales/language.ts';
import { DEFAULT_SETTINGS } from '../../../src/contracts/settings.ts';

type Listener = (event: unknown, ...args: unknown[]) => unknown;

let folder = '';
let handlers: Map<string, Listener>;
let listeners: Map<string, Listener>;
let files: FileGrants;
let folders: FolderGrants;
let saves: SaveGrants;
let settings: SettingsStore;
let recents: Recents;
let chosen: string | null;
let logged: unknown[];
let sent: unknown[];
let revealed: string[];
let pages: string[];
let isAllowed: boolean;

const contents = {} as WebContents;
const fromPage = { sender: contents, senderFrame: { url: 'app://gridpull/index.html', parent: null } };
const ask = async (name: string, ...args: unknown[]) =>
  (await handlers.get(name)!(fromPage, ...args)) as Answer<unknown>;
const value = async <T>(name: string, ...args: unknown[]): Promise<T> => {
  const answer = await ask(name, ...args);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value as T;
};

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gridpull-ipc-')));
  await writeFile(join(folder, 'bracket.ply'), 'ply');
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  const own = await mkdtemp(join(folder, 'run-'));
  handlers = new Map();
  listeners = new Map();
  files = new FileGrants();
  folders = new FolderGrants();
  saves = new SaveGrants();
  [chosen, logged, sent, revealed, pages, isAllowed] = [null, [], [], [], [], false];
  const texts = () => commandTexts('en');
  const onFault = (error: unknown) => void logged.push(error);
  settings = openSettings({ folder: own, onFault });
  recents = new Recents({ folder: own, onFault, home: folder, onChange: (list) => sent.push(['recents', list]) });
  const send = (name: string, what: unknown) => void sent.push([name, what]);
  const allowJob = () => Promise.resolve(isAllowed);
  const opening = createOpening({ files, folders, recents, addToSystem: () => {}, allowJob, send, texts });
  const isKnown = (path: string) => recents.has(path);
  const requests = createRequests({
    projects: new Projects({ files, saves, isKnown, remember: (path) => recents.add(path) }),
    recovery: new RecoveryStore(own, onFault),
    closeWindow: () => sent.push('close'),
    files,
    folders,
    saves,
    settings,
    recents,
    opening,
    samplesFolder: folder,
    dialogs: {
      chooseFiles: () => Promise.resolve(chosen === null ? [] : [chosen]),
      chooseMesh: () => Promise.resolve(chosen),
      chooseFolder: () => Promise.resolve(chosen),
      chooseTarget: () => Promise.resolve(chosen),
    },
    reveal: (path) => revealed.push(path),
    openPage: async (path) => {
      pages.push(path);
      return path.includes('broken') ? 'no program for it' : '';
    },
    onSettings: () => sent.push('settings'),
  });
  const message =
    (name: string) =>
    (...args: unknown[]) =>
      void sent.push([name, ...args]);
  const ipc = {
    handle: (name: string, handler: Listener) => handlers.set(name, handler),
    on: (name: string, listener: Listener) => listeners.set(name, listener),
  } as unknown as IpcMain;
  registerIpc(ipc, {
    requests,
    messages: {
      setMenu: message('setMenu'),
      setProgress: message('setProgress'),
      setUnsaved: message('setUnsaved'),
      log: message('log'),
    },
    contents: () => contents,
    texts,
    log: { error: (...args) => logged.push(args) },
  });
});

describe('who asks', () => {
  it.each([
    ['another page', { ...fromPage, senderFrame: { url: 'https://example.com/', parent: null } }],
    ['another host of the scheme', { ...fromPage, senderFrame: { url: 'app://other/index.html', parent: null } }],
    ['a name that only begins alike', { ...fromPage, senderFrame: { url: 'app://gridpull.evil/', parent: null } }],
    ['a frame in the page', { ...fromPage, senderFrame: { ...fromPage.senderFrame, parent: {} } }],
    ['a frame that is gone', { ...fromPage, senderFrame: null }],
    ['another window', { ...fromPage, sender: {} }],
    ['no address', { ...fromPage, senderFrame: { url: '', parent: null } }],
  ])('is refused: %s', async (_, event) => {
    expect(await handlers.get('readSettings')!(event)).toMatchObject({ ok: false });
    listeners.get('setProgress')!(event, 0.5);
    expect(sent).toEqual([]);
    expect(logged).toHaveLength(2);
  });
});

describe('what is asked', () => {
  it.each([
    ['openDialog', ['extra']],
    ['openRecent', ['/etc/passwd']],
    ['openRecent', []],
    ['openSample', ['../bracket.ply']],
    ['openSample', ['bracket.txt']],
    ['grantDropped', ['']],
    ['grantDropped', [{}]],
    ['saveDialog', [{ name: '../mesh.ply', filters: [{ name: 'PLY', extensions: ['ply'] }] }]],
    ['saveDialog', [{ name: '..', filters: [{ name: 'PLY', extensions: ['ply'] }] }]],
    ['saveDialog', [{ name: 'a\\b.ply', filters: [{ name: 'PLY', extensions: ['ply'] }] }]],
    ['saveDialog', [{ name: 'mesh.ply', filters: [] }]],
    ['saveDialog', [{ name: 'mesh.ply', filters: [{ name: 'PLY', extensions: ['.ply'] }] }]],
    ['finishSave', ['1']],
    ['abandonSave', [null]],
    ['reveal', ['/etc']],
    ['folderDialog', ['both']],
    ['folderDialog', []],
    ['grantDroppedFolder', ['']],
    ['grantDroppedFolder', [{}]],
    ['defaultOutput', ['/etc']],
    ['folderBetween', ['../..', '1']],
    ['folderBetween', []],
    ['revealFolder', ['/etc']],
    ['openReport', ['/etc/passwd']],
    ['openReport', [null]],
    ['writeSettings', [{ ...DEFAULT_SETTINGS, theme: 'pink' }]],
  ])('%s refuses %j', async (name, args) => {
    expect(await ask(name, ...args)).toEqual({ ok: false, message: expect.stringContaining('malformed') as string });
    expect(logged).toHaveLength(1);
    expect(sent).toEqual([]);
  });

  it.each([
    ['setMenu', [{ enabled: ['format-disk'], checked: [], undoLabel: '', redoLabel: '' }]],
    ['setMenu', [{ enabled: [], checked: [] }]],
    ['setProgress', [2]],
    ['setProgress', [NaN]],
    ['log', ['fatal', 'x']],
    ['log', ['info', 'x'.repeat(20_001)]],
  ])('%s refuses %j', (name, args) => {
    listeners.get(name)!(fromPage, ...args);
    expect(sent).toEqual([]);
    expect(logged).toHaveLength(1);
  });

  it('passes well-formed messages on', () => {
    const state = { enabled: ['open'], checked: [], undoLabel: 'Undo', redoLabel: 'Redo' };
    listeners.get('setMenu')!(fromPage, state);
    listeners.get('setProgress')!(fromPage, null);
    listeners.get('log')!(fromPage, 'warn', 'slow');
    expect(sent).toEqual([
      ['setMenu', state],
      ['setProgress', null],
      ['log', 'warn', 'slow'],
    ]);
  });
});

describe('files', () => {
  it('are granted from the dialog and remembered', async () => {
    expect(await value('openDialog')).toEqual([]);
    chosen = join(folder, 'bracket.ply');
    const [grant] = await value<[FileGrant]>('openDialog');
    expect(grant).toMatchObject({ name: 'bracket.ply', size: 3 });
    expect(files.pathOf(grant.token)).toBe(chosen);
    const list = await value<readonly { id: string }[]>('recents');
    expect(list).toMatchObject([{ name: 'bracket.ply', folder: '~' }]);
    expect(await value('openRecent', list[0]!.id)).toMatchObject({ name: 'bracket.ply' });
  });

  it('to compare with are granted and not remembered', async () => {
    chosen = null;
    expect(await value('openMeshDialog')).toBeNull();
    chosen = join(folder, 'bracket.ply');
    const grant = await value<FileGrant>('openMeshDialog');
    expect(files.pathOf(grant.token)).toBe(chosen);
    expect(await value('recents')).toEqual([]);
  });

  it('that are gone are forgotten, in words', async () => {
    const path = join(folder, 'gone.ply');
    await writeFile(path, 'x');
    await value('grantDropped', path);
    await rm(path);
    const [entry] = recents.list();
    expect(await ask('openRecent', entry!.id)).toEqual({
      ok: false,
      message: '“gone.ply” is not there any more. It may have been moved, renamed or deleted.',
    });
    expect(recents.list()).toEqual([]);
    expect(await ask('openRecent', entry!.id)).toMatchObject({ message: 'That entry is not in the list any more.' });
    expect(logged).toEqual([]);
  });

  it('dropped: a folder is none', async () => {
    expect(await value('grantDropped', folder)).toBeNull();
    expect(await value('grantDropped', join(folder, 'bracket.ply'))).toMatchObject({ size: 3 });
  });

  it('of the program are opened and not remembered', async () => {
    expect(await value('openSample', 'bracket.ply')).toMatchObject({ name: 'bracket.ply', size: 3 });
    expect(recents.list()).toEqual([]);
    expect(await ask('openSample', 'none.ply')).toMatchObject({ message: 'There is no sample called “none.ply”.' });
  });

  it('are saved, shown, or dropped', async () => {
    const request = { name: 'mesh.ply', filters: [{ name: 'PLY', extensions: ['ply'] }] };
    expect(await value('saveDialog', request)).toBeNull();
    chosen = join(folder, 'mesh.ply');
    const { token } = await value<FileGrant>('saveDialog', request);
    expect(await ask('reveal', token)).toMatchObject({ ok: false, message: 'This file has not been saved.' });
    await value('finishSave', token);
    await value('reveal', token);
    expect(revealed).toEqual([chosen]);
    expect(await readFile(chosen, 'utf8')).toBe('');
    const other = await value<FileGrant>('saveDialog', request);
    await value('abandonSave', other.token);
    expect(await ask('finishSave', other.token)).toMatchObject({ ok: false });
  });
});

describe('folders', () => {
  const inputOf = async (path: string) => {
    chosen = path;
    return value<FolderGrant>('folderDialog', 'input');
  };

  it('are granted from the dialog, or by dropping them', async () => {
    expect(await value('folderDialog', 'input')).toBeNull();
    const input = await inputOf(folder);
    expect(Object.keys(input).sort()).toEqual(['name', 'token']);
    expect(await ask('openReport', input.token)).toMatchObject({ ok: false });
    expect(await value('grantDroppedFolder', folder)).toEqual(input);
    expect(await value('grantDroppedFolder', join(folder, 'bracket.ply'))).toBeNull();
    expect(await ask('grantDroppedFolder', join(folder, 'none'))).toMatchObject({ ok: false });
    // A dropped folder is never one to write into.
    expect(await ask('revealFolder', input.token)).toMatchObject({ ok: false });
    expect(recents.list()).toEqual([]);
  });

  it('have a default output, and a way between them', async () => {
    const input = await inputOf(folder);
    const output = await value<FolderGrant>('defaultOutput', input.token);
    expect(output.name).toBe('meshes');
    expect(await value('folderBetween', output.token, input.token)).toBe('..');
    expect(await ask('folderBetween', output.token, crypto.randomUUID())).toEqual({
      ok: false,
      message: 'This folder is not open any more. Open it again.',
    });
  });

  it('are shown where they are, and their report is opened', async () => {
    const out = join(folder, 'out');
    chosen = out;
    const { token } = await value<FolderGrant>('folderDialog', 'output');
    expect(await ask('revealFolder', token)).toMatchObject({
      message: expect.stringContaining('“out” is not there') as string,
    });
    await mkdir(out);
    expect(await ask('openReport', token)).toMatchObject({
      message: expect.stringContaining('no report in “out”') as string,
    });
    await value('revealFolder', token);
    await writeFile(join(out, 'report.html'), '<p>');
    await value('revealFolder', token);
    await value('openReport', token);
    expect(revealed).toEqual([out, join(out, 'report.html')]);
    expect(pages).toEqual([join(out, 'report.html')]);
    chosen = join(folder, 'broken');
    await mkdir(chosen);
    await writeFile(join(chosen, 'report.html'), '<p>');
    const other = await value<FolderGrant>('folderDialog', 'output');
    expect(await ask('openReport', other.token)).toMatchObject({
      message: expect.stringContaining('no program for it') as string,
    });
  });

  it.runIf(process.platform !== 'win32')('open no report that is a link or a folder', async () => {
    chosen = join(folder, 'linked');
    await mkdir(chosen);
    const { token } = await value<FolderGrant>('folderDialog', 'output');
    await symlink('/bin/sh', join(chosen, 'report.html'));
    expect(await ask('openReport', token)).toMatchObject({ ok: false });
    await rm(join(chosen, 'report.html'));
    await mkdir(join(chosen, 'report.html'));
    expect(await ask('openReport', token)).toMatchObject({ ok: false });
    expect(pages).toEqual([]);
  });
});

it('a job goes to the window by itself, from the dialog and by dropping', async () => {
  chosen = join(folder, 'night.json');
  await writeFile(chosen, '{}');
  expect(await value('openDialog')).toEqual([]);
  expect(await value('grantDropped', chosen)).toBeNull();
  expect(sent).toEqual([
    ['openJob', expect.objectContaining({ name: 'night.json', text: '{}' })],
    ['openJob', expect.objectContaining({ name: 'night.json' })],
  ]);
  await writeFile(chosen, JSON.stringify({ input: { folder: '/' } }));
  expect(await value('grantDropped', chosen)).toBeNull();
  expect(sent).toHaveLength(2);
  isAllowed = true;
  await value('grantDropped', chosen);
  expect(sent).toHaveLength(3);
});

it('settings are read and written', async () => {
  await value('writeSettings', { ...DEFAULT_SETTINGS, language: 'de' });
  expect(settings.value.language).toBe('de');
  expect(await value('readSettings')).toEqual({ ...DEFAULT_SETTINGS, language: 'de' });
  expect(sent).toEqual(['settings']);
});
