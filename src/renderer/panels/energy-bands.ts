/** The chart's bands: where in the iterations each level begins and ends. */
import type { EnergyPoint } from '../app/state.ts';

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
