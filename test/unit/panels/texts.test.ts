/** Both languages say everything, with the same places to fill, and read well where numbers and plurals come in. */
import { beforeEach, expect, test } from 'vitest';
import { setLanguage, t, translate } from '../../../src/renderer/app/i18n.ts';
import { de } from '../../../src/renderer/app/locales/de.ts';
import { en } from '../../../src/renderer/app/locales/en.ts';
import { COMMAND_IDS, MENUS } from '../../../src/contracts/commands.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value, `${path}${key}.`),
  );
}

const placesOf = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]!).toSorted();

const english = leaves(en);
const german = new Map(leaves(de));

beforeEach(() => setLanguage('en'));

test('German has exactly the English keys', () => {
  expect([...german.keys()].toSorted()).toEqual(english.map(([key]) => key).toSorted());
});

test.each(english)('%s fills the same places in German', (key, text) => {
  expect(placesOf(german.get(key)!)).toEqual(placesOf(text));
});

test('no text is empty', () => {
  expect([...english, ...german].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test.each(['en', 'de'] as const)('%s names the clouds that are read', (language) => {
  setLanguage(language);
  for (const key of ['empty.formats', 'session.message.notAFile', 'batch.emptyHelp']) {
    expect(translate(key)).toContain('PLY, XYZ, PTS, PTX, PCD, E57, SPZ, SOG, SPLAT, KSPLAT, LAS, LAZ');
  }
});

test.each(['en', 'de'] as const)('%s names every command and menu', (language) => {
  setLanguage(language);
  for (const key of [...COMMAND_IDS.map((id) => `commands.${id}`), ...MENUS.map((menu) => `menus.${menu}`)]) {
    expect(translate(key)).not.toBe(key);
  }
});

test('plurals and separators follow the language', () => {
  expect(t('result.open', { count: 1 })).toBe('1 opening');
  expect(t('result.open', { count: 12408 })).toBe('12,408 openings');
  setLanguage('de');
  expect(t('result.open', { count: 1 })).toBe('1 Öffnung');
  expect(t('result.open', { count: 12408 })).toBe('12.408 Öffnungen');
});

test('names are shown as they are, whatever they look like', () => {
  expect(t('opening.title', { name: '<b>&amp;</b>.ply' })).toBe('Opening <b>&amp;</b>.ply');
});
