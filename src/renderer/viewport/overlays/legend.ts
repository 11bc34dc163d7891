/**
 * What the legend of a scale from 0 on shows, as plain data: the panel draws it. And lengths as all legends write them.
 */
import type { ColorMap } from '../layers/color-maps.ts';

export interface Tick {
  /** Place on the scale, 0…1. */
  readonly at: number;
  readonly label: string;
}

export interface Legend {
  /** CSS gradient, from left (0) to right (the range). */
  readonly stops: string;
  /** World unit: the distance at the right end. Anything further has the same colour. */
  readonly range: number;
  /** Nice numbers from 0 to at most the range. */
  readonly ticks: readonly Tick[];
}

/** Ticks that a scale as wide as a panel carries without labels meeting. */
const MOST_TICKS = 5;

/**
 * @param end World unit, at the end of the scale.
 * @param locale Of the labels, as `Intl` takes it.
 */
export function legendOf(end: number, locale: string, colors: Pick<ColorMap, 'css'>): Legend {
  const step = niceStep(end / (MOST_TICKS - 1));
  const ticks: Tick[] = [];
  // A tick at the very end may be missed by rounding.
  for (let i = 0; i * step <= end * (1 + 1e-9); i++) {
    ticks.push({ at: Math.min(1, (i * step) / end), label: formatAtStep(i * step, step, locale) });
  }
  return { stops: colors.css, range: end, ticks };
}

/** The smallest of 1, 2, 2.5 or 5 × 10ⁿ that is at least `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  // A least step of exactly 2 × 10ⁿ must not become 2.5 by rounding.
  return power * ([1, 2, 2.5, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10);
}

/**
 * A length with `digits` significant digits, without trailing zeros; with a power of ten where it would be longer than
 * people read.
 */
export function formatLength(value: number, digits: number, locale = 'en'): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const isPlain = size === 0 || (size >= 1e-4 && size < 1e7);
  return new Intl.NumberFormat(locale, {
    // Whole digits stay: 12,345 with three digits is a number nobody measured.
    maximumSignificantDigits: isPlain ? Math.max(digits, Math.ceil(Math.log10(size + 1))) || digits : digits,
    notation: isPlain ? 'standard' : 'scientific',
  }).format(value);
}

/** All labels of one scale have the same decimals. */
function formatAtStep(value: number, step: number, locale: string): string {
  if (value === 0) return '0';
  if (step < 1e-4 || value >= 1e7) return formatLength(value, 3, locale);
  const decimals = [0, 1, 2, 3, 4, 5, 6].find((count) => isWhole(step * 10 ** count)) ?? 6;
  return new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
    value,
  );
}

function isWhole(value: number): boolean {
  return value > 0.5 && Math.abs(value - Math.round(value)) < 1e-6 * value;
}
