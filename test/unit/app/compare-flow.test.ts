import { expect, it } from 'vitest';
import type { ComparedMesh } from '../../../src/renderer/worker/engine-api.ts';
import { cloud, file, finished, makeApp, settle } from './fakes.ts';

/** With run 7 of cloud 1 shown, and a mesh that a person will choose. */
async function reconstructed() {
  const made = makeApp();
  await made.app.start();
  await made.open(cloud(1, 'a.ply'));
  made.app.perform('reconstruct');
  await settle();
  made.run.resolve({ type: 'done', value: finished(7, 1) });
  await settle();
  made.chosen.value = [file('truth.stl')];
  return made;
}

const COMPARED: ComparedMesh = {
  name: 'truth.stl',
  triangles: 12,
  distances: Float32Array.of(-1, 2, 3),
  figures: { count: 3, mean: 4 / 3, median: 2, percentile95: 3, max: 3 },
};

it('measures to the mesh that is chosen, and colours by that until it is switched off', async () => {
  const { app, comparing, told, shown } = await reconstructed();
  const { run } = app.state.document;
  const before = app.state.undo;
  void app.comparing.choose();
  await settle();
  expect(told).toContain('compare [7,"truth.stl"]');
  comparing.emit(0.4);
  expect(app.state.comparing).toEqual({ name: 'truth.stl', share: 0.4 });
  for (const id of ['export', 'reconstruct'] as const) expect(app.enabled(id), id).toBe(false);
  expect(app.isWorking).toBe(true);
  comparing.resolve({ type: 'done', value: COMPARED });
  await settle();
  comparing.emit(0.9);
  expect(app.state.comparing).toBeNull();
  expect(app.state.document.view).toMatchObject({ meshColoring: 'distance', meshVisible: true });
  expect(shown.mesh).toMatchObject({ positions: run!.geometry.positions, distances: COMPARED.distances });
  expect(app.state.undo).toBe(before);

  // To the points instead, and back.
  app.comparing.showPoints();
  expect(app.state.document.view.meshColoring).toBe('distance');
  expect(shown.mesh).toBe(run!.geometry);
  app.comparing.show(true);
  expect(shown.mesh).toMatchObject({ distances: COMPARED.distances });
  app.comparing.show(false);
  expect(app.state.document.view.meshColoring).toBe('plain');
  expect(shown.mesh).toBe(run!.geometry);
  app.comparing.remove();
  expect(app.state.comparison).toBeNull();
});

it('says nothing of a mesh that was changed, until it is asked again or the change undone', async () => {
  const { app, comparing, finishing, told, shown } = await reconstructed();
  void app.comparing.choose();
  await settle();
  comparing.resolve({ type: 'done', value: COMPARED });
  await settle();
  app.applyFinish({ operation: 'smooth', choice: { smooth: 3 } });
  await settle();
  const smoothed = finished(8, 1);
  finishing.resolve({ type: 'done', value: smoothed });
  await settle();
  expect(shown.mesh).toBe(smoothed.geometry);
  app.perform('undo');
  expect(shown.mesh).toMatchObject({ distances: COMPARED.distances });
  app.perform('redo');
  void app.comparing.again();
  await settle();
  expect(told).toContain('compare [8,"truth.stl"]');
  comparing.resolve({ type: 'done', value: COMPARED });
  await settle();
  expect(shown.mesh).toMatchObject({ distances: COMPARED.distances });
});

it('is ended by Esc, and tells why it could not be', async () => {
  const { app, comparing, told, chosen } = await reconstructed();
  void app.comparing.choose();
  await settle();
  app.escape();
  expect(told).toContain('cancel');
  comparing.resolve({ type: 'cancelled' });
  await settle();
  expect([app.state.comparison, app.state.comparing, app.state.notices.length]).toEqual([null, null, 0]);
  void app.comparing.choose();
  await settle();
  const message = 'The reference has no usable triangles, so there is nothing to compare.';
  comparing.resolve({ type: 'failed', error: { code: 'mesh-format', message, details: {} } });
  await settle();
  expect(app.state.notices).toMatchObject([{ kind: 'error', message }]);
  expect(app.state.comparison).toBeNull();
  chosen.value = null;
  await app.comparing.choose();
  expect(told.filter((call) => call.startsWith('compare')).length).toBe(2);
});
