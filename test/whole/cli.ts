/** Runs the built command line as a user would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function startCli(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['out/cli/index.js', ...args], { env: { ...process.env, ...env } });
}

export function runCli(args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
  return finished(startCli(args, env));
}

/** One line of bash, for pipes and redirections. */
export function runShell(line: string): Promise<CliResult> {
  return finished(spawn('bash', ['-c', line]));
}

/** What it printed and its exit code, a signal being 128 and its number as in a shell. */
export function finished(child: ChildProcess): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/**
 * The process that computes for a command line, once it has one. Never 0, which a signal takes for the sender and all
 * that it started.
 */
export async function computeProcessOf(child: ChildProcess): Promise<number> {
  const first = (): number =>
    Number(/\d+/.exec(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'))?.[0]);
  await expect.poll(first, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
  return first();
}

/** One line, no stack trace: what every failure has to look like. */
export function isOneLine(stderr: string): boolean {
  const lines = stderr.trim().split('\n');
  return lines.length === 1 && lines[0]!.startsWith('gridpull: ') && !/\bat .*:\d+:\d+/.test(stderr);
}
