/**
 * Whether there is unsaved work, and its keeping: a moment after each step the platform gets the text of a project, so
 * that a crash takes at most that moment. What is saved, or undone to what was, needs no keeping.
 */
import type { SaveTarget } from '../worker/engine-api.ts';
import type { FlowContext } from './flow-context.ts';
import { messageOf } from './message-of.ts';
import { hasWork, isSameWork, projectRequest, type Work, workOf } from './project-document.ts';
import type { AppState, DocumentState, LoadedCloud } from './state.ts';

/** After a step: longer than it takes to make two in a row. */
const KEEP_AFTER_MS = 1500;

export class WorkWatch {
  readonly #context: FlowContext;
  #place: SaveTarget | null = null;
  /** As it was saved or opened last. */
  #saved: Work | null = null;
  #seen: DocumentState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is kept is of this cloud. */
  #keptOf: LoadedCloud | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(context: FlowContext) {
    this.#context = context;
    this.#seen = context.state.document;
    context.store.subscribe((state) => this.#look(state));
  }

  /** Where the project was saved; null where it never was. */
  get place(): SaveTarget | null {
    return this.#place;
  }

  /** A project was opened, and is as it was saved. */
  opened(document: DocumentState, name: string, place: SaveTarget | null): void {
    this.#seen = document;
    this.#place = place;
    this.#saved = workOf(document);
    this.#tell({ name, isUnsaved: false, savedAt: null });
  }

  /** What was just opened was never saved. @param savedAt when it was kept last, milliseconds */
  recovered(savedAt: number): void {
    this.#saved = null;
    this.#tell({ isUnsaved: true, savedAt });
    this.#keepSoon();
  }

  saved(document: DocumentState, place: SaveTarget): void {
    this.#place = place;
    this.#saved = workOf(document);
    this.#tell({ name: place.name, isUnsaved: !this.#isSaved(), savedAt: Date.now() });
    if (this.#isSaved()) this.#drop();
  }

  /** Waits until what is unsaved now is kept. */
  async keepNow(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#keep();
  }

  #look(state: AppState): void {
    const { document } = state;
    if (document === this.#seen) return;
    const before = this.#seen;
    this.#seen = document;
    if (isSameWork(workOf(before), workOf(document))) return;
    if (document.cloud !== before.cloud) this.#otherCloud(state);
    const isUnsaved = !this.#isSaved();
    this.#tell({ isUnsaved });
    if (isUnsaved) this.#keepSoon();
    // Of a scene that was closed, or another one opened over it, what was unsaved stays kept: no undo brings it back
    // tomorrow.
    else if (this.#keptOf !== null && this.#keptOf === document.cloud) this.#drop();
  }

  /** Another scene is another project, unless undo brought it back; one that came with its mesh was made before. */
  #otherCloud({ document, redo }: AppState): void {
    if (redo !== null || document.cloud?.files.length === 0) {
      if (document.run && redo === null) this.#saved = workOf(document);
      return;
    }
    this.#place = null;
    this.#saved = null;
    this.#tell({ name: null, savedAt: null });
  }

  #isSaved(): boolean {
    const { document } = this.#context.state;
    if (this.#saved) return isSameWork(this.#saved, workOf(document)) || document.cloud === null;
    return !hasWork(document);
  }

  #tell(change: Partial<AppState['project']>): void {
    const project = { ...this.#context.state.project, ...change };
    const was = this.#context.state.project;
    this.#context.store.set({ project });
    if (project.isUnsaved !== was.isUnsaved) this.#context.parts.platform.projects.setUnsaved(project.isUnsaved);
  }

  #keepSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(), KEEP_AFTER_MS);
  }

  #keep(): Promise<void> {
    // One after the other: an earlier one must not come to lie over a later.
    this.#keeping = this.#keeping.then(() => this.#keepOnce());
    return this.#keeping;
  }

  async #keepOnce(): Promise<void> {
    const { state, parts } = this.#context;
    const { cloud } = state.document;
    if (!cloud || this.#isSaved()) return;
    try {
      const outcome = await parts.engine.describeProject(projectRequest(this.#context));
      if (outcome.type !== 'done' || this.#isSaved()) return;
      const name = state.project.name ?? cloud.info.name;
      await parts.platform.projects.keep({ name, ...outcome.value, place: this.#place });
      this.#keptOf = cloud;
    } catch (error) {
      parts.platform.log('warn', `keeping unsaved work: ${messageOf(error)}`);
    }
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#keptOf = null;
    const { platform } = this.#context.parts;
    this.#keeping = this.#keeping
      .then(() => platform.projects.drop(null))
      .catch((error: unknown) => platform.log('warn', `dropping kept work: ${messageOf(error)}`));
  }
}
