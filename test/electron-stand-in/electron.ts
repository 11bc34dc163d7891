/**
 * A stand-in for the module "electron": the BUILT main and preload run unchanged, in a Node process of their own,
 * against a real Chromium page driven by Playwright. For machines that cannot have Electron's program; anything that
 * is not written here throws.
 */
import { app } from './app.ts';
import { ipcMain } from './ipc.ts';
import { Menu } from './menu.ts';
import { protocol } from './schemes.ts';
import { strict } from './strict.ts';
import { nativeTheme, themePages } from './theme.ts';
import { allPages, BrowserWindow } from './window.ts';

themePages(allPages);

/** Chromium's own defaults hold: headless, it grants nothing. */
const onlyFunctions = (handler: unknown): void => {
  if (typeof handler !== 'function') throw new TypeError('a handler must be a function');
};

const session = strict('session', {
  defaultSession: strict('session.defaultSession', {
    setPermissionRequestHandler: onlyFunctions,
    setPermissionCheckHandler: onlyFunctions,
    setDevicePermissionHandler: onlyFunctions,
  }),
});

function unstubbed(name: string): () => Promise<never> {
  return () => Promise.reject(new Error(`dialog.${name} was called and the test did not stub it`));
}
const dialog = strict('dialog', {
  showOpenDialog: unstubbed('showOpenDialog'),
  showSaveDialog: unstubbed('showSaveDialog'),
  showMessageBox: unstubbed('showMessageBox'),
});

/** One display, less a bar at its top. */
const display = { id: 1, workArea: { x: 0, y: 30, width: 1920, height: 1050 } };
const screen = strict('screen', { getAllDisplays: () => [display], getPrimaryDisplay: () => display });

const opened: string[] = [];
const shell = strict('shell', {
  /** What was handed to the system, for specs. */
  opened,
  openExternal: async (url: string) => void opened.push(url),
  showItemInFolder: (path: string) => void opened.push(path),
  openPath: async (path: string) => {
    opened.push(path);
    return '';
  },
});
const net = strict('net', { fetch: (...args: Parameters<typeof fetch>) => fetch(...args) });

export { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, net, protocol, screen, session, shell };
const all = { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, net, protocol, screen, session, shell };
export default all;

interface Evaluation {
  readonly type: 'evaluate';
  readonly id: number;
  readonly source: string;
  readonly arg: unknown;
}

/** A spec's own function, run with this module, as Playwright does it with the real Electron. */
async function evaluate({ id, source, arg }: Evaluation): Promise<void> {
  try {
    const f = (0, eval)(`(${source})`) as (electron: typeof all, arg: unknown) => unknown;
    process.send?.({ type: 'result', id, result: await f(all, arg) });
  } catch (error) {
    process.send?.({ type: 'result', id, error: String(error) });
  }
}

process.on('message', (message: Evaluation) => {
  if (message.type === 'evaluate') void evaluate(message);
});
process.on('disconnect', () => app.exit(0));
