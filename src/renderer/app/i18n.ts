/**
 * The window's texts. Both languages are bundled, so choosing one is a switch and never a wait; `t` is typed by the
 * English table, so a key that is missing or misspelt does not compile.
 */
import i18next from 'i18next';
import { BATCH_FORMATS, FORMATS } from '../../engine/vocabulary.ts';
import { chooseLanguage, type SpokenLanguage } from '../../contracts/locales/language.ts';
import type { Language } from '../../contracts/settings.ts';
import { de } from './locales/de.ts';
import { en } from './locales/en.ts';

export type TextValues = Readonly<Record<string, string | number>>;

/** `a.b.c`; the two forms of a plural are one key. */
type KeysOf<T> = {
  [K in keyof T & string]: T[K] extends string
    ? K extends `${infer Stem}_one` | `${infer Stem}_other`
      ? Stem
      : K
    : `${K}.${KeysOf<T[K]>}`;
}[keyof T & string];
export type TextKey = KeysOf<typeof en>;

const texts = i18next.createInstance({
  resources: { en: { translation: en }, de: { translation: de } },
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  interpolation: {
    // Lit escapes what it shows.
    escapeValue: false,
    defaultVariables: { cloudFormats: BATCH_FORMATS.map((id) => FORMATS[id].endings[0].toUpperCase()).join(', ') },
  },
});
const ready = texts.init();

const spoken = { en: texts.getFixedT('en'), de: texts.getFixedT('de') };
let current: SpokenLanguage = 'en';

/** Called before anything is drawn. */
export async function initI18n(setting: Language): Promise<void> {
  await ready;
  setLanguage(setting);
}

/**
 * Takes effect with the next drawing; the caller has everything drawn anew. Asked at every change of the state, so the
 * page is touched only where the language is another one.
 */
export function setLanguage(setting: Language): void {
  current = chooseLanguage(setting, navigator.languages);
  // Screen readers pronounce by it, controls take their own texts from it.
  const page = globalThis.document?.documentElement;
  if (page && page.lang !== current) page.lang = current;
}

export function language(): SpokenLanguage {
  return current;
}

/** The text of `key`; `count` chooses the form of a plural. */
export function t(key: TextKey, values?: TextValues): string {
  return translate(key, values);
}

/** Does what `t` does, for keys that are put together at run time. */
export function translate(key: string, values: TextValues = {}): string {
  return spoken[current](key, { ...values });
}
