/**
 * The window's one controller: takes what the person asks for (`Actions`), asks the engine, and keeps the state that
 * panels and viewport show. It draws nothing itself, so that all of it runs in a test without a window.
 */
import type { MeshFormat } from '../../engine/formats/mesh-format.ts';
import { DEFAULTS, type ReconstructOptions } from '../../engine/options.ts';
import type { CommandId } from '../../shared/commands.ts';
import type { Settings } from '../../shared/settings.ts';
import type { EngineApi, FileRef, FinishedRun } from '../host/engine-api.ts';
import type { Platform } from '../platform/platform.ts';
import type { StandardView, ViewportApi, ViewportListener } from '../viewport/viewport-api.ts';
import type { Actions } from './actions.ts';
import { isChecked, isEnabled } from './availability.ts';
import { EMPTY_DOCUMENT, FIRST_STATE } from './defaults.ts';
import { saveMesh, saveScreenshot } from './export-flow.ts';
import { messageOf } from './message-of.ts';
import { NoticeBoard } from './notices.ts';
import { afterRunEvent, FIRST_JOB } from './run-flow.ts';
import type { AppState, Dialog, DocumentState, JobState, Notice, ViewOptions } from './state.ts';
import { Store } from './store.ts';
import { afterOpen, afterRun } from './transitions.ts';
import { Workspace } from './workspace.ts';

export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

export interface AppParts {
  readonly engine: EngineApi;
  readonly platform: Platform;
  /** As kept from the last time. */
  readonly settings: Settings;
  readonly translate: Translate;
  /** Bytes in the person's language. */
  readonly formatBytes: (bytes: number) => string;
  /** Gives a command to the field in which something is typed, if there is one that wants it. */
  readonly giveToField: (id: CommandId) => boolean;
}

const SPEEDS_MS = 1000;

export class App implements Actions {
  readonly store: Store<AppState>;
  readonly parts: AppParts;
  readonly #workspace: Workspace;
  readonly #notices: NoticeBoard;
  /** Rises with every opening, so that a slow one cannot overwrite a later one. */
  #openings = 0;

  constructor(parts: AppParts) {
    this.parts = parts;
    this.store = new Store<AppState>({ ...FIRST_STATE, platform: parts.platform.kind, settings: parts.settings });
    this.#workspace = new Workspace(this.store, parts.engine);
    this.#notices = new NoticeBoard(this.store);
  }

  get state(): AppState {
    return this.store.value;
  }

  get viewport(): ViewportApi | undefined {
    return this.#workspace.viewport;
  }

  /** What the viewport tells. */
  readonly viewportListener: ViewportListener = {
    clip: (box, final) => this.setView({ clip: box }, !final),
    measured: (measurement) => this.store.set({ measurement }),
    contextLost: () => undefined, // it draws again by itself
  };

  attach(viewport: ViewportApi): void {
    this.#workspace.attach(viewport);
  }

  /** Opens the device and listens to the platform; problems become notices. */
  async start(): Promise<void> {
    const { platform } = this.parts;
    platform.listen({
      open: (file) => void this.open(file),
      command: (id) => {
        if (!this.parts.giveToField(id)) this.run(id);
      },
      recents: (recents) => this.store.set({ recents }),
      problem: (message) => this.notify('error', 'title.problem', message),
    });
    this.store.set({ recents: await platform.recents() });
    await this.openDevice();
  }

