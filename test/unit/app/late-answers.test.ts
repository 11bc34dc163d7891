/** What comes too late changes nothing: events have a channel of their own, and listings may overtake one another. */
import { expect, it, vi } from 'vitest';
import type { BatchItem } from '../../../src/batch/item.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import type { BatchPlan, Outcome } from '../../../src/renderer/worker/engine-api.ts';
import { cloud, file, folder, makeApp, settle } from './fakes.ts';

const planOf = (names: readonly string[]): Outcome<BatchPlan> => {
  const items = names.map((input, index): BatchItem => ({
    index,
    input,
    inputBytes: 10,
    output: input,
    format: 'ply',
    options: DEFAULTS,
  }));
  return { type: 'done', value: { items, earlier: names.map(() => null) } };
};

/** A window with a folder of two clouds. */
async function withFolder() {
  const made = makeApp();
  await made.app.start();
  made.plan.value = planOf(['a.ply', 'b.ply']);
  made.app.openFolder(folder('scans'));
  await settle();
  return made;
}

it('progress of an opening that was overtaken is not that of the one shown', async () => {
  const { app, opening, opened } = makeApp();
  void app.open([file('slow.ply')]);
  const fast = app.open([file('fast.ply')]);
  opening.get('slow.ply')!({ type: 'progress', share: 0.9 });
  await settle();
  expect(app.state.opening).toEqual({ name: 'fast.ply', share: 0 });
  opening.get('fast.ply')!({ type: 'progress', share: 0.5 });
  await settle();
  expect(app.state.opening).toEqual({ name: 'fast.ply', share: 0.5 });
  opened.get('fast.ply')!({ type: 'done', value: cloud(2, 'fast.ply') });
  await fast;
  expect(app.state.opening).toBeNull();
});

it('progress of a batch that has given its answer changes neither its list nor the task bar', async () => {
  const { app, batch, shares } = await withFolder();
  app.perform('reconstruct');
  await settle();
  batch.emit({ type: 'progressed', share: 0.4, secondsLeft: 12 });
  expect(app.state.batch).toMatchObject({ share: 0.4, secondsLeft: 12 });
  batch.resolve({ type: 'done', value: { done: 2, failed: 0, kept: 0, cancelled: 0 } });
  await settle();
  const before = app.state.batch;
  batch.emit({ type: 'progressed', share: 0.5, secondsLeft: 9 });
  expect(app.state.batch).toEqual(before);
  expect(shares.at(-1)).toBeNull();
});

it('a listing that answers after a newer one was asked for is not shown', async () => {
  const { app, engine } = await withFolder();
  const answers: ((outcome: Outcome<BatchPlan>) => void)[] = [];
  vi.spyOn(engine, 'planBatch').mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  app.setJob({ recursive: true });
  app.setJob({ recursive: false });
  await settle();
  answers[1]!(planOf(['a.ply']));
  await settle();
  answers[0]!(planOf(['a.ply', 'b.ply', 'deep/c.ply']));
  await settle();
  expect(app.state.batch!.rows.map(({ item }) => item.input)).toEqual(['a.ply']);
  expect(app.state.batch!.state).toBe('ready');
});
