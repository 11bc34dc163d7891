/**
 * Long calculations on the CPU as generators: the calculation yields every few milliseconds of work, and whoever runs
 * it decides what happens there. `runSteps` lets the host's event loop turn and obeys the abort signal; `finishSteps`
 * runs straight through. The calculation itself stays one pure synchronous function with one body for both.
 */
import type { PausePoint } from '../events.ts';

export type Steps<T> = Generator<undefined, T, undefined>;

/** How long the event loop may stand still: half of the 100 ms that an abort may take. */
const STANDSTILL_MS = 40;

/** Loops yield where `(index & STEP_MASK) === 0`: 4096 triangles or vertices are well under a millisecond. */
export const STEP_MASK = 4095;

/**
 * Runs to the end, letting the event loop turn every 40 ms, where a run may also `pause`. Rejects with `signal.reason`
 * once that is aborted.
 */
export async function runSteps<T>(steps: Steps<T>, signal: AbortSignal, pause?: PausePoint): Promise<T> {
  signal.throwIfAborted();
  let turnedAtMs = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - turnedAtMs < STANDSTILL_MS) continue;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    await pause?.();
    signal.throwIfAborted();
    turnedAtMs = performance.now();
  }
}

/** Runs to the end at once, for calculations known to be short. */
export function finishSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
