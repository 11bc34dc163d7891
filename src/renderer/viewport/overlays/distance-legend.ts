/**
 * What the legend of distances shows, as plain data: the panel draws it. Places and colours are decided here as the
 * surface has them, so that legend and surface cannot disagree.
 */
import type { DistanceRange } from '../../app/state.ts';
import { BAND_SHARES, cssColor, cssGradient, DISTANCE_COLORS } from '../layers/color-maps.ts';
import { formatLength, niceStep, type Tick } from './legend.ts';

export interface DistanceLegendInput {
  /** World unit: what the histogram reaches from and to. */
  readonly from: { readonly low: number; readonly high: number };
  /** World unit: where the colours end, within that. */
  readonly range: DistanceRange;
  readonly isBanded: boolean;
  /** World unit */
  readonly tolerance: number;
  /** Of the labels, as `Intl` takes it. */
  readonly locale: string;
}

export interface DistanceLegend {
  /** Where the colours end, 0…1 along the histogram. */
  readonly low: number;
  readonly high: number;
  /** CSS gradient between those. */
  readonly stops: string;
  /** Along the histogram. */
  readonly ticks: readonly Tick[];
}

/**
 * Where a signed distance lies on the scale of `DISTANCE_COLORS`, whose middle is 0; as the surface's shader has it.
 */
export function distanceShare(
  value: number,
  { range: [low, high], isBanded, tolerance }: Pick<DistanceLegendInput, 'range' | 'isBanded' | 'tolerance'>,
): number {
  if (isBanded) {
    if (Math.abs(value) <= tolerance) return BAND_SHARES.within;
    if (value < 0) return value < low ? BAND_SHARES.insideMost : BAND_SHARES.inside;
    return value > high ? BAND_SHARES.outsideMost : BAND_SHARES.outside;
  }
  if (value < 0) return 0.5 - 0.5 * Math.min(value / low, 1);
  return high > 0 ? 0.5 + 0.5 * Math.min(value / high, 1) : 0.5;
}

export function distanceLegendOf(input: DistanceLegendInput): DistanceLegend {
  const { from, range } = input;
  const along = (value: number): number => (value - from.low) / (from.high - from.low);
  return {
    low: along(range[0]),
    high: along(range[1]),
    stops: input.isBanded ? bandStops(input) : cssGradient((share) => colorAt(mix(range, share), input)),
    ticks: ticksOf(input).map((tick) => ({ ...tick, at: along(tick.at) })),
  };
}

function colorAt(value: number, input: DistanceLegendInput) {
  return DISTANCE_COLORS.at(distanceShare(value, input));
}

function mix([low, high]: DistanceRange, share: number): number {
  return low + share * (high - low);
}

/** Hard edges where the bands end. */
function bandStops(input: DistanceLegendInput): string {
  const { range, tolerance } = input;
  const [low, high] = range;
  const ends = [low, ...[-tolerance, tolerance].filter((end) => end > low && end < high), high];
  const stops = ends.slice(1).map((end, i) => {
    const percent = (value: number): string => `${(100 * (value - low)) / (high - low)}%`;
    return `${cssColor(colorAt((ends[i]! + end) / 2, input))} ${percent(ends[i]!)} ${percent(end)}`;
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

/** Of the histogram: what a sign of a label takes, and what stays free between two, in the narrowest window. */
const SIGN = 0.03;
const GAP = 0.03;

/** By their distances: both ends, 0, and round numbers where there is room between. */
function ticksOf({ from, range: [low, high], locale }: DistanceLegendInput): Tick[] {
  const span = from.high - from.low;
  const tick = (at: number, digits: number): Tick => ({ at, label: signed(at, digits, locale) });
  const ticks: Tick[] = [];
  const place = (next: Tick): boolean => {
    const isFree = ticks.every(({ at, label }) => Math.abs(at - next.at) >= span * room(label, next.label));
    if (isFree) ticks.push(next);
    return isFree;
  };
  place(tick(high, 2));
  if (!place(tick(low, 2))) {
    const label = low === 0 ? signed(high, 2, locale) : `${signed(low, 2, locale)} … ${signed(high, 2, locale)}`;
    return [{ at: (low + high) / 2, label }];
  }
  place(tick(0, 1));
  const step = niceStep(0.15 * span);
  for (let value = step; value < Math.max(high, -low); value += step) {
    for (const at of [-value, value]) if (at > low && at < high) place(tick(at, 3));
  }
  return ticks.toSorted((a, b) => a.at - b.at);
}

/** Between the middles of two labels that do not meet, of the histogram. */
function room(a: string, b: string): number {
  return (SIGN * (a.length + b.length)) / 2 + GAP;
}

/** With its sign on either side of 0, a true minus. */
function signed(value: number, digits: number, locale: string): string {
  const text = formatLength(Math.abs(value), digits, locale);
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text;
}
