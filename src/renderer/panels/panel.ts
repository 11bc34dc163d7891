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
}
