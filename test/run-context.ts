/** What tests give to calls that take a context, and a clock that other programs do not disturb. */
import type { RunContext } from '../src/engine/events.ts';

/** Never cancelled, told nothing. */
export const quietContext: RunContext = { signal: new AbortController().signal, onEvent: () => undefined };

/** Milliseconds this thread has computed: a busy machine does not change them, as it changes the clock's. */
export function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * Of tests that ask for a time: two threads that share a core and its caches slow one another down, so that the best of
 * three times is the code's own.
 */
export const TIMED = { retry: 2 };
