/** Light or dark, by the setting or the system, and told when either changes. */
import type { AppState } from './state.ts';
import type { Store } from './store.ts';

export function followTheme(store: Store<AppState>, tell: (theme: 'light' | 'dark') => void): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  let told: 'light' | 'dark' | undefined;
  const update = (): void => {
    const { theme: setting } = store.value.settings;
    const theme = setting === 'system' ? (system.matches ? 'dark' : 'light') : setting;
    if (theme === told) return;
    told = theme;
    document.documentElement.setAttribute('theme', theme);
    tell(theme);
  };
  store.subscribe(update);
  system.addEventListener('change', update);
}
