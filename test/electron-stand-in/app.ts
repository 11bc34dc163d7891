/** electron.app: life cycle, paths, and one instance per user folder. */
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { closeChromium, startChromium } from './chromium-side.ts';
import { startServer } from './schemes.ts';
import { strict } from './strict.ts';

const userData = process.env['STAND_IN_USER_DATA'] ?? '/tmp/electron-stand-in';
mkdirSync(userData, { recursive: true });
const isPackaged = process.env['STAND_IN_PACKAGED'] === '1';
// Electron's own ways to say that it runs a folder of code, or where a packaged program's resources are.
Object.assign(process, isPackaged ? { resourcesPath: process.cwd() } : { defaultApp: true });

export class App extends EventEmitter {
  readonly isPackaged = isPackaged;
  readonly switches: string[] = [];
  readonly recentDocuments: string[] = [];
  readonly commandLine = strict('app.commandLine', {
    appendSwitch: (name: string, value?: string) => {
      if (this.isReady()) throw new Error(`the switch ${name} comes after ready and has no effect`);
      this.switches.push(value === undefined ? `--${name}` : `--${name}=${value}`);
    },
  });
  #name = 'electron-stand-in';
  #isReady = false;
  #ready: Promise<void> | null = null;

  isReady = (): boolean => this.#isReady;
  whenReady(): Promise<void> {
    this.#ready ??= this.#start();
    return this.#ready;
  }
  async #start(): Promise<void> {
    await startServer();
    await startChromium(userData, this.switches);
    this.#isReady = true;
    this.emit('ready');
  }
  getPath = (name: string): string =>
    name === 'userData' ? userData : name === 'home' ? homedir() : join(userData, name);
  getVersion = (): string => (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
  getName = (): string => this.#name;
  setName = (name: string): void => void (this.#name = name);
  getPreferredSystemLanguages = (): string[] => (process.env['STAND_IN_LANGUAGES'] ?? 'en-US').split(',');
  addRecentDocument = (path: string): void => void this.recentDocuments.push(path);
  clearRecentDocuments = (): void => void this.recentDocuments.splice(0);

  /** A second process leaves a file with its message in the folder that the first one watches. */
  requestSingleInstanceLock(data: unknown = {}): boolean {
    const lock = join(userData, 'lock');
    if (existsSync(lock) && isAlive(Number(readFileSync(lock, 'utf8')))) {
      const message = JSON.stringify([process.argv, process.cwd(), data]);
      writeFileSync(join(userData, `second-${process.pid}.json`), message);
      return false;
    }
    rmSync(lock, { force: true });
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    watch(userData, (_event, name) => {
      const path = join(userData, String(name));
      // A moment later, when it is written to its end.
      if (/^second-\d+\.json$/.test(String(name))) setTimeout(() => this.#meetSecond(path), 50);
    }).unref();
    return true;
  }
  #meetSecond(path: string): void {
    if (!existsSync(path)) return;
    const [argv, folder, data] = JSON.parse(readFileSync(path, 'utf8')) as [string[], string, unknown];
    rmSync(path);
    this.emit('second-instance', { preventDefault() {} }, argv, folder, data);
  }
  quit(): void {
    for (const name of ['before-quit', 'will-quit']) {
      let isPrevented = false;
      this.emit(name, { preventDefault: () => void (isPrevented = true) });
      if (isPrevented) return;
    }
    this.exit(0);
  }
  exit(code = 0): void {
    this.emit('quit', {}, code);
    void closeChromium().then(() => process.exit(code));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export const app = strict('app', new App());
