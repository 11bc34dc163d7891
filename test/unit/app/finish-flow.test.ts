import { expect, it, vi } from 'vitest';
import type { ViewOptions } from '../../../src/renderer/app/state.ts';
import { cloud, finished, makeApp, settle } from './fakes.ts';

/** With run 7 of cloud 1 shown, in the step Finish. */
async function reconstructed() {
  const made = makeApp();
  await made.app.start();
  await made.open(cloud(1, 'a.ply'));
  made.app.perform('reconstruct');
  await settle();
  made.run.resolve({ type: 'done', value: finished(7, 1) });
  await settle();
  made.app.setStep('finish');
  return made;
}

const smaller = { operation: 'simplify', choice: { simplify: '10%' } } as const;

it('what is chosen waits until it is applied, and is one step that gives the mesh before back', async () => {
  const { app, finishing, told, shown } = await reconstructed();
  const { run: before } = app.state.document;
  app.setTrim(2);
  expect(app.enabled('finish-apply')).toBe(false);
  app.draftFinish(smaller);
  expect(told.filter((call) => call.startsWith('finishMesh'))).toEqual([]);
  app.perform('finish-apply');
  await settle();
  expect(told).toContain('finishMesh [7,{"simplify":"10%"},2]');
  finishing.emit(0.4);
  expect(app.state.finishing).toEqual({ operation: 'simplify', share: 0.4 });
  for (const id of ['export', 'reconstruct', 'undo', 'finish-apply'] as const) expect(app.enabled(id), id).toBe(false);
  const after = finished(8, 1);
  finishing.resolve({ type: 'done', value: after });
  await settle();
  // A share that comes late changes nothing.
  finishing.emit(0.9);
  expect([app.state.finishing, app.state.finishDraft]).toEqual([null, null]);
  expect(app.state.document).toMatchObject({ run: after, trim: null });
  expect(app.state.undo).toBe('session.undo.finish.simplify');
  app.perform('undo');
  expect(app.state.document.run).toBe(before);
  expect(app.state.document.trim).toBe(2);
  expect(shown.mesh).toBe(before!.geometry);
  app.perform('redo');
  expect(app.state.document.run).toBe(after);
});

it('Esc ends what is on, then lets go of what is chosen', async () => {
  const { app, finishing, told } = await reconstructed();
  const { document } = app.state;
  app.draftFinish(smaller);
  app.perform('finish-apply');
  await settle();
  app.escape();
  expect(told).toContain('cancel');
  finishing.resolve({ type: 'cancelled' });
  await settle();
  expect(app.state.document).toBe(document);
  expect(app.state.finishDraft).toEqual(smaller);
  app.escape();
  expect(app.state.finishDraft).toBeNull();
});

it('what cannot be done is said, and what was chosen is kept', async () => {
  const { app, finishing } = await reconstructed();
  app.draftFinish(smaller);
  app.perform('finish-apply');
  finishing.resolve({ type: 'failed', error: { code: 'internal', message: 'no' } });
  await settle();
  expect(app.state.notices.at(-1)).toMatchObject({ kind: 'error', cause: 'run', message: 'no' });
  expect(app.state.finishDraft).toEqual(smaller);
});

it('shows what was there before as long as a key is held: the mesh that it was made of, or the points', async () => {
  const { app, finishing, shown } = await reconstructed();
  const first = app.state.document.run!;
  const views: ViewOptions[] = [];
  vi.spyOn(app.viewport!, 'setView').mockImplementation((view) => void views.push(view));
  const trims: (number | null)[] = [];
  vi.spyOn(app.viewport!, 'setTrim').mockImplementation((trim) => void trims.push(trim));
  const seen = () => {
    const { meshVisible, cloudVisible } = views.at(-1)!;
    return { before: app.state.before, mesh: shown.mesh, trim: trims.at(-1), meshVisible, cloudVisible };
  };
  expect(app.holdBefore(true)).toBe(true);
  expect(seen()).toMatchObject({ before: 'points', meshVisible: false, cloudVisible: true });
  app.holdBefore(false);
  expect(seen()).toMatchObject({ before: null, meshVisible: true, cloudVisible: false });
  app.setTrim(2);
  app.applyFinish(smaller);
  await settle();
  const after = finished(8, 1);
  finishing.resolve({ type: 'done', value: after });
  await settle();
  const { document, undo } = app.state;
  app.holdBefore(true);
  expect(seen()).toMatchObject({ before: 'mesh', mesh: first.geometry, trim: 2, meshVisible: true });
  app.holdBefore(false);
  expect(seen()).toMatchObject({ before: null, mesh: after.geometry, trim: null, meshVisible: true });
  // It is a look: no step, and nothing of the document.
  expect([app.state.document, app.state.undo]).toEqual([document, undo]);
  app.showDialog('about');
  expect(app.holdBefore(true)).toBe(false);
  app.showDialog('none');
  app.perform('close');
  expect(app.holdBefore(true)).toBe(false);
});
