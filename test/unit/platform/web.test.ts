/** The browser's platform with a browser of stubs: what it asks of each, and what it makes of refusals. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { choosePlatform } from '../../../src/renderer/platform/index.ts';
import { webPlatform } from '../../../src/renderer/platform/web.ts';
import { DEFAULT_SETTINGS } from '../../../src/contracts/settings.ts';

const SERVER = {
  kind: 'web',
  version: '0.1.0',
  open: [{ token: 't', name: 'a.ply', size: 5 }],
  samples: [{ name: 'hill.ply', size: 321 }],
};
const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
const stored = new Map<string, string>();

/** Headers of what was fetched. */
const asked: unknown[] = [];
const kept = new Map<string, string>();
const replaceState = vi.fn();

function serve(answers: Readonly<Record<string, Response>>): void {
  vi.stubGlobal('fetch', async (url: string, { headers }: RequestInit = {}) => {
    asked.push(headers);
    return answers[url] ?? new Response('not found', { status: 404 });
  });
}

beforeEach(() => {
  stored.clear();
  kept.clear();
  asked.length = 0;
  replaceState.mockClear();
  vi.stubGlobal('location', { hash: '', pathname: '/', search: '' });
  vi.stubGlobal('document', { baseURI: 'http://127.0.0.1/' });
  vi.stubGlobal('history', { state: null, replaceState });
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal('window', {});
  vi.stubGlobal('navigator', { platform: 'Linux x86_64', userAgent: CHROME, languages: ['en'] });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
  serve({ '/_server.json': Response.json(SERVER) });
});
afterEach(() => vi.unstubAllGlobals());

function stubWindow(pickers: Record<string, unknown>): void {
  vi.stubGlobal('window', pickers);
}

const closed = (): Promise<never> => Promise.reject(new DOMException('closed', 'AbortError'));
const listener = () => ({
  open: vi.fn(),
  openFolder: vi.fn(),
  openJob: vi.fn(),
  command: vi.fn(),
  recents: vi.fn(),
  closing: vi.fn(),
  problem: vi.fn(),
});

it('is chosen where no bridge is', async () => {
  expect((await choosePlatform()).kind).toBe('web');
  stubWindow({ gridpull: { platform: 'linux', versions: { app: '1', electron: '2', chrome: '3' } } });
  expect((await choosePlatform()).kind).toBe('desktop');
});

it('opens the file that the server was started with', async () => {
  const platform = await webPlatform();
  const heard = listener();
  platform.listen(heard);
  expect(heard.open).toHaveBeenCalledWith([{ kind: 'url', name: 'a.ply', size: 5, url: '/_file/t' }]);
  expect([heard.openFolder.mock.calls, heard.openJob.mock.calls, platform.folders]).toEqual([[], [], null]);
  expect(platform).toMatchObject({ hasMenu: false, isMac: false, reveal: null });
  expect(platform.versions).toEqual({ app: '0.1.0', browser: 'Chrome 150' });
});

it('shows the key of its address, takes that out of it, and keeps it for the next time', async () => {
  await webPlatform();
  vi.stubGlobal('location', { hash: '#key=secret', pathname: '/', search: '?a' });
  await webPlatform();
  expect(replaceState.mock.calls).toEqual([[null, '', '/?a']]);
  vi.stubGlobal('location', { hash: '', pathname: '/', search: '?a' });
  await webPlatform();
  expect(asked).toEqual([{}, { Authorization: 'Bearer secret' }, { Authorization: 'Bearer secret' }]);
});

it('says where the address is that opens what its server was given', async () => {
  serve({ '/_server.json': Response.json({ ...SERVER, open: [], isLocked: true }) });
  const heard = listener();
  (await webPlatform()).listen(heard);
  expect(heard.open).not.toHaveBeenCalled();
  expect(heard.problem).toHaveBeenCalledWith(expect.stringContaining('address that its terminal shows'));
});

