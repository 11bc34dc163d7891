/** Keeps a native menu in step with the window; told only when something in it changes. */
import type { MenuState } from '../../contracts/ipc.ts';
import { checkedCommands, enabledCommands } from './availability.ts';
import type { FlowContext } from './flow-context.ts';

export function syncMenu({ parts: { platform, translate }, store }: Pick<FlowContext, 'parts' | 'store'>): void {
  let sent = '';
  store.subscribe((state) => {
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
