/**
 * The mesh compared with another that is opened for that: how far each of its vertices is from it, as colours and in
 * figures. A look and no step of the history; of a mesh that was changed since it says nothing until it is asked again.
 */
import type { FileRef } from '../worker/engine-api.ts';
import type { CompareActions } from './actions.ts';
import type { FlowContext } from './flow-context.ts';
import { isCompared } from './heat-range.ts';
import { messageOf } from './message-of.ts';
import type { Result } from './state.ts';
import { withDistancesSwitched } from './transitions.ts';
import type { Workspace } from './workspace.ts';

export class CompareFlow implements CompareActions {
  readonly #context: FlowContext;
  readonly #workspace: Workspace;

  constructor(context: FlowContext, workspace: Workspace) {
    this.#context = context;
    this.#workspace = workspace;
  }

  async choose(): Promise<void> {
    try {
      const file = await this.#context.parts.platform.chooseMesh();
      if (file) await this.#compare(file);
    } catch (error) {
      this.#context.notify('error', 'title.problem', messageOf(error));
    }
  }

  async again(): Promise<void> {
    const { comparison } = this.#context.state;
    if (comparison) await this.#compare(comparison.file);
  }

  show(isShown: boolean): void {
    const { comparison, document } = this.#context.state;
    const { view } = document;
    if (!comparison) return;
    const isColoured = view.meshColoring === 'distance';
    // The colours that there were before either of the two distances.
    if (isShown !== isColoured) this.#context.setView(withDistancesSwitched(view));
    this.#workspace.showComparison({ ...comparison, isShown });
  }

  showPoints(): void {
    const { comparison } = this.#context.state;
    if (comparison) this.#workspace.showComparison({ ...comparison, isShown: false });
  }

  remove(): void {
    const { comparison, document } = this.#context.state;
    if (isCompared(document.run, comparison)) this.show(false);
    this.#workspace.showComparison(null);
  }

  showBeside(result: Result | null): void {
    const { store, state } = this.#context;
    // Where the mesh cannot be seen, or a run's is shown in its place, there is nothing to lay another beside.
    if (result && !state.document.view.meshVisible) this.#context.setView({ meshVisible: true });
    store.set({ beside: result });
  }

  use({ run, trim }: Result): void {
    const { state } = this.#context;
    const { document, beside } = state;
    if (!document.run) return;
    const before: Result = { run: document.run, trim: document.trim };
    // They change places, so that what was seen is still seen.
    if (beside?.run === run) this.#context.store.set({ beside: before });
    this.#workspace.commit(this.#context.sessionText('undo.useResult'), {
      ...document,
      run,
      trim,
      // Those that it was made by, so that it is not outdated by a choice that made the other.
      options: run.options,
    });
  }

  async #compare(file: FileRef): Promise<void> {
    const { run } = this.#context.state.document;
    if (!run || this.#context.isWorking) return;
    const { store, parts } = this.#context;
    this.#context.settle('run');
    store.set({ comparing: { name: file.name, share: 0 } });
    const outcome = await parts.engine.compare(run.id, file, (share) => {
      // Shares have a channel of their own: one may come after the answer.
      if (this.#context.state.comparing) store.setThrottled({ comparing: { name: file.name, share } });
    });
    store.set({ comparing: null });
    if (outcome.type === 'failed') return this.#context.showFault(outcome.error);
    if (outcome.type === 'cancelled') return;
    this.#workspace.showComparison({ file, run, compared: outcome.value, isShown: false });
    if (this.#context.state.document.run === run) this.show(true);
  }
}
