/** Ends that nobody planned: Ctrl+C at any moment, a driver that crashes, a command line that is killed. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { computeProcessOf, finished, isOneLine, startCli } from './cli.ts';

/** A program that is on its way out needs a moment on a busy machine; a hang would last. */
const PROMPT_MS = 3000;

function start(cloud = 'lattice.ply', more: string[] = []) {
  const place = mkdtempSync(join(tmpdir(), 'gridpull-interrupt-'));
  const child = startCli(['reconstruct', `samples/${cloud}`, '-o', join(place, 'mesh.ply'), '--software', ...more]);
  return { place, child, ending: finished(child) };
}

/** Resolves when the words have been printed to standard error. */
function seen(child: ChildProcess, words: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve) => {
    child.stderr?.on('data', (data: Buffer) => {
      text += data.toString();
      if (words.test(text)) resolve();
    });
  });
}

/** The process that computes, child of the command line. */
async function computingProcess(child: ChildProcess): Promise<number> {
  await seen(child, /finding outliers/);
  return computeProcessOf(child);
}

function isRunning(pid: number): boolean {
  try {
    // A zombie has ended; only its parent has not looked yet.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('Ctrl+C', () => {
  it.each([/reading/, /sorting/, /outliers/, /noise/, /orienting/, /level 64/, /extracting/])(
    'after %s ends with 130 and leaves nothing behind',
    async (words) => {
      const { place, child, ending } = start('bracket.ply', ['--resolution', '64']);
      await seen(child, words);
      const startMs = performance.now();
      child.kill('SIGINT');
      const { code, stdout, stderr } = await ending;
      expect(performance.now() - startMs).toBeLessThan(PROMPT_MS);
      expect(code, stderr).toBe(130);
      expect(stdout).toBe('');
      expect(stderr.trimEnd().split('\n').at(-1)).toBe('gridpull: interrupted; nothing was written');
      expect(readdirSync(place)).toEqual([]);
    },
  );

  it.each([20, 60, 120, 200])('%i ms after the start ends at once too', async (delayMs) => {
    const { place, child, ending } = start();
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    child.kill('SIGINT');
    const { code, stderr } = await ending;
    // Before the first line of the program has run the system ends it, which a shell calls 130 as well.
    expect(code ?? 128 + constants.signals[child.signalCode!], stderr).toBe(130);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
    expect(readdirSync(place)).toEqual([]);
  });

  it('twice does not wait for anything', async () => {
    const { place, child, ending } = start();
    const computing = await computingProcess(child);
    // A process that is stopped cannot obey: as good as a driver that hangs.
    process.kill(computing, 'SIGSTOP');
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(child.exitCode).toBe(null);
    const startMs = performance.now();
    child.kill('SIGINT');
    expect((await ending).code).toBe(130);
    expect(performance.now() - startMs).toBeLessThan(PROMPT_MS);
    await expect.poll(() => isRunning(computing), { timeout: PROMPT_MS }).toBe(false);
    expect(readdirSync(place)).toEqual([]);
  });

  it('in a terminal reaches both processes and is told once', async () => {
    const { child, ending } = start();
    process.kill(await computingProcess(child), 'SIGINT');
    child.kill('SIGINT');
    const { code, stderr } = await ending;
    expect(code, stderr).toBe(130);
    expect(stderr.match(/interrupted/g)).toHaveLength(1);
  });
});

describe('a computing process that dies', () => {
  it.each([
    ['SIGSEGV', 1, /crashed \(SIGSEGV\).*--software/],
    ['SIGKILL', 5, /out of memory.*--resolution/],
  ] as const)('of %s is one line', async (signal, exitCode, words) => {
    const { place, child, ending } = start('lattice.ply', ['--quiet', '--json']);
    // Quiet runs print nothing to wait for.
    const computing = await computeProcessOf(child);
    process.kill(computing, signal);
    const { code, stdout, stderr } = await ending;
    expect(code, stderr).toBe(exitCode);
    expect(stdout).toBe('');
    expect(isOneLine(stderr), stderr).toBe(true);
    expect(stderr).toMatch(words);
    expect(readdirSync(place)).toEqual([]);
  });
});

it('a command line that is killed takes the computing process with it', async () => {
  const { place, child, ending } = start();
  const computing = await computingProcess(child);
  child.kill('SIGKILL');
  await ending;
  await expect.poll(() => isRunning(computing), { timeout: PROMPT_MS }).toBe(false);
  expect(readdirSync(place)).toEqual([]);
});
