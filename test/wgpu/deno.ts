/**
 * Deno, for a second WebGPU: no dependency of the program, npm fetches it for this, or GRIDPULL_DENO names a program.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const DENO = 'deno@2.9.6';
const DRIVERS = ['lvp_icd.x86_64.json', 'lvp_icd.aarch64.json', 'lvp_icd.json'].map(
  (name) => `/usr/share/vulkan/icd.d/${name}`,
);

/** What ends a run that has no Deno: neither right nor wrong. */
export const NO_DENO = 3;

/**
 * Runs a script in Deno, on the software driver where the machine has it, with output to ours.
 * @throws Error where Deno cannot be started
 */
export function runInDeno(script: string, args: readonly string[]): SpawnSyncReturns<Buffer> {
  const run = spawn(['run', '--allow-all', '--unstable-webgpu', script, ...args], 'inherit');
  if (run.error) throw run.error;
  return run;
}

/** Whether there is one, or one could be fetched. */
export function hasDeno(): boolean {
  return spawn(['--version'], 'ignore').status === 0;
}

function spawn(args: readonly string[], stdio: 'inherit' | 'ignore'): SpawnSyncReturns<Buffer> {
  const own = process.env['GRIDPULL_DENO'];
  const [program, ...before] = own ? [own] : ['npm', 'exec', '--yes', `--package=${DENO}`, '--', 'deno'];
  const driver = DRIVERS.find((file) => existsSync(file));
  const env = { ...process.env, ...(driver && !process.env['VK_DRIVER_FILES'] && { VK_DRIVER_FILES: driver }) };
  return spawnSync(program, [...before, ...args], { stdio, env });
}
