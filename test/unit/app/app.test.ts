import { describe, expect, it, vi } from 'vitest';
import { coarseWarning } from '../../../src/engine/coarse-voxels.ts';
import { cloud, file, finished, makeApp, mesh, settle } from './fakes.ts';

/** Started, with cloud 1 (`a.ply`) open and being reconstructed. */
async function running() {
  const made = makeApp();
  await made.app.start();
  await made.open(cloud(1, 'a.ply'));
  made.app.perform('reconstruct');
  await settle();
  return made;
}

/** The same once run 7 is done. */
async function reconstructed() {
  const made = await running();
  made.run.resolve({ type: 'done', value: finished(7, 1) });
  await settle();
  return made;
}

describe('opening', () => {
  it('takes the mesh of another cloud away before the camera goes to the new one', async () => {
    const { app, open } = await reconstructed();
    const calls: string[] = [];
    vi.spyOn(app.viewport!, 'setMesh').mockImplementation((mesh) => void calls.push(mesh ? 'mesh' : 'no mesh'));
    vi.spyOn(app.viewport!, 'setCloud').mockImplementation(() => void calls.push('cloud'));
    await open(cloud(2, 'b.ply'));
    expect(calls).toEqual(['no mesh', 'cloud']);
  });

  it('shows the cloud, and its colours where it has some', async () => {
    const { app, open, shown } = makeApp();
    await app.start();
    const opened = cloud(1, 'a.ply', true);
    await open(opened);
    expect(app.state.document.cloud).toEqual({ ...opened, files: [file('a.ply')] });
    expect(app.state.document.view.cloudColoring).toBe('file');
    expect(shown.cloud).toBe(opened.geometry);
  });

  it('lets a message of a file go when another is opened', async () => {
    const { app, open, opened } = makeApp();
    const ending = app.open([file('bad.ply')]);
    opened.get('bad.ply')!({ type: 'failed', error: { code: 'internal', message: 'no' } });
    await ending;
    expect(app.state.notices).toHaveLength(1);
    await open(cloud(1, 'a.ply'));
    expect(app.state.notices).toEqual([]);
  });

  it('keeps what was there when a file cannot be read, and says why', async () => {
    const { app, open, opened, shown } = makeApp();
    const first = cloud(1, 'a.ply');
    await open(first);
    const ending = app.open([file('bad.ply')]);
    opened.get('bad.ply')!({ type: 'failed', error: { code: 'internal', message: 'line 3 is not a number' } });
    await ending;
    expect(app.state.document.cloud?.info).toBe(first.info);
    expect(shown.cloud).toBe(first.geometry);
    expect(app.state.notices.at(-1)).toMatchObject({
      kind: 'error',
      title: 'session.title.openFailed bad.ply',
      message: 'line 3 is not a number',
    });
  });

  it('opens several files as one scene, and adds more to it', async () => {
    const { app, opens, opened, chosen } = makeApp();
    const both = [file('a.e57'), file('b.las')];
    const first = app.open(both);
    expect(app.state.opening?.name).toBe('session.files a.e57');
    opened.get('a.e57')!({ type: 'done', value: cloud(1, 'a.e57') });
    await first;
    expect(opens[0]).toEqual({ files: both });
    expect(app.state.undo).toBe('session.undo.open session.files a.e57');
    // No dialog was answered: nothing is added.
    app.addScans();
    await settle();
    expect(opens).toHaveLength(1);
    chosen.value = [file('c.ply')];
    app.addScans();
    await settle();
    expect(opens[1]).toEqual({ files: [file('c.ply')], onto: 1, leftOut: { removed: null, crop: null } });
    opened.get('c.ply')!({ type: 'done', value: cloud(2, 'a.e57') });
    await settle();
    expect(app.state.undo).toBe('session.undo.addScans c.ply');
    // What was put together cannot be read again as one file.
    expect(app.state.document.cloud?.files).toEqual([]);
  });

  it('leaves a scan out, as one step that can be undone', async () => {
    const { app, open, kept, told } = makeApp();
    const scans = [0, 1, 2].map((index) => ({ name: `s${index}`, pointCount: 5, index, number: index + 1 }));
    const whole = cloud(1, 'a.e57', true, ['scan']);
    await open({ ...whole, info: { ...whole.info, scans } });
    app.setView({ hiddenScans: [0, 2] });
    const rest = [scans[0]!, { ...scans[2]!, index: 1, number: 2 }];
    const part = cloud(2, 'a.e57', false, ['scan']);
    kept.value = { type: 'done', value: { ...part, info: { ...part.info, scans: rest } } };
    app.removeScan(1);
    await settle();
    expect(told).toContain('keepPoints [1,{"scans":[0,2]},{"removed":null,"crop":null}]');
    expect(app.state.undo).toBe('session.undo.remove s1');
    // The last scan has another number now, and is hidden all the same; there are no colours left to show.
    expect(app.state.document.view).toMatchObject({ hiddenScans: [0, 1], cloudColoring: 'plain' });
    app.perform('undo');
    expect(app.state.document.cloud?.info.scans).toEqual(scans);
    expect(app.state.document.view).toMatchObject({ hiddenScans: [0, 2], cloudColoring: 'file' });
  });

  it('leaves a class out', async () => {
    const { app, open, kept, told } = makeApp();
    const whole = cloud(1, 'a.las', false, ['classification']);
    const classification = [
      { value: 2, count: 5, name: 'ground' },
      { value: 77, count: 1 },
    ] as const;
    await open({ ...whole, info: { ...whole.info, values: { classification } } });
    kept.value = { type: 'done', value: cloud(2, 'a.las', false, ['classification']) };
    app.removeClass(77);
    await settle();
    expect(told).toContain('keepPoints [1,{"classes":[2]},{"removed":null,"crop":null}]');
    expect(app.state.undo).toBe('session.undo.remove pointLegend.unnamedClass');
  });

  it('offers to choose the columns of a text file that it cannot read', async () => {
    const { app, opened, opens, preview } = makeApp();
    const columns = ['x', 'y', 'intensity'].map((role) => ({ name: undefined, role: role as 'x' }));
    const found = {
      columns,
      rows: [],
      separator: 'blanks' as const,
      decimalMark: '.' as const,
      linesAbove: 0,
      sample: null,
    };
    preview.value = { type: 'done', value: found };
    const ending = app.open([file('odd.txt')]);
    opened.get('odd.txt')!({ type: 'failed', error: { code: 'cloud-format', message: 'no z', details: {} } });
    await ending;
    expect(app.state.notices.at(-1)?.action?.label).toBe('session.action.chooseColumns');
    app.state.notices.at(-1)!.action!.perform();
    await settle();
    expect([app.state.dialog, app.state.columns?.roles]).toEqual(['columns', ['x', 'y', 'intensity']]);
    preview.value = { type: 'failed', error: { code: 'option-invalid', message: 'z is missing', details: {} } };
    app.setColumns(['x', 'y', '-']);
    await settle();
    expect(app.state.columns).toMatchObject({ roles: ['x', 'y', '-'], problem: 'z is missing' });
    // What cannot be read is not opened.
    app.openWithColumns();
    expect(opens).toHaveLength(1);
    preview.value = { type: 'done', value: found };
    app.setColumns(['x', 'y', 'z']);
    await settle();
    preview.value = { type: 'done', value: { ...found, columns: [...columns, ...columns], separator: 'bars' } };
    app.setDialect({ separator: 'bars' });
    await settle();
    // Other separators make other columns.
    expect(app.state.columns?.roles).toEqual(['x', 'y', 'intensity', 'x', 'y', 'intensity']);
    app.setColumns(['x', 'y', 'z']);
    await settle();
    app.openWithColumns();
    expect(opens.at(-1)).toEqual({
      files: [file('odd.txt')],
      reading: { columns: ['x', 'y', 'z'], dialect: { separator: 'bars' } },
    });
    expect([app.state.dialog, app.state.columns]).toEqual(['none', null]);
  });

  it('offers the whole points of a file that is cut', async () => {
    const { app, opened, opens } = makeApp();
    const ending = app.open([file('cut.las')]);
    const details = { partial: true, wholePoints: 5 };
    opened.get('cut.las')!({ type: 'failed', error: { code: 'cloud-format', message: 'cut', details } });
    await ending;
    expect(app.state.notices.at(-1)?.action?.label).toBe('session.action.readWhole');
    app.state.notices.at(-1)!.action!.perform();
    await settle();
    expect(opens.at(-1)).toEqual({ files: [file('cut.las')], reading: { partial: true } });
  });

  it('keeps the returns of a cloud that are asked for, as a step', async () => {
    const { app, open, kept, told } = makeApp();
    await open(cloud(1, 'a.las'));
    kept.value = { type: 'done', value: cloud(2, 'a.las') };
    app.keepReturns('last');
    await settle();
    expect(told).toContain('keepPoints [1,{"returns":"last"},{"removed":null,"crop":null}]');
    expect(app.state.undo).toBe('session.undo.keepReturns cloud.returns.last');
  });

  it('ends with the file that was asked for last, whichever is read first', async () => {
    const { app, opened } = makeApp();
    const slow = app.open([file('slow.ply')]);
    const fast = app.open([file('fast.ply')]);
    opened.get('fast.ply')!({ type: 'done', value: cloud(2, 'fast.ply') });
    await fast;
    opened.get('slow.ply')!({ type: 'done', value: cloud(1, 'slow.ply') });
    await slow;
    expect(app.state.document.cloud?.info.name).toBe('fast.ply');
    expect(app.state.opening).toBeNull();
  });

  it('has ended with its answer, even where an event comes after it', async () => {
    const { app, open, opening } = makeApp();
    await open(cloud(1, 'a.ply'));
    opening.get('a.ply')!({ type: 'progress', share: 1 });
    expect(app.state.opening).toBeNull();
  });

  it('takes back lengths in the unit of the file before', async () => {
    const { app, open } = makeApp();
    await open(cloud(1, 'a.ply'));
    app.setOptions({ noise: 0.5, resolution: 128 });
    await open(cloud(2, 'b.ply'));
    expect(app.state.document.options).toMatchObject({ noise: 'auto', resolution: 128 });
  });

  it('tells of a recent file that is gone', async () => {
    const { app } = makeApp();
    app.openRecent('x');
    await settle();
    expect(app.state.notices.at(-1)?.message).toBe('gone.ply is not there any more.');
  });
});

