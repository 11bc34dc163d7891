/** Distances between two places: each that is measured stays, as a step that can be undone. */
import type { Triple } from '../../engine/vocabulary.ts';
import type { MeasureActions } from './actions.ts';
import { saveMeasurements } from './export-flow.ts';
import type { FlowContext } from './flow-context.ts';
import { inFile } from '../worker/scene-places.ts';
import { measuredIn } from './measured.ts';
import { measurementTable } from './measurement-table.ts';
import { shownUnit } from './placing-of.ts';
import type { Measurement } from './state.ts';
import type { Workspace } from './workspace.ts';

export class MeasureFlow implements MeasureActions {
  readonly #context: FlowContext;
  readonly #workspace: Workspace;

  constructor(context: FlowContext, workspace: Workspace) {
    this.#context = context;
    this.#workspace = workspace;
  }

  /** What the viewport tells: places of the scene, up to two. */
  picked([from, to]: readonly Triple[]): void {
    const { store, state } = this.#context;
    const { cloud, measurements } = state.document;
    if (!from || !cloud) return store.set({ measuring: null });
    if (!to) return store.set({ measuring: { from } });
    const ended: Measurement = { from: inFile(cloud.info, from), to: inFile(cloud.info, to) };
    store.set({ measuring: { ended } });
    // What was measured is meant to be seen.
    if (!state.document.view.measurementsVisible) this.#context.setView({ measurementsVisible: true });
    this.#commit('measure', [...measurements, ended]);
  }

  remove(measurement: Measurement): void {
    const { measurements } = this.#context.state.document;
    this.#commit(
      'removeMeasurement',
      measurements.filter((one) => one !== measurement),
    );
  }

  removeAll(): void {
    this.#commit('removeMeasurements', []);
  }

  show(measurement: Measurement): void {
    const { cloud } = this.#context.state.document;
    if (!cloud) return;
    const { from, to } = measuredIn(cloud.info, measurement);
    const { origin } = cloud.info;
    const end = (choose: (a: number, b: number) => number): Triple => {
      const along = (axis: 0 | 1 | 2): number => choose(from[axis], to[axis]) + origin[axis];
      return [along(0), along(1), along(2)];
    };
    this.#context.viewport?.show({ min: end(Math.min), max: end(Math.max) }, origin);
  }

  save(): void {
    const { cloud, measurements } = this.#context.state.document;
    if (!cloud || measurements.length === 0) return;
    const table = measurementTable(cloud.info, measurements, shownUnit(this.#context.state));
    void saveMeasurements(this.#context, table);
  }

  #commit(label: string, measurements: readonly Measurement[]): void {
    const { document } = this.#context.state;
    this.#workspace.commit(this.#context.sessionText(`undo.${label}`), { ...document, measurements });
  }
}
