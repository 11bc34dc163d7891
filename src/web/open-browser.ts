/**
 * Shows an address in the system's browser. Everybody on the machine can read what programs are started with, so the
 * browser is given a page that only this user can read, and that leads on.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface OpenedBrowser extends AsyncDisposable {
  /** Whether a program for it was found; what it does is not waited for. */
  readonly isFound: boolean;
}

/** The page that leads on is there until this is disposed: browsers that are started first take their time. */
export async function openBrowser(address: string, platform: string = process.platform): Promise<OpenedBrowser> {
  // Made for this user alone (mode 700).
  const folder = await mkdtemp(join(tmpdir(), 'gridpull-web-'));
  const page = join(folder, 'open.html');
  await writeFile(page, leadingPage(address), { mode: 0o600 });
  const isFound = await startBrowser(pathToFileURL(page).href, platform);
  return { isFound, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** @param address holds no character that HTML would take for its own */
function leadingPage(address: string): string {
  return `<!doctype html><meta charset="utf-8"><title>GridPull</title><meta http-equiv="refresh" content="0;url=${address}"><a href="${address}">GridPull</a>\n`;
}

function startBrowser(url: string, platform: string): Promise<boolean> {
  const [program, ...args] = browserCommand(url, platform);
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

export function browserCommand(url: string, platform: string): [program: string, ...args: string[]] {
  if (platform === 'darwin') return ['open', url];
  // `start` belongs to the shell; the empty string is the title that it takes first.
  if (platform === 'win32') return ['cmd', '/c', 'start', '', url];
  return ['xdg-open', url];
}
