/** A folder of clouds in the window, with an engine that says what the test lets it say. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sidecar } from '../../../src/batch/sidecar.ts';
import type { BatchItem } from '../../../src/batch/item.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { isEnabled } from '../../../src/renderer/app/availability.ts';
import { Stopwatch } from '../../../src/renderer/app/stopwatch.ts';
import { cloud, file, finished, folder, makeApp, settle } from './fakes.ts';

const item = (index: number, input: string): BatchItem => ({
  index,
  input,
  inputBytes: 10,
  output: input,
  format: 'ply',
  options: DEFAULTS,
});

const sidecar = (path: string, state: Sidecar['state']): Sidecar =>
  ({ state, output: { path, format: 'ply', bytes: state === 'done' ? 7 : null, sha256: null } }) as unknown as Sidecar;

const NAMES = ['a.ply', 'b c/ü.ply', 'd.ply'];
const items = NAMES.map((name, index) => item(index, name));

/** A window with a folder of three clouds, of which an earlier batch did what `earlier` says. */
async function listed(earlier: readonly (Sidecar | null)[] = [null, null, null]) {
  const made = makeApp();
  await made.app.start();
  made.plan.value = { type: 'done', value: { items, earlier } };
  made.app.openFolder(folder('scans'));
  await settle();
  const rows = () => made.app.state.batch!.rows.map(({ state }) => state);
  /** A batch under way. */
  const start = async (): Promise<void> => {
    made.app.perform('reconstruct');
    await settle();
  };
  const end = async (): Promise<void> => {
    made.batch.resolve({ type: 'done', value: { done: 0, failed: 0, kept: 0, cancelled: 0 } });
    await settle();
  };
  return { ...made, rows, start, end };
}

beforeEach(() => vi.useRealTimers());

describe('a folder', () => {
  it('is listed, with a place for the meshes in it', async () => {
    const { app, rows, told } = await listed();
    expect(app.state.batch).toMatchObject({ shown: true, state: 'ready', output: { name: 'meshes' }, summary: null });
    expect(rows()).toEqual(['waiting', 'waiting', 'waiting']);
    expect(told).toEqual([
      'plan ["meshes",["*.{ply,xyz,txt,asc,csv,xyzn,xyzrgb,xyzi,xyzb,npts,neu,dat,3d,pts,ptx,pcd,e57,spz,sog,splat,ksplat,las,laz}"]]',
    ]);
  });

  it('shows what an earlier batch left', async () => {
    const { app, rows } = await listed([sidecar('a.ply', 'done'), null, sidecar('d.ply', 'failed')]);
    expect(rows()).toEqual(['done', 'waiting', 'failed']);
    expect(app.state.batch!.rows.map(({ kept }) => kept)).toEqual([true, false, true]);
  });

  it('is listed anew when other files are meant, not when only options change', async () => {
    const { app, told } = await listed();
    told.length = 0;
    app.setJob({ recursive: true });
    await settle();
    app.setJob({ recursive: false });
    await settle();
    expect(told).toEqual([
      'plan ["meshes",["**/*.{ply,xyz,txt,asc,csv,xyzn,xyzrgb,xyzi,xyzb,npts,neu,dat,3d,pts,ptx,pcd,e57,spz,sog,splat,ksplat,las,laz}"]]',
      'plan ["meshes",["*.{ply,xyz,txt,asc,csv,xyzn,xyzrgb,xyzi,xyzb,npts,neu,dat,3d,pts,ptx,pcd,e57,spz,sog,splat,ksplat,las,laz}"]]',
    ]);
    app.setJob({ options: { resolution: 256, noise: 'auto' } });
    await settle();
    expect(told).toHaveLength(2);
    expect(app.state.batch!.job.options).toEqual({ resolution: 256 });
    app.perform('reset-options');
    expect(app.state.batch!.job.options).toEqual({});
  });

  it('that cannot be listed says why, and can be tried again', async () => {
    const { app, plan, told } = await listed();
    plan.value = { type: 'failed', error: { code: 'internal', message: 'the disk is gone' } };
    app.setJob({ format: 'stl' });
    await settle();
    expect(app.state.batch).toMatchObject({ state: 'ready', rows: [] });
    expect(app.enabled('reconstruct')).toBe(false);
    const notice = app.state.notices.at(-1)!;
    expect(notice).toMatchObject({ title: 'session.title.folderFailed scans', message: 'the disk is gone' });
    told.length = 0;
    notice.action!.perform();
    expect(told).toHaveLength(1);
  });

  it('needs a place that can be written to', async () => {
    const { app } = makeApp({ hasFolders: false });
    await app.start();
    expect(app.state.folders).toBeNull();
    app.perform('open-folder');
    await settle();
    expect(app.state.batch).toBeNull();
    expect(app.state.notices.at(-1)).toMatchObject({ kind: 'warning', title: 'session.title.noFolders' });
  });

  it('comes from a job file, with its options', async () => {
    const { app, listener, plan } = makeApp();
    await app.start();
    plan.value = { type: 'done', value: { items, earlier: [null, null, null] } };
    const job = { name: 'job.json', text: '{}', input: folder('in'), output: folder('out') };
    listener().openJob(job);
    await settle();
    expect(app.state.batch).toMatchObject({
      input: { name: 'in' },
      output: { name: 'out' },
      job: { options: { resolution: 128 } },
    });
    listener().openJob({ ...job, text: 'bad' });
    await settle();
    expect(app.state.notices.at(-1)?.message).toBe('line 1 is no job');
    expect(app.state.batch?.input.name).toBe('in');
  });

  it('closes, and leaves the cloud that was shown', async () => {
    const { app, open } = await listed();
    await open(cloud(1, 'x.ply'));
    app.showBatch();
    app.perform('close');
    expect(app.state.batch).toBeNull();
    expect(app.state.document.cloud?.info.name).toBe('x.ply');
  });
});

