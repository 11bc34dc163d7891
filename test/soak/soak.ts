/**
 * `npm run soak -- [RUNS]`: so many runs in one process, clouds of other sizes each time, four of ten cancelled at a random
 * moment. After the first third memory has to be flat: nothing of the device is left after any run, and neither the
 * heap nor the process grows by more than a run could have left. Ends with 1 where it does.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openFaultyHost } from '../faults/faulty-host.ts';
import { Injector } from '../faults/injector.ts';
import { Dice } from '../fuzz/mutate.ts';
import { ballCloud } from '../../src/engine/doctor/ball-answers.ts';
import { reconstruct } from '../../src/engine/index.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const runs = Number(process.argv[2] ?? 500);
if (!Number.isInteger(runs) || runs < 9) {
  console.error('soak: how many runs? 9 or more: npm run soak -- 500');
  process.exit(2);
}
/** Of the process, a run, on average over the last two thirds. */
const MOST_GROWTH_BYTES = 100_000;
const MOST_HEAP_GROWTH_BYTES = 20_000;
const ALL = ['allocation', 'submit', 'readback', 'task'] as const;

interface Memory {
  readonly rss: number;
  /** Of the JavaScript heap and the arrays that it holds. */
  readonly heap: number;
}

const ball = ballCloud();
const injector = new Injector();
await using host = await openFaultyHost(injector);
const samples: Memory[] = [];
let [cancelled, left] = [0, 0];
for (let run = 0; run < runs; run++) {
  const dice = new Dice('soak', run);
  const size = 3 * (500 + dice.below(2500));
  // An even share: the spiral's points lie from pole to pole.
  const stride = ball.positions.length / size;
  const positions = Float32Array.from(
    { length: size },
    (_, i) => ball.positions[3 * Math.floor(Math.floor(i / 3) * stride) + (i % 3)]!,
  );
  const cloud = { ...ball, positions, stats: { ...ball.stats, pointCount: size / 3, finiteCount: size / 3 } };
  const controller = new AbortController();
  const isCancelled = dice.below(10) < 4;
  if (isCancelled) injector.arm(ALL, 1 + dice.below(290), () => controller.abort(new Error('enough')));
  else injector.disarm();
  try {
    await reconstruct(cloud, { resolution: 64, noise: 'none', seed: run }, host, {
      signal: controller.signal,
      onEvent: () => undefined,
    });
  } catch (error) {
    if (error !== controller.signal.reason) throw error;
    cancelled++;
  }
  left += (await host.liveBuffers()).length;
  samples.push(memoryNow());
  if (run % 20 === 19) console.error(`${run + 1}: ${text(samples.at(-1)!)}`);
}
const growth = { rss: growthOf(({ rss }) => rss), heap: growthOf(({ heap }) => heap) };
console.log(`${runs} runs, ${cancelled} of them cancelled; ${left} buffers of the device left`);
console.log(`memory: ${text(samples[Math.floor(runs / 3)]!)} after a third, ${text(samples.at(-1)!)} at the end`);
console.log(`growth a run: ${kilobytes(growth.rss)} of the process, ${kilobytes(growth.heap)} of the heap`);
process.exitCode = left > 0 || growth.rss > MOST_GROWTH_BYTES || growth.heap > MOST_HEAP_GROWTH_BYTES ? 1 : 0;

function memoryNow(): Memory {
  collect();
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { rss, heap: heapUsed + Math.max(external, arrayBuffers) };
}

/** Slope of the line of least squares through the last two thirds. */
function growthOf(of: (memory: Memory) => number): number {
  const values = samples.slice(Math.floor(samples.length / 3)).map(of);
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [above, below] = [0, 0];
  for (const [i, value] of values.entries()) {
    above += (i - middle) * (value - mean);
    below += (i - middle) ** 2;
  }
  return above / below;
}

function text({ rss, heap }: Memory): string {
  return `${(rss / 1e6).toFixed(0)} MB, heap ${(heap / 1e6).toFixed(1)} MB`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
