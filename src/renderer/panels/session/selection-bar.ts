/** `<gp-selection-bar>`: how many points are selected, and what can be done with them. It takes the blue meanwhile. */
import { css, html } from 'lit';
import { keysOf, withShortcut } from '../../app/accelerators.ts';
import { formatCount, formatShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import { pointsLeft } from '../../app/left-out.ts';
import { COMMANDS } from '../../../contracts/commands.ts';
import { base, buttons, toolBar } from '../../styles/shared.ts';
import '../controls/tooltip.ts';
import { Panel } from '../panel.ts';

export class SelectionBar extends Panel {
  static override styles = [
    base,
    buttons,
    toolBar,
    css`
      .count {
        font-variant-numeric: tabular-nums;
      }
      strong {
        font-weight: 600;
      }
      /* What else can be done has keys: the bar stays one line. */
      @media (max-width: 60rem) {
        #invert,
        .share,
        kbd {
          display: none;
        }
      }
      /* A small window keeps the count, the blue button and the way out. */
      @media (max-width: 44rem) {
        .more,
        hr {
          display: none;
        }
        .bar {
          flex-wrap: nowrap;
          gap: 0.25rem;
          padding-inline-start: 0.6rem;
        }
        .count {
          min-width: 0;
        }
      }
    `,
  ];

  protected override render() {
    const { selected } = this.state.document.edits;
    const count = selected?.count ?? 0;
    const all = pointsLeft(this.state.document);
    return html`<div class="bar" role="toolbar" aria-label=${t('select.bar')}>
      <span class="count" aria-live="polite"
        ><strong>${formatCount(count)}</strong> ${t('select.selected', { count })}<span class="share quiet">
          · ${formatShare(count / Math.max(1, all))}</span
        ></span
      >
      <hr />
      <button
        id="delete"
        class="primary"
        aria-keyshortcuts="Delete"
        aria-disabled=${this.actions.enabled('delete-points') ? 'false' : 'true'}
        @click=${() => this.actions.perform('delete-points')}
      >
        <gp-icon name="trash"></gp-icon>${t('select.delete')}<kbd aria-hidden="true"
          >${keysOf(COMMANDS['delete-points'].accelerator!)}</kbd
        >
      </button>
      <button id="keep" class="more" @click=${() => this.actions.perform('keep-points')}>${t('select.keep')}</button>
      <gp-tooltip for="keep">${withShortcut('keep-points')}</gp-tooltip>
      <button id="invert" class="more" @click=${() => this.actions.perform('select-invert')}>
        <gp-icon name="invert"></gp-icon>${t('select.invert')}
      </button>
      <gp-tooltip for="invert">${withShortcut('select-invert')}</gp-tooltip>
      <button
        id="none"
        class="plain end"
        aria-label=${t('select.none')}
        @click=${() => this.actions.perform('select-none')}
      >
        <gp-icon name="x"></gp-icon>
      </button>
      <gp-tooltip for="none">${withShortcut('select-none')}</gp-tooltip>
    </div>`;
  }
}

customElements.define('gp-selection-bar', SelectionBar);
