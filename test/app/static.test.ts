/**
 * The window as plain files: behind a server that knows nothing but files, in a folder of a host, it isolates its page,
 * opens a sample, reconstructs it, and opens again when the server is gone.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, CHROMIUM_ARGS } from '../chromium.ts';
import { SECURITY_HEADERS } from '../../src/main/protocol.ts';
import { torusPoints } from '../shapes/torus-points.ts';
import { AppWindow, eventually, SOON_MS } from './window.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};
/** Whether the cache holds every file that its service worker names. */
const KEPT_ALL = `(async () => {
  const code = await (await fetch('service-worker.js')).text();
  const { files } = JSON.parse(code.slice(code.indexOf('{'), code.indexOf(';\\n')));
  const kept = await Promise.all(files.map((file) => caches.match(file)));
  return kept.every((answer) => answer !== undefined);
})()`;

/** A project's pages lie in a folder of their host. */
const FOLDER = '/somebody/gridpull/';

describe('the window as plain files', () => {
  let server: Server;
  let context: BrowserContext;
  let window: AppWindow;

  beforeAll(async () => {
    execFileSync(process.execPath, ['scripts/static-page.ts']);
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url!, 'http://localhost');
      const name = pathname.startsWith(FOLDER) ? pathname.slice(FOLDER.length) || 'index.html' : '';
      try {
        const bytes = readFileSync(join('dist/static', decodeURIComponent(name)));
        response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' }).end(bytes);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en' });
    window = new AppWindow(await context.newPage());
    await window.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${FOLDER}`);
  });
  afterAll(async () => {
    await context.browser()?.close();
    server.close();
  });

  it('isolates its page by itself, so that threads share memory', async () => {
    await window.ready();
    expect(await window.page.evaluate('[crossOriginIsolated, navigator.serviceWorker.controller !== null]')).toEqual([
      true,
      true,
    ]);
    // The policy is that of the program's own server, which lets no text become a script.
    expect(
      await window.page.evaluate("fetch('./').then((answer) => answer.headers.get('Content-Security-Policy'))"),
    ).toBe(SECURITY_HEADERS['Content-Security-Policy']);
  });

  it('opens a sample, which the host has beside the page, and reconstructs a file of the person', async () => {
    await window.read(({ app }) => app.openSample('hill.ply'));
    await window.opened('hill.ply');
    // A sample has more points than a software device reconstructs in a few seconds.
    const rows = torusPoints(1500, { minor: 0.3 }).map((place) => place.join(' '));
    await window.read(({ app }, text) => app.openFiles([new File([text], 'ring.xyz')]), rows.join('\n'));
    await window.opened('ring.xyz');
    await window.coarse();
    await window.reconstruct();
    expect(window.errors).toEqual([]);
  });

  it('opens again when its host is gone', async () => {
    await eventually(async () => expect(await window.page.evaluate(KEPT_ALL)).toBe(true), SOON_MS);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await window.page.reload();
    await window.ready();
    expect(await window.page.evaluate('crossOriginIsolated')).toBe(true);
    await window.read(({ app }) => app.openSample('bracket.ply'));
    await window.opened('bracket.ply');
    expect(window.errors).toEqual([]);
  });
});