it.each([
  ['nothing', {}],
  ['a page in place of a missing file', { '/_server.json': new Response('<!doctype html>') }],
  ['something else', { '/_server.json': Response.json({ kind: 'cabbage' }) }],
])('works on a static server that answers %s', async (_what, answers) => {
  serve(answers);
  const platform = await webPlatform();
  const heard = listener();
  platform.listen(heard);
  expect(heard.open).not.toHaveBeenCalled();
  expect(platform.versions).toEqual({ browser: 'Chrome 150' });
  await expect(platform.sample('hill.ply')).rejects.toThrow(/not on this server/);
});

it('finds samples, asking for the size of those it was not told of', async () => {
  serve({
    '/_server.json': Response.json(SERVER),
    '/_sample/my%20cloud.ply': new Response(null, { headers: { 'content-length': '77' } }),
  });
  const platform = await webPlatform();
  expect(await platform.sample('hill.ply')).toEqual({
    kind: 'url',
    name: 'hill.ply',
    size: 321,
    url: '/_sample/hill.ply',
  });
  expect(await platform.sample('my cloud.ply')).toMatchObject({ size: 77, url: '/_sample/my%20cloud.ply' });
});

it('asks for files with the browser’s dialog', async () => {
  const file = new File(['ply'], 'cloud.ply');
  const other = new File(['ply2'], 'other.ply');
  const handles = [file, other].map((one) => ({ getFile: async () => one }));
  const picker = vi.fn(async (_options: unknown) => handles);
  stubWindow({ showOpenFilePicker: picker });
  const platform = await webPlatform();
  expect(await platform.chooseFiles()).toEqual([
    { kind: 'blob', name: 'cloud.ply', size: 3, blob: file },
    { kind: 'blob', name: 'other.ply', size: 4, blob: other },
  ]);
  expect(picker).toHaveBeenCalledWith(expect.objectContaining({ multiple: true }));
  expect(await platform.chooseMesh()).toEqual({ kind: 'blob', name: 'cloud.ply', size: 3, blob: file });
  expect(picker).toHaveBeenLastCalledWith(expect.not.objectContaining({ multiple: true }));
  stubWindow({ showOpenFilePicker: closed });
  expect(await platform.chooseFiles()).toBeNull();
  expect(await platform.chooseMesh()).toBeNull();
  stubWindow({ showOpenFilePicker: () => Promise.reject(new DOMException('not now', 'SecurityError')) });
  await expect(platform.chooseFiles()).rejects.toThrow('not now');
});

it.each([
  ['change', [new File(['ply'], 'cloud.ply'), new File(['ply'], 'b.ply')], ['cloud.ply', 'b.ply']],
  ['cancel', [], undefined],
])('asks with an input element elsewhere: %s', async (event, files, names) => {
  const element = Object.assign(new EventTarget(), {
    files,
    remove: vi.fn(),
    click: () => queueMicrotask(() => element.dispatchEvent(new Event(event))),
  });
  vi.stubGlobal('document', { createElement: () => element, body: { append: vi.fn() } });
  const platform = await webPlatform();
  expect((await platform.chooseFiles())?.map(({ name }) => name)).toEqual(names);
  expect((await platform.chooseMesh())?.name).toBe(names?.[0]);
  expect(element).toMatchObject({ multiple: true });
  expect(element.remove).toHaveBeenCalled();
});

it('takes dropped files, and no folders', async () => {
  const platform = await webPlatform();
  const file = new File(['ply'], 'cloud.ply');
  expect(await platform.dropped(file)).toEqual({ kind: 'blob', name: 'cloud.ply', size: 3, blob: file });
  const folder = Object.assign(new File([], 'scans'), {
    slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('a directory', 'NotFoundError')) }),
  });
  expect(await platform.dropped(folder)).toBeNull();
});

it('says that a job needs its folders', async () => {
  const job = new File(['{}'], 'Night.JSON');
  stubWindow({ showOpenFilePicker: async () => [{ getFile: async () => job }] });
  const platform = await webPlatform();
  await expect(platform.dropped(job)).rejects.toThrow(/folders that a job names/);
  await expect(platform.chooseFiles()).rejects.toThrow(/npm start -- JOB/);
});

