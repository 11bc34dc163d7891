/**
 * Opening: clouds by themselves, files added to a cloud, or a cloud with the mesh that a batch made of it. The document
 * shown stays until the other is read; a batch that is shown steps back, and comes to the front again where nothing
 * could be opened.
 */
import type {
  FileRef,
  FinishedRun,
  KeptPoints,
  OpenedCloud,
  OpenEvent,
  OpenRequest,
  Outcome,
} from '../worker/engine-api.ts';
import { isProjectName } from '../../batch/output-names.ts';
import { isBatchActive } from './availability.ts';
import type { FlowContext } from './flow-context.ts';
import { leftOutOf } from './left-out.ts';
import { messageOf } from './message-of.ts';
import type { DocumentState, Notice, Step } from './state.ts';
import { afterKeep, afterOpen, afterResult } from './transitions.ts';
import type { Workspace } from './workspace.ts';

type Sink = (event: OpenEvent) => void;
type Problem = Extract<Outcome<never>, { type: 'failed' }>['error'];

export interface Reading<T> {
  /** What is read, for people. */
  readonly name: string;
  readonly ask: (sink: Sink) => Promise<Outcome<T>>;
  readonly adopt: (value: T) => void;
  /** What can be done where it cannot be read. */
  readonly remedy?: (problem: Problem) => Notice['action'] | Promise<Notice['action'] | undefined>;
}

export class OpenFlow {
  readonly #context: FlowContext;
  readonly #workspace: Workspace;
  readonly #openProject: (file: FileRef) => Promise<void>;
  /** Rises with every opening, so that a slow one cannot overwrite a later one. */
  #openings = 0;

  constructor(context: FlowContext, workspace: Workspace, openProject: (file: FileRef) => Promise<void>) {
    this.#openProject = openProject;
    this.#context = context;
    this.#workspace = workspace;
  }

  /** Opens what `find` finds; `name` is for the notice where that fails, if it is known before. */
  async find(name: string, find: () => Promise<readonly FileRef[] | null>): Promise<void> {
    try {
      const files = await find();
      if (files && files.length > 0) await this.open({ files });
    } catch (error) {
      this.#context.notify('error', name ? 'title.openFailed' : 'title.problem', messageOf(error), undefined, { name });
    }
  }

