import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RenderLoop, type RenderSteps } from '../../../src/renderer/viewport/render-loop.ts';
import type { GpuPacer } from '../../../src/renderer/viewport/gpu-pacer.ts';

/** A card that draws so many points a millisecond, each repaint ending by itself; and a log of what was drawn. */
function makeScene(options: { readonly count: number; readonly pointsPerMs: number }) {
  const log: string[] = [];
  const state = { moving: false, drawn: 0, started: 0, busy: false };
  const steps: RenderSteps = {
    moveCamera: () => state.moving,
    pointCount: () => options.count,
    upload: () => false,
    drawAll: (limit) => {
      log.push(`all ${limit}`);
      state.drawn = limit;
      return { end: limit, uploads: false };
    },
    drawMore: ({ first, end }) => {
      log.push(`more ${first}-${end}`);
      state.drawn = end - first;
      return { end, uploads: false };
    },
    present: () => log.push('present'),
  };
  const pacer: Pick<GpuPacer, 'busy' | 'begin' | 'end' | 'cancel'> = {
    get busy() {
      return state.busy;
    },
    begin: () => {
      state.drawn = 0;
    },
    end: (then) => {
      state.busy = true;
      const elapsedMs = 1 + state.drawn / options.pointsPerMs;
      setTimeout(() => {
        state.busy = false;
        then(elapsedMs);
      }, elapsedMs);
    },
    cancel: () => {
      state.busy = false;
    },
  };
  const loop = new RenderLoop(pacer as GpuPacer, steps, 100_000);
  loop.stopped = false;
  return { loop, log, state };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('requestAnimationFrame', (then: (now: number) => void) =>
    setTimeout(() => then(performance.now()), 16),
  );
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  // Fake time begins at zero, which no window's does.
  vi.advanceTimersByTime(1_000);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('draws once for many requests, then nothing runs', async () => {
  const { loop, log } = makeScene({ count: 10, pointsPerMs: 1_000 });
  loop.requestScene();
  loop.requestScene();
  loop.requestOverlay();
  await vi.advanceTimersByTimeAsync(500);
  expect(log).toEqual(['all 10', 'present']);
  expect(vi.getTimerCount()).toBe(0);
});

test('shows a sample first and adds the rest in steps that cover every point once', async () => {
  const { loop, log } = makeScene({ count: 1_000_000, pointsPerMs: 5_000 });
  const settled = loop.settled();
  await vi.advanceTimersByTimeAsync(3_000);
  await settled;
  expect(log.slice(0, 2)).toEqual(['all 100000', 'present']);
  const ranges = log.filter((line) => line.startsWith('all') || line.startsWith('more')).slice(1);
  let next = 0;
  for (const range of ranges) {
    const [first, end] = range.startsWith('all') ? [0, Number(range.slice(4))] : range.slice(5).split('-').map(Number);
    expect(first).toBe(next);
    next = end!;
  }
  expect(next).toBe(1_000_000);
  expect(log.at(-1)).toBe('present');
  expect(loop.pointsDrawn).toBe(1_000_000);
  expect(vi.getTimerCount()).toBe(0);
});

test('a moving camera interrupts the adding at the next repaint', async () => {
  const { loop, log, state } = makeScene({ count: 10_000_000, pointsPerMs: 2_000 });
  loop.requestScene();
  await vi.advanceTimersByTimeAsync(600);
  expect(log.some((line) => line.startsWith('more'))).toBe(true);
  log.length = 0;
  state.moving = true;
  loop.requestCamera();
  await vi.advanceTimersByTimeAsync(300);
  const steps = log.filter((line) => line !== 'present');
  expect(steps.slice(1).every((line) => line.startsWith('all'))).toBe(true);
  // A repaint in the target's time has at most 33 ms of points.
  expect(Number(steps.at(-1)?.slice(4))).toBeLessThan(1.2 * 33 * 2_000);
});

test('nothing is added while a hand hesitates', async () => {
  const { loop, log, state } = makeScene({ count: 1_000_000, pointsPerMs: 5_000 });
  state.moving = true;
  loop.requestCamera();
  await vi.advanceTimersByTimeAsync(200);
  state.moving = false;
  log.length = 0;
  await vi.advanceTimersByTimeAsync(60);
  expect(log).toEqual([]);
  await vi.advanceTimersByTimeAsync(400);
  expect(log.some((line) => line.startsWith('more'))).toBe(true);
});

test('tools alone are put over the picture that is there', async () => {
  const { loop, log } = makeScene({ count: 100, pointsPerMs: 1_000 });
  loop.requestScene();
  await vi.advanceTimersByTimeAsync(200);
  log.length = 0;
  loop.requestOverlay();
  await vi.advanceTimersByTimeAsync(200);
  expect(log).toEqual(['present']);
});

test('without a context nothing is drawn, and afterwards everything is', async () => {
  const { loop, log } = makeScene({ count: 100, pointsPerMs: 1_000 });
  loop.stopped = true;
  loop.requestScene();
  await vi.advanceTimersByTimeAsync(200);
  expect(log).toEqual([]);
  loop.stopped = false;
  await vi.advanceTimersByTimeAsync(200);
  expect(log).toEqual(['all 100', 'present']);
});
