/** What the person is told beside what they look at: a few at a time, the same thing once. */
import type { AppState, Notice } from './state.ts';
import type { Store } from './store.ts';

/** How long a success stays; errors and warnings stay until they are dismissed. */
const SUCCESS_MS = 8000;
const MOST = 4;

export class NoticeBoard {
  readonly #store: Store<AppState>;
  #lastId = 0;

  constructor(store: Store<AppState>) {
    this.#store = store;
  }

  /** `title` and `message` are in the person's language already. */
  add(kind: Notice['kind'], title: string, message: string, action?: Notice['action']): void {
    const id = ++this.#lastId;
    const notice: Notice = { id, kind, title, message, ...(action ? { action } : {}) };
    const others = this.#store.value.notices.filter((n) => n.title !== title || n.message !== message);
    this.#store.set({ notices: [...others, notice].slice(-MOST) });
    if (kind === 'success') setTimeout(() => this.dismiss(id), SUCCESS_MS);
  }

  dismiss(id: number): void {
    this.#store.set({ notices: this.#store.value.notices.filter((notice) => notice.id !== id) });
  }
}
