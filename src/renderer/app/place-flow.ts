/**
 * Standing the cloud upright and at its true size. The worker turns the points, from what the file says; each act is
 * one step of the history, in which the cloud before is still there as it was.
 */
import { directionInFile, type LengthUnit, type Placing, type Triple, turnAfter } from '../../engine/vocabulary.ts';
import type { PlaceActions } from './actions.ts';
import { isEngineBusy } from './availability.ts';
import type { FlowContext } from './flow-context.ts';
import { levelNormal } from './level-plane.ts';
import { lastMeasured } from './measured.ts';
import { placingOf } from './placing-of.ts';
import type { ScaleDraft } from './state.ts';
import { afterPlace } from './transitions.ts';
import type { Workspace } from './workspace.ts';

/** Shorter work is not worth a bar that flashes. */
const PATIENCE_MS = 400;

export class PlaceFlow implements PlaceActions {
  readonly #context: FlowContext;
  readonly #workspace: Workspace;
  /** One after the other: each goes on from how the cloud stands then. */
  #last: Promise<void> = Promise.resolve();

  constructor(context: FlowContext, workspace: Workspace) {
    this.#context = context;
    this.#workspace = workspace;
  }

  place(change: Placing): void {
    void this.#next(() => change);
  }

  /** By so many degrees about an axis of the scene, counter-clockwise, on top of how the cloud stands. */
  turnBy(axis: 0 | 1 | 2, degrees: number): Promise<void> {
    return this.#next(({ turn = [0, 0, 0] }) => ({ turn: turnAfter(turn, axis, degrees) }));
  }

  #next(changeOf: (placing: Placing) => Placing): Promise<void> {
    this.#last = this.#last.then(() => this.#place(changeOf));
    return this.#last;
  }

  pickLevel(): void {
    const { tool } = this.#context.state;
    this.#context.setTool(tool === 'level' ? 'none' : 'level');
    if (tool !== 'level') this.#context.setStep('clean');
  }

  /** What the viewport tells: places of the scene, up to three. */
  picked(levelPicks: readonly Triple[]): void {
    this.#context.store.set({ levelPicks });
  }

  draftScale(scaleDraft: ScaleDraft | null): void {
    this.#context.store.set({ scaleDraft });
  }

  apply(): void {
    if (this.#context.state.levelPicks.length === 3) this.#level();
    else this.#scale();
  }

  #level(): void {
    const { levelPicks, document } = this.#context.state;
    const normal = levelNormal(levelPicks);
    const { cloud } = document;
    if (!normal || !cloud) return;
    const { placement } = cloud.info;
    const up = placement ? directionInFile(placement, normal) : normal;
    this.#context.setTool('none');
    this.place({ up, turn: [0, 0, 0] });
  }

  #scale(): void {
    const { scaleDraft, document } = this.#context.state;
    const distance = lastMeasured(this.#context.state)?.length;
    if (!scaleDraft?.length || !distance || !document.cloud) return;
    const factor = (document.cloud.info.placement?.scale ?? 1) * (scaleDraft.length / distance);
    this.draftScale(null);
    this.#context.setTool('none');
    this.place({ scale: factor, ...unitOf(scaleDraft.unit) });
  }

  async #place(changeOf: (placing: Placing) => Placing): Promise<void> {
    const { store, parts } = this.#context;
    const { document } = this.#context.state;
    const { cloud } = document;
    if (!cloud || isEngineBusy(this.#context.state)) return;
    const before = placingOf(cloud.info.placement);
    const change = changeOf(before);
    const placing = { ...before, ...change };
    if (JSON.stringify(placing) === JSON.stringify(before)) return;
    const waiting = setTimeout(() => store.set({ opening: { name: cloud.info.name, share: 0 } }), PATIENCE_MS);
    const leftOut = { removed: document.edits.removed, crop: document.crop };
    const outcome = await parts.engine.place(cloud.info.id, placing, leftOut, document.run?.id ?? null);
    clearTimeout(waiting);
    store.set({ opening: null });
    if (outcome.type === 'failed') return this.#context.showFault(outcome.error);
    if (outcome.type === 'cancelled') return;
    const now = this.#context.state.document;
    if (now.cloud !== cloud || now.run !== document.run) {
      const { info, run } = outcome.value;
      return parts.engine.release({ clouds: [info.id], runs: run ? [run.id] : [], points: [] });
    }
    this.#workspace.commit(this.#labelOf(change), afterPlace(now, outcome.value));
  }

  #labelOf(change: Placing): string {
    const key = change.scale !== undefined ? 'scale' : change.unit !== undefined ? 'unit' : 'upright';
    return this.#context.sessionText(`undo.place.${key}`);
  }
}

function unitOf(unit: LengthUnit | 'none'): { readonly unit?: LengthUnit } {
  return unit === 'none' ? {} : { unit };
}
