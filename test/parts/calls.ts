/** Calls of the built command line that are killed, with the process that computes for them, and called again. */
import { spawn } from 'node:child_process';
import { randomBits, unitFloat } from '../../src/engine/math/random.ts';

export interface CallResult {
  /** Null for one that was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Calls {
  readonly #env: NodeJS.ProcessEnv;
  readonly #seed: number;
  /** Milliseconds that a phase took which nobody disturbed. */
  readonly #usual = new Map<string, number>();
  #drawn = 0;
  made = 0;
  killed = 0;

  constructor(env: Readonly<Record<string, string>>, seed: number) {
    this.#env = { ...process.env, ...env };
    this.#seed = seed;
  }

  /** @throws Error with what it printed, where it does not end with 0 */
  async run(args: readonly string[]): Promise<string> {
    const startMs = performance.now();
    const { code, stdout, stderr } = await this.#call(args);
    if (code !== 0) throw new Error(`gridpull ${args.join(' ')} ended with ${code}: ${stderr.trim()}`);
    this.#usual.set(args.slice(0, 2).join(' '), performance.now() - startMs);
    return stdout;
  }

  /** Kills the call at a moment of what one like it took the last time, and then lets it come to its end. */
  async runKilled(args: readonly string[]): Promise<string> {
    const usualMs = this.#usual.get(args.slice(0, 2).join(' '));
    if (usualMs === undefined) throw new Error(`${args.join(' ')} was not called undisturbed before`);
    const share = unitFloat(randomBits(this.#seed, 61, this.#drawn++));
    const { code } = await this.#call(args, share * usualMs);
    if (code === null) this.killed++;
    return this.run(args);
  }

  #call(args: readonly string[], killAfterMs?: number): Promise<CallResult> {
    this.made++;
    return new Promise((resolve, reject) => {
      // A group of its own, so that a kill takes the process that computes as well.
      const child = spawn(process.execPath, ['out/cli/index.js', ...args], { env: this.#env, detached: true });
      const kill = (): void => {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      };
      const timer = killAfterMs === undefined ? undefined : setTimeout(kill, killAfterMs);
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        clearTimeout(timer);
        resolve({ code, stdout, stderr });
      });
    });
  }
}
