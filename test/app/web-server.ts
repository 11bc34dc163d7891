/** The web server as `npm start` runs it, and Chromium looking at it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright';
import { CHROMIUM, CHROMIUM_ARGS } from '../chromium.ts';
import { AppWindow } from './window.ts';

export interface WebServer extends AsyncDisposable {
  readonly url: string;
  readonly browser: Browser;
  openWindow(options?: BrowserContextOptions): Promise<AppWindow>;
  close(): Promise<void>;
}

export async function openWebServer({ files = [] }: { files?: readonly string[] } = {}): Promise<WebServer> {
  const server = spawn(process.execPath, ['out/web/index.js', '--no-browser', ...files], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(server);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGS });
  const close = async (): Promise<void> => {
    await browser.close();
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    await ended;
  };
  return {
    url,
    browser,
    close,
    [Symbol.asyncDispose]: close,
    async openWindow(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en', ...options });
      const window = new AppWindow(await context.newPage());
      await window.page.goto(url);
      return window;
    },
  };
}

async function addressOf(server: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of server.stdout!) {
    text += String(chunk);
    const url = /http:\/\/\S+/.exec(text)?.[0];
    if (url) return url;
  }
  throw new Error(`the web server ended without an address: ${text}`);
}
