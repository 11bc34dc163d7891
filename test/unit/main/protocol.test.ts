/** The app's own protocol: pages, granted files with ranges, slices to write, and all that it refuses. */
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRange } from '../../../src/main/file-response.ts';
import { createHandler, FileGrants, SaveGrants } from '../../../src/main/protocol.ts';
import { commandTexts } from '../../../src/contracts/locales/language.ts';

let folder = '';
let root = '';
let handle: (request: Request) => Promise<Response>;
const files = new FileGrants();
const saves = new SaveGrants();
const faults: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridpull-protocol-'));
  root = join(folder, 'renderer');
  await mkdir(root);
  await writeFile(join(root, 'index.html'), '<p>hi');
  await writeFile(join(root, 'empty.js'), '');
  await writeFile(join(folder, 'secret'), 'secret');
  await writeFile(join(folder, 'cloud.ply'), '0123456789');
  handle = createHandler({ root, files, saves, texts: () => commandTexts('en'), onFault: (e) => faults.push(e) });
});
afterAll(() => rm(folder, { recursive: true }));

const ask = (path: string, init?: RequestInit) => handle(new Request(`app://gridpull${path}`, init));
const put = (path: string, body: string) => ask(path, { method: 'PUT', body });
const statusAndText = async (response: Response) => [response.status, await response.text()];

