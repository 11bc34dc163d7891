/** What the window hears of a batch, and how often. */
import { expect, it } from 'vitest';
import type { BatchEvent } from '../../../src/batch/events.ts';
import { throttleBatchEvents } from '../../../src/renderer/worker/throttle-batch-events.ts';

function listen() {
  const events: BatchEvent[] = [];
  const clock = { ms: 0 };
  const tell = throttleBatchEvents(
    (event) => void events.push(event),
    () => clock.ms,
  );
  return { events, clock, tell };
}

const share = (value: number): BatchEvent => ({ type: 'progressed', share: value, secondsLeft: null });
const runShare = (value: number): BatchEvent => ({
  type: 'run',
  index: 0,
  event: { type: 'progressed', stage: 'level', share: value },
});

it('tells of progress at most every 50 ms, of each kind, and of its end always', () => {
  const { events, clock, tell } = listen();
  for (clock.ms = 0; clock.ms < 200; clock.ms++) {
    tell(share(clock.ms / 1000));
    tell(runShare(clock.ms / 1000));
  }
  tell(share(1));
  tell(runShare(1));
  expect(events).toEqual([
    ...[0, 0.05, 0.1, 0.15].flatMap((value) => [share(value), runShare(value)]),
    share(1),
    runShare(1),
  ]);
});

it('tells of every item at once, and leaves out what no list shows', () => {
  const { events, tell } = listen();
  const told: BatchEvent[] = [
    { type: 'planned', items: 2, bytes: 5 },
    { type: 'item', index: 0, state: 'checking' },
    { type: 'item', index: 0, state: 'running' },
    { type: 'run', index: 0, event: { type: 'warning', message: 'odd' } },
    { type: 'item', index: 0, state: 'cancelled' },
  ];
  for (const event of told) tell(event);
  const mesh = { positions: new Float32Array(3), indices: new Uint32Array(0), normals: new Float32Array(3) };
  tell({ type: 'run', index: 0, event: { type: 'level-ready', level: 64, mesh } });
  expect(events).toEqual(told);
});

it('does not mind a window that is gone', async () => {
  const tell = throttleBatchEvents(() => {
    throw new Error('closed');
  });
  const later = throttleBatchEvents(() => Promise.reject(new Error('closed')));
  expect(() => {
    tell(share(0));
    later(share(0));
  }).not.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 5));
});