  async openDevice(): Promise<void> {
    const { software, speeds } = this.state.settings;
    const outcome = await this.parts.engine.start({ software, speeds });
    if (outcome.type === 'done') this.store.set({ device: outcome.value });
    else if (outcome.type === 'failed') {
      const retry = { label: this.#say('action.retry'), run: () => void this.openDevice() };
      this.notify('error', 'title.noDevice', outcome.error.message, retry);
    }
  }

  // ── What the person asks for ──

  enabled(id: CommandId): boolean {
    return isEnabled(id, this.state);
  }

  checked(id: CommandId): boolean {
    return isChecked(id, this.state);
  }

  run(id: CommandId): void {
    if (!this.enabled(id)) return;
    const { document, job, settings } = this.state;
    const { view } = document;
    switch (id) {
      case 'open':
        return void this.#chooseAndOpen();
      case 'close':
        return this.#close();
      case 'export':
        return this.showDialog('export');
      case 'screenshot':
        return void saveScreenshot(this);
      case 'undo':
        return this.#workspace.undo();
      case 'redo':
        return this.#workspace.redo();
      case 'reset-options':
        return this.#commit('undo.resetOptions', { ...document, options: DEFAULTS });
      case 'settings':
      case 'shortcuts':
      case 'about':
        return this.showDialog(id);
      case 'fit':
        return this.viewport?.fit();
      case 'view-front':
      case 'view-back':
      case 'view-right':
      case 'view-left':
      case 'view-top':
      case 'view-bottom':
        return this.viewport?.look(id.slice('view-'.length) as StandardView);
      case 'orthographic':
        return this.setView({ orthographic: !view.orthographic });
      case 'show-cloud':
        return this.setView({ cloudVisible: !view.cloudVisible });
      case 'show-mesh':
        return this.setView({ meshVisible: !view.meshVisible });
      case 'wireframe':
        return this.setView({ wireframe: !view.wireframe });
      case 'distances':
        return this.setView({ meshColoring: view.meshColoring === 'distance' ? 'plain' : 'distance' });
      case 'clip-box':
        return this.setView({ clip: view.clip ? null : (this.viewport?.bounds() ?? null) });
      case 'measure':
        return this.setTool(this.state.tool === 'measure' ? 'none' : 'measure');
      case 'sidebar':
        return this.setSettings({ sidebar: !settings.sidebar });
      case 'reconstruct':
        return void this.#reconstruct();
      case 'pause':
        return this.#setPaused(job?.state !== 'paused');
      case 'stop':
        this.#setJob({ state: 'stopping' });
        return this.parts.engine.stop();
      case 'cancel':
        return this.parts.engine.cancel();
    }
  }

  /** A shortcut: whether it was ours, so that the key does nothing else. */
  press(id: CommandId): boolean {
    if (this.state.dialog !== 'none' || !this.enabled(id)) return false;
    this.run(id);
    return true;
  }

  /** One step back from whatever is in the way. Never ends a run: that is worth more than a key. */
  escape(): void {
    if (this.state.dialog !== 'none') this.showDialog('none');
    else if (this.state.opening) this.parts.engine.cancel();
    else if (this.state.tool !== 'none') this.setTool('none');
  }

  openSample(name: string): void {
    void this.#openRef(name, () => this.parts.platform.sample(name));
  }

  openRecent(id: string): void {
    const name = this.state.recents.find((recent) => recent.id === id)?.name ?? '';
    void this.#openRef(name, () => this.parts.platform.recent(id));
  }

  openFile(file: File): void {
    void this.#openRef(file.name, async () => {
      const ref = await this.parts.platform.dropped(file);
      if (!ref) throw new Error(this.#say('message.notAFile'));
      return ref;
    });
  }