describe('pages', () => {
  it('come with the policy and isolated', async () => {
    const response = await ask('/');
    expect(await statusAndText(response)).toEqual([200, '<p>hi']);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toContain("script-src 'self'");
    expect(policy).not.toMatch(/eval|https?:|\*/);
  });

  it('let the scripts of workers alone run WebAssembly, and none make a script of text', async () => {
    const scriptsOf = async (path: string): Promise<string | undefined> =>
      (await ask(path)).headers
        .get('content-security-policy')
        ?.split('; ')
        .find((rule) => rule.startsWith('script-src'));
    await mkdir(join(folder, 'renderer/assets'));
    const workers = ['/assets/engine.worker-a_B-9.js', '/assets/task.worker-00.js'];
    for (const name of workers) await writeFile(join(folder, 'renderer', name), '');
    for (const worker of workers) {
      expect(await scriptsOf(worker)).toBe("script-src 'self' 'wasm-unsafe-eval'");
    }
    for (const other of ['/assets/index-0.js', '/assets/other.worker-0.js', '/engine.worker-0.js']) {
      expect(await scriptsOf(other)).toBe("script-src 'self'");
    }
  });

  it('answer HEAD without a body, and an empty file', async () => {
    const head = await ask('/index.html', { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['5', '']);
    expect(await statusAndText(await ask('/empty.js'))).toEqual([200, '']);
  });

  it.each(['/..%2fsecret', '/..%2f..%2fetc%2fpasswd', '/%2e%2e%2fsecret', '/..%2frenderer-other%2fx', '/a%00b'])(
    'do not leave their folder: %s',
    async (path) => expect((await ask(path)).status).toBe(403),
  );

  it('refuse what is missing, malformed, or no reading', async () => {
    const missing = await statusAndText(await ask('/none.js'));
    expect(missing).toEqual([404, expect.stringContaining('“none.js”')]);
    expect((await ask('/%E0%A4%A')).status).toBe(400);
    expect((await ask('/index.html', { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await ask('/index.html', { method: 'DELETE' })).status).toBe(405);
  });
});

describe('ranges', () => {
  it.each([
    [null, 'whole'],
    ['bytes=2-4', [2, 5]],
    ['bytes=7-', [7, 10]],
    ['bytes=8-99', [8, 10]],
    ['bytes=-3', [7, 10]],
    ['bytes=-99', [0, 10]],
    ['bytes=10-', null],
    ['bytes=4-2', null],
    ['bytes=-0', null],
    ['bytes=-', 'whole'],
    ['bytes=0-1,4-5', 'whole'],
    ['lines=1-2', 'whole'],
  ])('%s', (header, expected) => expect(parseRange(header, 10)).toEqual(expected));

  it('of a granted file', async () => {
    const { token, name, size } = await files.grant(join(folder, 'cloud.ply'));
    expect([name, size]).toEqual(['cloud.ply', 10]);
    const part = await ask(`/_file/${token}`, { headers: { range: 'bytes=2-4' } });
    expect(part.headers.get('content-range')).toBe('bytes 2-4/10');
    expect(await statusAndText(part)).toEqual([206, '234']);
    const outside = await ask(`/_file/${token}`, { headers: { range: 'bytes=10-' } });
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  });
});

describe('granted files', () => {
  it('are read whole, and no longer after the page went', async () => {
    const own = new FileGrants();
    const serve = createHandler({ root, files: own, texts: () => commandTexts('en') });
    const { token } = await own.grant(join(folder, 'cloud.ply'));
    const request = () => serve(new Request(`app://gridpull/_file/${token}`));
    expect(await statusAndText(await request())).toEqual([200, '0123456789']);
    own.revokeAll();
    expect((await request()).status).toBe(403);
  });

  it('fail rather than end early where the file became shorter', async () => {
    const path = join(folder, 'shrinking.ply');
    await writeFile(path, Buffer.alloc(3 << 20));
    const { token } = await files.grant(path);
    const reader = (await ask(`/_file/${token}`)).body!.getReader();
    await reader.read();
    await writeFile(path, Buffer.alloc(1 << 20));
    await expect(reader.read()).rejects.toThrow(/became shorter/);
  });

  it('say in one sentence that they are gone', async () => {
    const path = join(folder, 'gone.ply');
    await writeFile(path, 'x');
    const { token } = await files.grant(path);
    await rm(path);
    expect(await statusAndText(await ask(`/_file/${token}`))).toEqual([
      404,
      '“gone.ply” is not there any more. It may have been moved, renamed or deleted.',
    ]);
  });

  it('cannot be had for folders, missing files or unknown tokens', async () => {
    await expect(files.grant(folder)).rejects.toMatchObject({ key: 'notAFile' });
    await expect(files.grant(join(folder, 'none'))).rejects.toMatchObject({ key: 'missing' });
    expect((await ask('/_file/none')).status).toBe(403);
  });
});

describe('slices', () => {
  it('are written where granted', async () => {
    const { token } = await saves.begin(join(folder, 'mesh.ply'));
    expect((await put(`/_file/${token}?offset=0`, 'abc')).status).toBe(204);
    expect((await put(`/_file/${token}?offset=3`, 'def')).status).toBe(204);
    expect((await ask(`/_file/${token}`)).status).toBe(403);
    await saves.finish(token);
    expect(await readFile(join(folder, 'mesh.ply'), 'utf8')).toBe('abcdef');
    expect(await statusAndText(await put(`/_file/${token}?offset=6`, 'x'))).toEqual([
      410,
      'This file is not being saved any more. Export again.',
    ]);
  });

  it('are refused past a gap, at no offset, without a grant, and on files to read', async () => {
    const { token } = await saves.begin(join(folder, 'gap.ply'));
    expect((await put(`/_file/${token}?offset=1`, 'x')).status).toBe(409);
    expect(faults).toHaveLength(1);
    for (const offset of ['-1', '1.5', 'x', '9007199254740993'])
      expect((await put(`/_file/${token}?offset=${offset}`, 'x')).status).toBe(400);
    await saves.abandon(token);
    expect(await readdir(folder)).not.toContain('gap.ply');
    expect((await put('/_file/none?offset=0', 'x')).status).toBe(410);
    const read = await files.grant(join(folder, 'cloud.ply'));
    expect((await put(`/_file/${read.token}?offset=0`, 'x')).status).toBe(403);
    expect(await readFile(join(folder, 'cloud.ply'), 'utf8')).toBe('0123456789');
    const readOnly = createHandler({ root, files, texts: () => commandTexts('en') });
    expect((await readOnly(new Request('app://gridpull/_file/x', { method: 'PUT', body: 'x' }))).status).toBe(403);
  });

  it.runIf(process.platform === 'linux')('say in the person’s language that the disk is full', async () => {
    const full = new SaveGrants(() => open('/dev/full', 'w'));
    const serve = createHandler({ root, files, saves: full, texts: () => commandTexts('de') });
    const { token } = await full.begin(join(folder, 'voll.ply'));
    const request = new Request(`app://gridpull/_file/${token}?offset=0`, { method: 'PUT', body: 'x' });
    expect(await statusAndText(await serve(request))).toEqual([
      507,
      'Für „voll.ply“ ist kein Platz mehr. Bitte Platz schaffen oder einen anderen Ort wählen.',
    ]);
    await full.abandonAll();
  });
});

it('proxies Vite’s server while developing, without the policy that its page breaks', async () => {
  const asked: string[] = [];
  const fetcher = (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response('vite', { headers: { 'Content-Type': 'text/html' } }));
  };
  const serve = createHandler({
    root,
    files,
    texts: () => commandTexts('en'),
    devUrl: 'http://localhost:5173',
    fetcher,
  });
  const response = await serve(new Request('app://gridpull/main.ts?t=1'));
  expect(asked).toEqual(['http://localhost:5173/main.ts?t=1']);
  expect(await response.text()).toBe('vite');
  expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  expect(response.headers.has('content-security-policy')).toBe(false);
});
