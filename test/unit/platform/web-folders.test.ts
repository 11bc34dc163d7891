/** Folders in a browser: those it grants, those of the server's command line, and what it makes of refusals. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FolderRef } from '../../../src/renderer/worker/engine-api.ts';
import { webPlatform } from '../../../src/renderer/platform/web.ts';

const GRANTED = {
  input: { token: 'in', name: 'scans' },
  output: { token: 'out', name: 'meshes' },
  between: '..',
};
const INPUT: FolderRef = { kind: 'url', name: 'scans', url: '/_folder/in/' };
const OUTPUT: FolderRef = { kind: 'url', name: 'meshes', url: '/_folder/out/' };

function stub(host: unknown, pickers: Record<string, unknown> = {}): void {
  vi.stubGlobal('fetch', async () => Response.json(host));
  vi.stubGlobal('window', pickers);
}

beforeEach(() => {
  vi.stubGlobal('navigator', { platform: 'Linux x86_64', userAgent: 'Chrome/150' });
  vi.stubGlobal('document', { baseURI: 'http://127.0.0.1/' });
  vi.stubGlobal('location', { hash: '' });
  vi.stubGlobal('sessionStorage', { getItem: () => null });
});
afterEach(() => vi.unstubAllGlobals());

const host = (change: Record<string, unknown>) => ({ kind: 'web', version: '1', open: null, samples: [], ...change });
const listener = () => ({
  open: vi.fn(),
  openFolder: vi.fn(),
  openJob: vi.fn(),
  command: vi.fn(),
  recents: vi.fn(),
  closing: vi.fn(),
  problem: vi.fn(),
});
const closed = (): Promise<never> => Promise.reject(new DOMException('closed', 'AbortError'));
const ref = (handle: unknown): FolderRef & { kind: 'handle' } => ({
  kind: 'handle',
  name: (handle as { name: string }).name,
  handle: handle as FileSystemDirectoryHandle,
});

/** A folder of the browser with folders in it. */
function fakeFolder(name: string, permission: PermissionState = 'granted') {
  const children: unknown[] = [];
  return {
    kind: 'directory',
    name,
    children,
    requestPermission: vi.fn(async () => permission),
    getDirectoryHandle: vi.fn(async (child: string, options: { create: boolean }) => {
      if (permission !== 'granted' || !options.create) throw new DOMException('no', 'NotAllowedError');
      const made = fakeFolder(child);
      children.push(made);
      return made;
    }),
    resolve: async (other: { name: string }) => (children.includes(other) ? [other.name] : null),
  };
}

it('opens the folder that the server was started with', async () => {
  stub(host({ folder: GRANTED }));
  const platform = await webPlatform();
  const heard = listener();
  platform.listen(heard);
  expect(heard.openFolder.mock.calls).toEqual([[INPUT]]);
  expect(heard.openJob).not.toHaveBeenCalled();
  const { folders } = platform;
  expect(await folders!.defaultOutput(INPUT)).toEqual(OUTPUT);
  expect(await folders!.between(OUTPUT, INPUT)).toBe('..');
  expect(await folders!.between(INPUT, OUTPUT)).toBeNull();
  expect(folders).toMatchObject({ reveal: null, openReport: null });
  // Nothing else can be chosen without the browser's dialog.
  await expect(folders!.choose('output')).rejects.toThrow(/npm start -- FOLDER/);
  await expect(folders!.defaultOutput(OUTPUT)).rejects.toThrow(/Choose a folder/);
});

it('opens the job that the server was started with', async () => {
  stub(host({ job: { ...GRANTED, name: 'night.json', text: '{}' } }));
  const platform = await webPlatform();
  const heard = listener();
  platform.listen(heard);
  expect(heard.openJob.mock.calls).toEqual([[{ name: 'night.json', text: '{}', input: INPUT, output: OUTPUT }]]);
  expect(await platform.folders!.defaultOutput(INPUT)).toEqual(OUTPUT);
});

it.each([
  ['no folder', { folder: null, job: null }],
  ['a folder without output', { folder: { ...GRANTED, output: null } }],
  ['a folder without its way', { folder: { ...GRANTED, between: 7 } }],
  ['a folder without token', { folder: { ...GRANTED, input: { name: 'x' } } }],
  ['a job without text', { job: { ...GRANTED, name: 'night.json' } }],
])('has no folders with %s and no dialog', async (_what, change) => {
  stub(host(change));
  const platform = await webPlatform();
  const heard = listener();
  platform.listen(heard);
  expect(platform.folders).toBeNull();
  expect([heard.openFolder.mock.calls, heard.openJob.mock.calls]).toEqual([[], []]);
});

it('asks with the browser’s dialog, for writing only where that is wanted', async () => {
  const handle = fakeFolder('scans');
  const showDirectoryPicker = vi.fn(async () => handle);
  stub(host({}), { showDirectoryPicker });
  const { folders } = await webPlatform();
  expect(await folders!.choose('input')).toEqual(ref(handle));
  expect(await folders!.choose('output')).toEqual(ref(handle));
  expect(showDirectoryPicker.mock.calls).toEqual([
    [{ id: 'gridpull-folders', mode: 'read' }],
    [{ id: 'gridpull-results', mode: 'readwrite' }],
  ]);
  stub(host({}), { showDirectoryPicker: closed });
  expect(await folders!.choose('input')).toBeNull();
});

it('takes dropped folders, asked for within the event', async () => {
  stub(host({}), { showDirectoryPicker: closed });
  const { folders } = await webPlatform();
  const handle = fakeFolder('scans');
  const getAsFileSystemHandle = vi.fn(async () => handle);
  const answer = folders!.dropped({ getAsFileSystemHandle } as unknown as DataTransferItem);
  expect(getAsFileSystemHandle).toHaveBeenCalledOnce();
  expect(await answer).toEqual(ref(handle));
  const file = { getAsFileSystemHandle: async () => ({ kind: 'file', name: 'a.ply' }) };
  expect(await folders!.dropped(file as unknown as DataTransferItem)).toBeNull();
  expect(await folders!.dropped({} as DataTransferItem)).toBeNull();
});

it('makes the default output in the folder, with the person’s permission', async () => {
  stub(host({}), { showDirectoryPicker: closed });
  const { folders } = await webPlatform();
  const input = fakeFolder('scans');
  const output = await folders!.defaultOutput(ref(input));
  expect(output).toMatchObject({ kind: 'handle', name: 'meshes' });
  expect(input.requestPermission).toHaveBeenCalledWith({ mode: 'readwrite' });
  expect(await folders!.between(output, ref(input))).toBe('..');
  expect(await folders!.between(ref(input), output)).toBeNull();
  expect(await folders!.between(OUTPUT, ref(input))).toBeNull();
  await expect(folders!.defaultOutput(ref(fakeFolder('locked', 'denied')))).rejects.toThrow(
    /may not write into locked/,
  );
});
