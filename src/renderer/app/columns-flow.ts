/** Choosing the columns of a text file: what they are taken for is shown, changed, looked at again, and then opened. */
import type { FileRef } from '../worker/engine-api.ts';
import type { FlowContext } from './flow-context.ts';
import type { OpenFlow } from './open-flow.ts';
import type { ColumnRole } from './state.ts';

export class ColumnsFlow {
  readonly #context: FlowContext;
  readonly #opening: OpenFlow;

  constructor(context: FlowContext, opening: OpenFlow) {
    this.#context = context;
    this.#opening = opening;
  }

  async choose(file: FileRef): Promise<void> {
    const outcome = await this.#context.parts.engine.previewColumns(file);
    if (outcome.type === 'failed') {
      this.#context.notify('error', 'title.openFailed', outcome.error.message, undefined, { name: file.name });
    }
    if (outcome.type !== 'done' || !outcome.value) return;
    const preview = outcome.value;
    const roles = preview.columns.map(({ role }) => role);
    this.#context.store.set({ columns: { file, roles, preview, problem: null } });
    this.#context.showDialog('columns');
  }

  /** A role that another column has goes from it: no two columns are the same thing. */
  async change(roles: readonly ColumnRole[]): Promise<void> {
    const { columns } = this.#context.state;
    if (!columns) return;
    this.#context.store.set({ columns: { ...columns, roles } });
    const outcome = await this.#context.parts.engine.previewColumns(columns.file, roles);
    const now = this.#context.state.columns;
    if (!now || now.roles !== roles) return;
    if (outcome.type === 'failed') {
      this.#context.store.set({
        columns: { ...now, preview: { ...now.preview, sample: null }, problem: outcome.error.message },
      });
    } else if (outcome.type === 'done' && outcome.value) {
      this.#context.store.set({ columns: { ...now, preview: outcome.value, problem: null } });
    }
  }

  async open(): Promise<void> {
    const { columns } = this.#context.state;
    if (!columns || columns.problem !== null) return;
    await this.#opening.open({ files: [columns.file], columns: columns.roles });
  }
}