it('saves where the dialog says, or downloads', async () => {
  const handle = { name: 'mesh.stl' };
  const showSaveFilePicker = vi.fn(async () => handle);
  stubWindow({ showSaveFilePicker });
  const platform = await webPlatform();
  const request = { name: 'mesh.stl', filters: [{ name: 'Mesh', extensions: ['stl'] }] };
  expect(await platform.chooseTarget(request)).toEqual({ kind: 'file', name: 'mesh.stl', handle });
  expect(showSaveFilePicker).toHaveBeenCalledWith({
    id: 'gridpull-meshes',
    suggestedName: 'mesh.stl',
    types: [{ description: 'Mesh', accept: { 'application/octet-stream': ['.stl'] } }],
  });
  stubWindow({ showSaveFilePicker: closed });
  expect(await platform.chooseTarget(request)).toBeNull();
  stubWindow({});
  expect(await platform.chooseTarget(request)).toEqual({ kind: 'memory', name: 'mesh.stl' });
});

it('downloads what was written to memory', async () => {
  const link = { href: '', download: '', click: vi.fn() };
  vi.stubGlobal('document', { createElement: () => link });
  vi.useFakeTimers();
  const revoke = vi.spyOn(URL, 'revokeObjectURL');
  await (await webPlatform()).finish({ kind: 'memory', name: 'mesh.obj' }, { blob: new Blob(['v 0 0 0']) });
  expect(link.download).toBe('mesh.obj');
  expect(link.href).toMatch(/^blob:/);
  expect(link.click).toHaveBeenCalledOnce();
  vi.runAllTimers();
  vi.useRealTimers();
  expect(revoke).toHaveBeenCalledWith(link.href);
});

it.each([
  ['the empty file that the dialog made', 0, true],
  ['a file that was there', 100, false],
])('abandoning takes %s away: size %i, %s', async (_what, size, isRemoved) => {
  const remove = vi.fn(async () => undefined);
  const handle = { getFile: async () => ({ size }), remove } as unknown as FileSystemFileHandle;
  await (await webPlatform()).abandon({ kind: 'file', name: 'mesh.ply', handle });
  expect(remove).toHaveBeenCalledTimes(isRemoved ? 1 : 0);
});

it('keeps settings, and puts defaults in place of nonsense', async () => {
  const platform = await webPlatform();
  expect(await platform.readSettings()).toEqual(DEFAULT_SETTINGS);
  const mine = {
    ...DEFAULT_SETTINGS,
    theme: 'dark',
    unit: 'mm',
    adapter: 'Frugal',
    sidebar: false,
    speeds: { card: 12.5 },
  } as const;
  await platform.writeSettings(mine);
  expect(await platform.readSettings()).toEqual(mine);
  const broken = { ...mine, theme: 'pink', sidebar: 'no', speeds: { card: 12.5, other: 'fast', third: -1 } };
  stored.set('gridpull.settings', JSON.stringify(broken));
  expect(await platform.readSettings()).toEqual({ ...mine, theme: 'system', sidebar: true });
  for (const text of ['{', 'null', '3']) {
    stored.set('gridpull.settings', text);
    expect(await platform.readSettings()).toEqual(DEFAULT_SETTINGS);
  }
});

it('says so where the browser keeps nothing', async () => {
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new DOMException('denied', 'SecurityError');
    },
    setItem: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  const platform = await webPlatform();
  expect(await platform.readSettings()).toEqual(DEFAULT_SETTINGS);
  await expect(platform.writeSettings(DEFAULT_SETTINGS)).rejects.toThrow(/until it is closed/);
});

it.each([
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140'],
  [`${CHROME} Edg/150.0.0.0`, 'Edge 150'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605',
    'Safari 18',
  ],
  ['curl', 'curl'],
])('names the browser of %s', async (userAgent, name) => {
  vi.stubGlobal('navigator', { platform: 'MacIntel', userAgent });
  const platform = await webPlatform();
  expect(platform.versions['browser']).toBe(name);
  expect(platform.isMac).toBe(true);
});
