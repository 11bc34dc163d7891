/**
 * The one window: sandboxed, isolated, bound to its own page. What main has to say before the page is there waits.
 */
import { BrowserWindow, nativeTheme, screen, shell, type WebContents } from 'electron';
import { HOST, SCHEME, VERSION_ARGUMENT, type WindowEvents } from '../contracts/ipc.ts';
import { isOwnUrl } from './sender.ts';
import { MIN_HEIGHT, MIN_WIDTH, placeWindow, type WindowStateStore } from './window-state.ts';

const PAGE_URL = `${SCHEME}://${HOST}/index.html`;
/** Shown until the page has drawn, so that nothing flashes. The page's own colours. */
const BACKGROUND = { light: '#f6f7f9', dark: '#16181c' } as const;

export interface MainWindowOptions {
  /** Path of the built preload. */
  readonly preload: string;
  readonly version: string;
  readonly state: WindowStateStore;
  /** A page that was there is gone (reloaded, crashed, closed), and with it what it held. */
  readonly onPageGone: () => void;
  readonly onCrash: (reason: string) => void;
}

type Message = { [Name in keyof WindowEvents]: readonly [Name, WindowEvents[Name]] }[keyof WindowEvents];

export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | null = null;
  #isLoaded = false;
  #waiting: Message[] = [];
  /** The page asked to be asked before it goes. */
  #isUnsaved = false;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  get window(): BrowserWindow | null {
    return this.#window;
  }

  get contents(): WebContents | null {
    return this.#window?.webContents ?? null;
  }

  /** Opens the window, or brings it to the front. */
  show(): void {
    if (!this.#window) return this.#open();
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.focus();
  }

  /** Tells the page, at once or when it is there. */
  send<Name extends keyof WindowEvents>(name: Name, value: WindowEvents[Name]): void {
    if (this.#isLoaded && this.contents) this.contents.send(name, value);
    else this.#waiting.push([name, value] as Message);
  }

  setUnsaved(isUnsaved: boolean): void {
    this.#isUnsaved = isUnsaved;
  }

  /** Closes it without asking. */
  close(): void {
    this.#isUnsaved = false;
    this.#window?.close();
  }

  setProgress(share: number | null): void {
    this.#window?.setProgressBar(share ?? -1);
  }

  reload(): void {
    this.contents?.reload();
  }

  #open(): void {
    const { state, preload, version } = this.#options;
    const displays = screen.getAllDisplays();
    const main = screen.getPrimaryDisplay();
    const workAreas = [main, ...displays.filter(({ id }) => id !== main.id)].map(({ workArea }) => workArea);
    const window = new BrowserWindow({
      ...placeWindow(state.value.bounds, workAreas),
      minWidth: MIN_WIDTH,
      minHeight: MIN_HEIGHT,
      show: false,
      title: 'GridPull',
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: {
        preload,
        additionalArguments: [VERSION_ARGUMENT + version],
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    this.#window = window;
    if (state.value.isMaximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      state.set({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
      if (!this.#isUnsaved || !this.#isLoaded) return;
      event.preventDefault();
      this.send('closing', null);
    });
    window.on('closed', () => {
      this.#window = null;
      this.#leavePage();
    });
    this.#followPage(window.webContents);
    this.#lock(window.webContents);
    void window.loadURL(PAGE_URL);
  }

  #followPage(contents: WebContents): void {
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#leavePage();
    });
    contents.on('did-finish-load', () => {
      this.#isLoaded = true;
      for (const [name, value] of this.#waiting.splice(0)) contents.send(name, value);
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit') return;
      this.#leavePage();
      this.#options.onCrash(reason);
    });
  }

  /** The page stays where it is; links go to the system's browser. */
  #lock(contents: WebContents): void {
    contents.setWindowOpenHandler(({ url }) => {
      openInBrowser(url);
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event) => {
      // Vite reloads the page while developing.
      if (isOwnUrl(event.url)) return;
      event.preventDefault();
      openInBrowser(event.url);
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  }

  #leavePage(): void {
    if (!this.#isLoaded) return;
    this.#isLoaded = false;
    this.#isUnsaved = false;
    this.#options.onPageGone();
  }
}

/** Only https is opened: other schemes could start programs. */
function openInBrowser(url: string): void {
  if (URL.parse(url)?.protocol === 'https:') void shell.openExternal(url);
}
