/** The Chromium that draws the windows, and the port on which specs reach it too. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { CHROMIUM, CHROMIUM_ARGS } from '../chromium.ts';

let context: BrowserContext | null = null;

export async function startChromium(userData: string, switches: readonly string[]): Promise<void> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  context = await chromium.launchPersistentContext(join(userData, 'profile'), {
    executablePath: CHROMIUM,
    headless: true,
    viewport: null,
    args: [...CHROMIUM_ARGS, ...switches, `--remote-debugging-port=${port}`, '--window-size=1280,800'],
  });
  process.send?.({ type: 'cdp', url: `http://127.0.0.1:${port}` });
}

export function chromeVersion(): string {
  return context?.browser()?.version() ?? '';
}

/** The page that Chromium begins with for the first window, new ones after. */
export async function takePage(isFirst: boolean): Promise<Page> {
  if (!context) throw new Error('Chromium is not started: the app is not ready');
  const first = context.pages()[0];
  return isFirst && first ? first : await context.newPage();
}

export async function closeChromium(): Promise<void> {
  await context?.close().catch(() => undefined);
}
