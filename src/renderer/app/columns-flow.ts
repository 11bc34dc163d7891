/** Choosing the columns of a text file: what they are taken for is shown, changed, looked at again, and then opened. */
import type { DialectChoice } from '../../engine/vocabulary.ts';
import type { ColumnsPreview, FileRef, Outcome } from '../worker/engine-api.ts';
import type { FlowContext } from './flow-context.ts';
import type { OpenFlow } from './open-flow.ts';
import type { ColumnRole, ColumnsState } from './state.ts';

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
    this.#context.store.set({ columns: { file, roles, dialect: {}, preview, problem: null } });
    this.#context.showDialog('columns');
  }

  /** A role that another column has goes from it: no two columns are the same thing. */
  async change(roles: readonly ColumnRole[]): Promise<void> {
    const { columns } = this.#context.state;
    if (!columns) return;
    this.#context.store.set({ columns: { ...columns, roles } });
    const choice = { columns: roles, dialect: columns.dialect };
    const outcome = await this.#context.parts.engine.previewColumns(columns.file, choice);
    const now = this.#context.state.columns;
    if (!now || now.roles !== roles) return;
    this.#show(now, outcome, roles);
  }

  /** Other separators make other columns, which are judged anew. */
  async changeDialect(change: DialectChoice): Promise<void> {
    const { columns } = this.#context.state;
    if (!columns) return;
    const dialect = { ...columns.dialect, ...change };
    this.#context.store.set({ columns: { ...columns, dialect } });
    const outcome = await this.#context.parts.engine.previewColumns(columns.file, { dialect });
    const now = this.#context.state.columns;
    if (!now || now.dialect !== dialect) return;
    this.#show(now, outcome);
  }

  /** @param roles as chosen; left out where they are to be those that were found */
  #show(now: ColumnsState, outcome: Outcome<ColumnsPreview | null>, roles?: readonly ColumnRole[]): void {
    if (outcome.type === 'failed') {
      this.#context.store.set({
        columns: { ...now, preview: { ...now.preview, sample: null }, problem: outcome.error.message },
      });
    } else if (outcome.type === 'done' && outcome.value) {
      const preview = outcome.value;
      const shown = roles ?? preview.columns.map(({ role }) => role);
      this.#context.store.set({ columns: { ...now, roles: shown, preview, problem: null } });
    }
  }

  async open(): Promise<void> {
    const { columns } = this.#context.state;
    if (!columns || columns.problem !== null) return;
    const { file, roles, dialect } = columns;
    await this.#opening.open({ files: [file], reading: { columns: roles, dialect } });
  }
}
