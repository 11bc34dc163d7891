/**
 * `npm run faults -- [STRIDE]`: every moment of a small run at which memory, the device, a worker or the disk may fail, and a
 * cancellation at each of them; with a stride, every so-and-so-many-th. Ends with 1 where anything is not as promised.
 */
import { BALL_OPTIONS, ballCloud } from '../../src/engine/doctor/ball-answers.ts';
import { reconstruct } from '../../src/engine/index.ts';
import { openNodeHost } from '../../src/cli/node-host.ts';
import { walkFiles } from './walk-files.ts';
import { RUN_FAULTS, walkRun } from './walk-run.ts';

const stride = Number(process.argv[2] ?? 1);
if (!Number.isInteger(stride) || stride < 1) {
  console.error('faults: the stride is a whole number from 1 on');
  process.exit(2);
}

async function ballMesh() {
  await using host = await openNodeHost({ software: true });
  const context = { signal: new AbortController().signal, onEvent: () => undefined };
  return (await reconstruct(ballCloud(), BALL_OPTIONS, host, context)).mesh;
}

const files = await walkFiles(await ballMesh());
console.log(`files          ${files.tried} moments tried, ${files.broken.length} broken`);
const showEvery = 50;
let shown = 0;
const walked = await walkRun(Object.fromEntries(RUN_FAULTS.map((fault) => [fault, stride])), (fault, at, moments) => {
  if (shown++ % showEvery === 0) console.error(`${fault}: ${at} of ${moments}`);
});
for (const { fault, moments, tried, undisturbed, spared, slowestMs, broken } of walked) {
  const ends = `${tried - undisturbed - spared} ended, ${undisturbed} undisturbed, ${spared} coarser`;
  console.log(
    `${fault.padEnd(15)}${tried} of ${moments} moments tried: ${ends}, after ${slowestMs.toFixed(0)} ms at most, ${broken.length} broken`,
  );
}
const broken = [...files.broken, ...walked.flatMap((one) => one.broken)];
for (const line of broken) console.log(`BROKEN ${line}`);
const total = files.tried + walked.reduce((sum, { tried }) => sum + tried, 0);
console.log(`${total} faults tried, ${broken.length} promises broken`);
process.exitCode = broken.length > 0 ? 1 : 0;
