/** The pieces that keep the worker's calls apart: one job at a time, outcomes, latest-wins, buttons, clock. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReconstructError } from '../../../src/engine/errors.ts';
import { CallSlot } from '../../../src/renderer/worker/call-slot.ts';
import { Latest } from '../../../src/renderer/worker/latest.ts';
import { outcomeOf } from '../../../src/renderer/worker/outcome.ts';
import { RunClock } from '../../../src/renderer/worker/run-clock.ts';
import { Steering } from '../../../src/renderer/worker/steering.ts';

afterEach(() => vi.restoreAllMocks());

/** Work whose end the test decides. */
function pending<T = void>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('an outcome', () => {
  const { signal } = new AbortController();

  it('is plain data, whatever happened', async () => {
    expect(await outcomeOf(Promise.resolve(3), signal)).toEqual({ type: 'done', value: 3 });
    const refused = new ReconstructError('cloud-empty', 'no points', { pointCount: 0 });
    expect(await outcomeOf(Promise.reject(refused), signal)).toEqual({
      type: 'failed',
      error: { code: 'cloud-empty', message: 'no points', details: { pointCount: 0 } },
    });
  });

  it('has a sentence for a mistake of ours, and the console its stack', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const mistake = new TypeError('x is undefined');
    expect(await outcomeOf(Promise.reject(mistake), signal)).toMatchObject({
      type: 'failed',
      error: { code: 'internal', message: expect.stringContaining('x is undefined') as string },
    });
    expect(log).toHaveBeenCalledWith(mistake);
  });

  it('does not wait for work that was cancelled', async () => {
    const controller = new AbortController();
    const outcome = outcomeOf(new Promise(() => undefined), controller.signal);
    controller.abort();
    expect(await outcome).toEqual({ type: 'cancelled' });
  });
});

describe('the slot of the long call', () => {
  it('ends the call before, and begins when that has put its things away', async () => {
    const slot = new CallSlot();
    const tidied = pending();
    const first = slot.run(async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      await tidied.promise;
      signal.throwIfAborted();
    });
    await turn();
    let begun = false;
    const second = slot.run(async () => (begun = true));
    expect(await first).toEqual({ type: 'cancelled' });
    await turn();
    expect(begun).toBe(false);
    tidied.resolve();
    expect(await second).toEqual({ type: 'done', value: true });
    expect(slot.isBusy).toBe(false);
  });

  it('answers a call that runs to its end when it has ended, with what it came to', async () => {
    const slot = new CallSlot();
    const tidied = pending();
    let isAnswered = false;
    const first = slot.runToEnd(async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      await tidied.promise;
      return 'half';
    });
    void first.then(() => (isAnswered = true));
    await turn();
    const second = slot.runToEnd(async (signal) => signal.throwIfAborted());
    const third = slot.runToEnd(() => Promise.reject(new ReconstructError('output-failed', 'full')));
    await turn();
    expect(isAnswered).toBe(false);
    tidied.resolve();
    expect(await first).toEqual({ type: 'done', value: 'half' });
    expect(await second).toEqual({ type: 'cancelled' });
    expect(await third).toMatchObject({ type: 'failed', error: { code: 'output-failed' } });
    expect(slot.isBusy).toBe(false);
  });

  it('skips a call that was overtaken before it began', async () => {
    const slot = new CallSlot();
    const tidied = pending();
    const first = slot.run(() => tidied.promise);
    const skipped = vi.fn(() => Promise.resolve());
    const second = slot.run(skipped);
    const third = slot.run(() => Promise.resolve(3));
    tidied.resolve();
    expect(await Promise.all([first, second, third])).toEqual([
      { type: 'cancelled' },
      { type: 'cancelled' },
      { type: 'done', value: 3 },
    ]);
    expect(skipped).not.toHaveBeenCalled();
  });

  it('can be cancelled and waited for', async () => {
    const slot = new CallSlot();
    const tidied = pending();
    const outcome = slot.run(() => tidied.promise);
    await turn();
    expect(slot.isBusy).toBe(true);
    slot.cancel();
    expect(await outcome).toEqual({ type: 'cancelled' });
    let isIdle = false;
    const idle = slot.idle().then(() => (isIdle = true));
    await turn();
    expect(isIdle).toBe(false);
    tidied.resolve();
    await idle;
    expect(slot.isBusy).toBe(false);
  });
});

