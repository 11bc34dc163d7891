/**
 * The native menu as data, made from the one table of commands. Electron's roles are used only where the system does
 * the work (clipboard, zoom, windows); undo and redo are the program's own, so the roles of those names are not used.
 */
import type { MenuItemConstructorOptions } from 'electron';
import {
  COMMAND_IDS,
  type CommandId,
  COMMANDS,
  isMenuAccelerator,
  MENUS,
  type MenuName,
} from '../contracts/commands.ts';
import type { MenuState, RecentFile } from '../contracts/ipc.ts';
import type { CommandTexts } from '../contracts/locales/commands.en.ts';

export interface MenuContext {
  readonly isMac: boolean;
  /** Adds the developer tools. */
  readonly isDevelopment: boolean;
  readonly texts: CommandTexts;
  readonly state: MenuState;
  readonly recents: readonly RecentFile[];
  readonly run: (id: CommandId) => void;
  readonly openRecent: (id: string) => void;
  readonly clearRecents: () => void;
}

type Item = MenuItemConstructorOptions;

const SEPARATOR: Item = { type: 'separator' };

/** The menu before the window has said what it can do. */
export const FIRST_MENU_STATE: MenuState = {
  enabled: ['open', 'open-folder', 'settings', 'shortcuts', 'about'],
  checked: [],
  undoLabel: '',
  redoLabel: '',
};

export function menuTemplate(context: MenuContext): Item[] {
  const { isMac, texts } = context;
  const menus = MENUS.map((name): Item => ({ id: name, label: texts.menus[name], submenu: itemsOf(name, context) }));
  if (!isMac) return menus;
  // The last one is help, which macOS keeps at the end.
  return [appMenu(context), ...menus.slice(0, -1), windowMenu(texts), { ...menus.at(-1), role: 'help' }];
}

function itemsOf(menu: MenuName, context: MenuContext): Item[] {
  const items: Item[] = [];
  for (const id of COMMAND_IDS) {
    // macOS has these in the menu of the program.
    if (COMMANDS[id].menu !== menu || (context.isMac && (id === 'settings' || id === 'about'))) continue;
    if (COMMANDS[id].separated) items.push(SEPARATOR);
    items.push(commandItem(id, context));
    if (id === 'open-folder') items.push(recentsItem(context));
    if (id === 'redo') items.push(SEPARATOR, ...clipboardItems(context.texts));
  }
  if (menu === 'view') items.push(SEPARATOR, ...zoomItems(context));
  if (menu === 'file' && !context.isMac) items.push(SEPARATOR, { role: 'quit', label: context.texts.native.quit });
  return items;
}

function commandItem(id: CommandId, context: MenuContext): Item {
  const { state, texts } = context;
  const { accelerator, checkable } = COMMANDS[id];
  const own = id === 'undo' ? state.undoLabel : id === 'redo' ? state.redoLabel : '';
  return {
    id,
    // `&` would make the next letter a mnemonic: labels of undo hold names of files.
    label: (own || texts.commands[id]).replaceAll('&', '&&'),
    enabled: state.enabled.includes(id),
    ...(checkable ? { type: 'checkbox', checked: state.checked.includes(id) } : {}),
    ...shownAccelerator(accelerator, context.isMac),
    click: () => context.run(id),
  };
}

/**
 * Keys without Ctrl or ⌘ are the window's: the menu would take them from whoever types. Windows and Linux can show
 * them all the same; macOS would obey what it shows, so there only the sheet of shortcuts has them.
 */
function shownAccelerator(accelerator: string | undefined, isMac: boolean): Item {
  if (accelerator === undefined) return {};
  if (isMenuAccelerator(accelerator)) return { accelerator };
  return isMac ? {} : { accelerator, registerAccelerator: false };
}

function recentsItem({ texts, recents, openRecent, clearRecents }: MenuContext): Item {
  const names = recents.map(({ name }) => name);
  const items = recents.map(({ id, name, folder }): Item => {
    const isUnique = names.indexOf(name) === names.lastIndexOf(name);
    const label = isUnique ? name : `${name} (${folder})`;
    return { id: `recent-${id}`, label: label.replaceAll('&', '&&'), click: () => openRecent(id) };
  });
  const { openRecent: label, noRecents, clearRecents: clearLabel } = texts.native;
  const filled = [...items, SEPARATOR, { id: 'clear-recents', label: clearLabel, click: clearRecents }];
  return {
    id: 'open-recent',
    label,
    submenu: items.length > 0 ? filled : [{ id: 'no-recents', label: noRecents, enabled: false }],
  };
}

function clipboardItems({ native }: CommandTexts): Item[] {
  return [
    { role: 'cut', label: native.cut },
    { role: 'copy', label: native.copy },
    { role: 'paste', label: native.paste },
  ];
}

function zoomItems({ texts: { native }, isDevelopment }: MenuContext): Item[] {
  return [
    { role: 'resetZoom', label: native.actualSize },
    { role: 'zoomIn', label: native.zoomIn },
    { role: 'zoomOut', label: native.zoomOut },
    SEPARATOR,
    { role: 'togglefullscreen', label: native.fullScreen },
    ...(isDevelopment ? [{ role: 'toggleDevTools', label: native.developerTools } as const] : []),
  ];
}

function appMenu(context: MenuContext): Item {
  const { native } = context.texts;
  return {
    id: 'app',
    role: 'appMenu',
    // macOS shows the program's own name in its place.
    label: 'GridPull',
    submenu: [
      commandItem('about', context),
      SEPARATOR,
      commandItem('settings', context),
      SEPARATOR,
      { role: 'services', label: native.services },
      SEPARATOR,
      { role: 'hide', label: native.hide },
      { role: 'hideOthers', label: native.hideOthers },
      { role: 'unhide', label: native.showAll },
      SEPARATOR,
      { role: 'quit', label: native.quitApp },
    ],
  };
}

function windowMenu({ native }: CommandTexts): Item {
  return {
    id: 'window',
    role: 'window',
    label: native.window,
    submenu: [
      { role: 'minimize', label: native.minimize },
      { role: 'zoom', label: native.zoom },
      SEPARATOR,
      { role: 'front', label: native.bringAllToFront },
    ],
  };
}
