/**
 * The window's one controller: takes what the person asks for (`Actions`), asks the engine, and keeps the state that
 * panels and viewport show. It draws nothing itself, so that all of it runs in a test without a window.
 */
import type { CropBox, DialectChoice, GuessedPlace, ReturnChoice } from '../../engine/vocabulary.ts';
import { DEFAULTS, type MeshFormat, type ReconstructOptions } from '../../engine/vocabulary.ts';
import type { CommandId } from '../../contracts/commands.ts';
import type { Settings } from '../../contracts/settings.ts';
import type { FileRef, FolderRef, PointAct, PointValue } from '../worker/engine-api.ts';
import type { ViewportApi, ViewportListener } from '../viewport/viewport-api.ts';
import type { BatchMode } from '../../batch/mode.ts';
import type { Actions, BatchJobChange } from './actions.ts';
import type { AppParts } from './app-parts.ts';
import { isBatchActive, isBatchShown, isChecked, isComputing, isEnabled } from './availability.ts';
import { BatchFlow } from './batch-flow.ts';
import { boxOf } from './crop.ts';
import { EMPTY_DOCUMENT, FIRST_STATE } from './defaults.ts';
import { engineText } from './engine-text.ts';
import { saveCloud, saveMesh, saveScreenshot, saveTerrain } from './export-flow.ts';
import { finishMesh } from './finish-flow.ts';
import type { FlowContext } from './flow-context.ts';
import type { TextValues } from './i18n.ts';
import { messageOf } from './message-of.ts';
import { causeOf, NoticeBoard } from './notices.ts';
import { withProjections } from '../platform/with-projections.ts';
import { pointCommands, stepCommands, viewCommands } from './command-groups.ts';
import { removeClass, removeScan } from './leave-out.ts';
import { CompareFlow } from './compare-flow.ts';
import { CutFlow } from './cut-flow.ts';
import { cureOf, DeviceFlow } from './device-flow.ts';
import { MeasureFlow } from './measure-flow.ts';
import { PlaceFlow } from './place-flow.ts';
import { ColumnsFlow } from './columns-flow.ts';
import { OpenFlow } from './open-flow.ts';
import { ProjectFlow } from './project-flow.ts';
import { SelectFlow } from './select-flow.ts';
import { reconstruct, setPaused, stopRun } from './reconstruct-flow.ts';
import type {
  AppState,
  ColumnRole,
  Dialog,
  DocumentState,
  FinishDraft,
  Notice,
  NoticeCause,
  SelectSettings,
  Step,
  Tool,
  ViewOptions,
} from './state.ts';
import { isSelectTool } from './select-tools.ts';
import { changedOptions } from './steps.ts';
import { withDistancesSwitched } from './transitions.ts';
import { Store } from './store.ts';
import { Workspace } from './workspace.ts';

export class App implements Actions, FlowContext {
  readonly store: Store<AppState>;
  readonly parts: AppParts;
  readonly #workspace: Workspace;
  readonly #notices: NoticeBoard;
  readonly #opening: OpenFlow;
  readonly #columns: ColumnsFlow;
  readonly #batch: BatchFlow;
  readonly #selecting: SelectFlow;
  readonly placing: PlaceFlow;
  readonly measuring: MeasureFlow;
  readonly cutting: CutFlow;
  readonly comparing: CompareFlow;
  readonly graphics = new DeviceFlow(this);
  readonly projects: ProjectFlow;

