/** Starts the built program for a spec: the real Electron where its program is, else the stand-in. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type * as Electron from 'electron';
import { _electron, type Browser, chromium, type Page } from 'playwright';

type Main = typeof Electron;

/** What a spec may use: the same on the real Electron and on the stand-in. */
export interface DesktopApp {
  readonly kind: 'electron' | 'stand-in';
  firstWindow(): Promise<Page>;
  /** Runs a function in main: it must stand alone, and its argument and result are copied. */
  evaluate<R, A>(f: (electron: Main, arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  dropFile(page: Page, selector: string, path: string): Promise<void>;
  exited(): Promise<number | null>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Kept after the run; without it each run has a fresh one. */
  readonly userData?: string;
  /** Folder of the program; the project's by default. */
  readonly program?: string;
}

export async function launch(options: LaunchOptions = {}): Promise<DesktopApp> {
  const binary = process.env['GRIDPULL_E2E'] === 'stand-in' ? null : electronBinary();
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'gridpull-user-'));
  const removeUserData = (): void => {
    if (!options.userData) rmSync(userData, { recursive: true, force: true, maxRetries: 3 });
  };
  const env = { ...process.env, GRIDPULL_SOFTWARE_GPU: '1', STAND_IN_USER_DATA: userData, ...options.env };
  const start = binary ? launchElectron.bind(null, binary) : launchStandIn;
  return start({ ...options, userData }, env, removeUserData);
}

function electronBinary(): string | null {
  const root =
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??
    resolve(createRequire(import.meta.url).resolve('electron/package.json'), '../dist');
  const names: Readonly<Record<string, string>> = {
    win32: 'electron.exe',
    darwin: 'Electron.app/Contents/MacOS/Electron',
  };
  const program = join(root, names[process.platform] ?? 'electron');
  return existsSync(program) ? program : null;
}

type Started = LaunchOptions & { readonly userData: string };

async function launchElectron(
  executablePath: string,
  options: Started,
  env: Record<string, string>,
  cleanUp: () => void,
): Promise<DesktopApp> {
  const app = await _electron.launch({
    executablePath,
    args: [
      '--no-sandbox',
      `--user-data-dir=${options.userData}`,
      resolve(options.program ?? '.'),
      ...(options.args ?? []),
    ],
    env,
  });
  return {
    kind: 'electron',
    firstWindow: () => app.firstWindow(),
    evaluate: (f, arg) => app.evaluate(f as never, arg as never) as never,
    dropFile: drop,
    exited: async () => (await once(app.process(), 'exit'))[0] as number | null,
    async close() {
      await app.close();
      cleanUp();
    },
  };
}

type FromStandIn =
  | { readonly type: 'cdp'; readonly url: string }
  | { readonly type: 'result'; readonly id: number; readonly result?: unknown; readonly error?: string };

async function launchStandIn(options: Started, env: Record<string, string>, cleanUp: () => void): Promise<DesktopApp> {
  const child: ChildProcess = fork(resolve(options.program ?? '.', 'out/main/index.js'), [...(options.args ?? [])], {
    execArgv: ['--import', resolve('test/electron-stand-in/register.ts'), '--disable-warning=ExperimentalWarning'],
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const address = new Promise<string>((done, fail) => {
    child.on('message', (message: FromStandIn) => message.type === 'cdp' && done(message.url));
    void exit.then((code) => fail(new Error(`main exited with ${code}`)));
  });
  // A second instance has no window: only who asks for one is told.
  address.catch(() => undefined);
  let browser: Browser | null = null;
  let lastId = 0;
  return {
    kind: 'stand-in',
    async firstWindow() {
      browser ??= await chromium.connectOverCDP(await address);
      const context = browser.contexts()[0];
      const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
      if (!page) throw new Error('no window');
      await page.waitForURL(/localhost/);
      return page;
    },
    evaluate: <R, A>(f: (electron: Main, arg: A) => R | Promise<R>, arg?: A) =>
      new Promise<R>((done, fail) => {
        const id = ++lastId;
        const listen = (message: FromStandIn): void => {
          if (message.type !== 'result' || message.id !== id) return;
          child.off('message', listen);
          if (message.error === undefined) done(message.result as R);
          else fail(new Error(message.error));
        };
        child.on('message', listen);
        child.send({ type: 'evaluate', id, source: f.toString(), arg });
      }),
    async dropFile(page, selector, path) {
      // The page sees no path; the stand-in's `webUtils` is told which it would be.
      await page.evaluate(
        ([name, size, full]) =>
          (globalThis as unknown as { __standIn: { path(n: string, s: number, p: string): void } }).__standIn.path(
            name,
            size,
            full,
          ),
        [basename(path), statSync(path).size, resolve(path)] as const,
      );
      await drop(page, selector, path);
    },
    exited: () => exit,
    async close() {
      await browser?.close().catch(() => undefined);
      if (child.connected) child.disconnect();
      await exit;
      cleanUp();
    },
  };
}

/** Drags a file of the disk onto an element, as the system would. */
async function drop(page: Page, selector: string, path: string): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not visible`);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [resolve(path)], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: box.x + box.width / 2, y: box.y + box.height / 2, data });
  }
  await session.detach();
}
