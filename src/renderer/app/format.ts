/** Numbers as people read them, in the language chosen. Lengths carry the unit of the settings, if one is known. */
import type { LengthUnit } from '../../contracts/settings.ts';
import { language, t } from './i18n.ts';

/** A no-break space, between a number and its unit. */
const NBSP = '\u00a0';

const formats = new Map<string, Intl.NumberFormat>();

/** Making a format takes far longer than using one. */
function formatOf(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language() + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(language(), options);
  formats.set(key, made);
  return made;
}

export function formatCount(count: number): string {
  return formatOf({ maximumFractionDigits: 0 }).format(count);
}

/** So many digits behind the point, as they were. */
export function formatDigits(value: number, digits: number): string {
  return formatOf({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Short, for places where the exact count does not matter: 1.2 M. */
export function formatShortCount(count: number): string {
  return formatOf({ notation: 'compact', maximumSignificantDigits: 3 }).format(count);
}

/** `digits` significant ones; very large and very small numbers as powers of ten. */
export function formatNumber(value: number, digits = 3): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-5)) {
    return formatOf({ notation: 'scientific', maximumSignificantDigits: digits }).format(value);
  }
  // Digits before the point are never rounded away.
  if (size >= 10 ** digits) return formatOf({ maximumFractionDigits: 0 }).format(value);
  return formatOf({ maximumSignificantDigits: digits }).format(value);
}

/** The two ends of a scale: as many decimals as tell them apart, in three digits of the span between them. */
export function formatEnds(low: number, high: number): readonly [string, string] {
  const span = high - low;
  const most = Math.max(Math.abs(low), Math.abs(high));
  if (!(span > 0) || most >= 1e12 || span < 1e-6) return [formatNumber(low, 6), formatNumber(high, 6)];
  const decimals = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(span))));
  const format = formatOf({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return [format.format(low), format.format(high)];
}

export function formatShare(share: number): string {
  return formatOf({ style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** A share of which little is not nothing, nor nearly all everything: under 0.1 %, 0.4 %, over 99.9 %. */
export function formatSmallShare(share: number): string {
  const least = 0.001;
  const format = formatOf({ style: 'percent', maximumFractionDigits: 1 });
  if (share > 0 && share < least) return t('share.under', { share: format.format(least) });
  if (share < 1 && share > 1 - least) return t('share.over', { share: format.format(1 - least) });
  return format.format(share);
}

/** `power` 2 for an area, 3 for a volume. */
export function unitText(unit: LengthUnit, power: 1 | 2 | 3 = 1): string {
  return unit === 'none' ? '' : unit + ['', '', '²', '³'][power];
}

/** A length (area, volume) in the unit of the file. */
export function formatLength(value: number, unit: LengthUnit, digits = 3, power: 1 | 2 | 3 = 1): string {
  const number = formatNumber(value, digits);
  return unit === 'none' ? number : number + NBSP + unitText(unit, power);
}

/** Sizes along the three axes. */
export function formatExtent(size: readonly number[], unit: LengthUnit, digits = 3): string {
  const numbers = size.map((value) => formatNumber(value, digits)).join(`${NBSP}×${NBSP}`);
  return unit === 'none' ? numbers : numbers + NBSP + unit;
}

/** Things one after the other, as a sentence has them. */
export function formatList(things: readonly string[]): string {
  return new Intl.ListFormat(language()).format(things);
}

/** A time of today, or its day with it. @param time milliseconds since 1970 */
export function formatClock(time: number): string {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language(), {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Counts in powers of 1024, as file managers of the desktop count them. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  const text = formatOf({ maximumFractionDigits: value < 10 && power > 0 ? 1 : 0 }).format(value);
  return text + NBSP + BYTE_UNITS[power];
}

/** A duration in seconds as text; the longer, the coarser. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return t('duration.underSecond');
  const whole = Math.round(seconds);
  if (whole < 60) return t('duration.seconds', { s: whole });
  const minutes = Math.floor(whole / 60);
  if (minutes >= 60) return t('duration.hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
  return t('duration.minutes', { m: minutes, s: whole % 60 });
}

/** Does what `formatDuration` does, for guesses: past ten seconds no more than two digits mean anything. */
export function formatRoughDuration(seconds: number): string {
  if (seconds < 10) return formatDuration(seconds);
  // What rounds to a minute is one, without seconds.
  if (seconds < 57.5) return formatDuration(5 * Math.round(seconds / 5));
  if (seconds < 3570) return t('duration.wholeMinutes', { m: Math.round(seconds / 60) });
  return formatDuration(60 * Math.round(seconds / 60));
}

/**
 * The number that a person typed: point or comma is the decimal sign, whichever comes last; the other one, spaces and
 * apostrophes separate thousands. Null for anything else, so that a half-typed number never becomes a setting.
 */
export function parseNumber(text: string): number | null {
  const bare = text.trim().replace(/[\s\u00a0\u202f'’]/g, '');
  const decimal = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  const sign = bare[decimal];
  const other = sign === ',' ? '.' : ',';
  // A sign that comes more than once separates thousands: 1.000.000
  const isThousands = sign !== undefined && bare.split(sign).length > 2;
  const plain = isThousands
    ? bare.replaceAll(sign, '')
    : sign === undefined
      ? bare
      : bare.replaceAll(other, '').replace(sign, '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** A number as a field shows it for editing: no separators of thousands, the language's decimal sign. */
export function editNumber(value: number, digits = 6): string {
  const text = String(Number(value.toPrecision(digits)));
  return language() === 'de' ? text.replace('.', ',') : text;
}

/** Two significant digits: a round number to start from. */
export function roundLength(value: number): number {
  return Number(value.toPrecision(2));
}
