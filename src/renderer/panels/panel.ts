/** What all panels have in common: they render the state and ask through the actions, and keep nothing of their own. */
import { LitElement } from 'lit';
import type { Actions } from '../app/actions.ts';
import type { AppState } from '../app/state.ts';

export class Panel extends LitElement {
  static override properties = {
    state: { attribute: false },
    actions: { attribute: false },
  };

  declare state: AppState;
  declare actions: Actions;

  /** A panel that appears is made in a task of its own, so that many that appear together never hold up the window. */
  protected override scheduleUpdate(): void | Promise<unknown> {
    if (this.hasUpdated) return super.scheduleUpdate();
    return new Promise((resolve) => setTimeout(resolve)).then(() => super.scheduleUpdate());
  }
}