  /** A project among them is opened by itself: it names its scans. */
  async open(request: OpenRequest): Promise<void> {
    const { files } = request;
    const project = files.find(({ name }) => isProjectName(name));
    if (project) {
      await this.#openProject(project);
      if (files.length === 1) return;
      const { name } = project;
      return this.#context.notify('warning', 'title.oneFile', this.#onlyProject(project), undefined, { name });
    }
    const name = this.#nameOf(files);
    const { engine } = this.#context.parts;
    if (this.#context.isWorking) return this.#context.offerToCancel(name, () => this.open(request));
    await this.read({
      name,
      ask: (sink) => engine.open(request, sink),
      adopt: (opened) => {
        const { document } = this.#context.state;
        const label = request.onto === undefined ? 'undo.open' : 'undo.addScans';
        const isReadable = request.onto === undefined;
        this.#commit(label, { name }, afterOpen(document, opened, isReadable ? files : []), 'scan');
        this.#warn(name, opened);
      },
      remedy: (problem) => this.#wholeRemedy(request, problem) ?? this.#columnsRemedy(files, problem),
    });
  }

  /** Adds files to the cloud that is shown. */
  async add(): Promise<void> {
    const { cloud } = this.#context.state.document;
    if (!cloud) return;
    try {
      const files = await this.#context.parts.platform.chooseFiles();
      if (files && files.length > 0) {
        await this.open({ files, onto: cloud.info.id, leftOut: leftOutOf(this.#context.state.document) });
      }
    } catch (error) {
      this.#context.notify('error', 'title.problem', messageOf(error));
    }
  }

  /** Leaves all but `kept` of the cloud's points out; `name` is what goes, or stays, as the step `label` says. */
  async keep(label: 'undo.remove' | 'undo.keepReturns', name: string, kept: KeptPoints): Promise<void> {
    const { engine } = this.#context.parts;
    const { cloud } = this.#context.state.document;
    if (!cloud) return;
    await this.read({
      name: cloud.info.name,
      ask: () => engine.keepPoints(cloud.info.id, kept, leftOutOf(this.#context.state.document)),
      adopt: (opened) => {
        const { document } = this.#context.state;
        const left = kept.scans ?? cloud.info.scans.map(({ index }) => index);
        this.#commit(label, { name }, afterKeep(document, opened, left), this.#context.state.step);
      },
    });
  }

  /** `ask` gives cloud and mesh. */
  async openResult(
    name: string,
    ask: (sink: Sink) => Promise<Outcome<{ readonly opened: OpenedCloud; readonly run: FinishedRun }>>,
  ): Promise<void> {
    await this.read({
      name,
      ask,
      adopt: ({ opened, run }) =>
        this.#commit('undo.open', { name }, afterResult(this.#context.state.document, opened, run), 'check'),
    });
  }

  #onlyProject({ name }: FileRef): string {
    return this.#context.sessionText('message.oneFile', { name });
  }

  #nameOf(files: readonly FileRef[]): string {
    const name = files[0]?.name ?? '';
    return files.length > 1 ? this.#context.sessionText('files', { name, count: files.length - 1 }) : name;
  }

  #warn(name: string, { info: { warnings } }: OpenedCloud): void {
    if (warnings.length > 0) {
      this.#context.notify('warning', 'title.warnings', warnings.join('\n'), undefined, { name });
    }
  }

  /** Of a file that is cut, what is whole can be read. */
  #wholeRemedy(request: OpenRequest, problem: Problem): Notice['action'] | undefined {
    if (!('details' in problem) || problem.details['partial'] !== true) return undefined;
    const label = this.#context.sessionText('action.readWhole');
    const perform = (): void => void this.open({ ...request, reading: { ...request.reading, partial: true } });
    return { label, perform };
  }

  /** A text file that cannot be read as it is may be read with the right columns. */
  async #columnsRemedy(files: readonly FileRef[], { code }: Problem): Promise<Notice['action'] | undefined> {
    const [file] = files;
    if (!file || files.length > 1 || (code !== 'cloud-format' && code !== 'cloud-empty')) return undefined;
    const preview = await this.#context.parts.engine.previewColumns(file);
    if (preview.type !== 'done' || !preview.value) return undefined;
    const label = this.#context.sessionText('action.chooseColumns');
    return { label, perform: () => this.#context.chooseColumns(file) };
  }

  #commit(label: string, values: { readonly name: string }, document: DocumentState, step: Step): void {
    this.#workspace.commit(this.#context.sessionText(label, values), document);
    this.#context.setTool('none');
    // What is told of a run is told of another cloud.
    this.#context.settle('run');
    this.#context.store.set({ energies: [], step });
  }

  /** Reads something in place of what is shown; others wait for it, and a later one wins. */
  async read<T>({ name, ask, adopt, remedy }: Reading<T>): Promise<void> {
    const { store } = this.#context;
    const opening = ++this.#openings;
    const isCurrent = (): boolean => opening === this.#openings;
    // Events have a channel of their own: one may come after the answer, and would open for ever.
    let isAnswered = false;
    const wasBehind = store.value.batch?.shown === false;
    this.#context.settle('open');
    store.set({ opening: { name, share: 0 } });
    this.#context.showDialog('none');
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
    this.#workspace.showPartial(null);
    if (outcome.type === 'failed') {
      const action = (await remedy?.(outcome.error)) ?? {
        label: this.#context.sessionText('action.chooseAnother'),
        perform: () => this.#context.perform('open'),
      };
      this.#context.notify('error', 'title.openFailed', outcome.error.message, action, { name });
    }
  }

  #showBatch(shown: boolean): void {
    const { batch } = this.#context.state;
    if (batch && !isBatchActive(this.#context.state)) this.#context.store.set({ batch: { ...batch, shown } });
  }
}
