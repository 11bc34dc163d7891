/**
 * A folder of clouds: listed, set up, run, looked at. The engine's worker does the work and tells; here the list that
 * the window shows is kept. A worker that reports every step of every file must not have five thousand rows copied for
 * each, so events change a list of our own, which becomes the state at most ten times a second.
 */
import type { BatchEvent } from '../../batch/events.ts';
import { EMPTY_JOB, type BatchJob } from '../../batch/job.ts';
import type { BatchMode } from '../../batch/mode.ts';
import type { BatchRequest, FolderRef } from '../worker/engine-api.ts';
import type { Folders, OpenedJob } from '../platform/platform.ts';
import type { BatchJobChange } from './actions.ts';
import { isBatchActive, whyNoBatch } from './availability.ts';
import { afterItem, meshOf, rowsOf, summaryOf, untouched, waiting } from './batch-rows.ts';
import type { FlowContext } from './flow-context.ts';
import { fileIn } from './folder-files.ts';
import { afterJobChange } from './job-change.ts';
import { messageOf } from './message-of.ts';
import type { OpenFlow } from './open-flow.ts';
import { Stopwatch } from './stopwatch.ts';
import type { BatchRow, BatchState } from './state.ts';

const ROWS_MS = 100;
const CLOCK_MS = 500;

export class BatchFlow {
  readonly #context: FlowContext;
  readonly #opening: OpenFlow;
  readonly #watch = new Stopwatch();
  /** The rows of the batch that runs, ahead of the state. */
  #rows: BatchRow[] = [];
  #rowsTimer: ReturnType<typeof setTimeout> | undefined;
  /** Resolves when the engine is done with it. */
  #running: Promise<void> | null = null;
  /**
   * Rises with every batch that is opened or closed and with every listing: what answers late is not meant any more.
   */
  #turn = 0;

  constructor(context: FlowContext, opening: OpenFlow) {
    this.#context = context;
    this.#opening = opening;
  }

  // ── Setting up ──

  async choose(): Promise<void> {
    const folders = this.#folders();
    if (!folders) return;
    const input = await this.#try(() => folders.choose('input'));
    if (input) await this.open(input);
  }

