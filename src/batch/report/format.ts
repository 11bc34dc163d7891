/** Numbers as people read them. The report is in English wherever it is made, so that all machines make the same. */

/** A no-break space, between a number and its unit. */
const NBSP = '\u00a0';

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const ONE_DECIMAL = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const DIGITS = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const POWERS = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: 3 });
const SHARE = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** `1 file`, `2 files`. */
export function formatCounted(count: number, one: string, many = `${one}s`): string {
  return formatCount(count) + NBSP + (count === 1 ? one : many);
}

/** Three significant digits; digits before the point are never rounded away. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return POWERS.format(value);
  return (size >= 1000 ? WHOLE : DIGITS).format(value);
}

/** Never 100 % of something that is not whole. */
export function formatShare(share: number): string {
  return SHARE.format(share < 1 ? Math.min(share, 0.999) : share).replace('%', `${NBSP}%`);
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Counts in powers of 1024, as the app and the file managers of the desktop count them. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return (value < 10 && power > 0 ? ONE_DECIMAL : WHOLE).format(value) + NBSP + BYTE_UNITS[power];
}

/** The longer, the coarser. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${ONE_DECIMAL.format(seconds)}${NBSP}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${NBSP}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}${NBSP}min ${whole % 60}${NBSP}s`;
  return `${WHOLE.format(Math.floor(minutes / 60))}${NBSP}h ${minutes % 60}${NBSP}min`;
}

/** A moment of ISO 8601, to the minute. UTC, since the machines of a batch may stand anywhere. */
export function formatMoment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