describe('a batch', () => {
  it('tells of every file as it goes, and what came of all', async () => {
    const { app, batch, rows, start, end, requests, shares } = await listed();
    await start();
    expect(requests[0]).toMatchObject({
      mode: 'resume',
      inputFromOutput: '..',
      version: '1.2.3',
      output: { name: 'meshes' },
    });
    expect(app.state.batch!.state).toBe('running');
    batch.emit({ type: 'item', index: 0, state: 'done', sidecar: sidecar('a.ply', 'done') });
    batch.emit({ type: 'item', index: 1, state: 'running' });
    batch.emit({ type: 'run', index: 1, event: { type: 'progressed', stage: 'level', share: 0.5 } });
    batch.emit({ type: 'progressed', share: 0.4, secondsLeft: 12 });
    await vi.waitFor(() => expect(rows()).toEqual(['done', 'running', 'waiting']));
    expect(app.state.batch).toMatchObject({ share: 0.4, secondsLeft: 12, rows: [{ share: 1 }, { share: 0.5 }, {}] });
    batch.emit({ type: 'item', index: 1, state: 'failed', sidecar: sidecar('b c/ü.ply', 'failed') });
    batch.emit({ type: 'item', index: 2, state: 'done', sidecar: sidecar('d.ply', 'done') });
    await end();
    expect(app.state.batch).toMatchObject({ state: 'ended', summary: { done: 2, failed: 1, kept: 0, cancelled: 0 } });
    expect(shares).toEqual([0.4, null]);
  });

  it('copies its list for the window at most ten times a second', async () => {
    const { app, batch, start, end } = await listed();
    await start();
    const before = app.state.batch!.rows;
    for (let i = 0; i < 1000; i++) {
      batch.emit({ type: 'run', index: 1, event: { type: 'progressed', stage: 'level', share: i / 1000 } });
    }
    expect(app.state.batch!.rows).toBe(before);
    await end();
  });

  it('asks what to do with results that are there', async () => {
    const { app, start, requests } = await listed([sidecar('a.ply', 'done'), null, sidecar('d.ply', 'failed')]);
    await start();
    expect(app.state.dialog).toBe('batch-existing');
    expect(requests).toEqual([]);
    app.startBatch('retry-failed');
    await settle();
    expect(app.state.dialog).toBe('none');
    expect(requests[0]?.mode).toBe('retry-failed');
  });

  it('that is cancelled keeps what is done, and what an earlier one left', async () => {
    const { app, batch, rows, end, told } = await listed([null, null, sidecar('d.ply', 'done')]);
    app.startBatch('fresh');
    await settle();
    batch.emit({ type: 'item', index: 0, state: 'done', sidecar: sidecar('a.ply', 'done') });
    batch.emit({ type: 'item', index: 1, state: 'running' });
    app.perform('cancel');
    expect(told).toContain('cancel');
    batch.emit({ type: 'item', index: 1, state: 'cancelled' });
    batch.emit({ type: 'item', index: 2, state: 'cancelled' });
    await end();
    expect(rows()).toEqual(['done', 'cancelled', 'done']);
    expect(app.state.batch!.summary).toEqual({ done: 2, failed: 0, kept: 1, cancelled: 1 });
  });

  it('pauses and goes on with one command', async () => {
    const { app, start, told } = await listed();
    await start();
    app.perform('pause');
    expect([app.state.batch!.state, app.checked('pause')]).toEqual(['paused', true]);
    app.perform('pause');
    expect(app.state.batch!.state).toBe('running');
    expect(told.slice(-2)).toEqual(['pause', 'resume']);
  });

  it('that fails as a whole says why and ends', async () => {
    const { app, batch, rows, start } = await listed();
    await start();
    batch.resolve({ type: 'failed', error: { code: 'internal', message: 'the disk is full' } });
    await settle();
    expect(app.state.notices.at(-1)).toMatchObject({ kind: 'error', message: 'the disk is full' });
    expect(app.state.batch!.state).toBe('ended');
    expect(rows()).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });

  it('does one failed file again', async () => {
    const { app, batch, rows, requests, end } = await listed([
      sidecar('a.ply', 'done'),
      null,
      sidecar('d.ply', 'failed'),
    ]);
    app.retryItem(2);
    await settle();
    expect(requests[0]).toMatchObject({ mode: 'fresh', only: [2] });
    expect(rows()).toEqual(['done', 'waiting', 'waiting']);
    batch.emit({ type: 'item', index: 2, state: 'done', sidecar: sidecar('d.ply', 'done') });
    await end();
    expect(rows()).toEqual(['done', 'waiting', 'done']);
  });

  it('that is closed is cancelled, and says nothing any more', async () => {
    const { app, batch, start, end, told, shares } = await listed();
    await start();
    app.perform('close');
    expect(told).toContain('cancel');
    batch.emit({ type: 'item', index: 0, state: 'cancelled' });
    batch.emit({ type: 'progressed', share: 0.1, secondsLeft: 1 });
    await end();
    expect(app.state.batch).toBeNull();
    expect(shares).toEqual([null]);
  });

  it('is not ended by a file or another folder, unless the person says so', async () => {
    const { app, start, end, opened, told } = await listed();
    await start();
    await app.open([file('x.ply')]);
    expect(opened.has('x.ply')).toBe(false);
    app.openFolder(folder('other'));
    await settle();
    expect(app.state.batch!.input.name).toBe('scans');
    const notice = app.state.notices.at(-1)!;
    expect(notice).toMatchObject({ title: 'session.title.busy other', message: 'session.message.busyBatch' });
    notice.action!.perform();
    expect(told).toContain('cancel');
    // Only when the engine is done with the one is the other begun.
    expect(app.state.batch!.input.name).toBe('scans');
    await end();
    expect(app.state.batch!.input.name).toBe('other');
  });

  it('leaves the document alone', async () => {
    const { app, start } = await listed();
    await start();
    for (const id of ['undo', 'export', 'reconstruct', 'fit', 'reset-options', 'stop'] as const) {
      expect(isEnabled(id, app.state), id).toBe(false);
    }
    app.setJob({ format: 'obj' });
    app.openItem(0);
    app.retryItem(0);
    expect(app.state.batch).toMatchObject({ state: 'running', job: { output: { format: 'ply' } } });
  });
});

