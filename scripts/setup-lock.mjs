// One set-up of a clone at a time: `npm start` beside `npm run gridpull` in a fresh clone had two `npm ci` empty one folder.
// A file beside package.json, which only one process can create, names its holder. Whoever comes second waits, and then
// finds most of the work done. Plain JavaScript for any Node from 18: it runs before anything is installed.
import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const POLL_MS = 200;
/** No set-up takes as long. Only of a holder that cannot be looked for is this asked: on another machine, or not told. */
const LONGEST_MS = 30 * 60_000;
/** Between creating a file and writing into it lies no more than this, nor between two steps of taking a lock away. */
const MOMENT_MS = 5_000;

/**
 * Waits until nobody else sets up `root`, and keeps others out until this process ends or calls what it gets.
 * @param root {string} the clone's folder @param tell {(sentence: string) => void} hears once that it waits, and for whom
 * @returns {Promise<() => void>} lets the next one in
 */
export async function lockSetup(root, tell) {
  const file = join(root, '.gridpull-setup.lock');
  let isTold = false;
  for (;;) {
    const own = tryToHold(file);
    if (own) return own;
    if (isAbandoned(file)) {
      takeAway(file);
    } else if (!isTold) {
      const { pid = 'unknown' } = holderOf(file) ?? {};
      tell(`another set-up of this folder is at work (process ${pid}); waiting for it …`);
      isTold = true;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** @returns {(() => void) | null} what gives the lock back, or null where another one holds it */
function tryToHold(file) {
  let handle;
  try {
    handle = openSync(file, 'wx');
  } catch (error) {
    if (error.code === 'EEXIST') return null;
    // Windows refuses a file that another process is about to delete.
    if (error.code === 'EPERM' && process.platform === 'win32') return null;
    // Where nothing can be written no set-up can collide.
    return () => {};
  }
  writeSync(handle, JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid) }));
  closeSync(handle);
  const giveBack = () => {
    process.off('exit', giveBack);
    unlinkIfThere(file);
  };
  process.on('exit', giveBack);
  return giveBack;
}

/** Who holds it: null while it is being written, or gone. */
function holderOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Whether the holder ended without giving it back. */
function isAbandoned(file) {
  const holder = holderOf(file);
  if (!holder) return ageMs(file) > MOMENT_MS;
  if (holder.host !== hostname()) return ageMs(file) > LONGEST_MS;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return error.code === 'ESRCH';
  }
  // Numbers of processes come again.
  return holder.started !== startOf(holder.pid);
}

/** Takes an abandoned lock away. Two that found it abandoned must not take away the lock that one of them then holds. */
function takeAway(file) {
  const guard = `${file}.abandoned`;
  try {
    closeSync(openSync(guard, 'wx'));
  } catch {
    // Whoever made it is about to take the lock away, or was killed just then.
    if (ageMs(guard) > MOMENT_MS) unlinkIfThere(guard);
    return;
  }
  try {
    if (isAbandoned(file)) unlinkIfThere(file);
  } finally {
    unlinkIfThere(guard);
  }
}

/** When a process began, in ticks since the system did; null where the system does not tell. */
export function startOf(pid) {
  try {
    // The name of the program, in parentheses, may hold anything; the 22nd field is the 20th after it.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ')[19];
  } catch {
    return null;
  }
}

/** Since the file was written; 0 where it is not there. */
function ageMs(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function unlinkIfThere(file) {
  try {
    unlinkSync(file);
  } catch {
    // Gone already.
  }
}
