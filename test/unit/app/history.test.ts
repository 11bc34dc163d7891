import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History } from '../../../src/renderer/app/history.ts';

const light = { memoryOf: () => [], budgetBytes: Infinity };

describe('History', () => {
  it('takes steps back and makes them again', () => {
    const history = new History('a', light);
    history.commit('to b', 'b');
    history.commit('to c', 'c');
    expect([history.present, history.undoLabel, history.redoLabel]).toEqual(['c', 'to c', null]);
    history.undo();
    expect([history.present, history.undoLabel, history.redoLabel]).toEqual(['b', 'to b', 'to c']);
    history.redo();
    expect([history.present, history.redoLabel]).toEqual(['c', null]);
  });

  it('forgets what was undone once something else is done', () => {
    const history = new History('a', light);
    history.commit('to b', 'b');
    history.undo();
    history.commit('to c', 'c');
    history.redo();
    expect(history.present).toBe('c');
    history.undo();
    expect(history.present).toBe('a');
  });

  it('makes one step of a gesture', () => {
    const history = new History(0, light);
    for (const value of [1, 2, 3]) history.preview(value);
    history.commit('drag', 4);
    history.undo();
    expect(history.present).toBe(0);
    history.redo();
    expect(history.present).toBe(4);
  });

  it('takes a gesture that never ended as not made', () => {
    const history = new History(0, light);
    history.commit('one', 1);
    history.preview(2);
    history.undo();
    expect(history.present).toBe(0);
  });

  it('walks back and forth through any steps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.array(fc.boolean()), (values, walk) => {
        const history = new History(-1, light);
        const all = [-1, ...values];
        for (const value of values) history.commit(String(value), value);
        let at = values.length;
        for (const back of walk) {
          if (back) history.undo();
          else history.redo();
          at = Math.max(0, Math.min(values.length, at + (back ? -1 : 1)));
          expect(history.present).toBe(all[at]);
        }
      }),
    );
  });

  it('drops the oldest steps past the budget, and counts what steps share once', () => {
    const [big, other, small] = [{ bytes: 60 }, { bytes: 60 }, { bytes: 10 }];
    const memoryOf = (value: readonly { bytes: number }[]) => value.map((thing) => [thing, thing.bytes] as const);
    const history = new History<readonly { bytes: number }[]>([big], { memoryOf, budgetBytes: 100 });
    history.commit('add', [big, small]);
    history.commit('remove', [big]);
    expect(history.values()).toHaveLength(3);
    history.commit('replace', [other]);
    expect(history.present).toEqual([other]);
    expect(history.undoLabel).toBeNull();
  });

  it('keeps no more steps than asked', () => {
    const history = new History(0, { ...light, steps: 3 });
    for (let i = 1; i <= 10; i++) history.commit(String(i), i);
    for (let i = 0; i < 10; i++) history.undo();
    expect(history.present).toBe(7);
  });
});
