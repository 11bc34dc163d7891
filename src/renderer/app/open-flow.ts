/**
 * Opening: a cloud by itself, or a cloud with the mesh that a batch made of it. The document shown stays until the
 * other is read; a batch that is shown steps back, and comes to the front again where nothing could be opened.
 */
import type { FileRef, FinishedRun, OpenedCloud, OpenEvent, Outcome } from '../worker/engine-api.ts';
import { isBatchActive } from './availability.ts';
import type { FlowContext } from './flow-context.ts';
import { messageOf } from './message-of.ts';
import { afterOpen, afterRun } from './transitions.ts';
import type { Workspace } from './workspace.ts';

type Sink = (event: OpenEvent) => void;

export class OpenFlow {
  readonly #context: FlowContext;
  readonly #workspace: Workspace;
  /** Rises with every opening, so that a slow one cannot overwrite a later one. */
  #openings = 0;

  constructor(context: FlowContext, workspace: Workspace) {
    this.#context = context;
    this.#workspace = workspace;
  }

  /** Opens what `find` finds; `name` is for the notice where that fails, if it is known before. */
  async find(name: string, find: () => Promise<FileRef | null>): Promise<void> {
    try {
      const file = await find();
      if (file) await this.open(file);
    } catch (error) {
      this.#context.notify('error', name ? 'title.openFailed' : 'title.problem', messageOf(error), undefined, { name });
    }
  }

  async open(file: FileRef): Promise<void> {
    const { name } = file;
    const { engine } = this.#context.parts;
    if (this.#context.isWorking) return this.#context.offerToCancel(name, () => this.open(file));
    await this.#read(
      name,
      (sink) => engine.open(file, sink),
      (opened) => {
        this.#commit(name, afterOpen(this.#context.state.document, opened));
        const { warnings } = opened.info;
        if (warnings.length > 0) {
          this.#context.notify('warning', 'title.warnings', warnings.join('\n'), undefined, { name });
        }
      },
    );
  }

  /** `ask` gives cloud and mesh. */
  async openResult(
    name: string,
    ask: (sink: Sink) => Promise<Outcome<{ readonly opened: OpenedCloud; readonly run: FinishedRun }>>,
  ): Promise<void> {
    await this.#read(name, ask, ({ opened, run }) =>
      this.#commit(name, afterRun(afterOpen(this.#context.state.document, opened), run)),
    );
  }

  #commit(name: string, document: Parameters<Workspace['commit']>[1]): void {
    this.#workspace.commit(this.#context.sessionText('undo.open', { name }), document);
    this.#context.setTool('none');
    this.#context.store.set({ energies: [] });
  }

  async #read<T>(name: string, ask: (sink: Sink) => Promise<Outcome<T>>, adopt: (value: T) => void): Promise<void> {
    const { store } = this.#context;
    const opening = ++this.#openings;
    const isCurrent = (): boolean => opening === this.#openings;
    // Events have a channel of their own: one may come after the answer, and would open for ever.
    let isAnswered = false;
    const wasBehind = store.value.batch?.shown === false;
    store.set({ opening: { name, share: 0 }, dialog: 'none' });
    this.#showBatch(false);
    const outcome = await ask((event) => {
      if (isAnswered || !isCurrent()) return;
      if (event.type === 'progress') store.setThrottled({ opening: { name, share: event.share } });
      else this.#workspace.showPartial(event.geometry);
    });
    isAnswered = true;
    if (!isCurrent()) return;
    store.set({ opening: null });
    if (outcome.type === 'done') adopt(outcome.value);
    else this.#showBatch(!wasBehind);
    if (outcome.type === 'failed') {
      const action = {
        label: this.#context.sessionText('action.chooseAnother'),
        perform: () => this.#context.perform('open'),
      };
      this.#context.notify('error', 'title.openFailed', outcome.error.message, action, { name });
    }
    this.#workspace.showPartial(null);
  }

  #showBatch(shown: boolean): void {
    const { batch } = this.#context.state;
    if (batch && !isBatchActive(this.#context.state)) this.#context.store.set({ batch: { ...batch, shown } });
  }
}
