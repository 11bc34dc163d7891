/**
 * The energies of a run as a chart: a band for each level, and values that a logarithmic axis can show.
 *
 * The engine measures x · (A x − 2 b), the energy less a constant that nobody needs to compute: its differences mean
 * something, its zero does not. What a person wants to see is how much a level still has to gain, so the chart shows
 * each energy above the last of its level, as a share of that. The published method has a loss, which is shown as is.
 */
import type { EnergyPoint } from '../../app/state.ts';

export interface LevelBand {
  readonly level: number;
  /** Iterations; `to` of one is `from` of the next, so that bands leave no gaps. */
  readonly from: number;
  readonly to: number;
}

export function levelBands(energies: readonly EnergyPoint[]): LevelBand[] {
  const bands: LevelBand[] = [];
  for (const { level, iteration } of energies) {
    const last = bands.at(-1);
    if (last?.level === level) bands[bands.length - 1] = { ...last, to: iteration };
    else bands.push({ level, from: last?.to ?? iteration, to: iteration });
  }
  return bands;
}

/** Whether the chart shows shares, and not the values of a loss. */
export function areShares(energies: readonly EnergyPoint[]): boolean {
  return energies.every(({ energy }) => energy <= 0);
}

export interface ChartPoint {
  readonly iteration: number;
  /** Null where a logarithmic axis has no place for it: the end of a level has nothing left to gain. */
  readonly value: number | null;
}

export function chartOf(energies: readonly EnergyPoint[]): ChartPoint[] {
  const last = new Map(energies.map(({ level, energy }) => [level, energy]));
  return energies.map(({ level, iteration, energy }) => {
    if (energy > 0) return { iteration, value: energy };
    const end = last.get(level)!;
    const above = end === 0 ? 0 : (energy - end) / Math.abs(end);
    return { iteration, value: above > 0 ? above : null };
  });
}

/** Room on the logarithmic axis: the curve keeps off both ends by this factor. */
const ROOM = 1.6;

/**
 * Ends of the axis for values between these, or without any. The lower one is a single digit times a power of ten:
 * uPlot steps upwards from it by that power, and from .096 by .01 it misses .1, counts on by a step that it cannot
 * round to, and never ends.
 */
export function axisRange(least: number | null, most: number | null): [number, number] {
  const [digits, power] = ((least ?? 0.01) / ROOM).toExponential(15).split('e');
  return [Number(`${Math.floor(Number(digits))}e${power}`), (most ?? 1) * ROOM];
}
