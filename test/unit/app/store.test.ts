import { expect, it, vi } from 'vitest';
import { Store } from '../../../src/renderer/app/store.ts';

it('tells of many changes once', () => {
  vi.useFakeTimers();
  const store = new Store({ a: 0, b: 0 });
  const told: unknown[] = [];
  store.subscribe((value) => told.push(value));
  for (let i = 1; i <= 10; i++) store.set({ a: i });
  store.setThrottled({ b: 5 });
  expect(store.value).toEqual({ a: 10, b: 5 });
  vi.runAllTimers();
  expect(told.slice(0, 2)).toEqual([
    { a: 0, b: 0 },
    { a: 10, b: 5 },
  ]);
  expect(told.length).toBeLessThanOrEqual(3);
  vi.useRealTimers();
});

it('tells of what is throttled, too, and nothing to those who left', () => {
  vi.useFakeTimers();
  const store = new Store({ a: 0 });
  const told: number[] = [];
  const leave = store.subscribe(({ a }) => told.push(a));
  store.setThrottled({ a: 1 });
  store.setThrottled({ a: 2 });
  vi.runAllTimers();
  expect(told).toEqual([0, 2]);
  leave();
  store.set({ a: 3 });
  vi.runAllTimers();
  expect(told).toEqual([0, 2]);
  vi.useRealTimers();
});
