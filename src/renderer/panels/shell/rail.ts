/** `<gp-rail>`: what the pointer does to the work, always the same tools, each with its word. */
import { css, html } from 'lit';
import { t } from '../../app/i18n.ts';
import { base, buttons, toolButtons } from '../../styles/shared.ts';
import { Bar } from '../controls/bar.ts';
import '../controls/tooltip.ts';
import { toolButton } from '../controls/tool-button.ts';

export class Rail extends Bar {
  static override styles = [
    base,
    buttons,
    toolButtons,
    css`
      :host {
        width: var(--gp-rail-width);
        height: 100%;
        overflow: hidden auto;
        scrollbar-width: none;
        background: var(--gp-panel);
        border-inline-end: 1px solid var(--gp-line);
      }
      div {
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: 0.125rem;
        padding: 0.375rem 0;
      }
      hr {
        align-self: stretch;
        margin: 0.25rem 0.5rem;
        border: 0;
        border-top: 1px solid var(--gp-line);
      }
      button.tool.word {
        flex-direction: column;
        gap: 0.15rem;
        width: 3.625rem;
        min-height: 2.875rem;
        padding: 0;
        font-size: 0.6875rem;
        line-height: 1.1;
      }
      @media (max-width: 60rem) {
        button.tool.word {
          width: 2.125rem;
          min-height: 2.125rem;
        }
        button.word span {
          display: none;
        }
      }
    `,
  ];

  protected override render() {
    const { actions } = this;
    return html`<div
      role="toolbar"
      aria-orientation="vertical"
      aria-label=${t('rail.title')}
      @keydown=${this.move}
      @focusin=${this.hold}
    >
      ${toolButton(actions, { id: 'look', icon: 'mouse-pointer', word: t('rail.look') })}
      <hr />
      ${toolButton(actions, { id: 'lasso', icon: 'lasso', word: t('rail.lasso') })}
      ${toolButton(actions, { id: 'rectangle', icon: 'rectangle', word: t('rail.rectangle') })}
      ${toolButton(actions, { id: 'brush', icon: 'brush', word: t('rail.brush') })}
      <hr />
      ${toolButton(actions, { id: 'clip-box', icon: 'crop', word: t('rail.crop') })}
      ${toolButton(actions, { id: 'upright', icon: 'axis-3d', word: t('rail.upright') })}
      <hr />
      ${toolButton(actions, { id: 'measure', icon: 'ruler', word: t('rail.measure') })}
      ${toolButton(actions, { id: 'section', icon: 'slice', word: t('rail.section') })}
    </div>`;
  }
}

customElements.define('gp-rail', Rail);
