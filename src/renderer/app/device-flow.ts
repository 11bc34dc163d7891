/** The graphics device: opened, and examined where a person asks for it, as is offered after a fault of it. */
import type { DeviceActions } from './actions.ts';
import type { FlowContext } from './flow-context.ts';
import type { Notice } from './state.ts';

/** Faults that a device may be to blame for. */
const DEVICE_FAULTS: ReadonlySet<string> = new Set(['gpu-lost', 'shader-invalid', 'field-not-finite']);

/** What a notice of a fault leads to. */
export function cureOf(
  context: Pick<FlowContext, 'sessionText' | 'showDialog'>,
  code: string,
): { readonly action?: NonNullable<Notice['action']> } {
  if (!DEVICE_FAULTS.has(code)) return {};
  return { action: { label: context.sessionText('action.examine'), perform: () => context.showDialog('device') } };
}

export class DeviceFlow implements DeviceActions {
  readonly #context: FlowContext;

  constructor(context: FlowContext) {
    this.#context = context;
  }

  async open(): Promise<void> {
    const context = this.#context;
    const { software, adapter, speeds } = context.state.settings;
    const outcome = await context.parts.engine.start({ software, adapter, speeds });
    context.settle('device');
    if (outcome.type === 'done') context.store.set({ device: outcome.value });
    else if (outcome.type === 'failed') {
      const retry = { label: context.sessionText('action.retry'), perform: () => void this.open() };
      context.notify('error', 'title.noDevice', outcome.error.message, retry);
    }
  }

  async examine(): Promise<void> {
    const { store, parts, isWorking } = this.#context;
    if (isWorking) return;
    store.set({ examination: { state: 'running', trying: 0 } });
    const outcome = await parts.engine.examine(this.#system(), (trying) => {
      // It has a channel of its own: one may come after the answer.
      if (this.#context.state.examination?.state === 'running') {
        store.setThrottled({ examination: { state: 'running', trying } });
      }
    });
    if (outcome.type === 'done') store.set({ examination: { state: 'done', found: outcome.value } });
    else if (outcome.type === 'failed') store.set({ examination: { state: 'failed', error: outcome.error } });
    else store.set({ examination: null });
  }

  /** Nothing that tells who or where somebody is. */
  #system(): Record<string, string> {
    const { platform } = this.#context.parts;
    const { app = '', ...others } = platform.versions;
    return { program: `GridPull ${app}, ${platform.kind === 'web' ? 'in a browser' : 'desktop'}`, ...others };
  }
}
