import { expect, it } from 'vitest';
import { cloud, makeApp, settle } from './fakes.ts';

const SOUND = { isSound: true, wrong: [], text: 'program  GridPull\n' };

it('examines the device, tells how far it is, and what was found', async () => {
  const { app, examining, told, open } = makeApp();
  await app.start();
  await open(cloud(1, 'a.ply'));
  const ended = app.graphics.examine();
  expect(told.at(-1)).toBe('examine [{"program":"GridPull 1.2.3, in a browser"}]');
  examining.emit(4);
  expect(app.state.examination).toEqual({ state: 'running', trying: 4 });
  // It takes the device, as a run does.
  expect(app.enabled('reconstruct')).toBe(false);
  app.perform('cancel');
  expect(told.at(-1)).toBe('cancel');
  examining.resolve({ type: 'done', value: SOUND });
  await ended;
  examining.emit(5);
  expect(app.state.examination).toEqual({ state: 'done', found: SOUND });
  expect(app.enabled('reconstruct')).toBe(true);
});

it('forgets an examination that was cancelled, and tells why one failed', async () => {
  const { app, examining } = makeApp();
  await app.start();
  let ended = app.graphics.examine();
  examining.resolve({ type: 'cancelled' });
  await ended;
  expect(app.state.examination).toBeNull();
  ended = app.graphics.examine();
  examining.resolve({ type: 'failed', error: { code: 'internal', message: 'no adapter' } });
  await ended;
  expect(app.state.examination).toMatchObject({ state: 'failed', error: { message: 'no adapter' } });
});

it('is offered where the device may be to blame, and not for what a cloud or an option did', async () => {
  const { app } = makeApp();
  await app.start();
  for (const code of ['gpu-lost', 'shader-invalid', 'field-not-finite']) {
    app.showFault({ code, message: code });
    const { action } = app.state.notices.at(-1)!;
    action!.perform();
    expect(app.state.dialog).toBe('device');
    app.showDialog('none');
  }
  for (const code of ['cloud-format', 'option-invalid', 'gpu-out-of-memory']) {
    app.showFault({ code, message: code });
    expect(app.state.notices.at(-1)!.action).toBeUndefined();
  }
});

it('is not begun beside a run', async () => {
  const { app, told, open } = makeApp();
  await app.start();
  await open(cloud(1, 'a.ply'));
  app.perform('reconstruct');
  await settle();
  await app.graphics.examine();
  expect(told.some((line) => line.startsWith('examine'))).toBe(false);
});
