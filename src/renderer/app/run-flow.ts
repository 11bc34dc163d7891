/** The events of a run as the state that panels show. Pure: one event in, the next state out. */
import type { RunEvent } from '../../engine/events.ts';
import type { EnergyPoint, JobState } from './state.ts';

export const FIRST_JOB: JobState = Object.freeze({
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

export function afterRunEvent(job: JobState, event: RunEvent): JobState {
  if (event.type === 'stage-started') return { ...job, stage: event.stage, level: event.level ?? null };
  if (event.type === 'progressed') return { ...job, share: event.share };
  if (event.type === 'metric' && (event.name === 'energy' || event.name === 'loss')) return withEnergy(job, event);
  return job;
}

function withEnergy(job: JobState, event: RunEvent & { type: 'metric' }): JobState {
  const before = job.energies.at(-1);
  const level = event.level ?? job.level ?? 0;
  const iteration = (before?.iteration ?? 0) + (event.iterations ?? 1);
  const energy: EnergyPoint = { level, iteration, energy: event.value };
  return { ...job, energies: [...job.energies, energy] };
}
