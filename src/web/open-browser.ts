/** Shows an address in the system's browser. */
import { spawn } from 'node:child_process';

/** Resolves to whether a program for it was found; what it does is not waited for. */
export function openBrowser(url: string, platform: string = process.platform): Promise<boolean> {
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
