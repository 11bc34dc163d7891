import { describe, expect, it } from 'vitest';
import { COMMAND_IDS, COMMANDS } from '../../../src/contracts/commands.ts';
import { commandOf, type KeyPress, parseAccelerator } from '../../../src/renderer/app/keyboard.ts';

const press = (key: string, more: Partial<KeyPress> = {}) => ({
  key,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('shortcuts', () => {
  it('take Ctrl elsewhere and ⌘ on macOS', () => {
    expect(commandOf(press('o', { ctrlKey: true }), false, false)).toBe('open');
    expect(commandOf(press('o', { metaKey: true }), true, false)).toBe('open');
    expect(commandOf(press('o', { ctrlKey: true }), true, false)).toBeNull();
  });

  it('leave to a native menu what is its own', () => {
    expect(commandOf(press('o', { ctrlKey: true }), false, true)).toBeNull();
    expect(commandOf(press('f'), false, true)).toBe('fit');
  });

  it('tell undo from redo by Shift', () => {
    expect(commandOf(press('z', { ctrlKey: true }), false, false)).toBe('undo');
    expect(commandOf(press('Z', { ctrlKey: true, shiftKey: true }), false, false)).toBe('redo');
  });

  it('know digits on the pad and in the row, and the question mark of any keyboard', () => {
    expect(commandOf(press('End', { code: 'Numpad1' }), false, false)).toBe('view-front');
    expect(commandOf(press('&', { code: 'Digit1' }), false, false)).toBe('view-front');
    expect(commandOf(press('?', { shiftKey: true, code: 'Minus' }), false, false)).toBe('shortcuts');
  });

  it('do nothing with Alt, which types characters on many keyboards', () => {
    expect(commandOf(press('f', { altKey: true }), false, false)).toBeNull();
  });

  it.each([true, false])('are one command each (macOS: %s)', (isMac) => {
    const chords = COMMAND_IDS.flatMap((id) => {
      const { accelerator } = COMMANDS[id] as { accelerator?: string };
      return accelerator ? [JSON.stringify(parseAccelerator(accelerator, isMac))] : [];
    });
    expect(new Set(chords).size).toBe(chords.length);
  });
});