describe('a run', () => {
  it('shows its previews, then its mesh', async () => {
    const { app, run, shown } = await running();
    const preview = mesh();
    run.emit({ type: 'preview', level: 64, geometry: preview });
    expect(shown.mesh).toBe(preview);
    expect(app.state.progress?.previewLevel).toBe(64);
    const result = finished(7, 1);
    run.resolve({ type: 'done', value: result });
    await settle();
    expect(shown.mesh).toBe(result.geometry);
    expect(app.state.progress).toBeNull();
    expect(app.state.document.view).toMatchObject({ cloudVisible: false, meshVisible: true });
  });

  it('tells what it warned of, but for what the result says itself', async () => {
    const { app, run } = await running();
    const about = { coarse: { cause: 'requested', enough: 512 } as const, resolution: 64, voxel: 2, spacing: 1 };
    const result = finished(7, 1);
    const warnings = ['Few points.', coarseWarning(about)!];
    run.resolve({ type: 'done', value: { ...result, report: { ...result.report, ...about, warnings } } });
    await settle();
    expect(app.state.notices.map(({ message }) => message)).toEqual(['Few points.']);
  });

  it('that is cancelled shows again what was there', async () => {
    const { app, run, shown, told } = await running();
    run.emit({ type: 'preview', level: 64, geometry: mesh() });
    app.perform('cancel');
    run.resolve({ type: 'cancelled' });
    await settle();
    expect(told).toContain('cancel');
    expect(shown.mesh).toBeNull();
    expect(app.state.notices).toEqual([]);
    expect(app.state.document.view.cloudVisible).toBe(true);
  });

  it('can be ended with a result only once there is one', async () => {
    const { app, run, told } = await running();
    app.perform('stop');
    expect(told).toEqual([]);
    run.emit({ type: 'stoppable' });
    app.perform('stop');
    expect(told).toEqual(['stop']);
    expect(app.state.progress?.state).toBe('stopping');
  });

  it('pauses and goes on with one command', async () => {
    const { app, told } = await running();
    app.perform('pause');
    expect(app.checked('pause')).toBe(true);
    app.perform('pause');
    expect(told).toEqual(['pause', 'resume']);
  });

  it('that fails says why and leaves the cloud', async () => {
    const { app, run } = await running();
    run.resolve({ type: 'failed', error: { code: 'gpu-out-of-memory', message: 'choose 256', details: {} } });
    await settle();
    expect(app.state.notices.at(-1)).toMatchObject({ kind: 'error', message: 'choose 256' });
    expect(app.enabled('reconstruct')).toBe(true);
  });

  it('is not ended by a file that is dropped, unless the person says so', async () => {
    const { app, run, opened, told } = await running();
    await app.open([file('b.ply')]);
    expect(opened.has('b.ply')).toBe(false);
    const { action, kind } = app.state.notices.at(-1)!;
    expect(kind).toBe('warning');
    action!.perform();
    expect(told).toEqual(['cancel']);
    run.resolve({ type: 'cancelled' });
    opened.get('b.ply')!({ type: 'done', value: cloud(2, 'b.ply') });
    await settle();
    expect(app.state.document.cloud?.info.name).toBe('b.ply');
    expect(app.state.progress).toBeNull();
  });

  it('remembers how fast the device was', async () => {
    const { app, run } = await running();
    vi.useFakeTimers();
    run.resolve({ type: 'done', value: finished(7, 1) });
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    expect(app.state.settings.speeds).toEqual({ test: 5 });
  });
});

