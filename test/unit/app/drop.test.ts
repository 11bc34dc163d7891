/** What is dropped on the window, and who is told of it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenForDrops } from '../../../src/renderer/app/drop.ts';
import type { FolderRef } from '../../../src/renderer/worker/engine-api.ts';
import type { Folders } from '../../../src/renderer/platform/platform.ts';

const folder: FolderRef = { kind: 'url', name: 'scans', url: '/_folder/t/' };
let target: EventTarget;
let told: unknown[][];
let found: Promise<FolderRef | null>;
let dropped: Promise<null>;

beforeEach(() => {
  target = new EventTarget();
  told = [];
  [found, dropped] = [Promise.resolve(folder), Promise.resolve(null)];
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
});
afterEach(() => vi.unstubAllGlobals());

function listen(hasFolders: boolean): void {
  const tell =
    (name: string) =>
    (...values: unknown[]) =>
      void told.push([name, ...values]);
  listenForDrops(
    {
      over: tell('over'),
      files: tell('files'),
      folder: tell('folder'),
      tooMany: tell('tooMany'),
      problem: tell('problem'),
    },
    { dropped: () => dropped, folders: hasFolders ? ({ dropped: () => found } as unknown as Folders) : null },
  );
}

async function fire(type: string, files: readonly File[], isDirectory = false, types = ['Files']): Promise<Event> {
  const items = files.map(() => ({ kind: 'file', webkitGetAsEntry: () => ({ isDirectory }) }));
  const dataTransfer = { types, files, items, dropEffect: 'none' };
  const event = Object.assign(new Event(type, { cancelable: true }), { dataTransfer });
  target.dispatchEvent(event);
  await new Promise((done) => setTimeout(done));
  return event;
}

const cloud = new File(['ply'], 'a.ply');
const job = new File(['{}'], 'Night.JSON');
const scans = new File([], 'scans');

const last = (): unknown[][] => told.filter(([name]) => name !== 'over');

it('tells of files, folders and jobs', async () => {
  listen(true);
  expect((await fire('drop', [cloud])).defaultPrevented).toBe(true);
  expect(last()).toEqual([['files', [cloud]]]);
  told = [];
  await fire('drop', [scans], true);
  expect(last()).toEqual([['folder', folder]]);
  told = [];
  // The platform opens it, and its folders come another way.
  await fire('drop', [job]);
  expect(last()).toEqual([]);
  dropped = Promise.reject(new Error('no folders'));
  await fire('drop', [job]);
  expect(last()).toEqual([['problem', 'Night.JSON', expect.objectContaining({ message: 'no folders' })]]);
  told = [];
  found = Promise.reject(new Error('gone'));
  await fire('drop', [scans], true);
  expect(last()).toEqual([['problem', 'scans', expect.objectContaining({ message: 'gone' })]]);
  told = [];
  found = Promise.resolve(null);
  await fire('drop', [scans], true);
  expect(last()).toEqual([['files', [scans]]]);
  told = [];
  const other = new File(['ply'], 'b.ply');
  await fire('drop', [cloud, other]);
  expect(last()).toEqual([['files', [cloud, other]]]);
  told = [];
  await fire('drop', [cloud, job]);
  expect(last()).toEqual([
    ['tooMany', cloud],
    ['files', [cloud]],
  ]);
  told = [];
  expect((await fire('drop', [], false, ['text/plain'])).defaultPrevented).toBe(false);
  await fire('drop', []);
  expect(last()).toEqual([]);
});

it('leaves folders to the file’s way where the platform has none', async () => {
  listen(false);
  await fire('drop', [scans], true);
  expect(last()).toEqual([['files', [scans]]]);
});

it('tells whether something hovers, over whatever elements it moves', async () => {
  listen(true);
  for (const type of ['dragenter', 'dragenter', 'dragleave']) await fire(type, [cloud]);
  expect(told).toEqual([['over', true]]);
  expect((await fire('dragover', [cloud])).defaultPrevented).toBe(true);
  await fire('dragleave', [cloud]);
  expect(told).toEqual([
    ['over', true],
    ['over', false],
  ]);
  await fire('dragenter', [], false, ['text/plain']);
  expect(told).toHaveLength(2);
});
