/** A bar of buttons: one stop for the Tab key; arrow keys, Home and End go from button to button. */
import { Panel } from '../panel.ts';

const BACK = ['ArrowLeft', 'ArrowUp'];
const ON = ['ArrowRight', 'ArrowDown'];

export class Bar extends Panel {
  /** The button that Tab comes to first, where none had the focus yet. */
  protected firstStop(): HTMLButtonElement | undefined {
    return this.#stops()[0];
  }

  protected override updated(): void {
    const stops = this.#stops();
    // What had the focus may be gone.
    if (!stops.some((stop) => stop.tabIndex === 0)) this.setTabStop(this.firstStop());
  }

  protected readonly hold = (event: FocusEvent): void => {
    const stop = (event.target as Element).closest<HTMLButtonElement>('button.stop');
    if (stop) this.setTabStop(stop);
  };

  protected readonly move = (event: KeyboardEvent): void => {
    const stops = this.#stops();
    const at = stops.findIndex((stop) => stop === event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = BACK.includes(event.key)
      ? at - 1
      : ON.includes(event.key)
        ? at + 1
        : { Home: 0, End: stops.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    stops.at(to % stops.length)?.focus();
  };

  #stops(): HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLButtonElement>('button.stop')];
  }

  protected setTabStop(stop: HTMLButtonElement | undefined): void {
    for (const each of this.#stops()) each.tabIndex = each === stop ? 0 : -1;
  }
}
