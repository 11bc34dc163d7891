/**
 * The six steps from a scan to a file, and what the path says of each: where a person stands, what is there, what no
 * longer fits the options. Pure; no step is ever barred.
 */
import type { CommandId } from '../../contracts/commands.ts';
import { hasOtherPoints } from './left-out.ts';
import { type PanelOption, PANEL_OPTIONS } from './panel-options.ts';
import { type AppState, type DocumentState, type Step, STEPS } from './state.ts';

/** What the circle of a step holds: its number, a tick, the ring of a run, or the sign of what is outdated. */
export type StepMark = 'number' | 'done' | 'running' | 'outdated';

export type StepCommand = Extract<CommandId, `step-${Step}`>;

export interface StepState {
  readonly step: Step;
  readonly isCurrent: boolean;
  readonly mark: StepMark;
  /** There is nothing yet that it could work on; it can be looked at all the same. */
  readonly isEmpty: boolean;
}

export function stepCommand(step: Step): StepCommand {
  return `step-${step}`;
}

/** The options asked for in the window by which the mesh was not made; none without a mesh. */
export function changedOptions({ run, options }: Pick<DocumentState, 'run' | 'options'>): readonly PanelOption[] {
  if (!run) return [];
  return PANEL_OPTIONS.filter((name) => run.options[name] !== options[name]);
}

/** There is a mesh, and other options or points than those it was made by. */
export function isOutdated(document: Pick<DocumentState, 'run' | 'options' | 'edits' | 'crop'>): boolean {
  return changedOptions(document).length > 0 || hasOtherPoints(document);
}

export function stepStates(state: AppState): readonly StepState[] {
  return STEPS.map((step) => ({
    step,
    isCurrent: step === state.step,
    mark: markOf(step, state),
    isEmpty: isEmptyStep(step, state),
  }));
}

function isEmptyStep(step: Step, { document, progress }: AppState): boolean {
  const hasMesh = document.run !== null && progress === null;
  return isOfMesh(step) ? !hasMesh : document.cloud === null;
}

function isOfMesh(step: Step): boolean {
  return step === 'check' || step === 'finish' || step === 'export';
}

function markOf(step: Step, { document, progress, step: current }: AppState): StepMark {
  const { cloud, run, trim } = document;
  if (step === 'reconstruct' && progress) return 'running';
  if (!cloud) return 'number';
  const isPast = STEPS.indexOf(step) < STEPS.indexOf(current);
  switch (step) {
    case 'scan':
      return step === current ? 'number' : 'done';
    case 'clean':
      return isPast || (run !== null && step !== current) ? 'done' : 'number';
    case 'reconstruct':
      if (!run) return 'number';
      if (isOutdated(document)) return step === current ? 'number' : 'outdated';
      return step === current ? 'number' : 'done';
    case 'check':
      if (run && !progress && isOutdated(document)) return 'outdated';
      return run && isPast ? 'done' : 'number';
    case 'finish':
      if (run && !progress && isOutdated(document)) return 'outdated';
      return run && isPast && (trim !== null || run.report.finish) ? 'done' : 'number';
    case 'export':
      return 'number';
  }
}
