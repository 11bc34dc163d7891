/** What all panels have in common: they render the state and ask through the actions, and keep nothing of their own. */
import { LitElement } from 'lit';
import type { Actions } from '../app/actions.ts';
import type { AppState } from '../app/state.ts';

/** Made in a task of its own when it appears, so that many that appear together never hold up the window. */
export class Deferred extends LitElement {
  protected override scheduleUpdate(): void | Promise<unknown> {
    if (this.hasUpdated) return super.scheduleUpdate();
    return new Promise((resolve) => setTimeout(resolve)).then(() => super.scheduleUpdate());
  }
}

export class Panel extends Deferred {
  static override properties = {
    state: { attribute: false },
    actions: { attribute: false },
  };

  declare state: AppState;
  declare actions: Actions;
}
