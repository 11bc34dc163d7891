/** Which commands make sense in a state, and which are checked: one table for menu, toolbar and shortcuts. */
import { differingOptions } from '../../engine/vocabulary.ts';
import { COMMAND_IDS, type CommandId } from '../../contracts/commands.ts';
import { levelNormal } from './level-plane.ts';
import { lastMeasured } from './measured.ts';
import { type AppState, type BatchState, STEPS } from './state.ts';
import { stepCommand } from './steps.ts';

export function isEnabled(id: CommandId, state: AppState): boolean {
  const { document, progress, opening, exporting, device } = state;
  const { cloud, run, options, edits } = document;
  const isBusy = isEngineBusy(state);
  if (isBatchShown(state) && OF_DOCUMENT.has(id)) return false;
  const hasMesh = run !== null || isWatching(state);
  if (isOneOf(OF_STEPS, id)) return cloud !== null;
  if (isOneOf(OF_CONTENT, id)) return cloud !== null || hasMesh;
  if (id === 'save' || id === 'save-as') return canSave(state);
  if (isOneOf(OF_POINTS, id)) return cloud !== null && !isBusy;
  switch (id) {
    case 'open':
    case 'open-folder':
      return exporting === null;
    case 'close':
      return isBatchShown(state) || (cloud !== null && !isBusy);
    case 'export':
      return run !== null && !isBusy;
    case 'undo':
    case 'redo':
      return state[id] !== null && !isBusy;
    case 'reset-options':
      if (isBatchShown(state)) return !isBusy && Object.keys(state.batch.job.options).length > 0;
      return !isBusy && differingOptions(options).length > 0;
    case 'reconstruct':
      if (isBatchShown(state)) return whyNoBatch(state) === null;
      return cloud !== null && device !== null && !isBusy;
    case 'pause':
      return (progress !== null && progress.state !== 'stopping') || isBatchActive(state);
    case 'stop':
      return progress !== null && progress.stoppable && progress.state !== 'stopping';
    case 'cancel':
      return isBusy;
    case 'show-cloud':
      // A preview is looked at without the points, which would cover it.
      return cloud !== null && !isWatching(state);
    case 'sidebar':
      return cloud !== null || opening !== null || isBatchShown(state);
    case 'show-mesh':
    case 'wireframe':
      return hasMesh;
    case 'brush-smaller':
    case 'brush-larger':
      return state.tool === 'brush';
    case 'select-none':
    case 'delete-points':
    case 'keep-points':
      return edits.selected !== null && !isBusy;
    case 'restore-points':
      return edits.removed !== null && !isBusy;
    case 'finish-apply':
      return !isBusy && ((run !== null && state.finishDraft !== null) || isPlacingReady(state));
    case 'section':
    case 'distances':
      return run !== null && progress === null;
    case 'settings':
    case 'shortcuts':
    case 'about':
      return true;
  }
}

/** Three places are picked that span a plane, or the true length of what was measured is typed. */
export function isPlacingReady(state: AppState): boolean {
  const isScale = !!state.scaleDraft?.length && !!lastMeasured(state)?.length;
  return isScale || levelNormal(state.levelPicks) !== null;
}

/** Also while a run is on: what it is made of is there already. */
function canSave(state: AppState): boolean {
  const { document, opening, exporting, project } = state;
  return document.cloud !== null && !opening && !exporting && !project.isSaving && !isBatchActive(state);
}

/** What is lost with a file that is opened: more than reading or writing another one. */
export function isComputing(state: AppState): boolean {
  const { progress, finishing, comparing, examination } = state;
  const isOnCall = progress !== null || finishing !== null || comparing !== null;
  return isOnCall || examination?.state === 'running' || isBatchActive(state);
}

/** The engine is at work on what is shown, so that its points and options stay as they are. */
export function isEngineBusy(state: AppState): boolean {
  return state.opening !== null || state.exporting !== null || isComputing(state);
}

