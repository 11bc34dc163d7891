/** Shortcuts as each platform writes them: ⇧⌘S on macOS, Ctrl+Shift+S (in German Strg+Umschalt+S) elsewhere. */
import { COMMANDS, type CommandId } from '../../contracts/commands.ts';
import { t, translate } from './i18n.ts';

const MAC_SYMBOLS: Readonly<Record<string, string>> = {
  CmdOrCtrl: '⌘',
  Cmd: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Delete: '⌦',
  Backspace: '⌫',
};
/** Keys whose caps have words. */
const NAMED = ['Ctrl', 'Shift', 'Alt', 'Enter', 'Delete', 'Backspace', 'Cmd'];
/** Apple's order of the modifiers. */
const MAC_ORDER = ['⌃', '⌥', '⇧', '⌘'];

export function isMac(): boolean {
  return /mac/i.test(navigator.userAgent);
}

/** An accelerator of the command table as its keys, each for a key cap. */
export function keysOf(accelerator: string, mac = isMac()): readonly string[] {
  // “?” is another key on every layout; what it types is the same.
  if (accelerator === 'Shift+/') return ['?'];
  const parts = accelerator.split('+');
  if (mac) {
    const symbols = parts.map((part) => MAC_SYMBOLS[part] ?? part);
    return symbols.sort((a, b) => rank(a) - rank(b));
  }
  return parts.map((part) => {
    const name = part === 'CmdOrCtrl' ? 'Ctrl' : part;
    return NAMED.includes(name) ? translate(`key.${name}`) : name;
  });
}

function rank(symbol: string): number {
  const index = MAC_ORDER.indexOf(symbol);
  return index < 0 ? MAC_ORDER.length : index;
}

export function showAccelerator(accelerator: string, mac = isMac()): string {
  return keysOf(accelerator, mac).join(mac ? '' : '+');
}

/** `label`, or the command's own, with its shortcut in brackets. */
export function withShortcut(id: CommandId, label: string = t(`commands.${id}`)): string {
  const { accelerator } = COMMANDS[id];
  // A menu's “…” promises a dialog; a tooltip only names.
  const name = label.replace(/\s?…$/, '');
  return accelerator ? t('app.withShortcut', { label: name, shortcut: showAccelerator(accelerator) }) : name;
}
