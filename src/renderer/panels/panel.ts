/** What all panels have in common: they render the state and ask through the actions, and keep nothing of their own. */
import { LitElement } from 'lit';
import type { Actions } from '../app/actions.ts';
import type { AppState } from '../app/state.ts';
import { updateTurn } from './update-turns.ts';

/** Made and updated in its turn, so that many that change together never hold up the window. */
export class Deferred extends LitElement {
  protected override async scheduleUpdate(): Promise<void> {
    await updateTurn();
    await super.scheduleUpdate();
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
