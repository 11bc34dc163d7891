/**
 * Shortcuts. Where a native menu handles those with Ctrl or ⌘, only single keys are left to the window; a browser
 * leaves all of them. Single keys do nothing while something is typed or chosen.
 */
import { COMMAND_IDS, type CommandId, COMMANDS, isMenuAccelerator } from '../../contracts/commands.ts';

interface Chord {
  readonly key: string;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
}

/** Electron's notation as the keys of this platform. */
export function parseAccelerator(accelerator: string, isMac: boolean): Chord {
  const parts = accelerator.split('+');
  const key = (parts.pop() ?? '').toLowerCase();
  const has = (name: string): boolean => parts.includes(name);
  return {
    key,
    shift: has('Shift'),
    control: has('Ctrl') || (has('CmdOrCtrl') && !isMac),
    alt: has('Alt'),
    meta: has('Cmd') || (has('CmdOrCtrl') && isMac),
  };
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Whether the keys pressed are the chord's, on any layout that has the character or the key at its place. */
export function matches(chord: Chord, press: KeyPress): boolean {
  if (press.altKey !== chord.alt || press.ctrlKey !== chord.control || press.metaKey !== chord.meta) return false;
  // “?” is Shift+/ on one keyboard and Shift+ß on another.
  if (chord.key === '/' && chord.shift) return press.key === '?';
  if (press.shiftKey !== chord.shift) return false;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  return press.key.toLowerCase() === chord.key || digit === chord.key;
}

/** The command of a key press; null for none. */
export function commandOf(press: KeyPress, isMac: boolean, hasMenu: boolean): CommandId | null {
  for (const id of COMMAND_IDS) {
    const { accelerator, also = [] } = COMMANDS[id];
    for (const keys of accelerator ? [accelerator, ...also] : also) {
      if (hasMenu && isMenuAccelerator(keys)) continue;
      if (matches(parseAccelerator(keys, isMac), press)) return id;
    }
  }
  return null;
}

/** What a field in which something is typed has itself. */
const OF_FIELDS: readonly CommandId[] = ['undo', 'redo', 'select-all', 'select-none', 'select-invert'];

/** Inputs without text: a letter means nothing to them, nor does undo. */
const TEXTLESS = ['button', 'checkbox', 'radio', 'range'];

/** What goes on as long as its key is held. */
const REPEATED: readonly CommandId[] = ['undo', 'redo', 'brush-smaller', 'brush-larger'];

/** Whether text is typed here, which has a history of its own. */
function isTyping(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !TEXTLESS.includes(target.type);
  return (
    target.isContentEditable ||
    target.tagName === 'TEXTAREA' ||
    ['textbox', 'spinbutton'].includes(target.getAttribute('role') ?? '')
  );
}

/** Whether Enter presses what has the focus, or is its own. */
function takesEnter(target: EventTarget | undefined): boolean {
  return (
    target instanceof HTMLElement &&
    (target.tagName === 'BUTTON' || target.tagName === 'A' || isTyping(target) || isInList(target))
  );
}

/** Whether letters move through a list here. */
function isInList(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const role = target.getAttribute('role') ?? '';
  return target.tagName === 'SELECT' || ['combobox', 'listbox', 'option'].includes(role) || role.startsWith('menu');
}

/** Listens until the page ends. `press` says whether it did something: then the key does nothing else. */
export function listenForShortcuts(isMac: boolean, hasMenu: boolean, press: (id: CommandId) => boolean): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const id = commandOf(event, isMac, hasMenu);
    if (!id) return;
    const isSingle = !event.ctrlKey && !event.metaKey && !event.altKey;
    // Events come out of shadow trees with their host as target: the path has the field itself.
    const [target] = event.composedPath();
    if (id === 'finish-apply' && takesEnter(target)) return;
    if (isTyping(target) && (isSingle || OF_FIELDS.includes(id))) return;
    if (isInList(target) && isSingle) return;
    if (event.repeat && !REPEATED.includes(id)) return;
    if (press(id)) event.preventDefault();
  });
}

/**
 * Listens until the page ends for the space bar where nothing else is pressed by it. `hold` is told when it goes down,
 * and says whether it did something; and when it is up again, or no longer to be heard.
 */
export function listenForHold(hold: (isHeld: boolean) => boolean): void {
  let isHeld = false;
  const release = (): void => {
    if (isHeld) hold(false);
    isHeld = false;
  };
  addEventListener('keydown', (event) => {
    if (event.key !== ' ' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const [target] = event.composedPath();
    if (isHeld) return event.preventDefault();
    if (event.repeat || takesSpace(target)) return;
    isHeld = hold(true);
    if (isHeld) event.preventDefault();
  });
  addEventListener('keyup', ({ key }) => key === ' ' && release());
  addEventListener('blur', release);
}

/** Only where nothing has the focus, or the view. */
function takesSpace(target: EventTarget | undefined): boolean {
  return target instanceof HTMLElement && target !== document.body && target.tagName !== 'CANVAS';
}

/** The element that has the focus, through shadow trees. */
function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/**
 * Undo, redo and “select all” of a native menu belong to the field in which something is typed.
 * @returns whether there is one, and it took the command
 */
export function giveToField(id: CommandId): boolean {
  if (!OF_FIELDS.includes(id) || !isTyping(focused() ?? undefined)) return false;
  // The only way to a field's own history; browsers will keep it for that.
  return document.execCommand(id === 'select-all' ? 'selectAll' : id);
}
