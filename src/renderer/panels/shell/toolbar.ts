/** `<gp-toolbar>`: opening, undo and the rest at its ends, and between them the path from scan to file. */
import { css, html, nothing } from 'lit';
import { isBatchShown } from '../../app/availability.ts';
import { t } from '../../app/i18n.ts';
import '../../icons/icon.ts';
import { base, buttons, menus, toolButtons } from '../../styles/shared.ts';
import { Bar } from '../controls/bar.ts';
import '../controls/tooltip.ts';
import { toolButton } from '../controls/tool-button.ts';
import './stages.ts';
import { moreMenu, openMenu } from './tool-menus.ts';

export class Toolbar extends Bar {
  static override styles = [
    base,
    buttons,
    toolButtons,
    menus,
    css`
      :host {
        background: var(--gp-panel);
        border-bottom: 1px solid var(--gp-line);
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 0.25rem;
        min-height: var(--gp-toolbar-height);
        padding: 0 0.5rem;
      }
      .group {
        display: flex;
        flex: none;
        align-items: center;
        gap: 0.125rem;
      }
      .group + .group:not(.end) {
        padding-inline-start: 0.375rem;
        margin-inline-start: 0.125rem;
        border-inline-start: 1px solid var(--gp-line);
      }
      gp-stages {
        flex: 1;
        min-width: 0;
      }
      .end {
        margin-inline-start: auto;
      }
      button.narrow {
        width: 1.125rem;
        margin-inline-start: -0.25rem;
      }
      button.narrow gp-icon {
        font-size: 0.8rem;
      }
      @media (max-width: 60rem) {
        button.word.tool {
          width: 2.125rem;
          padding: 0;
        }
        button.word span {
          display: none;
        }
      }
      @media (max-width: 44rem) {
        button.tool:not(.narrow) {
          width: 1.8rem;
        }
        .group + .group:not(.end) {
          border: 0;
          padding: 0;
          margin: 0;
        }
        .bar {
          gap: 0;
          padding-inline: 0.25rem;
        }
      }
    `,
  ];

  protected override render() {
    const { state, actions } = this;
    const undo = state.undo ? t('toolbar.undoStep', { step: state.undo }) : t('toolbar.undo');
    const redo = state.redo ? t('toolbar.redoStep', { step: state.redo }) : t('toolbar.redo');
    return html`<div class="bar" @keydown=${this.move} @focusin=${this.hold}>
      <div class="group" role="toolbar" aria-label=${t('app.toolbar')}>
        ${toolButton(actions, { id: 'open', icon: 'folder-open', word: t('toolbar.open') })}${openMenu(state, actions)}
        ${toolButton(actions, { id: 'save', icon: 'save' })}
      </div>
      <div class="group">
        ${toolButton(actions, { id: 'undo', icon: 'undo-2', label: undo })}
        ${toolButton(actions, { id: 'redo', icon: 'redo-2', label: redo })}
      </div>
      ${isBatchShown(state) ? nothing : html`<gp-stages .state=${state} .actions=${actions}></gp-stages>`}
      <div class="group end">
        ${toolButton(actions, { id: 'shortcuts', icon: 'circle-question' })}${moreMenu(actions)}
        ${toolButton(actions, { id: 'sidebar', icon: 'panel-right' })}
      </div>
    </div>`;
  }
}

customElements.define('gp-toolbar', Toolbar);
