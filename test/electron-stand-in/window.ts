/** electron.BrowserWindow over a page of the real Chromium, with the built preload in it. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Frame, Page } from 'playwright';
import { chromeVersion, takePage } from './chromium-side.ts';
import { app } from './app.ts';
import { invoke, type InvokeResult, receive } from './ipc.ts';
import { preloadRuntime } from './page-side.ts';
import { toHttp, toScheme } from './schemes.ts';
import { strict } from './strict.ts';
import { colorScheme } from './theme.ts';

type OpenHandler = (details: { url: string }) => { action: string };

interface WindowOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly show?: boolean;
  readonly webPreferences?: {
    readonly preload?: string;
    readonly additionalArguments?: readonly string[];
    readonly sandbox?: boolean;
    readonly contextIsolation?: boolean;
    readonly nodeIntegration?: boolean;
  };
}

class WebContents extends EventEmitter {
  page: Page | null = null;
  openHandler: OpenHandler | null = null;
  isReplacing = false;
  readonly #owner: { attach(): Promise<void> };

  constructor(owner: { attach(): Promise<void> }) {
    super();
    this.#owner = owner;
  }

  getURL = (): string => toScheme(this.page?.url() ?? '');
  isDestroyed = (): boolean => this.page?.isClosed() ?? false;
  setWindowOpenHandler = (handler: OpenHandler): void => void (this.openHandler = handler);
  send(channel: string, ...args: unknown[]): void {
    const copy = structuredClone(args); // refuses functions, as Electron does
    const deliver = ([name, values]: readonly [string, unknown[]]): void =>
      (globalThis as unknown as { __standIn: { receive(name: string, values: unknown[]): void } }).__standIn.receive(
        name,
        values,
      );
    this.page?.evaluate(deliver, [channel, copy] as const).catch(() => undefined);
  }
  /** A crashed page cannot be used again: a new one takes its place. */
  reload(): void {
    const { page } = this;
    this.isReplacing = true;
    void this.#owner.attach().then(async () => {
      await page?.close().catch(() => undefined);
      this.isReplacing = false;
    });
  }
  forcefullyCrashRenderer = (): void => void this.page?.goto('chrome://crash').catch(() => undefined);
}

const windows: BrowserWindow[] = [];

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  readonly progress: number[] = [];
  readonly #options: WindowOptions;
  #url = '';
  #isVisible: boolean;
  #isMaximized = false;

  constructor(options: WindowOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { sandbox, contextIsolation, nodeIntegration } = options.webPreferences ?? {};
    if (sandbox === false || contextIsolation === false || nodeIntegration) {
      throw new Error('the stand-in only runs sandboxed, isolated windows');
    }
    this.#options = options;
    this.#isVisible = options.show !== false;
    this.webContents = strict('webContents', new WebContents({ attach: () => this.#attach() }));
    // In its place, so that a missing member throws.
    const proxy = strict<BrowserWindow>('BrowserWindow', this);
    windows.push(proxy);
    return proxy;
  }

  static getAllWindows = (): BrowserWindow[] => [...windows];
  static getFocusedWindow = (): BrowserWindow | null => windows.at(-1) ?? null;

  async loadURL(url: string): Promise<void> {
    this.#url = url;
    await this.#attach();
  }
  show(): void {
    this.#isVisible = true;
    this.emit('show');
  }
  focus = (): void => void this.emit('focus');
  restore = (): void => undefined;
  maximize = (): void => void (this.#isMaximized = true);
  isMaximized = (): boolean => this.#isMaximized;
  isVisible = (): boolean => this.#isVisible;
  isMinimized = (): boolean => false;
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 0, y = 0, width = 800, height = 600 } = this.#options;
    return { x, y, width, height };
  }
  getBounds = (): ReturnType<BrowserWindow['getNormalBounds']> => this.getNormalBounds();
  setProgressBar = (share: number): void => void this.progress.push(share);
  close(): void {
    let isPrevented = false;
    this.emit('close', { preventDefault: () => void (isPrevented = true) });
    if (isPrevented) return;
    void this.webContents.page?.close({ runBeforeUnload: false });
  }

  /** Puts a fresh page behind the window and loads it. */
  async #attach(): Promise<void> {
    const contents = this.webContents;
    const page = await takePage(windows.length === 1 && contents.page === null);
    contents.page = page;
    this.#followPage(page);
    await page.exposeBinding('__standInCall', ({ frame }, kind: string, channel: string, args: unknown[]) =>
      this.#answer(frame, kind, channel, args),
    );
    await page.addInitScript(this.#preloadScript());
    await page.emulateMedia({ colorScheme: colorScheme() });
    await this.#resize(page);
    await page.goto(toHttp(this.#url), { waitUntil: 'load' });
  }

  #followPage(page: Page): void {
    const contents = this.webContents;
    page.on('request', (request) => {
      if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
      contents.emit('did-start-navigation', { url: toScheme(request.url()), isMainFrame: true, isSameDocument: false });
    });
    page.on('load', () => {
      contents.emit('did-finish-load');
      this.emit('ready-to-show');
    });
    page.on('crash', () => contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    page.on('close', () => {
      if (contents.isReplacing) return;
      windows.splice(
        windows.findIndex((window) => window.webContents === contents),
        1,
      );
      this.emit('closed');
      if (windows.length === 0 && !app.emit('window-all-closed')) app.quit();
    });
    page.on('console', (message) => {
      if (process.env['STAND_IN_VERBOSE']) console.error(`[page] ${message.text()}`);
    });
  }

  async #answer(frame: Frame, kind: string, channel: string, args: unknown[]): Promise<InvokeResult> {
    const contents = this.webContents;
    const parent = frame.parentFrame();
    const senderFrame = { url: toScheme(frame.url()), parent: parent && { url: toScheme(parent.url()) } };
    const event = { sender: contents, senderFrame };
    if (kind === 'invoke') return invoke(channel, event, args);
    if (kind === 'send') receive(channel, event, args);
    else if (kind === 'open') contents.openHandler?.({ url: channel });
    else if (kind === 'navigate') {
      let isPrevented = false;
      contents.emit('will-navigate', { url: channel, preventDefault: () => void (isPrevented = true) });
      if (!isPrevented) void frame.goto(channel);
    }
    return { ok: undefined };
  }

  #preloadScript(): string {
    const { preload, additionalArguments = [] } = this.#options.webPreferences ?? {};
    const source = preload ? readFileSync(preload, 'utf8') : '';
    if (/^\s*(import|export)\s/m.test(source)) throw new Error('a sandboxed preload must be CommonJS');
    const runtime = {
      versions: { electron: 'stand-in', chrome: chromeVersion(), node: process.versions.node },
      platform: process.platform,
      argv: ['electron', ...additionalArguments],
      env: {},
    };
    return `(${preloadRuntime.toString()})(${JSON.stringify(source)}, ${JSON.stringify(runtime)});`;
  }

  async #resize(page: Page): Promise<void> {
    const { width, height } = this.#options;
    if (width === undefined || height === undefined) return;
    const session = await page.context().newCDPSession(page);
    const { windowId } = await session.send('Browser.getWindowForTarget');
    await session.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
    await session.detach();
  }
}

/** The pages of all windows, for the theme. */
export function allPages(): Page[] {
  return windows.flatMap(({ webContents }) => webContents.page ?? []);
}
