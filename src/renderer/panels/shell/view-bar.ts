/** `<gp-view-bar>`: how the view looks, at its top left. Nothing here changes the work. */
import { css, html } from 'lit';
import { t } from '../../app/i18n.ts';
import { base, buttons, menus, toolButtons } from '../../styles/shared.ts';
import { Bar } from '../controls/bar.ts';
import '../controls/tooltip.ts';
import { toolButton } from '../controls/tool-button.ts';
import { colorMenu, viewsMenu } from './tool-menus.ts';

export class ViewBar extends Bar {
  static override styles = [
    base,
    buttons,
    toolButtons,
    menus,
    css`
      :host {
        width: fit-content;
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 0.125rem;
        padding: 0.1875rem;
        border-radius: var(--wa-border-radius-l);
        background: color-mix(in oklab, var(--gp-panel) 97%, transparent);
        box-shadow: var(--gp-shadow);
      }
      hr {
        align-self: stretch;
        margin: 0.25rem 0.1875rem;
        border: 0;
        border-inline-start: 1px solid var(--gp-line);
      }
      button.tool {
        width: 1.875rem;
        min-height: 1.75rem;
      }
      button.tool gp-icon {
        font-size: 1.0625rem;
      }
      button.tool.word {
        width: auto;
        padding: 0 0.55em;
      }
      button.word gp-icon:last-child {
        font-size: 0.8rem;
      }
      @media (max-width: 60rem) {
        button.word span {
          display: none;
        }
      }
      @media (max-width: 44rem) {
        .bar {
          flex-wrap: wrap;
        }
        hr {
          display: none;
        }
        /* All of them in one row where the window is as small as it can be. */
        button.tool.word {
          padding: 0 0.3em;
        }
      }
    `,
  ];

  protected override render() {
    const { state, actions } = this;
    return html`<div
      class="bar"
      role="toolbar"
      aria-label=${t('viewBar.title')}
      @keydown=${this.move}
      @focusin=${this.hold}
    >
      ${toolButton(actions, { id: 'show-cloud', icon: 'cloud', word: t('viewBar.points') })}
      ${toolButton(actions, { id: 'show-mesh', icon: 'mesh', word: t('viewBar.mesh') })}
      <hr />
      ${colorMenu(state, actions)}
      <hr />
      ${toolButton(actions, { id: 'wireframe', icon: 'wireframe' })}
      ${toolButton(actions, { id: 'fit', icon: 'maximize' })} ${viewsMenu(actions)}
      ${toolButton(actions, { id: 'orthographic', icon: 'box' })}
    </div>`;
  }
}

customElements.define('gp-view-bar', ViewBar);
