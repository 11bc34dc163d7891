/** What is kept between starts, on the desktop in the user's settings file, on the web in the browser. */
export type Theme = 'system' | 'light' | 'dark';
export type Language = 'system' | 'en' | 'de';
/** The files do not say their unit; the person may, and numbers then carry it. */
export type LengthUnit = 'none' | 'mm' | 'cm' | 'm' | 'km' | 'in' | 'ft';

export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  readonly unit: LengthUnit;
  /** Compute without the graphics card; takes effect at the next start. */
  readonly software: boolean;
  /** The name of the graphics card to compute on where there are several, null for the fast one; at the next start. */
  readonly adapter: string | null;
  /** Whether the panel at the side is shown. */
  readonly sidebar: boolean;
  /** Run speeds seen on this machine by device name, in work units a second: the estimate of a run's time. */
  readonly speeds: Readonly<Record<string, number>>;
}

export const DEFAULT_SETTINGS: Settings = Object.freeze({
  theme: 'system',
  language: 'system',
  unit: 'none',
  software: false,
  adapter: null,
  sidebar: true,
  speeds: Object.freeze({}),
});