describe('latest wins', () => {
  it('keeps only the newest while the receiver is busy', async () => {
    const gates = [pending(), pending(), pending()];
    const taken: number[] = [];
    const latest = new Latest((value: number) => {
      taken.push(value);
      return gates[taken.length - 1]!.promise;
    });
    for (const value of [1, 2, 3]) latest.push(value);
    expect(taken).toEqual([1]);
    gates[0]!.resolve();
    await turn();
    expect(taken).toEqual([1, 3]);
    gates[1]!.resolve();
    await turn();
    latest.push(4);
    expect(taken).toEqual([1, 3, 4]);
  });

  it('hands nothing over once it is closed or nobody listens', async () => {
    const deliver = vi.fn(() => Promise.reject(new Error('closed')));
    const latest = new Latest(deliver);
    latest.push(1);
    await turn();
    latest.push(2);
    await turn();
    expect(deliver).toHaveBeenCalledOnce();
  });
});

describe('the buttons of a run', () => {
  it('has a clock that stands still in a pause', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const steering = new Steering();
    const passes = (ms: number): number => {
      now.mockReturnValue(performance.now() + ms);
      return steering.nowMs();
    };
    expect(passes(10)).toBe(1010);
    steering.pause();
    steering.pause();
    expect(passes(500)).toBe(1010);
    steering.resume();
    steering.resume();
    expect(passes(5)).toBe(1015);
    steering.pause();
    expect(passes(70)).toBe(1015);
  });

  it('hold it while paused', async () => {
    const steering = new Steering();
    expect(steering.control.pause?.()).toBeUndefined();
    steering.pause();
    steering.pause();
    const wait = steering.control.pause?.();
    expect(wait).toBeInstanceOf(Promise);
    expect(steering.isPaused).toBe(true);
    steering.resume();
    await wait;
    expect(steering.control.pause?.()).toBeUndefined();
  });

  it('stop it only where there is something to keep, and then at once', async () => {
    const steering = new Steering();
    steering.stop();
    expect(steering.control.stop?.aborted).toBe(false);
    steering.allowStop();
    steering.pause();
    const wait = steering.control.pause?.();
    steering.stop();
    await wait;
    expect(steering.control.stop?.aborted).toBe(true);
  });
});

describe('the clock of a run', () => {
  function clockAt() {
    const time = { ms: 1000 };
    return { time, clock: new RunClock(() => time.ms) };
  }

  it('knows nothing in the first 5 % and 2 s', () => {
    const { time, clock } = clockAt();
    clock.progress(0.04);
    time.ms += 5000;
    expect(clock.read()).toEqual({ elapsedMs: 5000, secondsLeft: null });
    const { time: early, clock: other } = clockAt();
    early.ms += 1900;
    other.progress(0.5);
    expect(other.read().secondsLeft).toBeNull();
    early.ms += 100;
    expect(other.read().secondsLeft).toBeCloseTo(1.8, 9);
  });

  it('is right about steady work and counts down between its steps', () => {
    const { time, clock } = clockAt();
    for (let share = 0.1; share < 0.55; share += 0.1) {
      time.ms += 1000;
      clock.progress(share);
    }
    expect(clock.read().secondsLeft).toBeCloseTo(5, 6);
    time.ms += 1000;
    expect(clock.read().secondsLeft).toBeCloseTo(4, 6);
  });

  it('never says that nothing is left of a stage that takes too long', () => {
    const { time, clock } = clockAt();
    time.ms += 4000;
    clock.progress(0.5);
    time.ms += 60_000;
    expect(clock.read().secondsLeft).toBeGreaterThan(5);
    clock.progress(1);
    expect(clock.read().secondsLeft).toBe(0);
  });

  it('moves towards a new guess without a jump', () => {
    const { time, clock } = clockAt();
    time.ms += 4000;
    clock.progress(0.5);
    time.ms += 400;
    clock.progress(0.51);
    // Half done in 4 s, then a hundredth in .4 s: the guess of the whole rises from 8 s towards 8.6 s.
    const { secondsLeft } = clock.read();
    expect(secondsLeft).toBeGreaterThan(3.6);
    expect(secondsLeft).toBeLessThan(3.75);
  });

  it('stands still in a pause and does not run backwards', () => {
    const { time, clock } = clockAt();
    time.ms += 3000;
    clock.progress(0.3);
    clock.pause();
    time.ms += 60_000;
    clock.pause();
    expect(clock.read()).toEqual({ elapsedMs: 3000, secondsLeft: 7 });
    clock.resume();
    clock.resume();
    time.ms += 1000;
    clock.progress(0.2);
    expect(clock.read()).toEqual({ elapsedMs: 4000, secondsLeft: 6 });
  });
});