  async open(input: FolderRef): Promise<void> {
    const folders = this.#folders();
    if (!folders) return;
    if (this.#context.isWorking) return this.#context.offerToCancel(input.name, () => this.open(input));
    const turn = this.#begin(input, null, EMPTY_JOB);
    const output = await this.#try(() => folders.defaultOutput(input));
    if (turn !== this.#turn) return;
    this.#change({ output: output ?? null });
    await this.#list();
  }

  async openJob(opened: OpenedJob): Promise<void> {
    const { name, text, input, output } = opened;
    if (!this.#folders()) return;
    if (this.#context.isWorking) return this.#context.offerToCancel(name, () => this.openJob(opened));
    const outcome = await this.#context.parts.engine.readJob(text, name);
    if (outcome.type === 'failed') {
      return this.#context.notify('error', 'title.openFailed', outcome.error.message, undefined, { name });
    }
    if (outcome.type === 'cancelled') return;
    this.#begin(input, output, outcome.value);
    await this.#list();
  }

  setJob(change: BatchJobChange): void {
    const { batch } = this.#context.state;
    if (!batch || isBatchActive(this.#context.state)) return;
    this.#change({ job: afterJobChange(batch.job, change) });
    // Options change no list; they are judged where they are entered.
    if (change.format !== undefined || change.recursive !== undefined) void this.#list();
  }

  async chooseOutput(): Promise<void> {
    const folders = this.#folders();
    if (!folders || isBatchActive(this.#context.state)) return;
    const output = await this.#try(() => folders.choose('output'));
    if (!output || isBatchActive(this.#context.state)) return;
    this.#change({ output });
    await this.#list();
  }

  #begin(input: FolderRef, output: FolderRef | null, job: BatchJob): number {
    const batch: BatchState = {
      shown: true,
      state: 'listing',
      input,
      output,
      job,
      rows: [],
      share: 0,
      elapsedMs: 0,
      secondsLeft: null,
      summary: null,
    };
    this.#context.setTool('none');
    this.#context.store.set({ batch, dialog: 'none' });
    return ++this.#turn;
  }

  /** Whether the list is there, and still the one that was asked for. */
  async #list(): Promise<boolean> {
    const { batch } = this.#context.state;
    if (!batch) return false;
    const turn = ++this.#turn;
    this.#change({ state: 'listing' });
    const outcome = await this.#context.parts.engine.planBatch(batch.input, batch.output, batch.job);
    if (turn !== this.#turn) return false;
    const isListed = outcome.type === 'done';
    this.#change({ state: 'ready', rows: isListed ? rowsOf(outcome.value) : [], summary: null });
    if (outcome.type === 'failed') {
      const action = { label: this.#context.sessionText('action.retry'), perform: () => void this.#list() };
      const { name } = batch.input;
      this.#context.notify('error', 'title.folderFailed', outcome.error.message, action, { name });
    }
    return isListed;
  }

  // ── Running ──

  async start(mode?: BatchMode): Promise<void> {
    const { state } = this.#context;
    if (whyNoBatch(state) !== null) return;
    if (!mode && state.batch?.rows.some(({ sidecar }) => sidecar !== null)) {
      return this.#context.showDialog('batch-existing');
    }
    if (state.dialog === 'batch-existing') this.#context.showDialog('none');
    // The folders may have changed since they were listed, and events name files by their place in the list.
    if (await this.#list()) await this.#run(mode ?? 'resume');
  }

  async retry(index: number): Promise<void> {
    if (whyNoBatch(this.#context.state) === null) await this.#run('fresh', [index]);
  }

  setPaused(paused: boolean): void {
    this.#watch.setRunning(!paused);
    this.#change({ state: paused ? 'paused' : 'running' });
    if (paused) this.#context.parts.engine.pause();
    else this.#context.parts.engine.resume();
  }

  cancel(): void {
    if (isBatchActive(this.#context.state)) this.#context.parts.engine.cancel();
  }

  /** What is done stays done. */
  close(): void {
    this.cancel();
    this.#turn++;
    this.#context.parts.platform.setProgress(null);
    this.#context.store.set({ batch: null });
  }

  /** Cancels a batch that runs, and waits until the engine is free; null where none runs. */
  end(): Promise<void> | null {
    this.cancel();
    return this.#running;
  }

  async #run(mode: BatchMode, only?: readonly number[]): Promise<void> {
    const running = this.#runToTheEnd(mode, only);
    this.#running = running;
    await running;
    if (this.#running === running) this.#running = null;
  }

  async #runToTheEnd(mode: BatchMode, only?: readonly number[]): Promise<void> {
    const { batch } = this.#context.state;
    const folders = this.#folders();
    if (!batch?.output || !folders) return;
    const { input, output, job } = batch;
    const turn = ++this.#turn;
    const isMine = (index: number): boolean => !only || only.includes(index);
    this.#rows = batch.rows.map((row, index) => (isMine(index) ? waiting(row) : row));
    this.#watch.restart();
    this.#change({ state: 'running', rows: this.#rows, share: 0, elapsedMs: 0, secondsLeft: null, summary: null });
    const isOn = (): boolean => turn === this.#turn;
    const clock = setInterval(() => isOn() && this.#change({ elapsedMs: this.#watch.elapsedMs }), CLOCK_MS);
    try {
      const inputFromOutput = (await this.#try(() => folders.between(output, input))) ?? null;
      if (!isOn()) return;
      const { engine, platform } = this.#context.parts;
      const version = platform.versions['app'] ?? '';
      const request: BatchRequest = { job, input, output, inputFromOutput, mode, version, ...(only ? { only } : {}) };
      // Events have a channel of their own: one may come after the answer.
      let isAnswered = false;
      const outcome = await engine.batch(request, (event) => {
        if (isOn() && !isAnswered) this.#onEvent(event);
      });
      isAnswered = true;
      if (!isOn()) return;
      if (outcome.type === 'failed') this.#context.showFault(outcome.error);
      this.#finish(isMine);
    } finally {
      clearInterval(clock);
    }
  }

  #onEvent(event: BatchEvent): void {
    if (event.type === 'item') {
      const row = this.#rows[event.index];
      if (row) this.#rows[event.index] = afterItem(row, event);
      this.#scheduleRows();
    } else if (event.type === 'run' && event.event.type === 'progressed') {
      const row = this.#rows[event.index];
      if (row) this.#rows[event.index] = { ...row, share: event.event.share };
      this.#scheduleRows();
    } else if (event.type === 'progressed') {
      this.#change({ share: event.share, secondsLeft: event.secondsLeft });
      this.#context.parts.platform.setProgress(event.share);
    }
  }

  #scheduleRows(): void {
    this.#rowsTimer ??= setTimeout(() => {
      this.#rowsTimer = undefined;
      if (isBatchActive(this.#context.state)) this.#change({ rows: [...this.#rows] });
    }, ROWS_MS);
  }

  #finish(isMine: (index: number) => boolean): void {
    clearTimeout(this.#rowsTimer);
    this.#rowsTimer = undefined;
    const rows = this.#rows.map((row, index) => (isMine(index) ? untouched(row) : row));
    this.#context.parts.platform.setProgress(null);
    const elapsedMs = this.#watch.elapsedMs;
    this.#change({ state: 'ended', rows, elapsedMs, secondsLeft: null, summary: summaryOf(rows) });
  }

  // ── Looking at what came out ──

  async openItem(index: number): Promise<void> {
    const { state, parts } = this.#context;
    const { batch } = state;
    const row = batch?.rows[index];
    const sidecar = row ? meshOf(row) : null;
    if (!batch?.output || !row || !sidecar || this.#context.isWorking) return;
    const { input, output } = batch;
    const files = await this.#try(() =>
      Promise.all([
        fileIn(input, row.item.input, row.item.inputBytes),
        fileIn(output, sidecar.output.path, sidecar.output.bytes ?? 0),
      ]),
    );
    if (!files) return;
    const [cloud, mesh] = files;
    await this.#opening.openResult(cloud.name, (sink) => parts.engine.openResult(cloud, mesh, sidecar, sink));
  }

  show(): void {
    if (!this.#context.state.batch || this.#context.isWorking) return;
    this.#context.setTool('none');
    this.#change({ shown: true });
  }

  async openReport(): Promise<void> {
    const output = this.#context.state.batch?.output;
    const { openReport, copyReport } = this.#context.parts.platform.folders ?? {};
    const open = openReport ?? copyReport;
    if (output && open) await this.#try(() => open(output));
  }

  async reveal(): Promise<void> {
    const output = this.#context.state.batch?.output;
    const reveal = this.#context.parts.platform.folders?.reveal;
    if (output && reveal) await this.#try(() => reveal(output));
  }

  #change(change: Partial<BatchState>): void {
    const { batch } = this.#context.state;
    if (batch) this.#context.store.set({ batch: { ...batch, ...change } });
  }

  /** Says where to go where folders cannot be written to. */
  #folders(): Folders | null {
    const { folders } = this.#context.parts.platform;
    if (!folders) this.#context.notify('warning', 'title.noFolders', this.#context.sessionText('message.noFolders'));
    return folders;
  }

  async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#context.notify('error', 'title.problem', messageOf(error));
      return undefined;
    }
  }
}
