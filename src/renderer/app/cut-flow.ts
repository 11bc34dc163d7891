/**
 * The section plane: the mesh cut across an axis, with its outline. A look and no step of the history. The worker finds
 * the outline; while it does, the last one stays.
 */
import type { DrawingFormat } from '../../engine/vocabulary.ts';
import type { CutActions } from './actions.ts';
import type { CutPlane, FinishedRun } from '../worker/engine-api.ts';
import { saveDrawing } from './export-flow.ts';
import type { FlowContext } from './flow-context.ts';
import { middleAlong, planeOf } from './cut-plane.ts';
import { shownUnit } from './placing-of.ts';
import type { AppState, CutState } from './state.ts';

interface AskedCut {
  readonly run: FinishedRun;
  readonly trim: number | null;
  readonly cut: CutState;
}

export class CutFlow implements CutActions {
  readonly #context: FlowContext;
  #asked: AskedCut | null = null;

  constructor(context: FlowContext) {
    this.#context = context;
    context.store.subscribe((state) => this.#look(state));
  }

  toggle(): void {
    const { cut } = this.#context.state;
    if (cut) return this.#context.store.set({ cut: null, outline: null });
    const across = 'x';
    this.#context.store.set({ cut: { across, position: this.#middle(across), isFlipped: false, isRestShown: true } });
    this.#context.setStep('check');
  }

  change(change: Partial<CutState>): void {
    const { cut } = this.#context.state;
    if (!cut) return;
    const { across = cut.across } = change;
    const position = across === cut.across ? cut.position : this.#middle(across);
    this.#context.store.set({ cut: { ...cut, position, ...change } });
  }

  save(format: DrawingFormat): void {
    const { cut, document } = this.#context.state;
    const { run, cloud } = document;
    if (!cut || !run || !cloud) return;
    const unit = shownUnit(this.#context.state);
    const options = { format, unit: unit === 'none' ? null : unit };
    void saveDrawing(this.#context, run, planeOf(cut, cloud.info.origin, document.trim), options);
  }

  #middle(across: CutState['across']): number {
    return middleAlong(this.#context.state.document.run?.geometry.positions, across);
  }

  /** Asks for the outline as soon as plane or mesh are others. */
  #look({ cut, document }: AppState): void {
    const { run, trim, cloud } = document;
    if (!cut || !run || !cloud) {
      this.#asked = null;
      // Without a mesh there is nothing to cut.
      if (cut && !run) this.#context.store.set({ cut: null, outline: null });
      return;
    }
    const before = this.#asked;
    if (before?.run === run && before.trim === trim && before.cut === cut) return;
    this.#asked = { run, trim, cut };
    void this.#ask(this.#asked, planeOf(cut, cloud.info.origin, trim));
  }

  async #ask(asked: AskedCut, plane: CutPlane): Promise<void> {
    const outcome = await this.#context.parts.engine.cut(asked.run.id, plane);
    if (outcome.type === 'done' && this.#asked === asked) this.#context.store.set({ outline: outcome.value });
  }
}
