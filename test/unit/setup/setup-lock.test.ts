/** Two set-ups of one clone at the same time, with an installer that is only there to notice that. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockSetup, startOf } from '../../../scripts/setup-lock.mjs';

/** As npm does: empties node_modules, takes its time, and is not made to run twice at once in a folder. */
const INSTALLER = `#!${process.execPath}
const fs = require('node:fs');
const [what] = process.argv.slice(2);
fs.appendFileSync('calls', what + '\\n');
if (what === 'ci') {
  fs.mkdirSync('busy');
  fs.rmSync('node_modules', { recursive: true, force: true });
  setTimeout(() => {
    fs.mkdirSync('node_modules');
    fs.rmdirSync('busy');
  }, 300);
} else {
  for (const file of ['main/index.js', 'preload/index.cjs', 'renderer/index.html', 'cli/index.js', 'web/index.js']) {
    fs.mkdirSync('out/' + file.split('/')[0], { recursive: true });
    fs.writeFileSync('out/' + file, '');
  }
}
`;

let clone = '';
beforeEach(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'gridpull-setup-lock-'));
  for (const folder of ['scripts', 'bin', 'src']) mkdirSync(path.join(clone, folder));
  for (const file of ['setup.mjs', 'setup-lock.mjs']) cpSync(`scripts/${file}`, path.join(clone, 'scripts', file));
  writeFileSync(path.join(clone, 'scripts/setup-debian.sh'), 'exit 0\n');
  writeFileSync(path.join(clone, 'package-lock.json'), '{}');
  writeFileSync(path.join(clone, 'bin/npm'), INSTALLER);
  chmodSync(path.join(clone, 'bin/npm'), 0o755);
});
afterEach(() => rmSync(clone, { recursive: true }));

const lockFile = (): string => path.join(clone, '.gridpull-setup.lock');
const calls = (): string[] => readFileSync(path.join(clone, 'calls'), 'utf8').trim().split('\n');

function begin(): ChildProcess {
  const PATH = [path.join(clone, 'bin'), path.dirname(process.execPath), process.env['PATH']].join(path.delimiter);
  // Whether this machine has a driver is not asked here.
  const env = { ...process.env, PATH, VK_DRIVER_FILES: 'none' };
  return spawn(process.execPath, [path.join(clone, 'scripts/setup.mjs'), '--quiet'], { env });
}

async function ended(child: ChildProcess): Promise<{ code: number; told: string }> {
  let told = '';
  child.stderr!.on('data', (text: Buffer) => void (told += String(text)));
  const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? -1)));
  return { code, told };
}

// Windows has no shebangs, so that the stand-in for npm cannot be told from a text.
describe.skipIf(process.platform === 'win32')('two set-ups of a fresh clone', () => {
  it('go one after the other: the second waits, says so, and finds all done', async () => {
    const both = [begin(), begin()];
    const ends = await Promise.all(both.map(ended));
    expect(ends.map(({ code, told }) => (code === 0 ? code : told))).toEqual([0, 0]);
    expect(calls()).toEqual(['ci', 'run']);
    const waited = ends.flatMap(({ told }) => /\(process (\d+)\); waiting for it/.exec(told)?.[1] ?? []);
    expect(waited).toHaveLength(1);
    expect(both.map(({ pid }) => String(pid))).toContain(waited[0]);
    expect(existsSync(lockFile())).toBe(false);
  });
});

describe('the lock of a clone', () => {
  it.each([
    ['of a process that is gone', { pid: 2 ** 30, host: hostname(), started: null }, 0],
    ['of a process whose number another one has now', { pid: process.pid, host: hostname(), started: 'before' }, 0],
    ['of another machine that is older than any set-up takes', { pid: 1, host: 'elsewhere', started: null }, 3600],
    ['that was never written to its end', '{"pid', 60],
  ])('is taken over %s', async (_, holder, ageSeconds) => {
    leaveLock(holder, ageSeconds);
    const told: string[] = [];
    const unlock = await lockSetup(clone, (sentence) => told.push(sentence));
    expect(told).toEqual([]);
    expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
    unlock();
    expect(readdirSync(clone)).not.toContain(path.basename(lockFile()));
  });

  it.each([
    ['of a process that is at work', { pid: process.ppid, host: hostname(), started: startOf(process.ppid) }, 3600],
    ['of another machine', { pid: process.ppid, host: 'elsewhere', started: null }, 60],
    ['that is being written', '', 0],
  ])('is waited for %s', async (_, holder, ageSeconds) => {
    leaveLock(holder, ageSeconds);
    const told: string[] = [];
    const waiting = lockSetup(clone, (sentence) => {
      told.push(sentence);
      rmSync(lockFile());
    });
    (await waiting)();
    expect(told).toEqual([expect.stringMatching(/^another set-up of this folder is at work \(process \w+\); waiting/)]);
  });
});

/** A lock as `holder` left it, so long ago. */
function leaveLock(holder: unknown, ageSeconds: number): void {
  writeFileSync(lockFile(), typeof holder === 'string' ? holder : JSON.stringify(holder));
  const then = new Date(Date.now() - 1000 * ageSeconds);
  utimesSync(lockFile(), then, then);
}