describe('undo', () => {
  it('takes back a run, a trim and an opening, and makes them again', async () => {
    const { app, shown } = await reconstructed();
    for (const length of [0.1, 0.2, 0.3]) app.setTrim(length, true);
    app.setTrim(0.3);
    expect(shown.trim).toBe(0.3);
    expect(app.state.undo).toBe('session.undo.trim');
    app.perform('undo');
    expect(shown.trim).toBeNull();
    app.perform('undo');
    expect(shown.mesh).toBeNull();
    app.perform('undo');
    expect(shown.cloud).toBeNull();
    expect(app.enabled('undo')).toBe(false);
    for (let i = 0; i < 3; i++) app.perform('redo');
    expect(shown.trim).toBe(0.3);
    expect(app.state.document.run?.id).toBe(7);
  });

  it('makes no step of a change that changes nothing', async () => {
    const { app, open } = makeApp();
    await open(cloud(1, 'a.ply'));
    app.setOptions({ resolution: 'auto', noise: 'auto' });
    app.setTrim(null);
    app.setView({ wireframe: false });
    expect(app.state.undo).toBe('session.undo.open a.ply');
  });

  it('lets the engine forget what can never come back', async () => {
    const { app, open, told } = makeApp();
    await app.start();
    await open(cloud(1, 'a.ply'));
    await open(cloud(2, 'b.ply'));
    expect(told).toEqual([]);
    app.perform('undo');
    await open(cloud(3, 'c.ply'));
    expect(told).toEqual(['release [{"clouds":[2],"runs":[],"points":[]}]']);
  });
});

