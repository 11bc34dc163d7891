/** The system's dialogs about folders and jobs: what they are asked for, and what a person gets to read. */
import type { BrowserWindow } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import { Dialogs } from '../../../src/main/dialogs.ts';
import { commandTexts } from '../../../src/contracts/locales/language.ts';

const dialog = {
  showOpenDialog: vi.fn(),
  showSaveDialog: vi.fn(),
  showMessageBox: vi.fn(),
};

beforeEach(() => vi.resetAllMocks());

const dialogs = (owner: BrowserWindow | null = null) =>
  new Dialogs({ dialog, window: () => owner, texts: () => commandTexts('en'), folder: () => '/home/ada' });

it('a folder is chosen, and one for meshes may be made', async () => {
  dialog.showOpenDialog.mockResolvedValue({ canceled: false, filePaths: ['/home/ada/scans'] });
  expect(await dialogs().chooseFolder('input')).toBe('/home/ada/scans');
  expect(await dialogs().chooseFolder('output')).toBe('/home/ada/scans');
  expect(dialog.showOpenDialog.mock.calls).toEqual([
    [{ title: 'Open a folder of point clouds', defaultPath: '/home/ada', properties: ['openDirectory'] }],
    [
      {
        title: 'Choose a folder for the meshes',
        defaultPath: '/home/ada',
        properties: ['openDirectory', 'createDirectory'],
      },
    ],
  ]);
  dialog.showOpenDialog.mockResolvedValue({ canceled: true, filePaths: [] });
  expect(await dialogs().chooseFolder('input')).toBeNull();
});

it('one mesh can be opened to compare with', async () => {
  dialog.showOpenDialog.mockResolvedValue({ canceled: false, filePaths: ['/home/ada/truth.stl'] });
  expect(await dialogs().chooseMesh()).toBe('/home/ada/truth.stl');
  expect(dialog.showOpenDialog.mock.lastCall).toMatchObject([
    {
      properties: ['openFile'],
      filters: [{ name: 'Meshes', extensions: ['ply', 'obj', 'off', 'stl', 'glb', '3mf'] }, {}],
    },
  ]);
  dialog.showOpenDialog.mockResolvedValue({ canceled: true, filePaths: [] });
  expect(await dialogs().chooseMesh()).toBeNull();
});

it('clouds and jobs can be opened', async () => {
  dialog.showOpenDialog.mockResolvedValue({ canceled: false, filePaths: ['/home/ada/a.e57', '/home/ada/b.las'] });
  const owner = {} as BrowserWindow;
  expect(await dialogs(owner).chooseFiles()).toEqual(['/home/ada/a.e57', '/home/ada/b.las']);
  const [window, options] = dialog.showOpenDialog.mock.calls[0] as [
    unknown,
    { filters: unknown[]; properties: string[] },
  ];
  expect(window).toBe(owner);
  expect(options.properties).toContain('multiSelections');
  expect(options.filters[1]).toEqual({ name: 'Projects', extensions: ['gridpull'] });
  expect(options.filters[2]).toEqual({ name: 'Batch jobs', extensions: ['json'] });
});

it('a job with folders elsewhere is asked about, and Enter says no', async () => {
  dialog.showMessageBox.mockResolvedValue({ response: 0 });
  expect(await dialogs().allowJob('night.json', { input: '/data/in', output: '/data/out' })).toBe(true);
  expect(dialog.showMessageBox.mock.calls[0]).toEqual([
    {
      type: 'question',
      message: 'Open “night.json” with folders elsewhere?',
      detail: 'This job reads from /data/in and writes to /data/out. Go on only if you know where it is from.',
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    },
  ]);
  dialog.showMessageBox.mockResolvedValue({ response: 1 });
  expect(await dialogs().allowJob('night.json', { input: '/', output: '/' })).toBe(false);
});

it('paths cannot dress the question up', async () => {
  dialog.showMessageBox.mockResolvedValue({ response: 1 });
  await dialogs().allowJob('a\u202egnp.json', { input: '/a\nAll is well.', output: '/b\u2028\u200b' });
  const [{ message, detail }] = dialog.showMessageBox.mock.calls[0] as [{ message: string; detail: string }];
  expect(message).toContain('a\ufffdgnp.json');
  expect(detail).toContain('/a\ufffdAll is well. and writes to /b\ufffd\ufffd.');
});
