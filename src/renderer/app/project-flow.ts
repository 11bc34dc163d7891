/**
 * Projects: opening one with its scans, its edits and its mesh made again; saving what is shown as one. Where a scan is
 * not what it was the person is asked, and nothing of what is shown changes before that is answered.
 */
import { PROJECT_ENDING } from '../../batch/output-names.ts';
import { DEFAULTS, withoutEnding } from '../../engine/vocabulary.ts';
import type { Recovery } from '../../contracts/ipc.ts';
import type { FileRef, FinishChoice, FinishedRun, FoundScan, OpenedProject, SaveTarget } from '../worker/engine-api.ts';
import type { ProjectActions } from './actions.ts';
import type { FlowContext } from './flow-context.ts';
import { messageOf } from './message-of.ts';
import type { OpenFlow } from './open-flow.ts';
import { smallPicture } from './small-picture.ts';
import { projectRequest, shownOf } from './project-document.ts';
import { runEngine } from './reconstruct-flow.ts';
import { FINISH_OPERATIONS, type FinishOperation } from './state.ts';
import { afterOpen, afterRun } from './transitions.ts';
import { WorkWatch } from './work-watch.ts';
import type { Workspace } from './workspace.ts';

/** A project's text with what is known of where its scans are. */
interface ProjectSource {
  readonly name: string;
  readonly text: string;
  /** For each scan the file in its place, then others that the person chose. */
  readonly offered: readonly (FileRef | null)[];
  /** Where it is saved again; null where that is to be asked. */
  readonly place: SaveTarget | null;
  /** Of unsaved work that is taken up again. */
  readonly recovery?: Recovery;
}

export class ProjectFlow implements ProjectActions {
  readonly #context: FlowContext;
  readonly #workspace: Workspace;
  readonly #opening: OpenFlow;
  readonly #watch: WorkWatch;
  /** What the dialog of scans asks about. */
  #asked: ProjectSource | null = null;

  constructor(context: FlowContext, workspace: Workspace, opening: OpenFlow) {
    this.#context = context;
    this.#workspace = workspace;
    this.#opening = opening;
    this.#watch = new WorkWatch(context);
  }

