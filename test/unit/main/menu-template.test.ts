/** The native menu: every command once, in every language, with keys that do not collide. */
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { FIRST_MENU_STATE, type MenuContext, menuTemplate } from '../../../src/main/menu-template.ts';
import { COMMAND_IDS, type CommandId, COMMANDS } from '../../../src/contracts/commands.ts';
import { commandTexts } from '../../../src/contracts/locales/language.ts';

type Item = MenuItemConstructorOptions;

const context = (change: Partial<MenuContext> = {}): MenuContext => ({
  isMac: false,
  isDevelopment: false,
  texts: commandTexts('en'),
  state: FIRST_MENU_STATE,
  recents: [],
  run: () => {},
  openRecent: () => {},
  clearRecents: () => {},
  ...change,
});
const flatten = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => [item, ...flatten((item.submenu as Item[] | undefined) ?? [])]);
const allItems = (change: Partial<MenuContext> = {}) => flatten(menuTemplate(context(change)));
const itemOf = (id: string, change: Partial<MenuContext> = {}): Item => {
  const item = allItems(change).find((candidate) => candidate.id === id);
  if (!item) throw new Error(`no item ${id}`);
  return item;
};

/** Electron's own accelerators of the roles we use. */
const ROLE_KEYS = ['Q', 'X', 'C', 'V', '0', 'Plus', '-', 'H', 'M', 'Alt+H'].map((key) => `CmdOrCtrl+${key}`);

describe.each([
  ['Windows and Linux', false],
  ['macOS', true],
])('the menu of %s', (_, isMac) => {
  it.each(['en', 'de'] as const)('has every command once, in %s', (language) => {
    const items = allItems({ isMac, texts: commandTexts(language) });
    for (const id of COMMAND_IDS) expect(items.filter((item) => item.id === id)).toHaveLength(1);
    for (const item of items) expect(item.type === 'separator' || item.label, JSON.stringify(item)).toBeTruthy();
  });

  it('has no accelerator twice, nor one of a role', () => {
    const keys = allItems({ isMac, isDevelopment: true }).flatMap(({ accelerator }) => accelerator ?? []);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index || ROLE_KEYS.includes(key))).toEqual([]);
  });

  it('takes no key away from who is typing', () => {
    for (const { accelerator, registerAccelerator } of allItems({ isMac })) {
      if (typeof accelerator !== 'string' || accelerator.includes('CmdOrCtrl')) continue;
      expect([isMac, registerAccelerator]).toEqual([false, false]);
    }
  });

  it('leaves undo, redo and “select all” to the program', () => {
    const roles = allItems({ isMac }).map(({ role }) => role);
    expect(roles).not.toContain('undo');
    expect(roles).not.toContain('redo');
    expect(roles).not.toContain('selectAll');
    expect(roles).not.toContain('editMenu');
    for (const role of ['cut', 'copy', 'paste', 'quit'] as const) expect(roles).toContain(role);
  });

  it('has no separator at an end or beside another', () => {
    for (const { submenu } of allItems({ isMac })) {
      const types = ((submenu as Item[] | undefined) ?? []).map(({ type }) => type ?? 'normal');
      expect(types.at(0)).not.toBe('separator');
      expect(types.at(-1)).not.toBe('separator');
      expect(types.join(' ')).not.toContain('separator separator');
    }
  });
});

describe('items', () => {
  it('are enabled, checked and labelled as the window says', () => {
    const state = {
      enabled: ['undo', 'wireframe'],
      checked: ['wireframe'],
      undoLabel: 'Undo A & B',
      redoLabel: '',
    } as const;
    expect(itemOf('undo', { state })).toMatchObject({ enabled: true, label: 'Undo A && B' });
    expect(itemOf('redo', { state })).toMatchObject({ enabled: false, label: 'Redo' });
    expect(itemOf('wireframe', { state })).toMatchObject({ enabled: true, checked: true, type: 'checkbox' });
    expect(itemOf('show-mesh', { state })).toMatchObject({ enabled: false, checked: false, type: 'checkbox' });
    expect(itemOf('open', { state }).type).toBeUndefined();
  });

  it('run their command', () => {
    const ran: CommandId[] = [];
    for (const id of COMMAND_IDS) {
      const { click } = itemOf(id, { run: (command) => ran.push(command) });
      (click as () => void)();
    }
    expect(ran).toEqual(COMMAND_IDS);
  });

  it('stand in the menu that the table says', () => {
    for (const { id: menu, submenu } of menuTemplate(context())) {
      for (const { id } of submenu as Item[]) {
        if (COMMAND_IDS.includes(id as CommandId)) expect(COMMANDS[id as CommandId].menu).toBe(menu);
      }
    }
  });

  it('list recent files, told apart by their folders', () => {
    const opened: string[] = [];
    let isCleared = false;
    const recents = [
      { id: 'a', name: 'scan.ply', folder: '~/one' },
      { id: 'b', name: 'scan.ply', folder: '~/two' },
      { id: 'c', name: 'R&D.ply', folder: '~/two' },
    ];
    const { submenu } = itemOf('open-recent', {
      recents,
      openRecent: (id) => opened.push(id),
      clearRecents: () => (isCleared = true),
    });
    const items = submenu as Item[];
    const labels = ['scan.ply (~/one)', 'scan.ply (~/two)', 'R&&D.ply', undefined, 'Clear List'];
    expect(items.map(({ label }) => label)).toEqual(labels);
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect([opened, isCleared]).toEqual([['a', 'b', 'c'], true]);
    expect(itemOf('open-recent').submenu).toMatchObject([{ enabled: false, label: 'Nothing Opened Yet' }]);
  });

  it('show the developer tools to developers only', () => {
    expect(allItems().some(({ role }) => role === 'toggleDevTools')).toBe(false);
    expect(allItems({ isDevelopment: true }).some(({ role }) => role === 'toggleDevTools')).toBe(true);
  });
});
