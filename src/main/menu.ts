/** Keeps the native menu true to the window. What Electron can change in place is changed, the rest is built anew. */
import { Menu } from 'electron';
import { COMMAND_IDS, type CommandId } from '../contracts/commands.ts';
import type { MenuState } from '../contracts/ipc.ts';
import { type MenuContext, menuTemplate } from './menu-template.ts';

export class AppMenu {
  #menu: Menu | null = null;
  /** What can only be changed by building: labels and recents. */
  #built = '';
  #state: MenuState | null = null;

  show(context: MenuContext): void {
    const { state, texts, recents } = context;
    this.#state = state;
    const wanted = JSON.stringify([state.undoLabel, state.redoLabel, texts.menus, recents]);
    if (wanted !== this.#built) {
      this.#built = wanted;
      const run = (id: CommandId): void => {
        // Electron has just flipped a checkbox; whether it stays so is for the window to say.
        this.#apply();
        context.run(id);
      };
      this.#menu = Menu.buildFromTemplate(menuTemplate({ ...context, run }));
      Menu.setApplicationMenu(this.#menu);
    }
    this.#apply();
  }

  #apply(): void {
    if (!this.#menu || !this.#state) return;
    const { enabled, checked } = this.#state;
    for (const id of COMMAND_IDS) {
      const item = this.#menu.getMenuItemById(id);
      if (!item) continue;
      item.enabled = enabled.includes(id);
      if (item.type === 'checkbox') item.checked = checked.includes(id);
    }
  }
}
