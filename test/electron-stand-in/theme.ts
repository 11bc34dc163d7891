/** electron.nativeTheme: what pages see as the preferred colours. The system's own is light. */
import type { Page } from 'playwright';

let source: 'system' | 'light' | 'dark' = 'system';
let pages: () => readonly Page[] = () => [];

export function colorScheme(): 'light' | 'dark' {
  return source === 'dark' ? 'dark' : 'light';
}

/** Called by the assembly: windows need the theme and the theme needs the windows. */
export function themePages(all: () => readonly Page[]): void {
  pages = all;
}

export const nativeTheme = {
  get themeSource(): 'system' | 'light' | 'dark' {
    return source;
  },
  set themeSource(value: 'system' | 'light' | 'dark') {
    source = value;
    for (const page of pages()) void page.emulateMedia({ colorScheme: colorScheme() }).catch(() => undefined);
  },
  get shouldUseDarkColors(): boolean {
    return source === 'dark';
  },
};
