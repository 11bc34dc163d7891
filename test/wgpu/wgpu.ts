/**
 * `npm run test:wgpu [-- --short]`: the engine on a second WebGPU. Deno's is wgpu with naga, which Firefox has; Node's is Dawn with
 * Tint, as Chromium. Both take the same software driver, so what differs is theirs. First all GPU tests, of each kernel
 * against its reference, in Deno; then whole runs in both, whose topology has to be the same and whose vertices within
 * 10⁻⁴ of a cell. The short form runs tests of the foundations alone.
 *
 * Ends with 1 where something is not as promised, and with 3 where Deno cannot be had.
 */
import { hasDeno, NO_DENO } from './deno.ts';
import { compareRuns } from './compare-wgpu.ts';
import { runSuite } from './run-suite.ts';

const isShort = process.argv.includes('--short');
if (!hasDeno()) {
  console.error('test:wgpu: Deno cannot be had: npm did not fetch it, and GRIDPULL_DENO names none');
  process.exit(NO_DENO);
}
const isSuiteRight = runSuite(isShort);
const areRunsRight = isShort || (await compareRuns());
process.exitCode = isSuiteRight && areRunsRight ? 0 : 1;
