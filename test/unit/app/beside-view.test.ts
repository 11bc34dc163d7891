/** Another result beside the mesh: which there are, what the second view shows, and how both look from one place. */
import { expect, it, vi } from 'vitest';
import { BesideView } from '../../../src/renderer/app/beside-view.ts';
import { isOutdated } from '../../../src/renderer/app/steps.ts';
import type { Result } from '../../../src/renderer/app/state.ts';
import type { CameraPose, ViewportApi } from '../../../src/renderer/viewport/viewport-api.ts';
import { cloud, finished, makeApp } from './fakes.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const pose = (x: number): CameraPose => ({ eye: [x, 0, 3], target: [0, 0, 0], height: 2 });

/** Three meshes of one cloud, the last of them shown. */
async function withResults() {
  const made = makeApp();
  const { app, run } = made;
  await made.open(cloud(1, 'a.ply'));
  await app.graphics.open();
  const meshes = [];
  for (const id of [7, 8, 9]) {
    app.setOptions({ seed: id });
    app.perform('reconstruct');
    const value = finished(id, 1);
    meshes.push(value);
    run.resolve({ type: 'done', value });
    await settled();
  }
  return { ...made, app, meshes };
}

function besideOf(app: Awaited<ReturnType<typeof withResults>>['app']) {
  const told: string[] = [];
  const moves: ((pose: CameraPose) => void)[] = [];
  const first = { pose: () => pose(5), setPose: vi.fn(), bounds: () => null, setAxes: vi.fn() };
  const second = new Proxy({} as ViewportApi, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        void told.push(name === 'setPose' ? `setPose ${(args[0] as CameraPose).eye[0]}` : String(name)),
  });
  const beside = new BesideView({
    store: app.store,
    first,
    open: (moved) => {
      moves.push(moved);
      told.push('open');
      return { view: second, close: () => void told.push('close') };
    },
    unitOf: () => 'mm',
  });
  return { beside, told, moves, first };
}

const idsOf = (results: readonly Result[]): number[] => results.map(({ run }) => run.id);

it('offers the other meshes of the same points, also those that were undone', async () => {
  const { app, open } = await withResults();
  expect(idsOf(app.state.results)).toEqual([8, 7]);
  const before = app.state.results;
  app.setOptions({ seed: 20 });
  expect(app.state.results).toBe(before);
  for (const _ of ['option', 'run']) app.perform('undo');
  expect([app.state.document.run?.id, idsOf(app.state.results)]).toEqual([8, [9, 7]]);
  await open(cloud(2, 'b.ply'));
  expect(app.state.results).toEqual([]);
});

it('takes another for the mesh as a step, and lets both change places', async () => {
  const { app } = await withResults();
  const [second] = app.state.results;
  app.comparing.showBeside(second!);
  app.comparing.use(second!);
  expect([app.state.document.run?.id, app.state.beside?.run.id, idsOf(app.state.results)]).toEqual([8, 9, [9, 7]]);
  expect(app.state.undo).toBe('session.undo.useResult');
  // With the options that it was made by: else it would be outdated by those of the other.
  expect([app.state.document.options, isOutdated(app.state.document)]).toEqual([second!.run.options, false]);
  app.perform('undo');
  // What is the mesh itself now is not shown beside itself.
  expect([app.state.document.run?.id, app.state.beside]).toEqual([9, null]);
});

it('shows it in a second view as long as it is there', async () => {
  const { app, open } = await withResults();
  const { told } = besideOf(app);
  app.setView({ meshVisible: false });
  expect(told).toEqual([]);
  app.comparing.showBeside(app.state.results[0]!);
  expect(app.state.document.view.meshVisible).toBe(true);
  // The first view's place, once there is a mesh that would be fitted.
  await vi.waitFor(() => expect(told.slice(0, 4)).toEqual(['open', 'setTheme', 'setMesh', 'setPose 5']));
  told.length = 0;
  app.setView({ wireframe: true });
  await vi.waitFor(() => expect(told).toEqual(['setView', 'setTrim', 'setCrop', 'setCut', 'setUnit']));
  app.comparing.showBeside(app.state.results[1]!);
  await vi.waitFor(() => expect(told).toContain('setMesh'));
  expect(told).not.toContain('open');
  await open(cloud(2, 'b.ply'));
  expect(app.state.beside).toBeNull();
  await vi.waitFor(() => expect(told.at(-1)).toBe('close'));
});

it('looks from one place in both, whichever is turned, and never to and fro', async () => {
  const { app } = await withResults();
  const { beside, told, moves, first } = besideOf(app);
  beside.moved(pose(1));
  app.comparing.showBeside(app.state.results[0]!);
  await vi.waitFor(() => expect(told).toContain('setUnit'));
  told.length = 0;
  beside.moved(pose(2));
  // The second tells of where it was sent, in its own rounding.
  moves[0]!(pose(2 + 1e-9));
  expect([told, first.setPose.mock.calls.length]).toEqual([['setPose 2'], 0]);
  moves[0]!(pose(3));
  beside.moved(pose(3));
  expect([told, first.setPose.mock.calls]).toEqual([['setPose 2'], [[pose(3)]]]);
});
