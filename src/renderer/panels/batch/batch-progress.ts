/** `<gp-batch-progress>`: a batch while it works: how far it is, how long it still takes, and the ways to end it. */
import { css, html, nothing } from 'lit';
import { withShortcut } from '../../app/accelerators.ts';
import { isOpen } from '../../app/batch-rows.ts';
import { formatCount, formatDuration, formatShare } from '../../app/format.ts';
import { t } from '../../app/i18n.ts';
import type { BatchRow } from '../../app/state.ts';
import { base, buttons, facts, progressBar } from '../../styles/shared.ts';
import { aboutTime } from '../controls/about-time.ts';
import { splitPath } from './batch-words.ts';
import { Panel } from '../panel.ts';
import '../controls/tooltip.ts';

export class BatchProgress extends Panel {
  static override styles = [
    base,
    buttons,
    facts,
    progressBar,
    css`
      :host {
        display: grid;
        gap: 0.75rem;
      }
      .row {
        display: flex;
        justify-content: space-between;
        gap: 0.75rem;
      }
      .current {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0.75rem;
      }
      .name {
        overflow: hidden;
        text-align: end;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .actions {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.5rem;
      }
    `,
  ];

  protected override render() {
    const { batch } = this.state;
    if (!batch) return nothing;
    const { rows, share, elapsedMs, secondsLeft, output } = batch;
    const ended = rows.reduce((count, { state }) => count + Number(!isOpen(state)), 0);
    const isPaused = batch.state === 'paused';
    const pauseText = isPaused ? t('progress.resume') : t('progress.pause');
    const current = rows.find(({ state }) => state === 'running');
    return html`
      <div class="row">
        <span class="number">${t('batch.of', { done: formatCount(ended), all: formatCount(rows.length) })}</span>
        <span class="number">${formatShare(share)}</span>
      </div>
      <wa-progress-bar label=${t('batch.whole')} value=${Math.round(100 * share)}></wa-progress-bar>
      <dl class="facts">
        <dt>${t('progress.elapsed')}</dt>
        <dd>${formatDuration(elapsedMs / 1000)}</dd>
        <dt>${t('progress.left')}</dt>
        <dd>${secondsLeft === null ? t('progress.leftUnknown') : aboutTime(secondsLeft)}</dd>
        <dt>${t('batch.outputFolder')}</dt>
        <dd>${output?.name}</dd>
      </dl>
      ${current ? this.#current(current, isPaused) : nothing}
      <div class="actions">
        <button id="pause" @click=${() => this.actions.perform('pause')}>
          <gp-icon name=${isPaused ? 'play' : 'pause'}></gp-icon>${pauseText}
        </button>
        <gp-tooltip for="pause">${withShortcut('pause', pauseText)}</gp-tooltip>
        <button id="cancel" @click=${() => this.actions.perform('cancel')}>
          <gp-icon name="x"></gp-icon>${t('progress.cancel')}
        </button>
        <gp-tooltip for="cancel">${t('batch.cancelHelp')}</gp-tooltip>
      </div>
    `;
  }

  #current({ item, share }: BatchRow, isPaused: boolean) {
    const [, name] = splitPath(item.input);
    return html`<div class="current">
      <span class="quiet">${isPaused ? t('batch.state.paused') : t('batch.now')}</span>
      <span class="name" title=${item.input}>${name}</span>
      <span class="number">${formatShare(share)}</span>
    </div>`;
  }
}

customElements.define('gp-batch-progress', BatchProgress);
