/**
 * What the person is told beside what they look at: the same thing once, and not for longer than it is true. A success
 * leaves by itself, a warning later; an error leaves when what it is about is done again.
 */
import type { AppState, Notice, NoticeCause } from './state.ts';
import type { Store } from './store.ts';

/** How long each stays: long enough to be read twice. Errors wait for their cause. */
const STAY_MS: Readonly<Partial<Record<Notice['kind'], number>>> = { success: 6000, warning: 12_000 };
/** How long one stays that was held past its time. */
const RELEASED_MS = 2000;
/** Past these the oldest goes. */
const MOST = 9;

export class NoticeBoard {
  readonly #store: Store<AppState>;
  readonly #due = new Set<number>();
  #isHeld = false;
  #lastId = 0;

  constructor(store: Store<AppState>) {
    this.#store = store;
  }

  /** `title` and `message` are in the person's language already. */
  add({ kind, cause, title, message, action }: Omit<Notice, 'id'>): void {
    const id = ++this.#lastId;
    const notice: Notice = { id, kind, cause, title, message, ...(action ? { action } : {}) };
    const others = this.#store.value.notices.filter((n) => n.title !== title || n.message !== message);
    this.#store.set({ notices: [...others, notice].slice(-MOST) });
    const stayMs = STAY_MS[kind];
    if (stayMs !== undefined) this.#leave(id, stayMs);
  }

  dismiss(id: number): void {
    this.#due.delete(id);
    this.#keep((notice) => notice.id !== id);
  }

  /** All of `cause` but what went well. */
  settle(cause: NoticeCause): void {
    this.#keep((notice) => notice.cause !== cause || notice.kind === 'success');
  }

  /** While messages are pointed at or have the focus, none leaves by itself. */
  hold(held: boolean): void {
    this.#isHeld = held;
    if (held) return;
    for (const id of this.#due) this.#leave(id, RELEASED_MS);
    this.#due.clear();
  }

  #leave(id: number, afterMs: number): void {
    setTimeout(() => (this.#isHeld ? void this.#due.add(id) : this.dismiss(id)), afterMs);
  }

  #keep(stays: (notice: Notice) => boolean): void {
    const { notices } = this.#store.value;
    const kept = notices.filter(stays);
    if (kept.length < notices.length) this.#store.set({ notices: kept });
  }
}

/** What a notice is about, by the key of its title. */
export function causeOf(title: string): NoticeCause {
  return CAUSES[title] ?? 'other';
}

const CAUSES: Readonly<Record<string, NoticeCause>> = {
  'title.noDevice': 'device',
  'title.workerLost': 'open',
  'title.openFailed': 'open',
  'title.busy': 'open',
  'title.deviceLost': 'run',
  'title.resumed': 'run',
  'title.warnings': 'run',
  'title.exportFailed': 'export',
  'title.saveFailed': 'export',
};
