import { expect, it, vi } from 'vitest';
import { desktopPlatform } from '../../../src/renderer/platform/desktop.ts';
import type { Api, FileGrant, FolderGrant } from '../../../src/contracts/ipc.ts';

const grant: FileGrant = { token: 'a-b', name: 'bracket.ply', size: 12 };
const ref = { kind: 'url', name: 'bracket.ply', size: 12, url: '/_file/a-b' };

const folder: FolderGrant = { token: 'c-d', name: 'scans' };
const folderRef = { kind: 'url', name: 'scans', url: '/_folder/c-d/' } as const;

function fakeApi() {
  const answer = <T>(value: T) => vi.fn((..._args: unknown[]) => Promise.resolve(value));
  return {
    platform: 'darwin' as const,
    versions: { app: '0.1.0', electron: '45.4.1', chrome: '150' },
    openDialog: answer([grant]),
    openMeshDialog: answer(grant),
    openRecent: answer(grant),
    openSample: answer(grant),
    grantDropped: answer(grant),
    saveDialog: answer(grant),
    finishSave: answer(undefined),
    abandonSave: answer(undefined),
    reveal: answer(undefined),
    folderDialog: answer(folder),
    grantDroppedFolder: answer(folder),
    defaultOutput: answer({ token: 'e', name: 'meshes' }),
    folderBetween: answer('..'),
    revealFolder: answer(undefined),
    openReport: answer(undefined),
    recents: answer([]),
    readSettings: vi.fn(),
    writeSettings: vi.fn(),
    setMenu: vi.fn(),
    setProgress: vi.fn(),
    log: vi.fn(),
    onOpenFiles: vi.fn(),
    onOpenFolder: vi.fn(),
    onOpenJob: vi.fn(),
    onCommand: vi.fn(),
    projectScans: answer([grant, null]),
    saveProject: answer(undefined),
    setPicture: answer(undefined),
    recoveries: answer([]),
    keepWork: answer(undefined),
    restoreWork: answer({ name: 'p', text: '{}', scans: [grant, null], project: grant }),
    dropWork: answer(undefined),
    closeWindow: answer(undefined),
    setUnsaved: vi.fn(),
    onClosing: vi.fn(),
    onRecents: vi.fn(),
    onProblem: vi.fn(),
  } satisfies Api;
}

it('turns grants into files behind URLs of the page', async () => {
  const api = fakeApi();
  const platform = desktopPlatform(api);
  expect(await platform.chooseFiles()).toEqual([ref]);
  expect(await platform.chooseMesh()).toEqual(ref);
  expect(await platform.sample('bracket.ply')).toEqual(ref);
  expect(await platform.recent('7')).toEqual(ref);
  const file = new File(['x'], 'x.ply');
  expect(await platform.dropped(file)).toEqual(ref);
  expect(api.openSample).toHaveBeenCalledWith('bracket.ply');
  expect(api.openRecent).toHaveBeenCalledWith('7');
  expect(api.grantDropped).toHaveBeenCalledWith(file);
});

it('passes on that the person closed a dialog, or dropped what is no file', async () => {
  const none = (): Promise<null> => Promise.resolve(null);
  const closed = (): Promise<never[]> => Promise.resolve([]);
  const platform = desktopPlatform({ ...fakeApi(), openDialog: closed, saveDialog: none, grantDropped: none });
  expect(await platform.chooseFiles()).toBeNull();
  expect(await platform.dropped(new File([], 'folder'))).toBeNull();
  expect(await platform.chooseTarget({ name: 'mesh.ply', filters: [] })).toBeNull();
});

it('finishes, abandons and reveals what the save dialog gave', async () => {
  const api = fakeApi();
  const platform = desktopPlatform(api);
  const target = await platform.chooseTarget({ name: 'mesh.ply', filters: [] });
  expect(target).toEqual({ kind: 'url', name: 'bracket.ply', url: '/_file/a-b' });
  await platform.finish(target!, { projection: 'PROJCS[]' });
  await platform.abandon(target!);
  await platform.reveal?.(target!);
  expect(api.finishSave).toHaveBeenCalledWith('a-b', { projection: 'PROJCS[]' });
  for (const call of [api.abandonSave, api.reveal]) expect(call).toHaveBeenCalledWith('a-b');
  expect(() => platform.finish({ kind: 'memory', name: 'mesh.ply' })).toThrow(/save dialog/);
});

