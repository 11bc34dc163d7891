/** Shortcuts as each platform and language writes them. */
import { beforeEach, expect, test } from 'vitest';
import { keysOf, showAccelerator } from '../../../src/renderer/app/accelerators.ts';
import { setLanguage } from '../../../src/renderer/app/i18n.ts';

beforeEach(() => setLanguage('en'));

test('macOS writes symbols in its own order, without signs between', () => {
  expect(showAccelerator('CmdOrCtrl+Shift+S', true)).toBe('⇧⌘S');
  expect(showAccelerator('Ctrl+1', true)).toBe('⌃1');
  expect(showAccelerator('CmdOrCtrl+Enter', true)).toBe('⌘↩');
});

test('others write words, in the language', () => {
  expect(showAccelerator('CmdOrCtrl+Shift+S', false)).toBe('Ctrl+Shift+S');
  setLanguage('de');
  expect(showAccelerator('CmdOrCtrl+Shift+S', false)).toBe('Strg+Umschalt+S');
  expect(keysOf('CmdOrCtrl+Enter', false)).toEqual(['Strg', 'Eingabe']);
});

test('the question mark is what it types, whatever the keys', () => {
  expect(showAccelerator('Shift+/', true)).toBe('?');
  expect(showAccelerator('Shift+/', false)).toBe('?');
});

test('a plain key stays a plain key', () => {
  expect(keysOf('F', false)).toEqual(['F']);
  expect(keysOf('CmdOrCtrl+,', false)).toEqual(['Ctrl', ',']);
});