  get #projects() {
    return this.#context.parts.platform.projects;
  }

  /** Tells of what windows before left unsaved. */
  async lookBack(): Promise<void> {
    try {
      this.#context.store.set({ recoveries: await this.#projects.recoveries() });
    } catch (error) {
      this.#context.parts.platform.log('warn', `unsaved work: ${messageOf(error)}`);
    }
  }

  /** Closes the window; not where what is shown was to be saved and is not. */
  async leave(how: 'saved' | 'unsaved'): Promise<void> {
    this.#context.showDialog('none');
    if (how === 'unsaved') await this.#watch.keepNow();
    else if (!(await this.save())) return;
    this.#projects.closeWindow();
  }

  /** Opens the file of a project. */
  async open(file: FileRef): Promise<void> {
    if (this.#context.isWorking) return this.#context.offerToCancel(file.name, () => this.open(file));
    await this.#orTell(file.name, async () => {
      const text = await textOf(file);
      const offered = await this.#projects.scansOf(file);
      await this.#find({ name: file.name, text, offered, place: this.#projects.placeOf(file) });
    });
  }

  /** Takes unsaved work up again. */
  async restore(recovery: Recovery): Promise<void> {
    if (this.#context.isWorking) return this.#context.offerToCancel(recovery.name, () => this.restore(recovery));
    await this.#orTell(recovery.name, async () => {
      const { text, scans, place } = await this.#projects.restore(recovery.id);
      await this.#find({ name: recovery.name, text, offered: scans, place, recovery });
    });
  }

  async discard({ id }: Recovery): Promise<void> {
    this.#context.store.set({ recoveries: this.#context.state.recoveries.filter((other) => other.id !== id) });
    await this.#projects.drop(id);
  }

  /** Asks for files, one of which may be a scan that is looked for. */
  async locate(): Promise<void> {
    const asked = this.#asked;
    if (!asked) return;
    await this.#orTell(asked.name, async () => {
      const files = await this.#context.parts.platform.chooseFiles();
      if (files && this.#asked === asked) await this.#find({ ...asked, offered: [...asked.offered, ...files] });
    });
  }

  /** Goes on with the scans that were found, changed ones too. */
  async openFound(): Promise<void> {
    const { scanSearch } = this.#context.state;
    const asked = this.#asked;
    const files = scanSearch?.scans.flatMap(({ file }) => file ?? []) ?? [];
    if (asked && files.length === scanSearch?.scans.length) await this.#load(asked, files);
  }

  /** Whether it was saved: not where the person thought better of it, or it could not be. */
  async save(asNew = false): Promise<boolean> {
    const { state, store } = this.#context;
    const { cloud } = state.document;
    if (!cloud || state.project.isSaving) return false;
    const name = `${withoutEnding(state.project.name ?? cloud.info.name) || 'project'}.${PROJECT_ENDING}`;
    store.set({ project: { ...state.project, isSaving: true } });
    let place = asNew ? null : this.#watch.place;
    const isChosen = place === null;
    try {
      place ??= await this.#choosePlace(name);
      if (!place) return false;
      const { document } = this.#context.state;
      const outcome = await this.#context.parts.engine.describeProject(projectRequest(this.#context));
      if (outcome.type === 'cancelled') return false;
      if (outcome.type === 'failed') throw new Error(outcome.error.message);
      await this.#projects.save(place, outcome.value.text, outcome.value.scans);
      this.#watch.saved(document, place);
      this.#context.settle('export');
      if (isChosen) this.#context.notify('success', 'title.saved', '', undefined, { name: place.name });
      void this.#takePicture(place);
      return true;
    } catch (error) {
      if (place && isChosen) await this.#context.parts.platform.abandon(place).catch(() => undefined);
      this.#context.notify('error', 'title.saveFailed', messageOf(error), undefined, { name: place?.name ?? name });
      return false;
    } finally {
      store.set({ project: { ...this.#context.state.project, isSaving: false } });
    }
  }

  #choosePlace(name: string): Promise<SaveTarget | null> {
    const { platform, translate } = this.#context.parts;
    return platform.chooseTarget({
      name,
      filters: [{ name: translate('session.file.project'), extensions: [PROJECT_ENDING] }],
    });
  }

  /** For the list of recent files; without it that shows a sign. */
  async #takePicture(place: SaveTarget): Promise<void> {
    try {
      const picture = await this.#context.viewport?.screenshot();
      if (picture) await this.#projects.setPicture(place, await smallPicture(picture));
    } catch (error) {
      this.#context.parts.platform.log('warn', `picture of a project: ${messageOf(error)}`);
    }
  }

  async #find(source: ProjectSource): Promise<void> {
    const { engine } = this.#context.parts;
    const outcome = await engine.findScans(source.text, source.name, source.offered);
    if (outcome.type === 'failed') throw new Error(outcome.error.message);
    if (outcome.type !== 'done') return;
    const scans = outcome.value;
    if (scans.every(isSame))
      return this.#load(
        source,
        scans.map(({ file }) => file),
      );
    this.#asked = source;
    this.#context.store.set({ scanSearch: { name: source.name, scans } });
    this.#context.showDialog('scans');
  }

  async #load(source: ProjectSource, files: readonly FileRef[]): Promise<void> {
    this.#asked = null;
    const { name, text, place, recovery } = source;
    const { engine } = this.#context.parts;
    let project: OpenedProject | null = null;
    await this.#opening.read<OpenedProject>({
      name,
      ask: (sink) => engine.openProject(text, name, files, sink),
      adopt: (opened) => {
        project = opened;
        this.#adopt(name, opened);
      },
    });
    if (!project) return;
    this.#watch.opened(this.#context.state.document, name, place);
    if (await this.#remake(project)) this.#watch.opened(this.#context.state.document, name, place);
    if (!recovery) return;
    // It is unsaved as before, and kept by this window from now on.
    this.#watch.recovered(recovery.savedAt);
    await this.discard(recovery);
  }

  #adopt(name: string, project: OpenedProject): void {
    const { document } = this.#context.state;
    const { edits, crop, opened, files } = project;
    const base = afterOpen(document, opened, files);
    const options = { ...DEFAULTS, ...project.options };
    const shown = shownOf(project.view, base.view);
    this.#workspace.commit(this.#context.sessionText('undo.open', { name }), {
      ...base,
      edits,
      crop,
      options,
      measurements: shown.measurements,
      // Its mesh is not there yet.
      view: { ...shown.view, cloudVisible: true, lostPointsVisible: false, meshColoring: 'plain' },
    });
    this.#context.setTool('none');
    this.#context.settle('run');
    this.#context.store.set({ energies: [], step: 'scan' });
    if (shown.pose) this.#context.viewport?.setPose(shown.pose);
  }

  /** Makes the mesh of a project again. @returns whether it is there */
  async #remake({ opened, mesh, trim, view }: OpenedProject): Promise<boolean> {
    if (!mesh) return false;
    const cloudId = opened.info.id;
    let run = await runEngine(this.#context, this.#workspace, { ...mesh, cloudId });
    for (const step of mesh.finish) {
      if (!run) break;
      run = await this.#finish(run, step.choice, step.trim);
    }
    this.#workspace.showPreview(null);
    const { document } = this.#context.state;
    if (document.cloud?.info.id !== cloudId) return false;
    if (!run) {
      this.#context.notify('warning', 'title.meshNotMade', this.#context.sessionText('message.meshNotMade'));
      return false;
    }
    const after = afterRun(document, run);
    const { view: shown } = shownOf(view, after.view);
    const hasColors = run.geometry.colors !== undefined;
    const meshColoring = shown.meshColoring === 'file' && !hasColors ? 'plain' : shown.meshColoring;
    const label = this.#context.sessionText('undo.reconstruct');
    this.#workspace.commit(label, { ...after, trim, view: { ...shown, meshColoring } });
    this.#context.store.set({ step: 'check' });
    return true;
  }

  async #finish(run: FinishedRun, choice: FinishChoice, trim: number | null): Promise<FinishedRun | null> {
    const { store, parts } = this.#context;
    const operation = operationOf(choice);
    store.set({ finishing: { operation, share: 0 } });
    const outcome = await parts.engine.finish(run.id, choice, trim, (share) => {
      if (this.#context.state.finishing) store.setThrottled({ finishing: { operation, share } });
    });
    store.set({ finishing: null });
    if (outcome.type === 'failed') this.#context.showFault(outcome.error);
    return outcome.type === 'done' ? outcome.value : null;
  }

  async #orTell(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#context.notify('error', 'title.openFailed', messageOf(error), undefined, { name });
    }
  }
}

function isSame(scan: FoundScan): scan is FoundScan & { readonly state: 'same' } {
  return scan.state === 'same';
}

async function textOf(file: FileRef): Promise<string> {
  if (file.kind === 'blob') return file.blob.text();
  const response = await fetch(file.url, { cache: 'no-store' });
  if (!response.ok) throw new Error(await response.text());
  return response.text();
}

/** Under which of the window's operations a choice is told. */
function operationOf(choice: FinishChoice): FinishOperation {
  const of: Readonly<Record<FinishOperation, readonly (keyof FinishChoice)[]>> = {
    pieces: ['keep', 'keepArea'],
    handles: ['handles'],
    openings: ['close'],
    smooth: ['smooth'],
    relax: ['relax'],
    simplify: ['simplify', 'simplifyWithin'],
  };
  const isOf = (operation: FinishOperation): boolean => of[operation]?.some((name) => name in choice) ?? false;
  return FINISH_OPERATIONS.find(isOf) ?? 'simplify';
}
