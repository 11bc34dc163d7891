import { expect, it } from 'vitest';
import { LatestProgress, type Progress } from '../../../src/library/progress.ts';

async function all(progress: LatestProgress): Promise<Progress[]> {
  const seen: Progress[] = [];
  for await (const step of progress) seen.push(step);
  return seen;
}

it('shows the newest state to whoever looks, and ends with the run', async () => {
  const progress = new LatestProgress();
  const iterator = progress[Symbol.asyncIterator]();
  progress.take({ type: 'stage-started', stage: 'read' });
  expect((await iterator.next()).value).toEqual({ stage: 'read', share: 0 });
  const waiting = iterator.next();
  progress.take({ type: 'stage-started', stage: 'level', level: 64 });
  expect((await waiting).value).toEqual({ stage: 'level', level: 64, share: 0 });
  // What nobody looked at in time is gone.
  progress.take({ type: 'progressed', stage: 'level', share: 0.25 });
  progress.take({ type: 'progressed', stage: 'level', share: 0.5 });
  expect((await iterator.next()).value).toEqual({ stage: 'level', level: 64, share: 0.5 });
  progress.take({ type: 'progressed', stage: 'trim', share: 1 });
  progress.end();
  expect((await iterator.next()).value).toEqual({ stage: 'trim', share: 1 });
  expect((await iterator.next()).done).toBe(true);
});

it('shows the same to several, and ends at once for one that comes late', async () => {
  const progress = new LatestProgress();
  const [one, other] = [all(progress), all(progress)];
  progress.take({ type: 'stage-started', stage: 'read' });
  progress.end();
  const seen = [{ stage: 'read', share: 0 }];
  expect([await one, await other, await all(progress)]).toEqual([seen, seen, seen]);
});

it('tells nothing of warnings and metrics', async () => {
  const progress = new LatestProgress();
  progress.take({ type: 'warning', message: 'a word' });
  progress.take({ type: 'metric', name: 'energy', value: 1 });
  progress.end();
  expect(await all(progress)).toEqual([]);
});