/** What marks points of the cloud. */
const OF_POINTS = ['upright', 'rectangle', 'lasso', 'brush', 'hidden-too', 'select-all', 'select-invert'] as const;

/** The steps of the path: all are open as soon as there is a cloud. */
const OF_STEPS = STEPS.map(stepCommand);

/** What acts on the view, as soon as there is something in it. */
const OF_CONTENT = [
  ...(['screenshot', 'fit', 'orthographic', 'look', 'clip-box', 'measure'] as const),
  ...(['view-front', 'view-back', 'view-right', 'view-left', 'view-top', 'view-bottom'] as const),
] as const;

function isOneOf<K extends CommandId>(group: readonly K[], id: CommandId): id is K {
  return (group as readonly CommandId[]).includes(id);
}

/** What acts on the cloud and its mesh, which nobody sees while a batch is shown. */
const OF_DOCUMENT: ReadonlySet<CommandId> = new Set<CommandId>([
  ...OF_STEPS,
  ...OF_CONTENT,
  ...OF_POINTS,
  ...(['brush-smaller', 'brush-larger', 'select-none', 'delete-points', 'keep-points', 'restore-points'] as const),
  ...(['save', 'save-as', 'export', 'undo', 'redo', 'stop', 'finish-apply'] as const),
  ...(['show-cloud', 'show-mesh', 'wireframe', 'distances', 'section'] as const),
]);

/** The batch is in front, where otherwise the viewport is. */
export function isBatchShown(state: AppState): state is AppState & { readonly batch: BatchState } {
  return state.batch?.shown === true;
}

/** The engine has a batch under way, paused or not: it does one thing at a time. */
export function isBatchActive({ batch }: AppState): boolean {
  return batch?.state === 'running' || batch?.state === 'paused';
}

/** What keeps the batch from starting; null where nothing does. */
export function whyNoBatch(state: AppState): 'busy' | 'listing' | 'empty' | 'output' | 'device' | null {
  const { batch, device, progress, opening, exporting } = state;
  if (!batch || isBatchActive(state) || progress || opening || exporting) return 'busy';
  if (batch.state === 'listing') return 'listing';
  if (batch.rows.length === 0) return 'empty';
  if (!batch.output) return 'output';
  return device ? null : 'device';
}

/** A surface that is still forming is on the screen. */
function isWatching({ progress }: AppState): boolean {
  return progress !== null && progress.previewLevel !== null;
}

/** The commands that are switched on or off, and how. */
const CHECKS: Partial<Record<CommandId, (state: AppState) => boolean>> = {
  orthographic: ({ document }) => document.view.orthographic,
  'show-cloud': (state) => state.document.view.cloudVisible && !isWatching(state),
  'show-mesh': ({ document }) => document.view.meshVisible,
  wireframe: ({ document }) => document.view.wireframe,
  distances: ({ document }) => document.view.meshColoring === 'distance',
  look: (state) => state.tool === 'none' && isEnabled('look', state),
  'clip-box': ({ document }) => document.crop !== null,
  upright: ({ tool }) => tool === 'level',
  measure: ({ tool }) => tool === 'measure',
  section: ({ cut }) => cut !== null,
  rectangle: ({ tool }) => tool === 'rectangle',
  lasso: ({ tool }) => tool === 'lasso',
  brush: ({ tool }) => tool === 'brush',
  'hidden-too': (state) => state.selecting.hiddenToo && isEnabled('hidden-too', state),
  sidebar: (state) => state.settings.sidebar && isEnabled('sidebar', state),
  pause: ({ progress, batch }) => progress?.state === 'paused' || batch?.state === 'paused',
};

export function isChecked(id: CommandId, state: AppState): boolean {
  return CHECKS[id]?.(state) ?? false;
}

export function enabledCommands(state: AppState): CommandId[] {
  return COMMAND_IDS.filter((id) => isEnabled(id, state));
}

export function checkedCommands(state: AppState): CommandId[] {
  return COMMAND_IDS.filter((id) => isChecked(id, state));
}
