/**
 * `<gp-toolbar>`: what is done often with what is shown. One stop for the Tab key; arrow keys go from button to
 * button, as in toolbars of the desktop.
 */
import { css, html, nothing } from 'lit';
import { t } from '../../app/i18n.ts';
import '../../icons/icon.ts';
import { base, buttons } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';
import '../controls/tooltip.ts';
import { toolButton } from '../controls/tool-button.ts';
import { cloudMenu, meshMenu, moreMenu, openMenu, viewsMenu } from './tool-menus.ts';

export class Toolbar extends Panel {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        background: var(--gp-panel);
        border-bottom: 1px solid var(--gp-line);
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.125rem;
        min-height: var(--gp-toolbar-height);
        padding: 0.25rem 0.5rem;
      }
      .group {
        display: flex;
        align-items: center;
        gap: 0.125rem;
      }
      .group + .group:not(.end) {
        padding-inline-start: 0.375rem;
        margin-inline-start: 0.25rem;
        border-inline-start: 1px solid var(--gp-line);
      }
      .end {
        margin-inline-start: auto;
      }
      button.tool {
        width: 2.125rem;
        min-height: 2.125rem;
        padding: 0;
        border-color: transparent;
        background: none;
      }
      button.tool gp-icon {
        font-size: 1.125rem;
      }
      button.narrow {
        width: 1.125rem;
        margin-inline-start: -0.25rem;
      }
      button.narrow gp-icon {
        font-size: 0.8rem;
      }
      button.tool:hover:not([aria-disabled='true']) {
        background: var(--gp-hover);
      }
      button.tool:active:not([aria-disabled='true']) {
        background: var(--gp-pressed);
      }
      button.tool[aria-pressed='true']:not([aria-disabled='true']) {
        background: var(--gp-accent-soft);
        color: var(--gp-accent-text);
      }
      button.open {
        width: auto;
        padding-inline: 0.5em 0.65em;
      }
      button.tool[aria-disabled='true'] {
        opacity: 0.38;
      }
      @media (max-width: 42rem) {
        button.tool {
          width: 1.8rem;
        }
        button.narrow {
          width: 1rem;
        }
      }
      wa-dropdown::part(menu) {
        max-height: calc(100vh - 5rem);
        max-width: min(30rem, 90vw);
        overflow-y: auto;
      }
      wa-dropdown-item::part(label) {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      /* Not a heading: a menu may hold nothing but its items. */
      .heading {
        padding: 0.4rem 0.75rem 0.2rem;
        color: var(--gp-quiet);
        font-size: var(--wa-font-size-s);
      }
      wa-dropdown-item {
        font-size: var(--wa-font-size-m);
      }
      kbd,
      [slot='details'] {
        max-width: 10rem;
        overflow: hidden;
        color: var(--gp-quiet);
        font: inherit;
        font-size: var(--wa-font-size-s);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  protected override render() {
    const { state, actions } = this;
    const tool = (...args: Parameters<typeof toolButton> extends [unknown, ...infer Rest] ? Rest : never) =>
      toolButton(actions, ...args);
    const undo = state.undo ? t('toolbar.undoStep', { step: state.undo }) : t('toolbar.undo');
    const redo = state.redo ? t('toolbar.redoStep', { step: state.redo }) : t('toolbar.redo');
    return html`<div
      class="bar"
      role="toolbar"
      aria-label=${t('app.toolbar')}
      @keydown=${this.#move}
      @focusin=${this.#hold}
    >
      <div class="group">${tool('open', 'folder-open')}${openMenu(state, actions)}</div>
      ${this.#back()}
      <div class="group">${tool('undo', 'undo-2', undo)}${tool('redo', 'redo-2', redo)}</div>
      <div class="group">${tool('fit', 'maximize')}${viewsMenu(actions)}${tool('orthographic', 'box')}</div>
      <div class="group">
        ${tool('show-cloud', 'cloud')}${cloudMenu(state, actions)}${tool('show-mesh', 'mesh')}${meshMenu(state, actions)}
        ${tool('wireframe', 'wireframe')}${tool('distances', 'heat')}
      </div>
      <div class="group">${tool('clip-box', 'crop')}${tool('measure', 'ruler')}${tool('screenshot', 'camera')}</div>
      <div class="group end">${moreMenu(actions)}${tool('sidebar', 'panel-right')}</div>
    </div>`;
  }

  /** The way back from a cloud that is looked at to the batch behind it. */
  #back() {
    const { batch } = this.state;
    if (!batch || batch.shown) return nothing;
    return html`<div class="group">
      <button id="back" class="tool open" @click=${() => this.actions.showBatch()}>
        <gp-icon name="arrow-left"></gp-icon>${t('batch.back')}
      </button>
      <gp-tooltip for="back">${t('batch.backHelp', { name: batch.input.name })}</gp-tooltip>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.#setTabStop(this.#buttons()[0]);
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLButtonElement>('button.tool')];
  }

  #hold(event: FocusEvent): void {
    const button = (event.target as Element).closest<HTMLButtonElement>('button.tool');
    if (button) this.#setTabStop(button);
  }

  #setTabStop(stop: HTMLButtonElement | undefined): void {
    for (const button of this.#buttons()) button.tabIndex = button === stop ? 0 : -1;
  }

  #move(event: KeyboardEvent): void {
    const buttons = this.#buttons();
    const at = buttons.findIndex((button) => button === event.target);
    if (at < 0) return;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length)?.focus();
  }
}

customElements.define('gp-toolbar', Toolbar);
