/**
 * What a flow may ask of the window's controller. A flow is one thing that a person does, from its beginning to its
 * end: opening, reconstructing, a batch, exporting. It is handed this interface and never sees `App` itself, so that
 * files depend on each other in one direction.
 */
import type { ViewportApi } from '../viewport/viewport-api.ts';
import type { Actions } from './actions.ts';
import type { AppParts } from './app-parts.ts';
import type { TextValues } from './i18n.ts';
import type { AppState, Notice, NoticeCause, Tool } from './state.ts';
import type { Store } from './store.ts';

export interface FlowContext extends Pick<
  Actions,
  'chooseColumns' | 'editPoints' | 'perform' | 'setSelecting' | 'setSettings' | 'setStep' | 'setView' | 'showDialog'
> {
  readonly parts: AppParts;
  readonly store: Store<AppState>;
  /** The store's value now. */
  readonly state: AppState;
  /** The 3D view; undefined before it is attached. */
  readonly viewport: ViewportApi | undefined;
  /** A run or a batch is on, paused or not: worth more than a file dropped by mistake. */
  readonly isWorking: boolean;
  /** Chooses the tool that the pointer holds in the viewport; what was picked for another is gone. */
  setTool(tool: Tool): void;
  /** A text of what the window says of what it did: `session.<key>` of the locales. */
  sessionText(key: string, values?: TextValues): string;
  /** Shows a notice; `title` is a key as in `sessionText`, `message` is text, `values` are the title's. */
  notify(kind: Notice['kind'], title: string, message: string, action?: Notice['action'], values?: TextValues): void;
  /** What is told of `cause` is over: it is done again. */
  settle(cause: NoticeCause): void;
  /** Shows a fault of the engine under the friendly name of its code. */
  showFault(error: { readonly code: string; readonly message: string }): void;
  /** Offers to cancel what is running in favour of opening `name`, which `then` does. */
  offerToCancel(name: string, then: () => Promise<void>): void;
}
