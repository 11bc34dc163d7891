/**
 * The hidden files that results are written to before they get their names: `.statue.ply.PID-hex.part`. A process that
 * is killed leaves them behind. Whoever comes next has to tell those from the ones that are being written right now,
 * by another process here or by another machine of a cluster: the name holds the process and, as the first digits of
 * `hex`, where that number means this process: the machine and, in a container, its own counting of processes.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

const SUFFIX = '.part';
const PARTIAL = /^\..+\.(\d+)-([0-9a-f]{8})([0-9a-f]{6})[0-9a-f]{6}\.part$/;

/** What another machine wrote to last this long ago nobody writes any more: a mesh takes minutes at most. */
const ABANDONED_MS = 24 * 3600 * 1000;

/** Tells this process from an earlier one of the same number: containers count alike at each start. */
const SESSION = randomBytes(3).toString('hex');

export function partialName(targetPath: string): string {
  return `${prefix(targetPath, process.pid)}${here()}${SESSION}${randomBytes(3).toString('hex')}${SUFFIX}`;
}

function prefix(targetPath: string, processId: number): string {
  return `.${path.basename(targetPath)}.${processId}-`;
}

let hereDigits: string | undefined;
function here(): string {
  return (hereDigits ??= createHash('sha256').update(`${hostname()} ${processSpace()}`).digest('hex').slice(0, 8));
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // not Linux: one space for the whole machine
  }
}

/**
 * Removes what one process left of one file when it was killed. At once, since it is done on the way out, and without
 * complaint, since whoever ends has something else to say.
 */
export function removePartialFiles(filePath: string, processId: number): void {
  try {
    // The way leads through a symbolic link to its file, as in `writeFileBeside`.
    const target = existsSync(filePath) ? realpathSync(filePath) : path.resolve(filePath);
    const start = prefix(target, processId);
    for (const name of readdirSync(path.dirname(target))) {
      if (name.startsWith(start) && name.endsWith(SUFFIX)) rmSync(path.join(path.dirname(target), name));
    }
  } catch {
    // The folder is gone or no longer ours.
  }
}

/** Removes from a folder what processes left that no longer live; without complaint, as it is in nobody's way. */
export function removeLeftovers(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (isLeftover(folder, name)) rmSync(path.join(folder, name), { force: true });
    }
  } catch {
    // The folder is gone or no longer ours.
  }
}

function isLeftover(folder: string, name: string): boolean {
  const [, processId, where, session] = PARTIAL.exec(name) ?? [];
  if (processId === undefined || session === SESSION) return false;
  if (where === here()) return Number(processId) === process.pid || !isAlive(Number(processId));
  return Date.now() - statSync(path.join(folder, name)).mtimeMs > ABANDONED_MS;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Another user's process lives, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