it('chooses folders, and shows what is in them', async () => {
  const api = fakeApi();
  const { folders } = desktopPlatform(api);
  expect(await folders!.choose('output')).toEqual(folderRef);
  expect(api.folderDialog).toHaveBeenCalledWith('output');
  expect(await folders!.defaultOutput(folderRef)).toEqual({ kind: 'url', name: 'meshes', url: '/_folder/e/' });
  expect(api.defaultOutput).toHaveBeenCalledWith('c-d');
  expect(await folders!.between({ ...folderRef, url: '/_folder/e/' }, folderRef)).toBe('..');
  expect(api.folderBetween).toHaveBeenCalledWith('e', 'c-d');
  await folders!.reveal?.(folderRef);
  await folders!.openReport?.(folderRef);
  for (const call of [api.revealFolder, api.openReport]) expect(call).toHaveBeenCalledWith('c-d');
  for (const url of ['/_folder/', '/_file/c-d', 'https://example.com/_folder/c-d/', '/_folder/c-d/x/'])
    expect(() => folders!.openReport?.({ ...folderRef, url })).toThrow(/was not opened/);
});

it('takes dropped folders', async () => {
  const api = fakeApi();
  const { folders } = desktopPlatform(api);
  const file = new File([], 'scans');
  const item = (found: File | null) => ({ getAsFile: () => found }) as DataTransferItem;
  expect(await folders!.dropped(item(file))).toEqual(folderRef);
  expect(api.grantDroppedFolder).toHaveBeenCalledWith(file);
  expect(await folders!.dropped(item(null))).toBeNull();
  const { folders: none } = desktopPlatform({
    ...api,
    folderDialog: () => Promise.resolve(null),
    grantDroppedFolder: () => Promise.resolve(null),
  });
  expect(await none!.choose('input')).toBeNull();
  expect(await none!.dropped(item(file))).toBeNull();
});

it('passes on what main tells, files as references', () => {
  const listeners: Record<string, (value: never) => void> = {};
  const keep = (name: string) => (listener: (value: never) => void) => {
    listeners[name] = listener;
    return () => undefined;
  };
  const platform = desktopPlatform({
    ...fakeApi(),
    onOpenFiles: keep('open'),
    onOpenFolder: keep('openFolder'),
    onOpenJob: keep('openJob'),
    onCommand: keep('command'),
    onClosing: keep('closing'),
    onRecents: keep('recents'),
    onProblem: keep('problem'),
  });
  const heard = {
    open: vi.fn(),
    openFolder: vi.fn(),
    openJob: vi.fn(),
    command: vi.fn(),
    recents: vi.fn(),
    closing: vi.fn(),
    problem: vi.fn(),
  };
  platform.listen(heard);
  listeners['open']?.([grant, grant] as never);
  listeners['openFolder']?.(folder as never);
  listeners['openJob']?.({ name: 'night.json', text: '{}', input: folder, output: folder } as never);
  listeners['command']?.('open' as never);
  listeners['recents']?.([] as never);
  listeners['problem']?.('gone.ply is not there' as never);
  expect(heard.open).toHaveBeenCalledWith([ref, ref]);
  expect(heard.openFolder).toHaveBeenCalledWith(folderRef);
  expect(heard.openJob).toHaveBeenCalledWith({ name: 'night.json', text: '{}', input: folderRef, output: folderRef });
  expect(heard.command).toHaveBeenCalledWith('open');
  expect(heard.recents).toHaveBeenCalledWith([]);
  expect(heard.problem).toHaveBeenCalledWith('gone.ply is not there');
});

it.each([
  ['darwin', true],
  ['win32', false],
  ['linux', false],
] as const)('on %s knows the keyboard', (platform, isMac) => {
  expect(desktopPlatform({ ...fakeApi(), platform })).toMatchObject({ kind: 'desktop', hasMenu: true, isMac });
});

it('knows the files of projects by their tokens', async () => {
  const api = fakeApi();
  const { projects } = desktopPlatform(api);
  const place = { kind: 'url', name: 'bracket.ply', url: '/_file/a-b' } as const;
  expect(await projects.scansOf(ref as never)).toEqual([ref, null]);
  expect(projects.placeOf(ref as never)).toEqual(place);
  await projects.save(place, '{}', [ref as never, { kind: 'blob', name: 'b', size: 1, blob: new Blob(['b']) }]);
  expect(api.saveProject).toHaveBeenCalledWith('a-b', '{}', ['a-b', null]);
  await projects.keep({ name: 'p', text: '{}', scans: [ref as never], place });
  const [session, work] = api.keepWork.mock.lastCall!;
  expect(work).toEqual({ name: 'p', text: '{}', scans: ['a-b'], project: 'a-b' });
  expect(await projects.restore('x')).toEqual({ text: '{}', scans: [ref, null], place });
  // What this window keeps goes by its own number.
  await projects.drop(null);
  expect(api.dropWork).toHaveBeenCalledWith(session);
});
