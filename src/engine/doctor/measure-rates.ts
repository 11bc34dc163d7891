/**
 * How fast a device is at the three things that a run is made of: arithmetic, copies in its memory, and answering. Work
 * starts small and doubles until it takes long enough to be measured, so that no device is held for longer than a few
 * tenths of a second and no driver's watchdog is met.
 */
import multiplyAddWgsl from '../../shaders/doctor/multiply_add.wgsl';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { abortable } from '../gpu/gpu.ts';
import { defineKernel } from '../gpu/kernel.ts';
import type { StageContext } from '../host/stage-context.ts';

export const multiplyAdd = defineKernel({
  label: 'doctor/multiply_add',
  code: multiplyAddWgsl,
  workgroup: 64,
  params: { count: 'u32', rounds: 'u32', factor: 'f32', addend: 'f32' },
  buffers: { values: 'read_write' },
});

/** Chains of a thread in `multiply_add.wgsl`. */
export const CHAINS = 16;
/** With this factor and addend every chain ends at 2, exactly: each step halves its distance from there. */
export const HALVING = { factor: 0.5, addend: 1 } as const;
/** Steps after which it has ended there, whatever it began with: 2⁸ halved to below half a unit of 2's last place. */
export const SETTLED_ROUNDS = 64;

export interface DeviceRates {
  /** Multiplications and additions in float32, each counted. */
  readonly operationsPerSecond: number;
  /** Copied from one buffer to another; read and written once each, counted once. */
  readonly copiedBytesPerSecond: number;
  /** Read back to the CPU. */
  readonly readBytesPerSecond: number;
  /** From a submit of nearly nothing to its end: median. */
  readonly answerMs: number;
}

/** Enough threads for any graphics card. */
const THREADS = 1 << 18;
const BUFFER_BYTES = 1 << 24;
/** Work that took this long is long enough beside the clock and an answer. */
const ENOUGH_MS = 40;
/** Doublings end here, whatever the clock says. */
const MOST_DOUBLINGS = 14;
const ANSWERS = 9;
const TRIES = 3;

/** Rejects with the signal's reason, or the device's fault. */
export async function measureRates(stage: StageContext): Promise<DeviceRates> {
  const { gpu, context } = stage;
  const { signal } = context;
  await gpu.load(multiplyAdd);
  using scope = new BufferScope(gpu, 'doctor/rates');
  const values = scope.storage('values', 4 * THREADS);
  const [source, target] = [scope.storage('source', BUFFER_BYTES), scope.storage('target', BUFFER_BYTES)];

  const submitMs = async (record: (commands: ReturnType<typeof gpu.commands>) => void): Promise<number> => {
    signal.throwIfAborted();
    const commands = gpu.commands('doctor/rates');
    record(commands);
    const startMs = performance.now();
    commands.submit();
    await abortable(gpu.device.queue.onSubmittedWorkDone(), signal);
    gpu.check();
    return performance.now() - startMs;
  };
  const calculate = (threads: number, rounds: number): Promise<number> =>
    submitMs((commands) => commands.dispatch(multiplyAdd, threads, { count: threads, rounds, ...HALVING }, { values }));

  await calculate(1, 1);
  const answers: number[] = [];
  for (let i = 0; i < ANSWERS; i++) answers.push(await calculate(1, 1));
  const answerMs = answers.sort((a, b) => a - b)[Math.floor(ANSWERS / 2)]!;

  const arithmetic = await doubled((rounds) => calculate(THREADS, rounds));
  const copies = await doubled((times) =>
    submitMs((commands) => {
      for (let i = 0; i < times; i++) commands.copy(source, target, BUFFER_BYTES);
    }),
  );
  let readMs = Infinity;
  for (let i = 0; i < TRIES; i++) {
    const startMs = performance.now();
    await gpu.read(source, BUFFER_BYTES, signal);
    readMs = Math.min(readMs, performance.now() - startMs);
  }
  return {
    operationsPerSecond: (THREADS * CHAINS * 2 * arithmetic.times) / seconds(arithmetic.ms, answerMs),
    copiedBytesPerSecond: (BUFFER_BYTES * copies.times) / seconds(copies.ms, answerMs),
    readBytesPerSecond: BUFFER_BYTES / seconds(readMs, 0),
    answerMs,
  };
}

/** What `work` takes of as many times as take long enough, at its quickest: others use the machine, too. */
async function doubled(work: (times: number) => Promise<number>): Promise<{ times: number; ms: number }> {
  for (let doublings = 0, times = 1; ; doublings++, times *= 2) {
    let ms = await work(times);
    for (let again = 1; again < TRIES && ms >= ENOUGH_MS; again++) ms = Math.min(ms, await work(times));
    if (ms >= ENOUGH_MS || doublings === MOST_DOUBLINGS) return { times, ms };
  }
}

/** Without the way there and back; a clock that is rounded gives no infinite rate. */
function seconds(ms: number, answerMs: number): number {
  return Math.max(ms - answerMs, 0.1 * ms, 1e-3) / 1000;
}
