/**
 * Settings in the browser's own storage. What lies there may be from another version or edited by hand: each value
 * that makes no sense gives way to its default, the others stay.
 */
import {
  DEFAULT_SETTINGS,
  type Language,
  type LengthUnit,
  type Settings,
  type Theme,
} from '../../contracts/settings.ts';

const KEY = 'gridpull.settings';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const LANGUAGES: readonly Language[] = ['system', 'en', 'de'];
const UNITS: readonly LengthUnit[] = ['none', 'mm', 'cm', 'm', 'km', 'in', 'ft'];

export function readStoredSettings(): Settings {
  return settingsOf(stored());
}

/** @throws Error with a sentence for the person where the browser refuses */
export function writeStoredSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch (cause) {
    throw new Error('The browser does not let this page keep its settings; they last until it is closed.', { cause });
  }
}

function stored(): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // It was not ours, or the browser keeps nothing.
    return {};
  }
}

function settingsOf(values: Readonly<Record<string, unknown>>): Settings {
  const choice = <T>(value: unknown, allowed: readonly T[], fallback: T): T =>
    allowed.find((a) => a === value) ?? fallback;
  const flag = (value: unknown, fallback: boolean): boolean => (typeof value === 'boolean' ? value : fallback);
  return {
    theme: choice(values['theme'], THEMES, DEFAULT_SETTINGS.theme),
    language: choice(values['language'], LANGUAGES, DEFAULT_SETTINGS.language),
    unit: choice(values['unit'], UNITS, DEFAULT_SETTINGS.unit),
    software: flag(values['software'], DEFAULT_SETTINGS.software),
    adapter: nameOf(values['adapter']),
    sidebar: flag(values['sidebar'], DEFAULT_SETTINGS.sidebar),
    speeds: speedsOf(values['speeds']),
  };
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : DEFAULT_SETTINGS.adapter;
}

function speedsOf(value: unknown): Settings['speeds'] {
  if (typeof value !== 'object' || value === null) return DEFAULT_SETTINGS.speeds;
  const isSpeed = (entry: [string, unknown]): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0;
  return Object.fromEntries(Object.entries(value).filter(isSpeed));
}
