/** The events of a run as the state that panels show. Pure: one event in, the next state out. */
import type { RunEvent } from '../../engine/vocabulary.ts';
import type { EnergyPoint, RunProgress } from './state.ts';

export const FIRST_PROGRESS: RunProgress = Object.freeze({
  state: 'running',
  stage: 'prepare',
  level: null,
  share: 0,
  elapsedMs: 0,
  secondsLeft: null,
  stoppable: false,
  energies: [],
  previewLevel: null,
});

export function afterRunEvent(progress: RunProgress, event: RunEvent): RunProgress {
  if (event.type === 'stage-started') return { ...progress, stage: event.stage, level: event.level ?? null };
  if (event.type === 'progressed') return { ...progress, share: event.share };
  if (event.type === 'metric' && (event.name === 'energy' || event.name === 'loss')) return withEnergy(progress, event);
  return progress;
}

function withEnergy(progress: RunProgress, event: RunEvent & { type: 'metric' }): RunProgress {
  const before = progress.energies.at(-1);
  const level = event.level ?? progress.level ?? 0;
  const iteration = (before?.iteration ?? 0) + (event.iterations ?? 1);
  const energy: EnergyPoint = { level, iteration, energy: event.value };
  return { ...progress, energies: [...progress.energies, energy] };
}