  setOptions(change: Partial<ReconstructOptions>, transient = false): void {
    const { document } = this.state;
    if (this.#changesNothing(document.options, change)) return;
    this.#change('undo.options', { ...document, options: { ...document.options, ...change } }, transient);
  }

  setView(change: Partial<ViewOptions>, transient = false): void {
    const { document } = this.state;
    if (this.#changesNothing(document.view, change)) return;
    const label = 'clip' in change ? 'undo.clip' : 'undo.view';
    this.#change(label, { ...document, view: { ...document.view, ...change } }, transient);
  }

  setTrim(length: number | null, transient = false): void {
    if (this.#changesNothing(this.state.document, { trim: length })) return;
    this.#change('undo.trim', { ...this.state.document, trim: length }, transient);
  }

  exportMesh(format: MeshFormat): void {
    void saveMesh(this, format);
  }

  setSettings(change: Partial<Settings>): void {
    const settings = { ...this.state.settings, ...change };
    this.store.set({ settings });
    this.parts.platform.writeSettings(settings).catch((error: unknown) => this.#log('settings', error));
  }

  setTool(tool: AppState['tool']): void {
    this.store.set({ tool, measurement: null });
    this.viewport?.setTool(tool);
  }

  showDialog(dialog: Dialog): void {
    this.store.set({ dialog });
  }

  notify(kind: Notice['kind'], title: string, message: string, action?: Notice['action'], values = {}): void {
    this.#notices.add(kind, this.#say(title, values), message, action);
  }

  /** A fault of the engine under the friendly name of its code. */
  #fault(error: { readonly code: string; readonly message: string }): void {
    this.#notices.add('error', this.parts.translate(`error.${error.code}`), error.message);
  }

  dismissNotice(id: number): void {
    this.#notices.dismiss(id);
  }

  // ── Opening ──

  async #chooseAndOpen(): Promise<void> {
    await this.#openRef('', () => this.parts.platform.chooseFile());
  }

  async #openRef(name: string, find: () => Promise<FileRef | null>): Promise<void> {
    try {
      const file = await find();
      if (file) await this.open(file);
    } catch (error) {
      this.notify('error', name ? 'title.openFailed' : 'title.problem', messageOf(error), undefined, { name });
    }
  }

  /** Reads a cloud in place of the one shown, which stays the document until the other is read. */
  async open(file: FileRef): Promise<void> {
    const { name } = file;
    if (this.state.job) return this.#offerToCancelFor(file);
    const opening = ++this.#openings;
    const isCurrent = (): boolean => opening === this.#openings;
    this.store.set({ opening: { name, share: 0 }, dialog: 'none' });
    const outcome = await this.parts.engine.open(file, (event) => {
      if (!isCurrent()) return;
      if (event.type === 'progress') this.store.drift({ opening: { name, share: event.share } });
      else this.#workspace.showPartial(event.geometry);
    });
    if (!isCurrent()) return;
    this.store.set({ opening: null });
    if (outcome.type === 'done') {
      const { warnings } = outcome.value.info;
      this.#commit('undo.open', afterOpen(this.state.document, outcome.value), { name });
      this.setTool('none');
      this.store.set({ energies: [] });
      if (warnings.length > 0) this.notify('warning', 'title.warnings', warnings.join('\n'), undefined, { name });
    } else if (outcome.type === 'failed') {
      const action = { label: this.#say('action.chooseAnother'), run: () => this.run('open') };
      this.notify('error', 'title.openFailed', outcome.error.message, action, { name });
    }
    this.#workspace.showPartial(null);
  }

  /** A run may be minutes old: a file dropped by mistake does not end it. */
  #offerToCancelFor(file: FileRef): void {
    const open = (): void => {
      this.parts.engine.cancel();
      this.store.set({ job: null });
      void this.open(file);
    };
    const action = { label: this.#say('action.cancelAndOpen'), run: open };
    this.notify('warning', 'title.busy', this.#say('message.busy'), action, { name: file.name });
  }

  #close(): void {
    const { cloud, options } = this.state.document;
    this.#commit('undo.close', { ...EMPTY_DOCUMENT, options }, { name: cloud?.info.name ?? '' });
    this.setTool('none');
  }

  // ── Reconstructing ──

  async #reconstruct(): Promise<void> {
    const { cloud, options } = this.state.document;
    if (!cloud) return;
    const { engine, platform } = this.parts;
    this.setTool('none');
    this.store.set({ job: FIRST_JOB, energies: [] });
    const outcome = await engine.reconstruct(cloud.info.id, options, (event) => {
      if (!this.state.job) return;
      switch (event.type) {
        case 'run':
          this.store.drift({ job: afterRunEvent(this.state.job, event.event) });
          platform.setProgress(this.state.job.share);
          break;
        case 'preview':
          this.#workspace.showPreview(event.geometry);
          this.#setJob({ previewLevel: event.level });
          break;
        case 'clock':
          this.store.drift({ job: { ...this.state.job, elapsedMs: event.elapsedMs, secondsLeft: event.secondsLeft } });
          break;
        case 'stoppable':
          this.#setJob({ stoppable: true });
          break;
        case 'device-lost':
          if (event.resumesAt === null) this.notify('warning', 'title.deviceLost', this.#say('message.restarted'));
          else this.notify('warning', 'title.resumed', this.#say('message.resumed', { level: event.resumesAt }));
      }
    });
    const energies = this.state.job?.energies ?? [];
    platform.setProgress(null);
    this.store.set({ job: null, energies });
    if (outcome.type === 'done') this.#finish(outcome.value);
    else if (outcome.type === 'failed') this.#fault(outcome.error);
    this.#workspace.showPreview(null);
  }

  #finish(run: FinishedRun): void {
    const { document } = this.state;
    if (document.cloud?.info.id !== run.cloudId) return;
    this.#commit('undo.reconstruct', afterRun(document, run));
    if (run.report.warnings.length > 0) {
      this.notify('warning', 'title.warnings', run.report.warnings.join('\n'), undefined, {
        name: document.cloud.info.name,
      });
    }
    // Later: there is enough to show just now.
    setTimeout(() => void this.parts.engine.speeds().then((speeds) => this.setSettings({ speeds })), SPEEDS_MS);
  }

  #setPaused(paused: boolean): void {
    this.#setJob({ state: paused ? 'paused' : 'running' });
    if (paused) this.parts.engine.pause();
    else this.parts.engine.resume();
  }

  #setJob(change: Partial<JobState>): void {
    const { job } = this.state;
    if (job) this.store.set({ job: { ...job, ...change } });
  }

  /** The worker broke and was started anew: its clouds are gone. */
  async engineLost(): Promise<void> {
    this.#workspace.engineLost();
    this.store.set({ job: null, opening: null, device: null });
    this.notify('error', 'title.workerLost', this.#say('message.workerLost'));
    await this.openDevice();
  }

  /** A step that takes back nothing would only puzzle; the end of a gesture is one all the same. */
  #changesNothing<T extends object>(now: T, change: Partial<T>): boolean {
    const names = Object.keys(change) as (keyof T)[];
    return !this.#workspace.isInGesture && names.every((name) => Object.is(now[name], change[name]));
  }

  #change(label: string, document: DocumentState, transient: boolean): void {
    if (transient) this.#workspace.glimpse(document);
    else this.#commit(label, document);
  }

  #commit(label: string, document: DocumentState, values = {}): void {
    this.#workspace.commit(this.#say(label, values), document);
  }

  #say(key: string, values?: Readonly<Record<string, string | number>>): string {
    return this.parts.translate(`session.${key}`, values);
  }

  #log(what: string, error: unknown): void {
    this.parts.platform.log('error', `${what}: ${messageOf(error)}`);
  }
}
