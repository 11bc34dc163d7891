/** electron.Menu: items as data. A click does what a person's does: nothing while disabled, and it flips a checkbox. */
import { strict } from './strict.ts';

export interface Template {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly registerAccelerator?: boolean;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly submenu?: readonly Template[];
  readonly click?: (item: Item, window: unknown, event: unknown) => void;
}

export class Item {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly accelerator: string | undefined;
  readonly registerAccelerator: boolean;
  readonly submenu: StandInMenu | undefined;
  enabled: boolean;
  checked: boolean;
  readonly #click: Template['click'];

  constructor(template: Template) {
    this.id = template.id;
    this.label = template.label ?? template.role ?? '';
    this.role = template.role;
    this.type = template.type ?? (template.submenu ? 'submenu' : 'normal');
    this.accelerator = template.accelerator;
    this.registerAccelerator = template.registerAccelerator ?? true;
    this.submenu = template.submenu && new StandInMenu(template.submenu);
    this.enabled = template.enabled ?? true;
    this.checked = template.checked ?? false;
    this.#click = template.click;
  }

  click(): void {
    if (!this.enabled) throw new Error(`the menu item ${this.id ?? this.label} is disabled`);
    if (this.type === 'checkbox') this.checked = !this.checked;
    this.#click?.(this, null, {});
  }
}

export class StandInMenu {
  readonly items: readonly Item[];

  constructor(template: readonly Template[]) {
    this.items = template.map((item) => strict('MenuItem', new Item(item)));
  }

  getMenuItemById(id: string): Item | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}

let current: StandInMenu | null = null;

export const Menu = strict('Menu', {
  buildFromTemplate: (template: readonly Template[]) => strict('menu', new StandInMenu(template)),
  setApplicationMenu: (menu: StandInMenu | null) => void (current = menu),
  getApplicationMenu: () => current,
});
