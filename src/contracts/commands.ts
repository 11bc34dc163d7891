/**
 * Everything a person can do by name: the native menu, the shortcuts and the shortcuts sheet are made from this one
 * table. Labels are `commands.<id>` in the locales.
 */
export const MENUS = ['file', 'edit', 'select', 'view', 'run', 'help'] as const;
export type MenuName = (typeof MENUS)[number];

export interface Command {
  readonly menu: MenuName;
  /** Electron's notation; `CmdOrCtrl` is ⌘ on macOS. A single letter or digit works only while nothing is typed. */
  readonly accelerator?: string;
  /** Other keys that do the same, in the window alone. */
  readonly also?: readonly string[];
  readonly checkable?: boolean;
  /** A line above it in the menu. */
  readonly separated?: boolean;
}

const TABLE = {
  open: { menu: 'file', accelerator: 'CmdOrCtrl+O' },
  'open-folder': { menu: 'file', accelerator: 'CmdOrCtrl+Shift+O' },
  close: { menu: 'file', accelerator: 'CmdOrCtrl+W' },
  save: { menu: 'file', accelerator: 'CmdOrCtrl+S', separated: true },
  'save-as': { menu: 'file', accelerator: 'CmdOrCtrl+Shift+S' },
  export: { menu: 'file', accelerator: 'CmdOrCtrl+E', separated: true },
  screenshot: { menu: 'file', accelerator: 'CmdOrCtrl+Alt+S' },
  undo: { menu: 'edit', accelerator: 'CmdOrCtrl+Z' },
  redo: { menu: 'edit', accelerator: 'CmdOrCtrl+Shift+Z' },
  'reset-options': { menu: 'edit', separated: true },
  'finish-apply': { menu: 'edit', accelerator: 'Enter' },
  settings: { menu: 'edit', accelerator: 'CmdOrCtrl+,', separated: true },
  rectangle: { menu: 'select', accelerator: 'R', checkable: true },
  lasso: { menu: 'select', accelerator: 'L', checkable: true },
  brush: { menu: 'select', accelerator: 'B', checkable: true },
  'brush-smaller': { menu: 'select', accelerator: '[' },
  'brush-larger': { menu: 'select', accelerator: ']' },
  'hidden-too': { menu: 'select', accelerator: 'N', checkable: true },
  'select-all': { menu: 'select', accelerator: 'CmdOrCtrl+A', separated: true },
  'select-none': { menu: 'select', accelerator: 'CmdOrCtrl+Shift+A' },
  'select-invert': { menu: 'select', accelerator: 'CmdOrCtrl+I' },
  'delete-points': { menu: 'select', accelerator: 'Delete', also: ['Backspace', 'X'], separated: true },
  'keep-points': { menu: 'select', accelerator: 'Shift+Delete' },
  'restore-points': { menu: 'select' },
  fit: { menu: 'view', accelerator: 'F' },
  'view-front': { menu: 'view', accelerator: '1', separated: true },
  'view-back': { menu: 'view', accelerator: 'Ctrl+1' },
  'view-right': { menu: 'view', accelerator: '3' },
  'view-left': { menu: 'view', accelerator: 'Ctrl+3' },
  'view-top': { menu: 'view', accelerator: '7' },
  'view-bottom': { menu: 'view', accelerator: 'Ctrl+7' },
  orthographic: { menu: 'view', accelerator: '5', checkable: true },
  'show-cloud': { menu: 'view', accelerator: 'C', checkable: true, separated: true },
  'show-mesh': { menu: 'view', accelerator: 'M', checkable: true },
  wireframe: { menu: 'view', accelerator: 'W', checkable: true },
  distances: { menu: 'view', accelerator: 'D', checkable: true },
  look: { menu: 'view', accelerator: 'V', checkable: true, separated: true },
  'clip-box': { menu: 'view', accelerator: 'K', checkable: true },
  upright: { menu: 'view', accelerator: 'U', checkable: true },
  measure: { menu: 'view', accelerator: 'I', checkable: true },
  section: { menu: 'view', accelerator: 'S', checkable: true },
  sidebar: { menu: 'view', accelerator: 'CmdOrCtrl+B', checkable: true, separated: true },
  reconstruct: { menu: 'run', accelerator: 'CmdOrCtrl+Enter' },
  pause: { menu: 'run', accelerator: 'P', checkable: true },
  // No single key: one that ends a run is pressed by mistake.
  stop: { menu: 'run' },
  cancel: { menu: 'run', accelerator: 'CmdOrCtrl+.' },
  'step-scan': { menu: 'run', accelerator: 'Alt+1', separated: true },
  'step-clean': { menu: 'run', accelerator: 'Alt+2' },
  'step-reconstruct': { menu: 'run', accelerator: 'Alt+3' },
  'step-check': { menu: 'run', accelerator: 'Alt+4' },
  'step-finish': { menu: 'run', accelerator: 'Alt+5' },
  'step-export': { menu: 'run', accelerator: 'Alt+6' },
  shortcuts: { menu: 'help', accelerator: 'Shift+/' },
  about: { menu: 'help' },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof TABLE;
export const COMMANDS: Readonly<Record<CommandId, Command>> = TABLE;
export const COMMAND_IDS = Object.keys(TABLE) as CommandId[];

/** Whether a native menu takes these keys for itself; all others are the window's, also where a menu shows them. */
export function isMenuAccelerator(accelerator: string): boolean {
  return accelerator.includes('CmdOrCtrl') || accelerator.includes('Cmd+');
}