describe('export', () => {
  it('writes, finishes and says so', async () => {
    const { app, told } = await reconstructed();
    app.exportMesh('glb');
    await settle();
    expect(told).toContain('finish');
    expect(app.state.notices.at(-1)).toMatchObject({ kind: 'success', title: 'session.title.exported a-mesh.glb' });
  });

  it('asks for a unit only where it is known what the lengths are, and where the format takes any', async () => {
    const { app, engine } = await reconstructed();
    const asked: unknown[] = [];
    Object.assign(engine, {
      write: async (_id: number, { outputUp, outputUnit, certify }: Parameters<typeof engine.write>[1]) => {
        asked.push([outputUp, outputUnit, certify !== undefined]);
        return { type: 'done', value: { bytes: 12 } };
      },
    });
    const { run } = app.state.document;
    const placement = { matrix: [], up: [0, 0, 1], turn: [0, 0, 0], scale: 1, unit: 'mm', onGround: false } as const;
    const known = { ...app.state.document, run: { ...run!, report: { ...run!.report, placement } } };
    app.exportMesh('ply');
    await settle();
    app.setExportChoice({ outputUp: 'y', outputUnit: 'in', certify: true });
    app.exportMesh('ply');
    await settle();
    app.store.set({ document: known });
    for (const format of ['ply', 'glb'] as const) {
      app.exportMesh(format);
      await settle();
    }
    expect(asked).toEqual([
      ['z', 'auto', false],
      ['y', 'auto', true],
      ['y', 'in', true],
      ['y', 'auto', true],
    ]);
  });

  it('drops what is half-written when it fails', async () => {
    const { app, told, engine } = await reconstructed();
    Object.assign(engine, {
      write: async () => ({
        type: 'failed',
        error: { code: 'output-failed', message: 'the disk is full', details: {} },
      }),
    });
    app.exportMesh('ply');
    await settle();
    expect(told).toContain('abandon');
    expect(told).not.toContain('finish');
    expect(app.state.notices.at(-1)).toMatchObject({ kind: 'error', message: 'the disk is full' });
    expect(app.state.exporting).toBeNull();
  });
});