  constructor(parts: AppParts) {
    this.parts = parts;
    const { kind, folders } = parts.platform;
    this.store = new Store<AppState>({
      ...FIRST_STATE,
      platform: kind,
      settings: parts.settings,
      folders: folders && { reveal: folders.reveal !== null, report: folders.openReport !== null },
    });
    this.#workspace = new Workspace(this.store, parts.engine);
    this.#notices = new NoticeBoard(this.store);
    this.#opening = new OpenFlow(this, this.#workspace, (file) => this.projects.open(file));
    this.#columns = new ColumnsFlow(this, this.#opening);
    this.#batch = new BatchFlow(this, this.#opening);
    this.#selecting = new SelectFlow(this, this.#workspace);
    this.placing = new PlaceFlow(this, this.#workspace);
    this.measuring = new MeasureFlow(this, this.#workspace);
    this.cutting = new CutFlow(this);
    this.comparing = new CompareFlow(this, this.#workspace);
    this.projects = new ProjectFlow(this, this.#workspace, this.#opening);
  }

  get state(): AppState {
    return this.store.value;
  }

  get viewport(): ViewportApi | undefined {
    return this.#workspace.viewport;
  }

  get #view(): ViewOptions {
    return this.state.document.view;
  }

  /** What the viewport tells. */
  readonly viewportListener: Omit<ViewportListener, 'moved'> = {
    cropped: (box, final) => this.setCrop(box, !final),
    measured: (places) => this.measuring.picked(places),
    levelled: (places) => this.placing.picked(places),
    turned: (axis, degrees) => this.placing.turnBy(axis, degrees),
    selected: (seen, mode) => this.#selecting.drawn(seen, mode),
    selectKeys: (heldMode) => this.setSelecting({ heldMode }),
    contextLost: () => undefined, // it draws again by itself
  };

  attach(viewport: ViewportApi): void {
    viewport.setBrush(this.state.selecting.brushRadius);
    this.#workspace.attach(viewport);
  }

  /** Opens the device and listens to the platform; problems become notices. */
  async start(): Promise<void> {
    const { platform } = this.parts;
    platform.listen({
      open: (files) => void this.open(files),
      openFolder: (input) => this.openFolder(input),
      openJob: (job) => void this.#batch.openJob(job),
      command: (id) => {
        if (!this.parts.giveToField(id)) this.perform(id);
      },
      recents: (recents) => this.store.set({ recents }),
      closing: () => this.showDialog('unsaved'),
      problem: (message) => this.notify('error', 'title.problem', message),
    });
    this.store.set({ recents: await platform.recents() });
    void this.projects.lookBack();
    await this.graphics.open();
  }

  // ── What the person asks for ──

  /** What each command does, where it makes sense. */
  readonly #commands: Readonly<Record<CommandId, () => void>> = {
    save: () => void this.projects.save(),
    'save-as': () => void this.projects.save(true),
    open: () => void this.#opening.find('', () => this.parts.platform.chooseFiles()),
    'open-folder': () => void this.#batch.choose(),
    close: () => (isBatchShown(this.state) ? this.#batch.close() : this.#close()),
    export: () => this.#export(),
    screenshot: () => void saveScreenshot(this),
    undo: () => this.#workspace.undo(),
    redo: () => this.#workspace.redo(),
    'reset-options': () => this.#resetOptions(),
    settings: () => this.showDialog('settings'),
    fit: () => this.viewport?.fit(),
    ...viewCommands((view) => this.viewport?.look(view)),
    orthographic: () => this.setView({ orthographic: !this.#view.orthographic }),
    'show-cloud': () => this.setView({ cloudVisible: !this.#view.cloudVisible }),
    'show-mesh': () => this.setView({ meshVisible: !this.#view.meshVisible }),
    wireframe: () => this.setView({ wireframe: !this.#view.wireframe }),
    distances: () => this.setView(withDistancesSwitched(this.#view)),
    look: () => this.setTool('none'),
    'finish-apply': () => (this.state.finishDraft ? this.applyFinish(this.state.finishDraft) : this.placing.apply()),
    'clip-box': () => this.setCrop(this.state.document.crop ? null : boxOf(this.viewport?.bounds() ?? null)),
    upright: () => this.placing.pickLevel(),
    measure: () => this.#toggleTool('measure'),
    section: () => this.cutting.toggle(),
    rectangle: () => this.#toggleTool('rectangle'),
    lasso: () => this.#toggleTool('lasso'),
    brush: () => this.#toggleTool('brush'),
    'brush-smaller': () => this.#selecting.resizeBrush(-1),
    'brush-larger': () => this.#selecting.resizeBrush(1),
    'hidden-too': () => this.setSelecting({ hiddenToo: !this.state.selecting.hiddenToo }),
    ...pointCommands((act) => this.editPoints(act)),
    sidebar: () => this.setSettings({ sidebar: !this.state.settings.sidebar }),
    reconstruct: () => (isBatchShown(this.state) ? this.startBatch() : void reconstruct(this, this.#workspace)),
    pause: () => this.#switchPause(),
    stop: () => stopRun(this),
    cancel: () => this.parts.engine.cancel(),
    ...stepCommands((step) => this.setStep(step)),
    shortcuts: () => this.showDialog('shortcuts'),
    about: () => this.showDialog('about'),
  };

  enabled(id: CommandId): boolean {
    return isEnabled(id, this.state);
  }

  checked(id: CommandId): boolean {
    return isChecked(id, this.state);
  }

  perform(id: CommandId): void {
    if (this.enabled(id)) this.#commands[id]();
  }

  /** A shortcut: whether it was ours, so that the key does nothing else. */
  press(id: CommandId): boolean {
    if (this.state.dialog !== 'none' || !this.enabled(id)) return false;
    this.perform(id);
    return true;
  }

  holdBefore = (isHeld: boolean): boolean => this.#workspace.holdBefore(isHeld);

  /** One step back from whatever is in the way. Never ends a run: that is worth more than a key. */
  escape(): void {
    if (this.state.dialog !== 'none') this.showDialog('none');
    else if (this.state.opening || this.state.finishing || this.state.comparing) this.parts.engine.cancel();
    else if (this.state.finishDraft) this.draftFinish(null);
    else if (this.enabled('select-none')) this.perform('select-none');
    else if (this.state.tool !== 'none') this.setTool('none');
  }

  openSample(name: string): void {
    void this.#opening.find(name, async () => [await this.parts.platform.sample(name)]);
  }

  openRecent(id: string): void {
    const name = this.state.recents.find((recent) => recent.id === id)?.name ?? '';
    void this.#opening.find(name, async () => [await this.parts.platform.recent(id)]);
  }

  openFiles(files: readonly File[]): void {
    void this.#opening.find(files[0]?.name ?? '', () =>
      withProjections(files, async (file) => {
        const ref = await this.parts.platform.dropped(file);
        if (!ref) throw new Error(this.sessionText('message.notAFile'));
        return ref;
      }),
    );
  }

  open(files: readonly FileRef[]): Promise<void> {
    return this.#opening.open({ files });
  }

  addScans(): void {
    void this.#opening.add();
  }

  removeScan(index: number): void {
    removeScan(this, this.#opening, index);
  }

  removeClass(value: number): void {
    removeClass(this, this.#opening, value);
  }

  keepReturns(returns: ReturnChoice): void {
    void this.#opening.keep('undo.keepReturns', this.parts.translate(`cloud.returns.${returns}`), { returns });
  }

  chooseColumns(file?: FileRef): void {
    const wanted = file ?? this.state.document.cloud?.files[0];
    if (wanted) void this.#columns.choose(wanted);
  }

  setColumns(roles: readonly ColumnRole[]): void {
    void this.#columns.change(roles);
  }

  setDialect(change: DialectChoice): void {
    void this.#columns.changeDialect(change);
  }

  openWithColumns(): void {
    void this.#columns.open();
  }

  openFolder(input: FolderRef): void {
    void this.#batch.open(input);
  }

  setJob(change: BatchJobChange): void {
    this.#batch.setJob(change);
  }

  chooseBatchOutput(): void {
    void this.#batch.chooseOutput();
  }

  startBatch(mode?: BatchMode): void {
    void this.#batch.start(mode);
  }

  retryItem = (index: number): void => void this.#batch.retry(index);
  openItem = (index: number): void => void this.#batch.openItem(index);
  showBatch = (): void => this.#batch.show();
  openBatchReport = (): void => void this.#batch.openReport();
  revealBatch = (): void => void this.#batch.reveal();

  setOptions(change: Partial<ReconstructOptions>, transient = false): void {
    const { document } = this.state;
    if (this.#changesNothing(document.options, change)) return;
    this.#change('undo.options', { ...document, options: { ...document.options, ...change } }, transient);
  }

  setView(change: Partial<ViewOptions>): void {
    if (!this.#changesNothing(this.#view, change)) this.#workspace.look({ ...this.#view, ...change });
  }

  setCrop(crop: CropBox | null, transient = false): void {
    if (this.#changesNothing(this.state.document, { crop })) return;
    this.#change('undo.crop', { ...this.state.document, crop }, transient);
  }

  setTrim(length: number | null, transient = false): void {
    if (this.#changesNothing(this.state.document, { trim: length })) return;
    this.#change('undo.trim', { ...this.state.document, trim: length }, transient);
  }

  /** There is a mesh, and so a cloud. */
  showPlace = (place: GuessedPlace): void => this.viewport?.show(place, this.state.document.cloud!.info.origin);

  restoreOptions(): void {
    const { run, options } = this.state.document;
    const changed = changedOptions(this.state.document);
    if (!run || changed.length === 0) return;
    const restored = Object.fromEntries(changed.map((name) => [name, run.options[name]]));
    this.#commit('undo.resetOptions', { ...this.state.document, options: { ...options, ...restored } });
  }

  setStep(step: Step): void {
    this.store.set({ step });
    if (!this.state.settings.sidebar) this.setSettings({ sidebar: true });
  }

  setExportFormat = (exportFormat: MeshFormat): void => this.store.set({ exportFormat });

  setExportChoice: Actions['setExportChoice'] = (change) =>
    this.store.set({ exportChoice: { ...this.state.exportChoice, ...change } });

  draftFinish = (finishDraft: FinishDraft | null): void => this.store.set({ finishDraft });

  applyFinish(draft: FinishDraft): void {
    if (this.enabled('export')) void finishMesh(this, this.#workspace, draft);
  }

  exportMesh = (format: MeshFormat): void => void saveMesh(this, format);
  exportCloud = (): void => void saveCloud(this);
  exportTerrain: Actions['exportTerrain'] = (part) => void saveTerrain(this, part);

  setSettings(change: Partial<Settings>): void {
    const settings = { ...this.state.settings, ...change };
    this.store.set({ settings });
    this.parts.platform
      .writeSettings(settings)
      .catch((error: unknown) => this.parts.platform.log('error', `settings: ${messageOf(error)}`));
  }

  setTool(tool: AppState['tool']): void {
    this.store.set({ tool, measuring: null, levelPicks: [], scaleDraft: null });
    this.viewport?.setTool(tool);
    if (isSelectTool(tool)) this.#showPoints();
  }

  setSelecting(change: Partial<SelectSettings>): void {
    const selecting = { ...this.state.selecting, ...change };
    this.store.set({ selecting });
    this.viewport?.setBrush(selecting.brushRadius);
  }

  editPoints(act: PointAct): void {
    if (act.act === 'select' || act.act === 'invert') this.#showPoints();
    this.#selecting.act(act);
  }

  chooseValue = (value: PointValue): void => void this.#selecting.chooseValue(value);

  setValueRange: Actions['setValueRange'] = (change, transient = false) =>
    this.#selecting.setValueRange(change, transient);

  showDialog(dialog: Dialog): void {
    this.store.set({ dialog, ...(dialog !== 'columns' && { columns: null }) });
  }

  notify(kind: Notice['kind'], title: string, message: string, action?: Notice['action'], values: TextValues = {}) {
    this.#notices.add({
      kind,
      cause: causeOf(title),
      title: this.sessionText(title, values),
      message: engineText(message, values['name']?.toString()),
      ...(action && { action }),
    });
  }

  dismissNotice = (id: number): void => this.#notices.dismiss(id);

  holdNotices = (held: boolean): void => this.#notices.hold(held);

  settle = (cause: NoticeCause): void => this.#notices.settle(cause);

  // ── What the flows need ──

  get isWorking(): boolean {
    return isComputing(this.state);
  }

  offerToCancel(name: string, then: () => Promise<void>): void {
    const open = async (): Promise<void> => {
      const ending = this.#batch.end();
      if (ending) await ending;
      else this.parts.engine.cancel();
      this.store.set({ progress: null });
      await then();
    };
    const message = this.sessionText(isBatchActive(this.state) ? 'message.busyBatch' : 'message.busy');
    const action = { label: this.sessionText('action.cancelAndOpen'), perform: () => void open() };
    this.notify('warning', 'title.busy', message, action, { name });
  }

  sessionText(key: string, values?: TextValues): string {
    return this.parts.translate(`session.${key}`, values);
  }

  showFault(error: { readonly code: string; readonly message: string }): void {
    const title = this.parts.translate(`error.${error.code}`);
    this.#notices.add({
      kind: 'error',
      cause: 'run',
      title,
      message: engineText(error.message),
      ...cureOf(this, error.code),
    });
  }

  /** The worker broke and was started anew: its clouds are gone. */
  async engineLost(): Promise<void> {
    this.#workspace.engineLost();
    this.store.set({ progress: null, opening: null, device: null });
    this.notify('error', 'title.workerLost', this.sessionText('message.workerLost'));
    await this.graphics.open();
  }

  #close(): void {
    const { cloud, options } = this.state.document;
    this.#commit('undo.close', { ...EMPTY_DOCUMENT, options }, { name: cloud?.info.name ?? '' });
    this.setTool('none');
  }

  #toggleTool(tool: Exclude<Tool, 'none'>): void {
    this.setTool(this.state.tool === tool ? 'none' : tool);
    if (isSelectTool(this.state.tool)) this.setStep('clean');
  }

  /** What is selected is seen: the mesh would cover the points. */
  #showPoints(): void {
    if (!this.#view.cloudVisible) this.setView({ cloudVisible: true, meshVisible: false });
  }

  /** First where a format is chosen; there it writes. */
  #export(): void {
    const { step, settings, exportFormat } = this.state;
    if (step === 'export' && settings.sidebar) this.exportMesh(exportFormat);
    else this.setStep('export');
  }

  #resetOptions(): void {
    if (isBatchShown(this.state)) return this.setJob({ options: DEFAULTS });
    this.#commit('undo.resetOptions', { ...this.state.document, options: DEFAULTS });
  }

  #switchPause(): void {
    const { batch, progress } = this.state;
    if (batch && !progress) this.#batch.setPaused(batch.state !== 'paused');
    else setPaused(this, progress?.state !== 'paused');
  }

  /** A step that takes back nothing would only puzzle; the end of a gesture is one all the same. */
  #changesNothing<T extends object>(now: T, change: Partial<T>): boolean {
    const names = Object.keys(change) as (keyof T)[];
    return !this.#workspace.isInGesture && names.every((name) => Object.is(now[name], change[name]));
  }

  #change(label: string, document: DocumentState, transient: boolean): void {
    if (transient) this.#workspace.showTransient(document);
    else this.#commit(label, document);
  }

  #commit(label: string, document: DocumentState, values = {}): void {
    this.#workspace.commit(this.sessionText(label, values), document);
  }
}
