/** The program's parts and how they reach each other. Electron's own events are in index.ts, decisions in the parts. */
import { dirname, join } from 'node:path';
import { app, dialog, ipcMain, nativeTheme, net, protocol, session, shell } from 'electron';
import { type MenuState, SCHEME } from '../contracts/ipc.ts';
import type { CommandTexts } from '../contracts/locales/commands.en.ts';
import { chooseLanguage, commandTexts } from '../contracts/locales/language.ts';
import { Dialogs } from './dialogs.ts';
import { FileGrants } from './file-grants.ts';
import { FolderGrants } from './folder-grants.ts';
import { createRequests, type Messages, registerIpc } from './ipc-handlers.ts';
import type { Log } from './log.ts';
import { AppMenu } from './menu.ts';
import { FIRST_MENU_STATE } from './menu-template.ts';
import { createOpening, type Opening } from './opening.ts';
import { createHandler } from './protocol.ts';
import { Projects } from './projects.ts';
import { Recents } from './recents.ts';
import { RecoveryStore } from './recovery-store.ts';
import { SaveGrants } from './save-grants.ts';
import type { SettingsStore } from './settings-store.ts';
import { MainWindow } from './window.ts';
import { openWindowState } from './window-state.ts';

export interface ApplicationOptions {
  /** The folder that keeps settings, recents and the window's place. */
  readonly folder: string;
  readonly settings: SettingsStore;
  readonly log: Log;
  readonly logFile: string;
}

export class Application {
  readonly saves = new SaveGrants();
  readonly window: MainWindow;
  readonly #options: ApplicationOptions;
  readonly #files = new FileGrants();
  readonly #folders = new FolderGrants();
  readonly #recents: Recents;
  readonly #dialogs: Dialogs;
  readonly #opening: Opening;
  readonly #projects: Projects;
  readonly #recovery: RecoveryStore;
  readonly #menu = new AppMenu();
  #menuState = FIRST_MENU_STATE;

  constructor(options: ApplicationOptions) {
    this.#options = options;
    const { folder, log } = options;
    const texts = (): CommandTexts => this.#texts();
    const onFault = (error: unknown): void => log.error(error);
    this.window = new MainWindow({
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      version: app.getVersion(),
      state: openWindowState({ folder, onFault }),
      onPageGone: () => this.#forgetPage(),
      onCrash: (reason) => this.#offerReload(reason),
    });
    this.#recents = new Recents({
      folder,
      onFault,
      home: app.getPath('home'),
      onChange: (list) => {
        this.window.send('recents', list);
        this.#showMenu();
      },
    });
    this.#recovery = new RecoveryStore(folder, onFault);
    this.#projects = new Projects({
      files: this.#files,
      saves: this.saves,
      isKnown: (path) => this.#recents.has(path),
      remember: (path) => {
        this.#recents.add(path);
        app.addRecentDocument(path);
      },
    });
    this.#dialogs = new Dialogs({
      dialog,
      window: () => this.window.window,
      texts,
      folder: () => this.#lastFolder(),
    });
    this.#opening = createOpening({
      files: this.#files,
      folders: this.#folders,
      recents: this.#recents,
      addToSystem: (path) => app.addRecentDocument(path),
      allowJob: (name, named) => this.#dialogs.allowJob(name, named),
      send: (name, value) => this.window.send(name, value),
      texts,
    });
  }

  /** Once Electron is ready. */
  start(): void {
    this.#serve();
    this.#listen();
    this.#showMenu();
    this.window.show();
  }

  /** May be called before Electron is ready (macOS): the window takes the files when it is there. */
  openFiles(paths: readonly string[]): void {
    if (app.isReady()) this.window.show();
    void this.#opening.openInWindow(paths);
  }

  #texts(): CommandTexts {
    return commandTexts(chooseLanguage(this.#options.settings.value.language, app.getPreferredSystemLanguages()));
  }

  #lastFolder(): string {
    const last = this.#recents.list()[0];
    const path = last && this.#recents.pathOf(last.id);
    return path === undefined ? app.getPath('documents') : dirname(path);
  }

  /** A page that is gone leaves nothing half-written, and its successor none of its rights. */
  #forgetPage(): void {
    this.#files.revokeAll();
    this.#folders.revokeAll();
    void this.saves.abandonAll();
    this.window.setProgress(null);
    this.#setMenu(FIRST_MENU_STATE);
  }

  #offerReload(reason: string): void {
    const { log, logFile } = this.#options;
    log.error(`the window's process ended: ${reason}`);
    this.#dialogs.offerReload(logFile).then(
      (isWanted) => (isWanted ? this.window.reload() : app.quit()),
      (error: unknown) => log.error(error),
    );
  }

  #setMenu(state: MenuState): void {
    this.#menuState = state;
    this.#showMenu();
  }

  #showMenu(): void {
    if (!app.isReady()) return;
    this.#menu.show({
      isMac: process.platform === 'darwin',
      isDevelopment: !app.isPackaged,
      texts: this.#texts(),
      state: this.#menuState,
      recents: this.#recents.list(),
      run: (id) => {
        // On macOS the menu outlives the window.
        this.window.show();
        this.window.send('command', id);
      },
      openRecent: (id) => {
        const path = this.#recents.pathOf(id);
        if (path !== undefined) this.openFiles([path]);
      },
      clearRecents: () => {
        this.#recents.clear();
        app.clearRecentDocuments();
      },
    });
  }

  #serve(): void {
    const handler = createHandler({
      root: join(import.meta.dirname, '../renderer'),
      files: this.#files,
      folders: this.#folders,
      saves: this.saves,
      texts: () => this.#texts(),
      onFault: (error) => this.#options.log.error(error),
      devUrl: app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'],
      fetcher: (url) => net.fetch(url),
    });
    protocol.handle(SCHEME, handler);
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    session.defaultSession.setPermissionCheckHandler(() => false);
    session.defaultSession.setDevicePermissionHandler(() => false);
  }

  #listen(): void {
    const { settings, log } = this.#options;
    const resources = app.isPackaged ? process.resourcesPath : join(import.meta.dirname, '../..');
    const requests = createRequests({
      files: this.#files,
      folders: this.#folders,
      saves: this.saves,
      settings,
      recents: this.#recents,
      dialogs: this.#dialogs,
      samplesFolder: join(resources, 'samples'),
      opening: this.#opening,
      reveal: (path) => shell.showItemInFolder(path),
      openPage: (path) => shell.openPath(path),
      projects: this.#projects,
      recovery: this.#recovery,
      closeWindow: () => this.window.close(),
      onSettings: () => {
        nativeTheme.themeSource = settings.value.theme;
        this.#showMenu();
      },
    });
    const messages: Messages = {
      setMenu: (state) => this.#setMenu(state),
      setUnsaved: (isUnsaved) => this.window.setUnsaved(isUnsaved),
      setProgress: (share) => this.window.setProgress(share),
      log: (level, message) => log[level](`window: ${message}`),
    };
    registerIpc(ipcMain, { requests, messages, contents: () => this.window.contents, texts: () => this.#texts(), log });
  }
}