describe('how it is seen', () => {
  it('is no step, stays through undo, and comes back with another mesh as it was left', async () => {
    const { app } = await reconstructed();
    app.setView({ wireframe: true });
    expect(app.state.undo).toBe('session.undo.reconstruct');
    app.setTrim(1);
    app.setView({ wireframe: false });
    app.perform('undo');
    expect([app.state.document.trim, app.state.document.view.wireframe]).toEqual([null, false]);
    app.perform('undo');
    expect(app.state.document.run).toBeNull();
    expect(app.state.document.view.cloudVisible).toBe(true);
    app.perform('redo');
    expect(app.state.document.view.cloudVisible).toBe(false);
  });

  it('gives the mesh its colours back when the heat map goes, and hides the points under it', async () => {
    const { app } = await reconstructed();
    app.setView({ meshColoring: 'normal', cloudVisible: true });
    app.perform('distances');
    expect(app.state.document.view).toMatchObject({ meshColoring: 'distance', cloudVisible: false });
    app.perform('distances');
    expect(app.state.document.view.meshColoring).toBe('normal');
  });
});

describe('the path', () => {
  it('goes to Check when a run ends, back to Scan when a file is opened, and keeps a mesh that is outdated', async () => {
    expect((await running()).app.state.step).toBe('reconstruct');
    const made = await reconstructed();
    expect(made.app.state.step).toBe('check');
    const { run } = made.app.state.document;
    made.app.setOptions({ seed: 7 });
    expect(made.app.state.document.run).toBe(run);
    made.app.restoreOptions();
    expect(made.app.state.document.options.seed).toBe(run!.options.seed);
    await made.open(cloud(2, 'b.ply'));
    expect(made.app.state.step).toBe('scan');
  });

  it('leads to Export before anything is written', async () => {
    const { app, told } = await reconstructed();
    app.perform('export');
    expect([app.state.step, told.includes('finish')]).toEqual(['export', false]);
    app.perform('export');
    await settle();
    expect(told).toContain('finish');
  });
});
