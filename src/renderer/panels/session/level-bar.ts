/** `<gp-level-bar>`: which of the three places is next, and the button that makes them level. */
import { css, html } from 'lit';
import { keysOf } from '../../app/accelerators.ts';
import { t } from '../../app/i18n.ts';
import { levelNormal } from '../../app/level-plane.ts';
import { base, buttons, toolBar } from '../../styles/shared.ts';
import { Panel } from '../panel.ts';

const WORDS = ['upright.first', 'upright.second', 'upright.third'] as const;

export class LevelBar extends Panel {
  static override styles = [
    base,
    buttons,
    toolBar,
    css`
      /* Where the words leave no room beside them, both stand below. */
      .acts {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 0.5rem;
      }
      @media (max-width: 60rem) {
        hr {
          display: none;
        }
      }
      @media (max-width: 44rem) {
        kbd {
          display: none;
        }
      }
    `,
  ];

  protected override render() {
    const { levelPicks } = this.state;
    const isReady = levelNormal(levelPicks) !== null;
    const word = WORDS[levelPicks.length];
    return html`<div class="bar" role="toolbar" aria-label=${t('upright.title')}>
      <span aria-live="polite">${word ? t(word) : isReady ? t('upright.ready') : t('upright.oneLine')}</span>
      <hr />
      <div class="acts">
        <button
          id="level"
          class="primary"
          aria-keyshortcuts="Enter"
          aria-disabled=${isReady ? 'false' : 'true'}
          @click=${() => isReady && this.actions.placing.apply()}
        >
          ${t('upright.level')}<kbd aria-hidden="true">${keysOf('Enter')}</kbd>
        </button>
        <button aria-keyshortcuts="Escape" @click=${() => this.actions.placing.pickLevel()}>
          ${t('upright.cancel')}<kbd aria-hidden="true">Esc</kbd>
        </button>
      </div>
    </div>`;
  }
}

customElements.define('gp-level-bar', LevelBar);
