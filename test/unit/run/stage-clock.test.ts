/** Times, progress and warnings of a run. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../../src/engine/events.ts';
import type { Gpu } from '../../../src/engine/gpu/gpu.ts';
import { Pauses } from '../../../src/engine/run/pauses.ts';
import { type PlannedStage, StageClock } from '../../../src/engine/run/stage-clock.ts';

const PLAN: readonly PlannedStage[] = [
  { stage: 'orient', weight: 40 },
  { stage: 'level', weight: 10, level: 64 },
  { stage: 'level', weight: 30, level: 128 },
  { stage: 'extract', weight: 20 },
];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A clock whose events are kept, on a device that holds 7 bytes. */
function openClock(pause?: () => Promise<void> | undefined, past?: StageClock['past']) {
  const events: RunEvent[] = [];
  const cancel = new AbortController();
  const context = { signal: cancel.signal, onEvent: (event: RunEvent) => void events.push(event) };
  const gpu = { liveBytes: 7, peakBytes: 9 } as Gpu;
  const clock = new StageClock(gpu, context, new Pauses(pause, cancel.signal), past);
  const shares = () => events.flatMap((event) => (event.type === 'progressed' ? [event.share] : []));
  return { clock, events, cancel, shares };
}

/** A stage's work: `ms` of it. */
const work = (ms: number) => async () => {
  await vi.advanceTimersByTimeAsync(ms);
};

describe('progress', () => {
  it('goes by the weights of the stages and of what is done in them', async () => {
    const { clock, shares } = openClock();
    clock.plan(PLAN);
    await clock.run('orient', () => clock.context.onEvent({ type: 'stage-progressed', share: 0.5 }));
    await clock.run('level', () => undefined, 64);
    expect(shares()).toEqual([0, 0.2, 0.4, 0.5]);
  });

  it('stands rather than falls where a later plan is longer', async () => {
    const { clock, shares } = openClock();
    clock.plan(PLAN.slice(0, 2));
    await clock.run('orient', () => undefined);
    clock.plan(PLAN.slice(1));
    await clock.run('level', () => undefined, 64);
    await clock.run('level', () => undefined, 128);
    expect(shares()).toEqual([0, 0.8, 0.8, 0.8, 0.8]);
  });

  it('moves on when a stage is skipped, and ends at 1 once', async () => {
    const { clock, shares } = openClock();
    clock.plan(PLAN);
    await clock.run('orient', () => undefined);
    clock.skip('level');
    await clock.run('extract', () => undefined);
    clock.finish();
    expect(shares()).toEqual([0, 0.4, 0.999, 1]);
  });
});

describe('time', () => {
  it('is told for every stage, with the bytes alive', async () => {
    const { clock, events } = openClock();
    await clock.run('level', work(20), 64);
    expect(clock.times).toEqual([{ name: 'level 64', durationMs: 20, gpuBytes: 7 }]);
    expect(events.at(-1)).toEqual({ type: 'stage-ended', stage: 'level', level: 64, durationMs: 20, gpuBytes: 7 });
  });

  it('stands still in a pause, before a stage and within', async () => {
    let release = (): void => undefined;
    let pressed: Promise<void> | undefined;
    const press = (): void => {
      pressed = new Promise((resolve) => {
        release = () => {
          pressed = undefined;
          resolve();
        };
      });
    };
    const { clock } = openClock(() => pressed);
    press();
    const run = clock.run('orient', async () => {
      press();
      // Two that wait side by side make one pause.
      await Promise.all([clock.context.pause?.(), clock.context.pause?.()]);
      await new Promise<void>((resolve) => setTimeout(resolve, 30));
    });
    await vi.advanceTimersByTimeAsync(400);
    expect(clock.elapsedMs).toBe(0);
    release();
    await vi.advanceTimersByTimeAsync(1000);
    expect(clock.elapsedMs).toBe(0);
    release();
    await vi.advanceTimersByTimeAsync(30);
    await run;
    expect(clock.times.map(({ durationMs }) => durationMs)).toEqual([30]);
    expect(clock.elapsedMs).toBe(30);
  });

  it('runs on after a pause that a cancellation ended', async () => {
    const { clock, cancel } = openClock(() => new Promise(() => undefined));
    const run = clock.run('orient', work(5));
    await vi.advanceTimersByTimeAsync(100);
    cancel.abort('enough');
    await expect(run).rejects.toBe('enough');
    await vi.advanceTimersByTimeAsync(10);
    expect(clock.elapsedMs).toBe(10);
  });
});

describe('a clock that goes on from a past', () => {
  it('keeps its times, warnings, progress and peak', async () => {
    const before = openClock();
    before.clock.plan(PLAN);
    before.clock.context.onEvent({ type: 'warning', message: 'few points' });
    await before.clock.run('orient', work(50));
    const { past } = before.clock;
    await before.clock.run('level', work(50), 64);
    expect(past).toEqual({
      stages: [{ name: 'orient', durationMs: 50, gpuBytes: 7 }],
      warnings: ['few points'],
      elapsedMs: 50,
      share: 0.4,
      weightDone: 40,
      peakGpuBytes: 9,
    });

    const { clock, shares } = openClock(undefined, { ...past, peakGpuBytes: 11 });
    clock.plan(PLAN.slice(1));
    await clock.run('level', work(5), 64);
    expect(shares()).toEqual([0.4, 0.5]);
    expect(clock.times.map(({ name }) => name)).toEqual(['orient', 'level 64']);
    expect(clock.elapsedMs).toBe(55);
    expect(clock.peakGpuBytes).toBe(11);
    expect(clock.warnings).toEqual(['few points']);
  });
});
