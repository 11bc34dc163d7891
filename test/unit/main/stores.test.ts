/** What is kept between starts: settings, recent files, the window's place, and files of it that are broken. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Recents, shortenFolder } from '../../../src/main/recents.ts';
import { openSettings, settingsSchema } from '../../../src/main/settings-store.ts';
import { openWindowState, placeWindow } from '../../../src/main/window-state.ts';
import type { RecentFile } from '../../../src/contracts/ipc.ts';
import { DEFAULT_SETTINGS } from '../../../src/contracts/settings.ts';

let folder = '';
let faults: unknown[] = [];
const onFault = (error: unknown) => void faults.push(error);
const file = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gridpull-stores-'));
  faults = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('settings', () => {
  it('begin with the defaults and are kept', () => {
    const settings = openSettings({ folder, onFault });
    expect(settings.value).toEqual(DEFAULT_SETTINGS);
    const changed = { ...DEFAULT_SETTINGS, theme: 'dark', adapter: 'Apple M4', speeds: { 'Apple M4.1': 2.5 } } as const;
    settings.set(changed);
    expect(openSettings({ folder, onFault }).value).toEqual(changed);
    expect(faults).toEqual([]);
  });

  it.each(['{"theme": "da', '', '[1, 2]', 'null', '\0\0\0'])('survive a file that says %j, and keep it', (text) => {
    writeFileSync(file('settings.json'), text);
    const settings = openSettings({ folder, onFault });
    expect(settings.value).toEqual(DEFAULT_SETTINGS);
    expect(faults).toHaveLength(1);
    expect(readFileSync(file('settings.broken.json'), 'utf8')).toBe(text);
    settings.set({ ...DEFAULT_SETTINGS, language: 'de' });
    expect(openSettings({ folder, onFault }).value.language).toBe('de');
  });

  it('lose only the fields that are wrong, and ignore those of another version', () => {
    const stored = {
      theme: 'pink',
      language: 'de',
      unit: 7,
      adapter: 3,
      sidebar: false,
      speeds: { a: -1 },
      future: true,
    };
    writeFileSync(file('settings.json'), JSON.stringify(stored));
    const { value } = openSettings({ folder, onFault });
    expect(value).toEqual({ ...DEFAULT_SETTINGS, language: 'de', sidebar: false });
  });

  it('hold until the end where the folder cannot be made', () => {
    writeFileSync(file('taken'), '');
    const settings = openSettings({ folder: join(file('taken'), 'inside'), onFault });
    settings.set({ ...DEFAULT_SETTINGS, theme: 'light' });
    expect(settings.value.theme).toBe('light');
    expect(faults.length).toBeGreaterThan(0);
  });

  it('are refused by the strict schema where a field is wrong, missing or unknown', () => {
    expect(settingsSchema.safeParse(DEFAULT_SETTINGS).success).toBe(true);
    const { theme: _, ...rest } = DEFAULT_SETTINGS;
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`device ${index}`, 1]));
    for (const wrong of [
      rest,
      { ...DEFAULT_SETTINGS, theme: 'pink' },
      { ...DEFAULT_SETTINGS, extra: 1 },
      { ...DEFAULT_SETTINGS, speeds: { a: Infinity } },
      { ...DEFAULT_SETTINGS, speeds: many },
    ]) {
      expect(settingsSchema.safeParse(wrong).success).toBe(false);
    }
  });
});

describe('recent files', () => {
  const open = (changes: (readonly RecentFile[])[] = []) =>
    new Recents({ folder, onFault, home: homedir(), onChange: (list) => changes.push(list) });

  it('are the last ten, newest first, each once, and kept', () => {
    const changes: (readonly RecentFile[])[] = [];
    const recents = open(changes);
    for (let index = 0; index < 12; index++) recents.add(`/scans/${index}.ply`);
    recents.add('/scans/5.ply');
    const names = ['5', '11', '10', '9', '8', '7', '6', '4', '3', '2'].map((name) => `${name}.ply`);
    expect(recents.list().map(({ name }) => name)).toEqual(names);
    expect(changes.at(-1)).toEqual(recents.list());
    expect(open().list()).toEqual(recents.list());
  });

  it('are known by ids that are no paths and last', () => {
    const recents = open();
    recents.add('/scans/a.ply');
    const [entry] = recents.list();
    expect(entry).toEqual({ id: expect.stringMatching(/^[\da-f]{16}$/) as string, name: 'a.ply', folder: '/scans' });
    expect(open().pathOf(entry!.id)).toBe('/scans/a.ply');
    expect(recents.pathOf('/scans/a.ply')).toBeUndefined();
    recents.remove('/scans/a.ply');
    expect(recents.list()).toEqual([]);
    recents.add('/scans/b.ply');
    recents.clear();
    expect(open().list()).toEqual([]);
  });

  it('survive a broken list', () => {
    writeFileSync(file('recents.json'), JSON.stringify({ paths: ['/a.ply', 3] }));
    expect(open().list()).toEqual([]);
  });

  it('show folders shortly', () => {
    expect(shortenFolder('/home/ada', '/home/ada')).toBe('~');
    expect(shortenFolder('/home/ada/scans', '/home/ada')).toBe('~/scans');
    expect(shortenFolder('/home/adam/scans', '/home/ada')).toBe('/home/adam/scans');
    const deep = '/home/ada/projects of mine/2024/survey of the castle/north/tower';
    expect(shortenFolder(deep, '/home/ada')).toBe('…/2024/survey of the castle/north/tower');
    expect(shortenFolder(`/${'x'.repeat(300)}`, '')).toHaveLength(48);
  });
});

describe('the window’s place', () => {
  const laptop = { x: 0, y: 30, width: 1440, height: 870 };
  const second = { x: 1440, y: 0, width: 1920, height: 1040 };

  it('is centred at first, within a small display', () => {
    expect(placeWindow(null, [second])).toEqual({ width: 1280, height: 800 });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 560 }])).toEqual({ width: 1024, height: 560 });
    expect(placeWindow(null, [])).toEqual({ width: 1280, height: 800 });
  });

  it('is where it was, on any display', () => {
    const saved = { x: 1500, y: 100, width: 1600, height: 900 };
    expect(placeWindow(saved, [laptop, second])).toEqual(saved);
    // Half outside, but it can be dragged back.
    const low = { x: 1300, y: 800, width: 1000, height: 700 };
    expect(placeWindow(low, [laptop])).toEqual(low);
  });

  it.each([
    ['its display is gone', { x: 1500, y: 100, width: 1600, height: 900 }],
    ['the title is above', { x: 100, y: -50, width: 800, height: 600 }],
    ['the title is below', { x: 100, y: 890, width: 800, height: 600 }],
    ['a sliver is left', { x: 1400, y: 100, width: 800, height: 600 }],
  ])('is centred where %s', (_, saved) => {
    const placed = placeWindow(saved, [laptop]);
    expect(placed).toEqual({ width: Math.min(saved.width, 1440), height: Math.min(saved.height, 870) });
  });

  it('is kept, and forgotten where its file is nonsense', () => {
    const bounds = { x: 1, y: 2, width: 900, height: 700 };
    openWindowState({ folder, onFault }).set({ bounds, isMaximized: true });
    expect(openWindowState({ folder, onFault }).value).toEqual({ bounds, isMaximized: true });
    writeFileSync(file('window.json'), JSON.stringify({ bounds: { ...bounds, width: 'wide' }, isMaximized: 'yes' }));
    expect(openWindowState({ folder, onFault }).value).toEqual({ bounds: null, isMaximized: false });
    expect(existsSync(file('window.broken.json'))).toBe(false);
  });
});
