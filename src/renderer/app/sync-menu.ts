/** Keeps a native menu in step with the window; told only when something in it changes. */
import type { MenuState } from '../../contracts/ipc.ts';
import type { Platform } from '../platform/platform.ts';
import type { App } from './app.ts';
import { checkedCommands, enabledCommands } from './availability.ts';

export function syncMenu(app: App, platform: Platform): void {
  const { translate } = app.parts;
  let sent = '';
  app.store.subscribe((state) => {
    const menu: MenuState = {
      enabled: enabledCommands(state),
      checked: checkedCommands(state),
      undoLabel: state.undo ? translate('toolbar.undoStep', { step: state.undo }) : translate('toolbar.undo'),
      redoLabel: state.redo ? translate('toolbar.redoStep', { step: state.redo }) : translate('toolbar.redo'),
    };
    const text = JSON.stringify(menu);
    if (text === sent) return;
    sent = text;
    platform.setMenu(menu);
  });
}
