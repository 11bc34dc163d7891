/**
 * Selecting points of the cloud and taking them out. The worker goes over the points; each act that changes something
 * is one step of the history, named by how many points it is about.
 */
import type { ScreenSelection, SelectMode } from '../../engine/vocabulary.ts';
import type { PointAct, PointActOutcome, PointEdits, PointSet, PointValue } from '../worker/engine-api.ts';
import type { FlowContext } from './flow-context.ts';
import { isEngineBusy } from './availability.ts';
import type { AppState, LoadedCloud, ValueRangeDraft } from './state.ts';
import type { Workspace } from './workspace.ts';

/** CSS pixels, and the factor of a step. */
const BRUSH = { min: 4, max: 200, step: 1.25 } as const;

interface LookedAt {
  readonly cloud: LoadedCloud;
  readonly removed: PointSet | null;
}

export class SelectFlow {
  readonly #context: FlowContext;
  readonly #workspace: Workspace;
  #lookedAt: LookedAt | null = null;
  #valuesOf: LoadedCloud | null = null;
  /** One act after the other: each goes on from what the one before made. */
  #last: Promise<void> = Promise.resolve();

  constructor(context: FlowContext, workspace: Workspace) {
    this.#context = context;
    this.#workspace = workspace;
    context.store.subscribe((state) => this.#look(state));
  }

  /** What was drawn in the view; `mode` is asked for by keys, else the chosen one holds. */
  drawn(seen: Omit<ScreenSelection, 'hiddenToo'>, mode: SelectMode | null): void {
    const { selecting } = this.#context.state;
    const query = { by: 'screen', seen: { ...seen, hiddenToo: selecting.hiddenToo } } as const;
    this.act({ act: 'select', query, mode: mode ?? selecting.mode });
  }

  act(act: PointAct): void {
    this.#last = this.#last.then(() => this.#act(act));
  }

  async chooseValue(value: PointValue): Promise<void> {
    const { cloud } = this.#context.state.document;
    if (!cloud) return;
    const outcome = await this.#context.parts.engine.valueHistogram(cloud.info.id, value);
    if (outcome.type !== 'done' || this.#context.state.document.cloud !== cloud) return;
    const histogram = outcome.value;
    this.#context.store.set({ byValue: { value, histogram, low: histogram?.low ?? 0, high: histogram?.high ?? 0 } });
  }

  setValueRange(change: Partial<ValueRangeDraft>, transient: boolean): void {
    const { byValue } = this.#context.state;
    if (!byValue) return;
    const wanted = { ...byValue, ...change };
    // One end pushes the other along.
    const range =
      'low' in change ? { high: Math.max(wanted.high, wanted.low) } : { low: Math.min(wanted.low, wanted.high) };
    const next = { ...wanted, ...range };
    this.#context.store.set({ byValue: next });
    if (transient) return;
    const { value, low, high } = next;
    this.#context.editPoints({ act: 'select', query: { by: 'value', value, low, high }, mode: 'new' });
  }

  /** Looks for what stands apart as soon as somebody is to see it, of other points anew. */
  #look(state: AppState): void {
    const { cloud, edits } = state.document;
    if (cloud !== this.#valuesOf) {
      this.#valuesOf = cloud;
      if (state.byValue) this.#context.store.set({ byValue: null });
    }
    if (state.step !== 'clean' || !cloud || isEngineBusy(state)) return;
    if (this.#lookedAt?.cloud === cloud && this.#lookedAt.removed === edits.removed) return;
    this.#lookedAt = { cloud, removed: edits.removed };
    if (state.found) this.#context.store.set({ found: null });
    void this.#find(this.#lookedAt);
  }

  async #find(asked: LookedAt): Promise<void> {
    const outcome = await this.#context.parts.engine.findPoints(asked.cloud.info.id, asked.removed?.id ?? null);
    if (outcome.type === 'done' && this.#lookedAt === asked) this.#context.store.set({ found: outcome.value });
  }

  resizeBrush(steps: 1 | -1): void {
    const { selecting } = this.#context.state;
    const wanted = Math.round(selecting.brushRadius * BRUSH.step ** steps);
    const brushRadius = Math.min(BRUSH.max, Math.max(BRUSH.min, wanted));
    this.#context.setSelecting({ brushRadius });
  }

  async #act(act: PointAct): Promise<void> {
    const { cloud, edits, crop, view } = this.#context.state.document;
    if (!cloud || isEngineBusy(this.#context.state)) return;
    const request = { cloudId: cloud.info.id, edits, act, crop, hiddenScans: view.hiddenScans };
    const outcome = await this.#context.parts.engine.editPoints(request);
    const { document } = this.#context.state;
    // What was undone or opened meanwhile has the last word.
    if (outcome.type === 'cancelled' || document.cloud !== cloud || document.edits !== edits) return;
    if (outcome.type === 'failed' && outcome.error.code === 'cloud-empty') {
      return this.#context.notify('warning', 'title.noPointLeft', this.#context.sessionText('message.noPointLeft'));
    }
    if (outcome.type === 'failed') return this.#context.showFault(outcome.error);
    this.#adopt(act, edits, outcome.value);
  }

  #adopt(act: PointAct, before: PointEdits, { edits, marks }: PointActOutcome): void {
    if (edits.removed?.id === before.removed?.id && edits.selected?.id === before.selected?.id) return;
    const { document } = this.#context.state;
    this.#workspace.editPoints(this.#labelOf(act, before, edits), { ...document, edits }, marks);
  }

  #labelOf(act: PointAct, before: PointEdits, after: PointEdits): string {
    const say = (key: string, count: number): string => this.#context.sessionText(`undo.points.${key}`, { count });
    switch (act.act) {
      case 'remove':
        return say('remove', before.selected?.count ?? 0);
      case 'keep':
        return say('keep', before.selected?.count ?? 0);
      case 'restore':
        return say('restore', before.removed?.count ?? 0);
      case 'select':
      case 'invert':
      case 'none':
        return after.selected ? say('select', after.selected.count) : say('none', 0);
    }
  }
}