it('a clock stands still while it is stopped', () => {
  vi.useFakeTimers();
  const watch = new Stopwatch();
  expect(watch.elapsedMs).toBe(0);
  watch.restart();
  vi.advanceTimersByTime(1000);
  watch.setRunning(false);
  vi.advanceTimersByTime(5000);
  expect(watch.elapsedMs).toBe(1000);
  watch.setRunning(true);
  vi.advanceTimersByTime(500);
  expect(watch.elapsedMs).toBe(1500);
  watch.restart();
  expect(watch.elapsedMs).toBe(0);
});

describe('a result', () => {
  it('is looked at with its cloud, and the batch stays behind', async () => {
    const done = sidecar('b c/ü.ply', 'done');
    const { app, result, told } = await listed([null, done, null]);
    app.openItem(1);
    await settle();
    expect(app.state.batch!.shown).toBe(false);
    const [cloudRef, meshRef] = JSON.parse(told.at(-1)!.slice('openResult '.length)) as { url: string }[];
    expect(cloudRef).toEqual({ kind: 'url', name: 'ü.ply', size: 10, url: '/_folder/scans/b%20c/%C3%BC.ply' });
    expect(meshRef).toEqual({ kind: 'url', name: 'ü.ply', size: 7, url: '/_folder/meshes/b%20c/%C3%BC.ply' });
    result.resolve({ type: 'done', value: { opened: cloud(4, 'ü.ply'), run: finished(5, 4) } });
    await settle();
    expect(app.state.document).toMatchObject({ cloud: { info: { id: 4 } }, run: { id: 5 } });
    expect(app.enabled('export')).toBe(true);
    app.showBatch();
    expect(app.state.batch!.shown).toBe(true);
    expect(app.enabled('export')).toBe(false);
  });

  it('that cannot be read leads back to the batch', async () => {
    const { app, result } = await listed([sidecar('a.ply', 'done'), null, null]);
    app.openItem(0);
    await settle();
    result.resolve({ type: 'failed', error: { code: 'internal', message: 'the mesh is gone' } });
    await settle();
    expect(app.state.batch!.shown).toBe(true);
    expect(app.state.notices.at(-1)?.message).toBe('the mesh is gone');
  });

  it('is not there for what failed or waits', async () => {
    const { app, told } = await listed([null, sidecar('x', 'failed'), null]);
    told.length = 0;
    app.openItem(0);
    app.openItem(1);
    app.openItem(99);
    await settle();
    expect(told).toEqual([]);
  });

  it('has its report and its folder a button away', async () => {
    const { app, told } = await listed();
    expect(app.state.folders).toEqual({ reveal: true, report: true });
    app.openBatchReport();
    app.revealBatch();
    await settle();
    expect(told.slice(-2)).toEqual(['report ["meshes"]', 'reveal ["meshes"]']);
  });
});
