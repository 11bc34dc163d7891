/** What is done to a finished mesh: one operation at a time, each a step that can be undone. */
import type { FinishChoice, FinishedRun } from '../worker/engine-api.ts';
import type { FlowContext } from './flow-context.ts';
import type { DocumentState, FinishDraft, FinishOperation } from './state.ts';
import type { Workspace } from './workspace.ts';

/** As each begins: what most people want of it. */
export const FIRST_CHOICES = {
  pieces: { keep: 'largest' },
  openings: { close: 'all' },
  smooth: { smooth: 3, smoothKind: 'even' },
  relax: { relax: true },
  handles: { handles: 0 },
  simplify: { simplify: '50%' },
} as const satisfies Readonly<Record<FinishOperation, FinishChoice>>;

/** What is chosen for an operation now: its draft, or how it begins. */
export function choiceOf(draft: FinishDraft | null, operation: FinishOperation): FinishChoice {
  return draft?.operation === operation ? draft.choice : FIRST_CHOICES[operation];
}

export async function finishMesh(context: FlowContext, workspace: Workspace, draft: FinishDraft): Promise<void> {
  const { run, trim } = context.state.document;
  if (!run) return;
  const { operation, choice } = draft;
  context.setTool('none');
  context.settle('run');
  context.store.set({ finishing: { operation, share: 0 } });
  const outcome = await context.parts.engine.finish(run.id, choice, trim, (share) => {
    // Shares have a channel of their own: one may come after the answer.
    if (context.state.finishing) context.store.setThrottled({ finishing: { operation, share } });
  });
  context.store.set({ finishing: null });
  if (outcome.type === 'failed') return context.showFault(outcome.error);
  const { document } = context.state;
  if (outcome.type === 'cancelled' || document.run !== run) return;
  context.store.set({ finishDraft: null });
  workspace.commit(context.sessionText(`undo.finish.${operation}`), afterFinish(document, outcome.value));
}

/** What was trimmed is gone from the mesh itself; it is looked at as before. */
function afterFinish(document: DocumentState, run: FinishedRun): DocumentState {
  const { view } = document;
  return {
    ...document,
    run,
    trim: null,
    view: { ...view, lostPointsVisible: view.lostPointsVisible && run.fit.lost.count > 0 },
  };
}
