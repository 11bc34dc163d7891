/**
 * The web server: who may ask, what the page is told, samples, and what the command line names: read, and written to.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileUrl, type FolderGrant, folderUrl, KEY_PARAMETER, keyHeader } from '../../../src/contracts/ipc.ts';
import { parseWebArguments } from '../../../src/web/arguments.ts';
import { browserCommand, openBrowser } from '../../../src/web/open-browser.ts';
import { startWebServer, type WebServer } from '../../../src/web/server.ts';

let folder = '';
let server: WebServer;
const faults: unknown[] = [];
const start = (open: string | readonly string[] | null, port = 0) =>
  startWebServer({
    root: join(folder, 'renderer'),
    samplesFolder: join(folder, 'samples'),
    version: '1.2.3',
    port,
    open: typeof open === 'string' ? [open] : (open ?? []),
    onFault: (error) => faults.push(error),
  });

/** One that ends with its scope. */
async function closing(open: string | null): Promise<WebServer & AsyncDisposable> {
  const other = await start(open);
  return { ...other, [Symbol.asyncDispose]: () => other.close() };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridpull-web-'));
  await mkdir(join(folder, 'renderer'));
  await mkdir(join(folder, 'samples'));
  await writeFile(join(folder, 'renderer', 'index.html'), '<p>hi');
  await writeFile(join(folder, 'samples', 'torus.ply'), '0123456789');
  await writeFile(join(folder, 'samples', 'make.mjs'), '');
  await writeFile(join(folder, 'scan.ply'), 'abcdef');
  server = await start(join(folder, 'scan.ply'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** What the server tells a page that shows the secret of its address. */
async function infoOf<T>({ url, address }: WebServer): Promise<T> {
  const key = new URLSearchParams(new URL(address).hash.slice(1)).get(KEY_PARAMETER)!;
  const response = await fetch(`${url}_server.json`, { headers: { authorization: keyHeader(key) } });
  return (await response.json()) as T;
}

/** `fetch` sets the Host header itself. */
function statusFor(
  headers: Readonly<Record<string, string>>,
  path = '/',
  method = 'GET',
  { url } = server,
): Promise<number> {
  return new Promise((done, fail) => {
    const { port } = new URL(url);
    request({ host: '127.0.0.1', port, path, method, headers, setHost: false }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    })
      .once('error', fail)
      .end();
  });
}

it('serves the page isolated', async () => {
  const response = await fetch(server.url);
  expect(await response.text()).toBe('<p>hi');
  expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
});

it('answers only names of this machine', async () => {
  const { port } = new URL(server.url);
  expect(await statusFor({ host: `127.0.0.1:${port}` })).toBe(200);
  expect(await statusFor({ host: `localhost:${port}` })).toBe(200);
  for (const name of [`evil.example:${port}`, '127.0.0.1', `localhost:${Number(port) + 1}`, `127.0.0.1.evil:${port}`]) {
    expect(await statusFor({ host: name }), name).toBe(403);
    expect(await statusFor({ host: name }, '/_server.json'), name).toBe(403);
  }
});

it('tells the page its version, file and samples', async () => {
  const info = await infoOf<{ open: [{ token: string }] }>(server);
  expect(info).toEqual({
    kind: 'web',
    version: '1.2.3',
    open: [{ token: expect.any(String) as string, name: 'scan.ply', size: 6 }],
    folder: null,
    job: null,
    samples: [{ name: 'torus.ply', size: 10 }],
    isLocked: false,
  });
  const part = await fetch(`${server.url}_file/${info.open[0].token}`, { headers: { range: 'bytes=1-3' } });
  expect([part.status, await part.text()]).toEqual([206, 'bcd']);
});

it('tells nobody without the secret what it was given', async () => {
  const locked = { kind: 'web', version: '1.2.3', open: [], folder: null, job: null, isLocked: true };
  const key = new URL(server.address).hash.slice(1 + KEY_PARAMETER.length + 1);
  expect(key).toMatch(/^[\w-]{43}$/);
  for (const authorization of ['', 'Bearer ', keyHeader(key.slice(1)), keyHeader(`${key}x`), key, `Basic ${key}`]) {
    const response = await fetch(`${server.url}_server.json`, { headers: { authorization } });
    expect(await response.json(), authorization).toMatchObject(locked);
  }
  expect(await (await fetch(`${server.url}_server.json?key=${key}`)).json()).toMatchObject(locked);
  await using other = await closing(null);
  expect(await (await fetch(`${other.url}_server.json`)).json()).toMatchObject({ ...locked, isLocked: false });
  expect(other.address).not.toContain(key);
});

it('serves samples, with ranges, and nothing beside them', async () => {
  const whole = await fetch(`${server.url}_sample/torus.ply`);
  expect([whole.status, await whole.text()]).toEqual([200, '0123456789']);
  const head = await fetch(`${server.url}_sample/torus.ply`, { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe('10');
  const part = await fetch(`${server.url}_sample/torus.ply`, { headers: { range: 'bytes=-2' } });
  expect([part.status, await part.text()]).toEqual([206, '89']);
  const outside = await fetch(`${server.url}_sample/torus.ply`, { headers: { range: 'bytes=99-' } });
  expect(outside.status).toBe(416);
  for (const name of ['make.mjs', 'none.ply', '..%2fscan.ply', '']) {
    expect((await fetch(`${server.url}_sample/${name}`)).status).toBe(404);
  }
});

it('is only read from where it was given a file', async () => {
  const { port } = new URL(server.url);
  const headers = { host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` };
  for (const [method, status] of [
    ['PUT', 410],
    ['POST', 410],
    ['PATCH', 405],
  ] as const) {
    expect(await statusFor(headers, '/_file/x?offset=0', method)).toBe(status);
    expect(await statusFor(headers, '/_sample/torus.ply', method)).toBe(405);
    expect(await statusFor(headers, '/_folder/x/a.ply', method)).toBeGreaterThanOrEqual(403);
  }
  expect((await fetch(`${server.url}_file/none`)).status).toBe(403);
  expect(await statusFor({ host: `127.0.0.1:${port}` }, '/../scan.ply')).toBe(404);
  expect(faults).toEqual([]);
});

describe('a folder of the command line', () => {
  let other: WebServer;
  interface Info {
    readonly folder: { readonly input: FolderGrant; readonly output: FolderGrant; readonly between: string };
    readonly job: Info['folder'] & { readonly name: string; readonly text: string };
  }
  const send = (path: string, method: string, origin = new URL(other.url).origin, body?: string) =>
    fetch(new URL(path, other.url), { method, headers: { origin }, ...(body === undefined ? {} : { body }) });

  beforeAll(async () => {
    await mkdir(join(folder, 'scans', 'deep'), { recursive: true });
    await writeFile(join(folder, 'scans', 'deep', 'a.ply'), 'abcdef');
    other = await start(join(folder, 'scans'));
  });
  afterAll(() => other.close());

  it('is granted with the place for its meshes', async () => {
    const { folder: granted, ...rest } = await infoOf<Info>(other);
    expect(rest).toMatchObject({ open: [], job: null });
    expect(granted).toMatchObject({ input: { name: 'scans' }, output: { name: 'meshes' }, between: '..' });
    const input = new URL(folderUrl(granted.input.token), other.url).href;
    expect(await (await fetch(`${input}?list`)).json()).toEqual([{ path: 'deep/a.ply', bytes: 6 }]);
    const part = await fetch(`${input}deep/a.ply`, { headers: { range: 'bytes=1-3' } });
    expect([part.status, await part.text()]).toEqual([206, 'bcd']);
    expect((await fetch(`${input}..%2fscan.ply`)).status).toBe(403);
    expect((await send(`${folderUrl(granted.input.token)}b.ply`, 'POST')).status).toBe(403);
  });

  it('is written into by its own page', async () => {
    const output = folderUrl((await infoOf<Info>(other)).folder.output.token);
    const begun = await send(`${output}deep/a.ply`, 'POST');
    const place = fileUrl(((await begun.json()) as { token: string }).token);
    expect((await send(`${place}?offset=0`, 'PUT', undefined, 'mesh')).status).toBe(204);
    expect((await send(place, 'POST')).status).toBe(204);
    expect(await readFile(join(folder, 'scans', 'meshes', 'deep', 'a.ply'), 'utf8')).toBe('mesh');
  });

  it('is not written into by pages of others, nor by who says nothing', async () => {
    const output = folderUrl((await infoOf<Info>(other)).folder.output.token);
    const { host: name, origin } = new URL(other.url);
    for (const stranger of [
      'https://evil.example',
      'null',
      `${origin}.evil.example`,
      origin.replace('http:', 'https:'),
    ])
      expect(await statusFor({ host: name, origin: stranger }, `${output}b.ply`, 'POST', other), stranger).toBe(403);
    expect(await statusFor({ host: name }, `${output}b.ply`, 'POST', other)).toBe(403);
    expect(await readdir(join(folder, 'scans', 'meshes'))).not.toContain('b.ply');
  });

  it('keeps nothing half-written when the server ends', async () => {
    const last = await start(join(folder, 'scans'));
    const { output } = (await infoOf<Info>(last)).folder;
    const { origin } = new URL(last.url);
    await fetch(`${origin}${folderUrl(output.token)}c.ply`, { method: 'POST', headers: { origin } });
    const names = () => readdir(join(folder, 'scans', 'meshes'));
    expect((await names()).filter((name) => name.endsWith('.part'))).toHaveLength(1);
    await last.close();
    expect((await names()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('may come from a job', async () => {
    const text = '{"input":{"folder":"scans"},"output":{"folder":"out"}}';
    await writeFile(join(folder, 'night.json'), text);
    const server = await start(join(folder, 'night.json'));
    expect(await infoOf<Info>(server)).toMatchObject({
      open: [],
      folder: null,
      job: { name: 'night.json', text, input: { name: 'scans' }, output: { name: 'out' }, between: '../scans' },
    });
    await server.close();
    expect(faults).toEqual([]);
  });
});

it('refuses requests for another server', async () => {
  const headers = { host: new URL(server.url).host };
  for (const path of ['http://[', '//evil.example/', 'http://evil.example/']) {
    expect(await statusFor(headers, path), path).toBe(400);
  }
  expect(await statusFor(headers, '/', 'TRACE')).toBe(400);
});

it('says what it cannot open, and which port is taken', async () => {
  await expect(start(join(folder, 'none.ply'))).rejects.toMatchObject({ key: 'missing' });
  await expect(start([join(folder, 'scan.ply'), folder])).rejects.toMatchObject({ key: 'onlyFirst' });
  await expect(start(null, Number(new URL(server.url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('ends at once though a browser keeps its connection', async () => {
  const other = await start(null);
  const info = await infoOf<{ open: unknown }>(other);
  expect(info.open).toEqual([]);
  await other.close();
  await expect(fetch(other.url)).rejects.toThrow();
});

describe('its command line', () => {
  it('is read', () => {
    expect(parseWebArguments([])).toEqual({ help: false, port: 0, open: [], browser: true });
    expect(parseWebArguments(['--open', 'a.ply', '--port=8080', '--no-browser'])).toEqual({
      help: false,
      port: 8080,
      open: ['a.ply'],
      browser: false,
    });
  });
  it('takes what it opens by itself, too', () => {
    expect(parseWebArguments(['scans', '--no-browser'])).toMatchObject({ open: ['scans'], browser: false });
    expect(parseWebArguments(['b.e57', '--open', 'a.las'])).toMatchObject({ open: ['a.las', 'b.e57'] });
  });
  it.each([['--port=x'], ['--port=65536'], ['--port=1.5'], ['--port=-1'], ['--what']])('refuses %s', (argument) =>
    expect(() => parseWebArguments([argument])).toThrow(),
  );
});

describe('the browser', () => {
  it('is started the way each system has it', () => {
    expect(browserCommand('http://127.0.0.1:1/', 'darwin')[0]).toBe('open');
    expect(browserCommand('http://127.0.0.1:1/', 'win32')).toEqual(['cmd', '/c', 'start', '', 'http://127.0.0.1:1/']);
    expect(browserCommand('http://127.0.0.1:1/', 'linux')[0]).toBe('xdg-open');
  });
  it('may not be there', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      await using opened = await openBrowser('http://127.0.0.1:1/', 'linux');
      expect(opened.isFound).toBe(false);
    } finally {
      process.env['PATH'] = path;
    }
  });
  it('is not started with the secret, which a page leads to that nobody else may read', async () => {
    const path = process.env['PATH'];
    const program = join(folder, 'xdg-open');
    await writeFile(
      program,
      `#!/bin/sh\necho "$@" > ${join(folder, 'given.part')}; mv ${join(folder, 'given.part')} ${join(folder, 'given')}\n`,
      { mode: 0o755 },
    );
    process.env['PATH'] = `${folder}:/usr/bin:/bin`;
    let page = '';
    try {
      await using opened = await openBrowser('http://127.0.0.1:1/#key=secret', 'linux');
      expect(opened.isFound).toBe(true);
      const given = await expect
        .poll(() => readFile(join(folder, 'given'), 'utf8').catch(() => ''))
        .toMatch(/^file:.*\n$/)
        .then(() => readFile(join(folder, 'given'), 'utf8'));
      page = fileURLToPath(given.trim());
      expect(given).not.toContain('secret');
      expect(await readFile(page, 'utf8')).toContain('content="0;url=http://127.0.0.1:1/#key=secret"');
      if (process.platform !== 'win32') {
        expect([(await stat(page)).mode & 0o777, (await stat(dirname(page))).mode & 0o777]).toEqual([0o600, 0o700]);
      }
    } finally {
      process.env['PATH'] = path;
    }
    expect(existsSync(dirname(page))).toBe(false);
  });
});
