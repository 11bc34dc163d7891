import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FIRST_STATE } from '../../../src/renderer/app/defaults.ts';
import { NoticeBoard } from '../../../src/renderer/app/notices.ts';
import type { AppState, Notice } from '../../../src/renderer/app/state.ts';
import { Store } from '../../../src/renderer/app/store.ts';

let store: Store<AppState>;
let board: NoticeBoard;
beforeEach(() => {
  vi.useFakeTimers();
  store = new Store(FIRST_STATE);
  board = new NoticeBoard(store);
});
afterEach(() => vi.useRealTimers());

const add = (kind: Notice['kind'], title: string, cause: Notice['cause'] = 'other'): void =>
  board.add({ kind, cause, title, message: '' });
const titles = (): string[] => store.value.notices.map(({ title }) => title);

it('a success leaves after six seconds, a warning after twelve, an error not by itself', () => {
  add('success', 'a');
  add('warning', 'b');
  add('error', 'c');
  vi.advanceTimersByTime(5999);
  expect(titles()).toEqual(['a', 'b', 'c']);
  vi.advanceTimersByTime(1);
  expect(titles()).toEqual(['b', 'c']);
  vi.advanceTimersByTime(5999);
  expect(titles()).toEqual(['b', 'c']);
  vi.advanceTimersByTime(1);
  expect(titles()).toEqual(['c']);
  vi.advanceTimersByTime(3_600_000);
  expect(titles()).toEqual(['c']);
});

it('none leaves while it is pointed at, and soon after', () => {
  add('success', 'a');
  board.hold(true);
  vi.advanceTimersByTime(60_000);
  expect(titles()).toEqual(['a']);
  board.hold(false);
  expect(titles()).toEqual(['a']);
  vi.advanceTimersByTime(2000);
  expect(titles()).toEqual([]);
});

it('an error leaves when what it is about is done again, and nothing else does', () => {
  add('error', 'file', 'open');
  add('error', 'run', 'run');
  add('success', 'written', 'run');
  board.settle('run');
  expect(titles()).toEqual(['file', 'written']);
});

it('says the same thing once, the newest last', () => {
  add('error', 'a');
  add('error', 'b');
  add('error', 'a');
  expect(titles()).toEqual(['b', 'a']);
});
