/** Light or dark: the setting, or what the system says, on the root element for all styles to follow. */
import type { Theme } from '../../../contracts/settings.ts';

export type ShownTheme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');

export function shownTheme(theme: Theme): ShownTheme {
  if (theme !== 'system') return theme;
  return system.matches ? 'dark' : 'light';
}

/** Web Awesome reads the classes, our own styles the attribute. */
export function applyTheme(theme: ShownTheme): void {
  const root = document.documentElement;
  root.setAttribute('theme', theme);
  root.classList.toggle('wa-dark', theme === 'dark');
  root.classList.toggle('wa-light', theme === 'light');
}

/** @returns ends the listening */
export function onSystemTheme(listener: () => void): () => void {
  system.addEventListener('change', listener);
  return () => system.removeEventListener('change', listener);
}
