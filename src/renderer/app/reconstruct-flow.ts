/** One run of the engine on the cloud that is shown, from its first event to its mesh in the document. */
import { coarseWarning, type ReconstructOptions } from '../../engine/vocabulary.ts';
import type { FinishedRun, LeftOut, ReconstructEvent } from '../worker/engine-api.ts';
import { cureOf } from './device-flow.ts';
import type { FlowContext } from './flow-context.ts';
import { leftOutOf } from './left-out.ts';
import { afterRunEvent, FIRST_PROGRESS } from './run-progress.ts';
import type { RunProgress } from './state.ts';
import { afterRun } from './transitions.ts';
import type { Workspace } from './workspace.ts';

const SPEEDS_MS = 1000;

export async function reconstruct(context: FlowContext, workspace: Workspace): Promise<void> {
  const { cloud, options } = context.state.document;
  if (!cloud) return;
  const leftOut = leftOutOf(context.state.document);
  const run = await runEngine(context, workspace, { cloudId: cloud.info.id, options, leftOut });
  if (run) adopt(context, workspace, run);
  workspace.showPreview(null);
}

export interface RunAsked {
  readonly cloudId: number;
  readonly options: Partial<ReconstructOptions>;
  readonly leftOut: LeftOut;
}

/**
 * Null where it was cancelled, or failed, which is told. A preview stays until the caller has shown what comes of it.
 */
export async function runEngine(
  context: FlowContext,
  workspace: Workspace,
  { cloudId, options, leftOut }: RunAsked,
): Promise<FinishedRun | null> {
  const { engine, platform } = context.parts;
  context.setTool('none');
  context.settle('run');
  context.store.set({ progress: FIRST_PROGRESS, energies: [], step: 'reconstruct' });
  const outcome = await engine.reconstruct(cloudId, options, leftOut, (event) => onEvent(context, workspace, event));
  const energies = context.state.progress?.energies ?? [];
  platform.setProgress(null);
  context.store.set({ progress: null, energies });
  if (outcome.type === 'failed') context.showFault(outcome.error);
  return outcome.type === 'done' ? outcome.value : null;
}

export function changeProgress(context: FlowContext, change: Partial<RunProgress>): void {
  const { progress } = context.state;
  if (progress) context.store.set({ progress: { ...progress, ...change } });
}

export function stopRun(context: FlowContext): void {
  changeProgress(context, { state: 'stopping' });
  context.parts.engine.stop();
}

export function setPaused(context: FlowContext, paused: boolean): void {
  changeProgress(context, { state: paused ? 'paused' : 'running' });
  if (paused) context.parts.engine.pause();
  else context.parts.engine.resume();
}

function onEvent(context: FlowContext, workspace: Workspace, event: ReconstructEvent): void {
  const { progress } = context.state;
  if (!progress) return;
  switch (event.type) {
    case 'run': {
      const next = afterRunEvent(progress, event.event);
      context.store.setThrottled({ progress: next });
      return context.parts.platform.setProgress(next.share);
    }
    case 'preview':
      workspace.showPreview(event.geometry);
      return changeProgress(context, { previewLevel: event.level });
    case 'clock':
      return context.store.setThrottled({
        progress: { ...progress, elapsedMs: event.elapsedMs, secondsLeft: event.secondsLeft },
      });
    case 'stoppable':
      return changeProgress(context, { stoppable: true });
    case 'device-lost': {
      const { resumesAt } = event;
      const { action } = cureOf(context, 'gpu-lost');
      if (resumesAt === null) {
        context.notify('warning', 'title.deviceLost', context.sessionText('message.restarted'), action);
      } else {
        context.notify(
          'warning',
          'title.resumed',
          context.sessionText('message.resumed', { level: resumesAt }),
          action,
        );
      }
    }
  }
}

function adopt(context: FlowContext, workspace: Workspace, run: FinishedRun): void {
  const { document } = context.state;
  const { cloud } = document;
  if (cloud?.info.id !== run.cloudId) return;
  workspace.commit(context.sessionText('undo.reconstruct'), afterRun(document, run));
  context.store.set({ step: 'check' });
  // The result says in the window's language how coarse it is.
  const said = coarseWarning(run.report);
  const warnings = run.report.warnings.filter((warning) => warning !== said);
  if (warnings.length > 0) {
    context.notify('warning', 'title.warnings', warnings.join('\n'), undefined, { name: cloud.info.name });
  }
  // Later: there is enough to show just now.
  setTimeout(() => void context.parts.engine.speeds().then((speeds) => context.setSettings({ speeds })), SPEEDS_MS);
}
